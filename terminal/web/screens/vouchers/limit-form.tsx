import type { Unit } from '../../../sdk/amount.ts'
import { reviewWords } from '../../dictionary/review.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { type Estimate, estimate, type Side } from '../../market/estimate.ts'
import { priceText } from '../../market/quote-panel.tsx'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { say } from '../../state/settings.ts'
import { type Asked, type Review, useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { quantityRule } from '../../words/field-rules.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkQuantity } from '../../words/validate.ts'
import { EstimateList } from './estimate-list.tsx'
import { availableOf, type FunctionContext, inUnit, shortOfCash } from './function-context.ts'
import { hoursFromNow, SpanField, type SpanHours, spanText } from './span-field.tsx'

interface Wanted {
  quantity: string
  price: string
  hours: SpanHours
  guess: Estimate
}

const reviewOf = (context: FunctionContext, side: Side, { wanted, cash }: { wanted: Wanted; cash: Unit }): Review => {
  const { quantity, price, hours, guess } = wanted
  const held = side === 'buy' ? (context.voucher.trade?.cash ?? '') : context.voucher.voucher
  const left = (BigInt(availableOf(context, held)) - BigInt(side === 'buy' ? guess.total : quantity)).toString()
  return {
    what: `${say(side === 'buy' ? voucherWords.placeBuy : voucherWords.placeSell)} ${inUnit(context, quantity)}`,
    total:
      side === 'buy'
        ? [say(voucherWords.reserves), formatQuantity(guess.total, cash)]
        : [say(voucherWords.reserves), inUnit(context, quantity)],
    lines: [
      [say(voucherWords.limitPrice), priceText(context.voucher, price)],
      [say(voucherWords.fee), formatQuantity(guess.fee, cash)],
      [say(voucherWords.expires), spanText(hours)],
      side === 'buy'
        ? [say(reviewWords.cashAfter), formatQuantity(left, cash)]
        : [say(reviewWords.balanceAfter), inUnit(context, left)],
    ],
  }
}

const useLimit = (context: FunctionContext, side: Side, cash: Unit) => {
  const { voucher } = context
  const show = (quantity: string) => inUnit(context, quantity)
  const bound = side === 'sell' ? { maximum: availableOf(context, voucher.voucher), show } : {}
  const fields = useFields(
    { quantity: '', price: '', hours: '24' },
    { quantity: quantityRule(voucher.unit, bound), price: quantityRule(cash) },
    `limit ${side} ${voucher.voucher}`,
  )
  const quantity = checkQuantity(fields.values.quantity, voucher.unit, bound).value
  const price = checkQuantity(fields.values.price, cash).value
  const hours = fields.values.hours as SpanHours
  const guess = quantity === undefined || price === undefined ? undefined : estimate(voucher, side, quantity, price)
  const shortage = side === 'buy' ? shortOfCash(context, guess?.total, cash) : undefined
  const asked = (): Asked | undefined => {
    if (quantity === undefined || price === undefined || guess === undefined || shortage !== undefined) return undefined
    const body = { voucher: voucher.voucher, side, quantity, limitPrice: price, expiresAt: hoursFromNow(hours) }
    const review = reviewOf(context, side, { wanted: { quantity, price, hours, guess }, cash })
    return { kind: 'order.place', body, review }
  }
  const onTaken = () => fields.reset('quantity')
  const act = useAct({ about: { voucher: voucher.voucher }, check: fields.check, asked, onTaken })
  return { fields, hours, guess, shortage, act }
}

/** A limit order: its cash or metal is reserved until a price meets it, it is cancelled, or its time is over. */
export const LimitForm = ({ context, side, cash }: { context: FunctionContext; side: Side; cash: Unit }) => {
  const { fields, hours, guess, shortage, act } = useLimit(context, side, cash)
  const { voucher } = context
  const hint =
    side === 'sell'
      ? say(voucherWords.available)(inUnit(context, availableOf(context, voucher.voucher)))
      : say(voucherWords.cashAvailable)(formatQuantity(availableOf(context, voucher.trade?.cash ?? ''), cash))
  const action = say(side === 'buy' ? voucherWords.placeBuy : voucherWords.placeSell)
  const quantity = fields.bind('quantity')
  return (
    <ActForm label={action} action={action} act={act}>
      <AmountField
        label={say(voucherWords.quantity)}
        unit={voucher.unit}
        hint={hint}
        {...quantity}
        wrong={shortage ?? quantity.wrong}
      />
      <AmountField
        label={say(voucherWords.limitPrice)}
        unit={cash}
        hint={say(side === 'buy' ? voucherWords.limitHintBuy : voucherWords.limitHintSell)}
        {...fields.bind('price')}
      />
      <SpanField label={say(voucherWords.expires)} value={hours} onValue={(span) => fields.set({ hours: span })} />
      {guess && <EstimateList guess={guess} side={side} cash={cash} isReserve />}
    </ActForm>
  )
}
