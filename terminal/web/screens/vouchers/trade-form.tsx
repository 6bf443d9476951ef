import type { Unit } from '../../../sdk/amount.ts'
import { typedText } from '../../../sdk/amount.ts'
import { reviewWords } from '../../dictionary/review.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { type Estimate, estimate, quantityFor, quoteState, type Side } from '../../market/estimate.ts'
import { priceText, QuotePanel } from '../../market/quote-panel.tsx'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { now } from '../../state/clock.ts'
import { say } from '../../state/settings.ts'
import { type Asked, type Review, useAct } from '../../state/use-act.ts'
import { useWay } from '../../state/use-draft.ts'
import { useFields } from '../../state/use-fields.ts'
import { unitOf } from '../../state/vouchers.ts'
import { quantityRule } from '../../words/field-rules.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkQuantity } from '../../words/validate.ts'
import { AmountChips } from './amount-chips.tsx'
import { availableOf, type FunctionContext, inUnit, shortOfCash } from './function-context.ts'
import { LimitForm } from './limit-form.tsx'

/** A trade at the quote is asked for by the quantity of the voucher, or by the amount of cash. */
type By = 'quantity' | 'cash'

/** All the ways to trade: at the quote, or by an order that waits for a price. */
type Way = By | 'limit'

/** True when the price that one would take is worse for the other side than the quote, so that it would be refused. */
const isRefused = (side: Side, worst: string | undefined, livePrice: string | undefined): boolean => {
  if (worst === undefined || livePrice === undefined) return false
  return side === 'buy' ? BigInt(worst) < BigInt(livePrice) : BigInt(worst) > BigInt(livePrice)
}

/** What is typed for a trade. Until somebody types another worst price, it is the quote's and follows it. */
const starting = { quantity: '', cash: '', worst: '', isWorstOwn: 'no' }

const useTyped = (context: FunctionContext, side: Side, { cash, by }: { cash: Unit; by: By }) => {
  const { voucher, quotes } = context
  const quoted = quoteState(voucher, quotes, now.value)
  const livePrice = quoted.state === 'live' ? quoted.quote[side] : undefined
  const show = (quantity: string) => inUnit(context, quantity)
  const bound = side === 'sell' ? { maximum: availableOf(context, voucher.voucher), show } : {}
  const form = `${side} ${voucher.voucher}`
  const fields = useFields(
    starting,
    ({ isWorstOwn }) => ({
      ...(by === 'quantity' ? { quantity: quantityRule(voucher.unit, bound) } : { cash: quantityRule(cash) }),
      ...(isWorstOwn === 'yes' ? { worst: quantityRule(cash) } : {}),
    }),
    form,
  )
  const { values } = fields
  const amount = checkQuantity(values.cash, cash).value
  const byCash =
    amount === undefined || livePrice === undefined ? undefined : quantityFor(voucher, side, amount, livePrice)
  const quantity = by === 'cash' ? byCash : checkQuantity(values.quantity, voucher.unit, bound).value
  const worst = values.isWorstOwn === 'yes' ? checkQuantity(values.worst, cash).value : livePrice
  const worstText = values.isWorstOwn === 'yes' ? values.worst : priceTyped(livePrice, cash)
  const guess =
    quantity === undefined || livePrice === undefined ? undefined : estimate(voucher, side, quantity, livePrice)
  return {
    quoted,
    livePrice,
    fields,
    quantity,
    worst,
    worstText,
    guess,
    shortage: shortageOf(context, side, { quantity, total: guess?.total, cash }),
  }
}

const priceTyped = (price: string | undefined, cash: Unit): string =>
  price === undefined ? '' : typedText(price, cash, { isPadded: true })

/** What one has not enough of for the trade, in words. */
const shortageOf = (
  context: FunctionContext,
  side: Side,
  { quantity, total, cash }: { quantity: string | undefined; total: string | undefined; cash: Unit },
): string | undefined => {
  if (side === 'buy') return shortOfCash(context, total, cash)
  const available = availableOf(context, context.voucher.voucher)
  if (quantity === undefined || BigInt(quantity) <= BigInt(available)) return undefined
  return say(voucherWords.exceeds)(inUnit(context, available))
}

