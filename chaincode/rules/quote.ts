import { quoteKey, voucherKey } from '../wire/keys.ts'
import type { Quote } from '../wire/records.ts'
import { Refusal } from '../wire/refusal.ts'
import { requireOwnVoucher, requireTradeTerms, termsOf } from './require.ts'
import { type Rule, write } from './rule.ts'

/** Publishes the prices at which the issuer sells and buys for the next seconds (domain: price quote). */
export const publishQuote: Rule<'quote.publish'> = {
  roles: ['price'],
  reads: ({ body }) => [voucherKey(body.voucher), quoteKey(body.voucher, body.quote)],
  home: ({ body }, view) => view.voucher(body.voucher)?.home,
  decide: ({ body, sender, view, facts }) => {
    const series = requireOwnVoucher(view, body.voucher, sender.participant)
    requireTradeTerms(series)
    if (view.quote(body.voucher, body.quote) !== undefined) throw new Refusal('quote_exists', { quote: body.quote })
    const buy = BigInt(body.buy)
    const sell = BigInt(body.sell)
    if (buy < sell) throw new Refusal('quote_inverted', { buy: body.buy, sell: body.sell })
    const expiresAt = facts.now + BigInt(body.lifeSeconds) * 1000n
    const { voucher, quote: name } = body
    const quote: Quote = {
      ...{ voucher, quote: name, home: sender.home, terms: termsOf(series) },
      ...{ buy, sell, publishedAt: facts.now, expiresAt },
    }
    return {
      effects: { voucher, quote: name, expiresAt: expiresAt.toString() },
      writes: [write('quote', quote)],
    }
  },
}
