import { useState } from 'preact/hooks'
import type { Unit } from '../../../sdk/amount.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { estimate, type Side } from '../../market/estimate.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { isTaken } from '../../state/accepted.ts'
import { say } from '../../state/settings.ts'
import { useDraft } from '../../state/use-draft.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkQuantity } from '../../words/validate.ts'
import { EstimateList } from './estimate-list.tsx'
import { availableOf, type FunctionContext, inUnit, shortOfCash } from './function-context.ts'
import { SpanField, type SpanHours } from './span-field.tsx'

interface Typed {
  quantity: string
  price: string
  hours: SpanHours
}

const starting: Typed = { quantity: '', price: '', hours: '24' }

const useLimit = (context: FunctionContext, side: Side, cash: Unit) => {
  const { voucher } = context
  const { typed, set, clear } = useDraft<Typed>(`limit ${side} ${voucher.voucher}`, starting)
  const { quantity: text, price: priceText, hours } = typed
  const [isChecked, setChecked] = useState(false)
  const instructing = useInstruction({ voucher: voucher.voucher })
  const bound = side === 'sell' ? { maximum: availableOf(context, voucher.voucher) } : {}
  const checked = checkQuantity(text, voucher.unit, { ...bound, show: (quantity) => inUnit(context, quantity) })
  const price = checkQuantity(priceText, cash)
  const isWhole = checked.value !== undefined && price.value !== undefined
  const guess = isWhole ? estimate(voucher, side, checked.value, price.value) : undefined
  const shortage = side === 'buy' ? shortOfCash(context, guess?.total, cash) : undefined
  const submit = (): boolean => {
    setChecked(true)
    if (checked.value === undefined || price.value === undefined || shortage !== undefined) return false
    const expiresAt = String(Date.now() + Number(hours) * 3_600_000)
    const body = { voucher: voucher.voucher, side, quantity: checked.value, limitPrice: price.value, expiresAt }
    void instructing.send('order.place', body).then((kept) => {
      if (!isTaken(kept)) return
      clear('quantity')
      setChecked(false)
    })
    return true
  }
  return {
    typed,
    set,
    isChecked,
    checked,
    price,
    guess,
    shortage,
    instructing,
    submit,
  }
}

/** A limit order: its cash or metal is reserved until a price meets it, it is cancelled, or its time is over. */
export const LimitForm = ({ context, side, cash }: { context: FunctionContext; side: Side; cash: Unit }) => {
  const limit = useLimit(context, side, cash)
  const { voucher } = context
  const hint =
    side === 'sell'
      ? say(voucherWords.available)(inUnit(context, availableOf(context, voucher.voucher)))
      : say(voucherWords.cashAvailable)(formatQuantity(availableOf(context, voucher.trade?.cash ?? ''), cash))
  const action = say(side === 'buy' ? voucherWords.placeBuy : voucherWords.placeSell)
  const quantityWrong = limit.isChecked && limit.checked.wrong ? say(limit.checked.wrong) : undefined
  return (
    <InstructionForm label={action} action={action} instructing={limit.instructing} onSubmit={limit.submit}>
      <AmountField
        label={say(voucherWords.quantity)}
        unit={voucher.unit}
        value={limit.typed.quantity}
        onValue={(quantity) => limit.set({ quantity })}
        hint={hint}
        wrong={limit.shortage ?? quantityWrong}
      />
      <AmountField
        label={say(voucherWords.limitPrice)}
        unit={cash}
        value={limit.typed.price}
        onValue={(price) => limit.set({ price })}
        hint={say(side === 'buy' ? voucherWords.limitHintBuy : voucherWords.limitHintSell)}
        wrong={limit.isChecked && limit.price.wrong ? say(limit.price.wrong) : undefined}
      />
      <SpanField
        label={say(voucherWords.expires)}
        value={limit.typed.hours}
        onValue={(hours) => limit.set({ hours })}
      />
      {limit.guess && <EstimateList guess={limit.guess} side={side} cash={cash} isReserve />}
    </InstructionForm>
  )
}