type Typed = ReturnType<typeof useTyped>

/** What is left to dispose of afterwards: cash after a purchase, metal after a sale. */
const balanceAfter = (context: FunctionContext, side: Side, { typed, cash }: { typed: Typed; cash: Unit }) => {
  const { voucher } = context
  const taken = BigInt((side === 'buy' ? typed.guess?.total : typed.quantity) ?? '0')
  const code = side === 'buy' ? (voucher.trade?.cash ?? '') : voucher.voucher
  const left = (BigInt(availableOf(context, code)) - taken).toString()
  return side === 'buy'
    ? ([say(reviewWords.cashAfter), formatQuantity(left, cash)] as const)
    : ([say(reviewWords.balanceAfter), inUnit(context, left)] as const)
}

const reviewOf = (context: FunctionContext, side: Side, { typed, cash }: { typed: Typed; cash: Unit }): Review => {
  const { quantity = '0', guess, livePrice = '0' } = typed
  const what = say(side === 'buy' ? voucherWords.buyNow : voucherWords.sellNow)(inUnit(context, quantity))
  const price = priceText(context.voucher, livePrice)
  return {
    what,
    price,
    total: guess && [say(side === 'buy' ? voucherWords.toPay : voucherWords.toGet), formatQuantity(guess.total, cash)],
    lines: [
      [say(reviewWords.price), price],
      [say(voucherWords.gross), formatQuantity(guess?.gross ?? '0', cash)],
      [say(voucherWords.fee), formatQuantity(guess?.fee ?? '0', cash)],
      balanceAfter(context, side, { typed, cash }),
    ],
  }
}

const useTrade = (context: FunctionContext, side: Side, { cash, by }: { cash: Unit; by: By }) => {
  const { voucher } = context
  const typed = useTyped(context, side, { cash, by })
  const asked = (): Asked | undefined => {
    const { quoted, quantity, worst, shortage, guess } = typed
    if (quoted.state !== 'live' || quantity === undefined || worst === undefined || shortage || !guess) return undefined
    const body = {
      ...{ voucher: voucher.voucher, issuer: voucher.issuer, quote: quoted.quote.quote },
      ...{ quantity, worstPrice: worst },
    }
    return { kind: side === 'buy' ? 'trade.buy' : 'trade.sell', body, review: reviewOf(context, side, { typed, cash }) }
  }
  const act = useAct({
    about: { voucher: voucher.voucher },
    check: typed.fields.check,
    asked,
    onTaken: () => typed.fields.reset(),
  })
  return { ...typed, act }
}

const availableHint = (context: FunctionContext, side: Side, cash: Unit): string => {
  const { voucher } = context
  if (side === 'sell') return say(voucherWords.available)(inUnit(context, availableOf(context, voucher.voucher)))
  return say(voucherWords.cashAvailable)(formatQuantity(availableOf(context, voucher.trade?.cash ?? ''), cash))
}

/** What is paid or comes in, fee and all; the review has each figure. */
const totalHint = (side: Side, { guess, cash }: { guess: Estimate; cash: Unit }): string =>
  say(side === 'buy' ? voucherWords.toPayIn : voucherWords.toGetIn)(
    formatQuantity(guess.total, cash),
    formatQuantity(guess.fee, cash),
  )

interface TradeProperties {
  context: FunctionContext
  side: Side
  cash: Unit
}

