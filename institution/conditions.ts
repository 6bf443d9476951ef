import { creditGrades, type failingItems } from '../chaincode/domains/trade-chain/terms.ts'
import { amountAt } from '../chaincode/rules/trade-chain/limit.ts'
import type { SaidInChain } from '../terminal/sdk/trade-chain/chain-terms.ts'
import { type Hours, type ProductRule, type TradingRules, weekdays } from './rules.ts'

/** What of a trade does not fit, by name (S2-031 to S2-033). */
export type FailingItem = (typeof failingItems)[number]

/** A second segment that was received whole: the chain, the trade that its client wants, and what its bank says of the client. */
export interface ReceivedTrade {
  chain: string
  /** The id of the second segment. */
  send: string
  first: SaidInChain['first']
  second: NonNullable<SaidInChain['second']>
}

/** What is to be executed once all conditions hold. */
export interface Order {
  chain: string
  family: string
  /** The voucher of metal, or the product of another family. */
  product: string
  side: 'buy' | 'sell'
  cash: string
  /** The client's position before it, by its bank's word. */
  start: bigint
  quantity: bigint
  amount: bigint
}

type Wanted = SaidInChain['first']['confidential']['trade']

const productOf = ({ first }: ReceivedTrade): string =>
  (first.body.metal?.voucher ?? first.confidential.trade.product) as string

const ruleFor = (rules: TradingRules, trade: ReceivedTrade): ProductRule | undefined => {
  const ofFamily: { [product: string]: ProductRule } = rules[trade.first.body.family] ?? {}
  const product = productOf(trade)
  return Object.hasOwn(ofFamily, product) ? ofFamily[product] : undefined
}

const orderOf = (trade: ReceivedTrade, { price }: ProductRule): Order => {
  const { body, confidential } = trade.first
  const quantity = BigInt(confidential.trade.quantity)
  return {
    ...{ chain: trade.chain, family: body.family, product: productOf(trade), side: body.side, cash: body.cash },
    ...{ start: BigInt(trade.second.confidential.position), quantity },
    amount: amountAt(
      { price: BigInt(price.reference), scale: BigInt(price.scale ?? '1') },
      { side: body.side, quantity },
    ),
  }
}

const isOpenAt =
  (now: number) =>
  ({ zone, days, from, until }: Hours): boolean => {
    const parts = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    }).formatToParts(now)
    const part = (type: string): string => parts.find((one) => one.type === type)?.value.toLowerCase() ?? ''
    const clock = `${part('hour')}:${part('minute')}`
    return weekdays.some((day) => day === part('weekday') && days.includes(day)) && clock >= from && clock < until
  }

const isWithinLimits = ({ quantity, amount }: Order, rule: ProductRule, cashMaximum: string | undefined): boolean =>
  quantity <= BigInt(rule.quantityMaximum) &&
  amount <= BigInt(rule.amountMaximum) &&
  (cashMaximum === undefined || amount <= BigInt(cashMaximum))

/** The client's limit lies within the band around the reference price, and the reference is no worse than the limit. */
const isPriceGood = ({ side, cash }: Order, rule: ProductRule, { limitPrice, priceScale = '1' }: Wanted): boolean => {
  // Both for as many base units as the two scales have together, so that nothing is rounded.
  const reference = BigInt(rule.price.reference) * BigInt(priceScale)
  const limit = BigInt(limitPrice) * BigInt(rule.price.scale ?? '1')
  const apart = reference > limit ? reference - limit : limit - reference
  const isInBand = apart * 1_000n <= reference * BigInt(rule.price.bandPerMille)
  return cash === rule.cash && isInBand && (side === 'buy' ? reference <= limit : reference >= limit)
}

/**
 * Whether a trade's conditions hold (S2-030): the order to execute, or the first item that fails, in the order position, grade, limits,
 * hours, price. What the rules do not name is beyond the limits; what is wanted behind its time to be answered is out of hours. `now` is in UTC
 * milliseconds.
 */
export const judgeConditions = (
  trade: ReceivedTrade,
  { rules, now }: { rules: TradingRules; now: number },
): { order: Order } | { failing: FailingItem } => {
  const rule = ruleFor(rules, trade)
  if (rule === undefined) return { failing: 'limits' }
  const order = orderOf(trade, rule)
  const { body, confidential } = trade.first
  const { grade } = trade.second.confidential
  const isEnough = order.side === 'buy' || order.start - order.quantity >= BigInt(rule.positionMinimum)
  if (!isEnough) return { failing: 'position' }
  if (creditGrades.indexOf(grade) > creditGrades.indexOf(rule.minimumGrade)) return { failing: 'grade' }
  if (!isWithinLimits(order, rule, body.cashMaximum)) return { failing: 'limits' }
  if (BigInt(now) > BigInt(trade.second.body.answerBy) || !rule.hours.some(isOpenAt(now))) return { failing: 'hours' }
  return isPriceGood(order, rule, confidential.trade) ? { order } : { failing: 'price' }
}
