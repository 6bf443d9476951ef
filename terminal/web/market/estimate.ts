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
