import { liveQuotes, type Quote, quotes } from '../../domains/market/tables.ts'
import type { Voucher } from '../../domains/vouchers/tables.ts'
import type { TradeTerms } from '../../domains/vouchers/terms.ts'
import { Refusal } from '../../refusal.ts'
import { canonical } from '../../wire/canonical.ts'
import { digest } from '../../wire/signature.ts'
import { isPast } from '../deadline.ts'
import type { Facts, View } from '../rule.ts'

/** Names the unit and the trade terms that a voucher has now: a price or a limit means nothing under others. */
export const termsOf = ({ unit, trade }: Voucher): string => digest(canonical({ unit, trade }))

/** Refuses `terms_changed` for a quote or an order that was made under another unit or other trade terms. */
export const requireSameTerms = (voucher: Voucher, { terms }: { terms: string }): void => {
  if (terms !== termsOf(voucher)) throw new Refusal('terms_changed', { voucher: voucher.voucher })
}

const requireNewest = (view: View, { voucher, quote }: Quote): void => {
  const newest = view.find(liveQuotes, voucher)?.quote
  // A voucher that nobody has priced since newest quotes are kept goes by the old rule: every live one counts.
  if (newest !== undefined && newest !== quote) throw new Refusal('quote_superseded', { quote, newest })
}

/**
 * The quote while one can trade at it: the newest of its voucher, whose reader named its `live-quote` row. Refuses
 * `unknown_quote`, `quote_withdrawn`, `quote_expired`, `quote_superseded`, `terms_changed` (decision 0030).
 */
export const requireLiveQuote = (
  view: View,
  { voucher, quote }: { voucher: Voucher; quote: string },
  facts: Facts,
): Quote => {
  const found = view.find(quotes, voucher.voucher, quote)
  if (found === undefined) throw new Refusal('unknown_quote', { voucher: voucher.voucher, quote })
  if (found.status === 'withdrawn') throw new Refusal('quote_withdrawn', { quote })
  if (isPast(found.expiresAt, facts)) {
    throw new Refusal('quote_expired', { quote, expiresAt: found.expiresAt.toString() })
  }
  requireNewest(view, found)
  requireSameTerms(voucher, found)
  return found
}

/** The voucher's trade terms; refuses `trade_terms_missing`. */
export const requireTradeTerms = ({ voucher, trade }: Voucher): TradeTerms => {
  if (trade === undefined) throw new Refusal('trade_terms_missing', { voucher })
  return trade
}
