import type { Order, Quote } from '../../domains/market/tables.ts'
import type { Holding } from '../../domains/registry/tables.ts'
import type { Voucher } from '../../domains/vouchers/tables.ts'
import type { TradeTerms, VoucherField } from '../../domains/vouchers/terms.ts'
import type { Json } from '../../wire/canonical.ts'
import { totalOf } from '../account.ts'
import { divideDown, divideHalfAway } from '../amount.ts'
import { isPast } from '../deadline.ts'
import { termsOf } from './live-quote.ts'
import { isResting } from './order.ts'

/** What the fields of a voucher are computed from, for one participant, at one moment. */
export interface FieldSources {
  voucher: Voucher
  participant: string
  /** What the participant has of it, credits included; an empty holding when nothing. */
  holding: Holding
  /** The newest quote, alive or not; undefined when there never was one. */
  quote?: Quote | undefined
  /** The participant's orders for this voucher, in any state. */
  orders: readonly Order[]
  /** UTC milliseconds. */
  now: bigint
}

/** Stands for a figure that cannot be said: no purchase, no price, no known cost. It is never shown as zero. */
export const notApplicable = { applicable: false } as const

const partsInWhole = 1_000_000n

const quantityOf = ({ voucher }: FieldSources, quantity: bigint): Json => ({
  quantity: quantity.toString(),
  unit: { ...voucher.unit },
})

const cashOf = ({ cash }: TradeTerms, amount: bigint): Json => ({ amount: amount.toString(), cash })

/** Value of all that is held at the price the issuer pays, rounded down so that every device shows the same (S0-041). */
const marketValueOf = ({ voucher, holding, quote }: FieldSources): bigint | undefined =>
  quote === undefined || voucher.trade === undefined || quote.terms !== termsOf(voucher)
    ? undefined
    : divideDown(totalOf(holding) * quote.sell, BigInt(voucher.trade.priceScale))

/** What was paid for all that is held; undefined when any part came without a price. */
const costOf = ({ holding }: FieldSources): bigint | undefined =>
  holding.costed > 0n && holding.costed === totalOf(holding) ? holding.cost : undefined

const profitOf = (sources: FieldSources): bigint | undefined => {
  const [value, cost] = [marketValueOf(sources), costOf(sources)]
  return value === undefined || cost === undefined ? undefined : value - cost
}

const buyPrice = ({ voucher: { trade }, holding }: FieldSources): Json => {
  if (trade === undefined || holding.costed === 0n) return notApplicable
  const price = divideHalfAway(holding.cost * BigInt(trade.priceScale), holding.costed)
  return { price: price.toString(), priceScale: trade.priceScale, cash: trade.cash }
}

const referenceValue = (sources: FieldSources): Json => {
  const { quote, now, voucher } = sources
  const value = marketValueOf(sources)
  if (value === undefined || quote === undefined || voucher.trade === undefined) return notApplicable
  const age = now - quote.publishedAt
  return {
    ...(cashOf(voucher.trade, value) as object),
    price: quote.sell.toString(),
    at: quote.publishedAt.toString(),
    source: { quote: quote.quote, issuer: voucher.issuer },
    isStale: quote.status === 'withdrawn' || isPast(quote.expiresAt, { now }),
    ageMilliseconds: (age < 0n ? 0n : age).toString(),
  }
}

const floatingProfit = (sources: FieldSources): Json => {
  const profit = profitOf(sources)
  const { trade } = sources.voucher
  return profit === undefined || trade === undefined ? notApplicable : cashOf(trade, profit)
}

const yieldOf = (sources: FieldSources): Json => {
  const [profit, cost] = [profitOf(sources), costOf(sources)]
  if (profit === undefined || cost === undefined || cost === 0n) return notApplicable
  return { partsPerMillion: divideHalfAway(profit * partsInWhole, cost).toString() }
}

const entrustedOrders = ({ orders, now, voucher }: FieldSources): Json =>
  orders
    .filter((order) => order.voucher === voucher.voucher && isResting(order, now))
    .map(({ order, side, quantity, filled, limitPrice, status, expiresAt }) => ({
      ...{ order, function: side, status },
      ...{ quantity: quantity.toString(), filled: filled.toString(), price: limitPrice.toString() },
      expiresAt: expiresAt.toString(),
    }))

const fields: { [F in VoucherField]: (sources: FieldSources) => Json } = {
  name: ({ voucher }) => voucher.name,
  productType: ({ voucher }) => ({ ...voucher.product }),
  totalQuantity: (sources) => quantityOf(sources, totalOf(sources.holding)),
  availableQuantity: (sources) => quantityOf(sources, sources.holding.available),
  unit: ({ voucher }) => ({ ...voucher.unit }),
  buyPrice,
  positionAccount: ({ participant }) => participant,
  referenceValue,
  floatingProfit,
  yield: yieldOf,
  entrustedOrders,
}

/**
 * The fields that the voucher is set to show, and no other (S0-045): one function for gateway, command line and web,
 * so that all of them show the same figures. Amounts are decimal strings in base units.
 */
export const fieldsOf = (sources: FieldSources): { [field in VoucherField]?: Json } =>
  Object.fromEntries(sources.voucher.fields.map((field) => [field, fields[field](sources)]))
