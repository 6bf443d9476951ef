import type { Voucher } from '../../../chaincode/domains/vouchers/tables.ts'
import { feeOn, grossOfBuy, grossOfSale } from '../../../chaincode/rules/amount.ts'
import { termsOf } from '../../../chaincode/rules/market/live-quote.ts'
import type { ListedQuote } from '../../sdk/lists.ts'
import type { PublishedVoucher } from '../state/vouchers.ts'

export type Side = 'buy' | 'sell'

/** What a trade would move, by the ledger's own arithmetic. `total` is what is paid, or what comes in. */
export interface Estimate {
  gross: string
  fee: string
  total: string
}

/** What a quantity costs or brings at a price; undefined where the voucher is not traded, or a fee would take it all. */
export const estimate = (
  voucher: PublishedVoucher,
  side: Side,
  quantity: string,
  price: string,
): Estimate | undefined => {
  const { trade } = voucher
  if (trade === undefined) return undefined
  const grossOf = side === 'buy' ? grossOfBuy : grossOfSale
  const gross = grossOf(BigInt(price), BigInt(quantity), BigInt(trade.priceScale))
  const fee = feeOn(gross, trade.fees[side])
  const total = side === 'buy' ? gross + fee : gross - fee
  if (total <= 0n) return undefined
  return { gross: gross.toString(), fee: fee.toString(), total: total.toString() }
}

// No quantity of the ledger is as large.
const quantityBound = 2n ** 96n

/** The least number above nothing for which it holds, as then for every one above; the bound where it holds for none below it. */
const leastFor = (holds: (number: bigint) => boolean): bigint => {
  let [below, reached] = [0n, 1n]
  while (reached < quantityBound && !holds(reached)) [below, reached] = [reached, reached * 2n]
  while (reached - below > 1n) {
    const middle = (below + reached) / 2n
    if (holds(middle)) reached = middle
    else below = middle
  }
  return reached
}

/**
 * The quantity that an amount of cash stands for, in base units: the most that a buyer gets for it, fee and all, or the least that a
 * seller must give for it. Undefined where it buys nothing, or the voucher is not traded.
 */
export const quantityFor = (voucher: PublishedVoucher, side: Side, cash: string, price: string): string | undefined => {
  const { trade } = voucher
  if (trade === undefined) return undefined
  const [amount, each, scale] = [BigInt(cash), BigInt(price), BigInt(trade.priceScale)]
  const totalOf = (quantity: bigint): bigint => {
    const gross = (side === 'buy' ? grossOfBuy : grossOfSale)(each, quantity, scale)
    const fee = feeOn(gross, trade.fees[side])
    return side === 'buy' ? gross + fee : gross - fee
  }
  const quantity =
    side === 'buy' ? leastFor((one) => totalOf(one) > amount) - 1n : leastFor((one) => totalOf(one) >= amount)
  return quantity > 0n && quantity < quantityBound ? quantity.toString() : undefined
}

/** How the newest quote stands: none, of older terms, over, or live until a moment. */
export type QuoteState =
  | { state: 'none' | 'other_terms' | 'ended'; quote: ListedQuote | undefined }
  | { state: 'live'; quote: ListedQuote }

/** The newest quote of a voucher and whether one can trade at it now. */
export const quoteState = (voucher: PublishedVoucher, quotes: readonly ListedQuote[], now: number): QuoteState => {
  const [quote] = quotes
  if (quote === undefined) return { state: 'none', quote }
  if (quote.terms !== termsOf(voucher as unknown as Voucher)) return { state: 'other_terms', quote }
  return Number(quote.expiresAt) < now || quote.status === 'withdrawn'
    ? { state: 'ended', quote }
    : { state: 'live', quote }
}