/** The amount of a trade: as much of the voucher, or for so much cash, which the other one then follows from. */
const TradedAmount = ({
  context,
  side,
  cash,
  by,
  trade,
}: TradeProperties & { by: By; trade: ReturnType<typeof useTrade> }) => {
  const { voucher } = context
  const { fields, shortage, quantity, guess } = trade
  const hint = guess === undefined ? availableHint(context, side, cash) : totalHint(side, { guess, cash })
  const available = availableOf(context, voucher.voucher)
  const onAll = side === 'sell' ? () => fields.set({ quantity: typedText(available, voucher.unit) }) : undefined
  const quantityField = fields.bind('quantity')
  const cashField = fields.bind('cash')
  return (
    <>
      {by === 'quantity' && (
        <AmountField
          label={say(voucherWords.quantity)}
          unit={voucher.unit}
          hint={hint}
          onAll={onAll}
          {...quantityField}
          wrong={shortage ?? quantityField.wrong}
        />
      )}
      {by === 'cash' && (
        <>
          <AmountField
            label={say(voucherWords.cashAmount)}
            unit={cash}
            hint={quantity === undefined ? hint : `${say(voucherWords.comesTo)(inUnit(context, quantity))} · ${hint}`}
            {...cashField}
            wrong={shortage ?? cashField.wrong}
          />
          <AmountChips unit={cash} onChoose={(amount) => fields.set({ cash: amount })} />
        </>
      )}
    </>
  )
}

/** The worst price that one takes, which is the quote's until somebody says otherwise. */
const WorstPrice = ({
  side,
  cash,
  trade,
}: Omit<TradeProperties, 'context'> & { trade: ReturnType<typeof useTrade> }) => {
  const { fields, worst, worstText, livePrice } = trade
  const isBad = isRefused(side, worst, livePrice)
  const plain = side === 'buy' ? voucherWords.worstPriceHintBuy : voucherWords.worstPriceHintSell
  return (
    <details open={fields.values.isWorstOwn === 'yes'}>
      <summary>{say(voucherWords.priceGuard)}</summary>
      <AmountField
        label={say(side === 'buy' ? voucherWords.worstPriceBuy : voucherWords.worstPriceSell)}
        unit={cash}
        value={worstText}
        onValue={(typed) => fields.set({ worst: typed, isWorstOwn: 'yes' })}
        hint={say(isBad ? voucherWords.worseThanQuote : plain)}
        wrong={fields.bind('worst').wrong}
      />
    </details>
  )
}

const QuoteForm = ({ context, side, cash, by }: TradeProperties & { by: By }) => {
  const trade = useTrade(context, side, { cash, by })
  const named = trade.quantity === undefined ? undefined : inUnit(context, trade.quantity)
  const actions = {
    buy: [voucherWords.buy, voucherWords.buyNow],
    sell: [voucherWords.sell, voucherWords.sellNow],
  } as const
  const [plain, precise] = actions[side]
  return (
    <ActForm
      label={say(plain)}
      action={named === undefined ? say(plain) : say(precise)(named)}
      act={trade.act}
      isDisabled={trade.quoted.state !== 'live'}
      more={<WorstPrice side={side} cash={cash} trade={trade} />}
    >
      <QuotePanel voucher={context.voucher} quoted={trade.quoted} side={side} />
      <TradedAmount context={context} side={side} cash={cash} by={by} trade={trade} />
    </ActForm>
  )
}

/** Buying from the issuer or selling to it: at the live quote, or by an order that waits for a price (S0-020, S0-021). */
export const TradeForm = ({ context, side }: { context: FunctionContext; side: Side }) => {
  const [way, setWay] = useWay<Way>(`${side} ${context.voucher.voucher}`, 'quantity')
  const cash = unitOf(context.voucher.trade?.cash)
  if (cash === undefined) return null
  return (
    <>
      <Ways
        label={say(voucherWords.way)}
        way={way}
        words={{ quantity: voucherWords.byQuantity, cash: voucherWords.byCash, limit: voucherWords.atLimit }}
        onWay={setWay}
      />
      {way === 'limit' ? (
        <LimitForm key={side} context={context} side={side} cash={cash} />
      ) : (
        <QuoteForm key={side} context={context} side={side} cash={cash} by={way} />
      )}
    </>
  )
}
