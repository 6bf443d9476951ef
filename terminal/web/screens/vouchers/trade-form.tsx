import { useState } from 'preact/hooks'
import type { Unit } from '../../../sdk/amount.ts'
import { typedText } from '../../../sdk/amount.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { estimate, quoteState, type Side } from '../../market/estimate.ts'
import { QuotePanel } from '../../market/quote-panel.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { isTaken } from '../../state/accepted.ts'
import { now } from '../../state/clock.ts'
import { say } from '../../state/settings.ts'
import { useDraft, useWay } from '../../state/use-draft.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { type Checked, checkQuantity } from '../../words/validate.ts'
import { EstimateList } from './estimate-list.tsx'
import { availableOf, type FunctionContext, inUnit, shortOfCash } from './function-context.ts'
import { LimitForm } from './limit-form.tsx'

const wrongOf = (isChecked: boolean, checked: Checked): string | undefined =>
  isChecked && checked.wrong !== undefined ? say(checked.wrong) : undefined

/** The quantity of a trade; a sale is bounded by what is available, a purchase by cash, which the estimate tells. */
const checkTraded = (context: FunctionContext, side: Side, text: string): Checked => {
  const { voucher } = context
  if (side === 'buy') return checkQuantity(text, voucher.unit)
  const show = (quantity: string) => inUnit(context, quantity)
  return checkQuantity(text, voucher.unit, { maximum: availableOf(context, voucher.voucher), show })
}

/** True when the price that one would take is worse for the other side than the quote, so that it would be refused. */
const isRefused = (side: Side, worst: string | undefined, livePrice: string | undefined): boolean => {
  if (worst === undefined || livePrice === undefined) return false
  return side === 'buy' ? BigInt(worst) < BigInt(livePrice) : BigInt(worst) > BigInt(livePrice)
}

interface Typed {
  quantity: string
  worst: string
  /** Until somebody types another worst price, it is the quote's and follows it. */
  isWorstOwn: 'yes' | 'no'
}

const starting: Typed = { quantity: '', worst: '', isWorstOwn: 'no' }

/** What was typed for a trade, and what it comes to at the quote of now. */
const useTyped = (context: FunctionContext, side: Side, cash: Unit) => {
  const { voucher, quotes } = context
  const quoted = quoteState(voucher, quotes, now.value)
  const livePrice = quoted.state === 'live' ? quoted.quote[side] : undefined
  const { typed, set, clear } = useDraft<Typed>(`${side} ${voucher.voucher}`, starting)
  const text = typed.quantity
  const setText = (quantity: string) => set({ quantity })
  const setOwnWorst = (worst: string) => set({ worst, isWorstOwn: 'yes' })
  const ownWorst = typed.isWorstOwn === 'yes' ? typed.worst : undefined
  const checked = checkTraded(context, side, text)
  const worstText = ownWorst ?? (livePrice === undefined ? '' : typedText(livePrice, cash, { isPadded: true }))
  const worst = checkQuantity(worstText, cash)
  const isWhole = checked.value !== undefined && livePrice !== undefined
  const guess = isWhole ? estimate(voucher, side, checked.value, livePrice) : undefined
  const shortage = side === 'buy' ? shortOfCash(context, guess?.total, cash) : undefined
  const isWorstBad = isRefused(side, worst.value, livePrice)
  return { quoted, text, setText, checked, worstText, setOwnWorst, worst, guess, shortage, isWorstBad, clear }
}

const useTrade = (context: FunctionContext, side: Side, cash: Unit) => {
  const { voucher } = context
  const typed = useTyped(context, side, cash)
  const [isChecked, setChecked] = useState(false)
  const instructing = useInstruction({ voucher: voucher.voucher })
  const submit = (): boolean => {
    const { quoted, checked, worst, shortage } = typed
    setChecked(true)
    if (quoted.state !== 'live' || checked.value === undefined || worst.value === undefined || shortage) return false
    const body = {
      ...{ voucher: voucher.voucher, issuer: voucher.issuer, quote: quoted.quote.quote },
      ...{ quantity: checked.value, worstPrice: worst.value },
    }
    void instructing.send(side === 'buy' ? 'trade.buy' : 'trade.sell', body).then((kept) => {
      if (!isTaken(kept)) return
      typed.clear()
      setChecked(false)
    })
    return true
  }
  return { ...typed, isChecked, instructing, submit }
}

const availableHint = (context: FunctionContext, side: Side, cash: Unit): string => {
  const { voucher } = context
  if (side === 'sell') return say(voucherWords.available)(inUnit(context, availableOf(context, voucher.voucher)))
  return say(voucherWords.cashAvailable)(formatQuantity(availableOf(context, voucher.trade?.cash ?? ''), cash))
}

const QuoteForm = ({ context, side, cash }: { context: FunctionContext; side: Side; cash: Unit }) => {
  const trade = useTrade(context, side, cash)
  const { voucher } = context
  const available = availableOf(context, voucher.voucher)
  const named = trade.checked.value === undefined ? undefined : inUnit(context, trade.checked.value)
  const actions = {
    buy: [voucherWords.buy, voucherWords.buyNow],
    sell: [voucherWords.sell, voucherWords.sellNow],
  } as const
  const [plain, precise] = actions[side]
  const all = side === 'sell' ? () => trade.setText(typedText(available, voucher.unit)) : undefined
  return (
    <InstructionForm
      label={say(plain)}
      action={named === undefined ? say(plain) : say(precise)(named)}
      instructing={trade.instructing}
      onSubmit={trade.submit}
      isDisabled={trade.quoted.state !== 'live'}
    >
      <QuotePanel voucher={voucher} quoted={trade.quoted} side={side} />
      <AmountField
        label={say(voucherWords.quantity)}
        unit={voucher.unit}
        value={trade.text}
        onValue={trade.setText}
        hint={availableHint(context, side, cash)}
        wrong={trade.shortage ?? wrongOf(trade.isChecked, trade.checked)}
        onAll={all}
      />
      <AmountField
        label={say(side === 'buy' ? voucherWords.worstPriceBuy : voucherWords.worstPriceSell)}
        unit={cash}
        value={trade.worstText}
        onValue={trade.setOwnWorst}
        hint={
          trade.isWorstBad
            ? say(voucherWords.worseThanQuote)
            : say(side === 'buy' ? voucherWords.worstPriceHintBuy : voucherWords.worstPriceHintSell)
        }
        wrong={wrongOf(trade.isChecked, trade.worst)}
      />
      {trade.guess && <EstimateList guess={trade.guess} side={side} cash={cash} />}
    </InstructionForm>
  )
}

/** Buying from the issuer or selling to it: at the live quote, or by an order that waits for a price (S0-020, S0-021). */
export const TradeForm = ({ context, side }: { context: FunctionContext; side: Side }) => {
  const [way, setWay] = useWay<'quote' | 'limit'>(`${side} ${context.voucher.voucher}`, 'quote')
  const cash = unitOf(context.voucher.trade?.cash)
  if (cash === undefined) return null
  return (
    <>
      <Ways
        label={say(voucherWords.way)}
        way={way}
        words={{ quote: voucherWords.atQuote, limit: voucherWords.atLimit }}
        onWay={setWay}
      />
      {way === 'quote' && <QuoteForm key={side} context={context} side={side} cash={cash} />}
      {way === 'limit' && <LimitForm key={side} context={context} side={side} cash={cash} />}
    </>
  )
}
