import { liveQuotes, type Quote, quotes } from '../../domains/market/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireOwnVoucher } from '../require.ts'
import { type Rule, write } from '../rule.ts'
import { requireLiveQuote, requireTradeTerms, termsOf } from './live-quote.ts'

const reads = ({ body }: { body: { voucher: string; quote: string } }): string[] => [
  ...[vouchers.key(body.voucher), quotes.key(body.voucher, body.quote), liveQuotes.key(body.voucher)],
]

/**
 * Publishes the prices at which the issuer sells and buys for the next seconds (domain: price quote); from then on nobody can trade
 * at an older quote of the voucher (decision 0030).
 */
export const publishQuote: Rule<'quote.publish'> = {
  reads,
  home: ({ body }, view) => view.find(vouchers, body.voucher)?.home,
  decide: ({ body, sender, view, facts }) => {
    const series = requireOwnVoucher(view, body.voucher, sender.participant)
    requireTradeTerms(series)
    if (view.find(quotes, body.voucher, body.quote) !== undefined)
      throw new Refusal('quote_exists', { quote: body.quote })
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
      writes: [write(quotes, quote), write(liveQuotes, { voucher, quote: name, home: sender.home })],
    }
  },
}

/**
 * Takes the newest quote back before its life ends: then nobody can trade until another one is published. Refuses what a trade at
 * it would be refused with (decision 0030).
 */
export const withdrawQuote: Rule<'quote.withdraw'> = {
  reads,
  home: ({ body }, view) => view.find(vouchers, body.voucher)?.home,
  decide: ({ body, sender, view, facts }) => {
    const series = requireOwnVoucher(view, body.voucher, sender.participant)
    const quote = requireLiveQuote(view, { voucher: series, quote: body.quote }, facts)
    return {
      effects: { voucher: body.voucher, quote: body.quote, status: 'withdrawn' },
      writes: [
        write(quotes, { ...quote, status: 'withdrawn' }),
        // Also where the voucher was priced before newest quotes were kept, so that none older counts again.
        write(liveQuotes, { voucher: body.voucher, quote: body.quote, home: sender.home }),
      ],
    }
  },
}
