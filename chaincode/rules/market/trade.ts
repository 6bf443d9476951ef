import { liveQuotes, quotes } from '../../domains/market/tables.ts'
import { type Account, accounts } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { holdingOf } from '../account.ts'
import { requireActiveAccount, requireFunction, requireLiveVoucher } from '../require.ts'
import type { Decision, Request, Rule, View } from '../rule.ts'
import { write } from '../rule.ts'
import { requireLiveQuote, requireTradeTerms } from './live-quote.ts'
import { movesOfTrade, type Settled, settleBuy, settleSale } from './settlement.ts'

type TradeKind = 'trade.buy' | 'trade.sell'
type TradeBody = Body<TradeKind>

const reads = ({ body }: { body: TradeBody }) => [
  vouchers.key(body.voucher),
  quotes.key(body.voucher, body.quote),
  liveQuotes.key(body.voucher),
  accounts.key(body.issuer),
]
const home = ({ body }: { body: TradeBody }, view: View) => view.find(vouchers, body.voucher)?.home
const organisations = ({ body }: { body: TradeBody }, view: View) => [view.find(accounts, body.issuer)?.home]
const contended = ({ body }: { body: TradeBody }) => body.issuer

/** What both ways of a trade read, where they are at home, who endorses them, and what many of them change at once. */
const trading = { reads, home, organisations, contended }

const requireCounterparty = (body: TradeBody, sender: Account, issuer: string): void => {
  if (body.issuer !== issuer) throw new Refusal('not_the_issuer', { voucher: body.voucher, issuer })
  if (sender.participant === issuer) throw new Refusal('issuer_cannot_trade', { issuer })
}

const effectsOf = (settled: Settled, terms: { cash: string }, body: TradeBody, price: bigint) => ({
  voucher: body.voucher,
  quantity: body.quantity,
  price: price.toString(),
  gross: settled.gross.toString(),
  fee: settled.fee.toString(),
  cash: terms.cash,
  available: holdingOf(settled.customer, body.voucher).available.toString(),
  cashAvailable: holdingOf(settled.customer, terms.cash).available.toString(),
})

const prepare = (request: Request<TradeKind>, side: 'buy' | 'sell') => {
  const { body, sender, view, facts } = request
  const voucher = requireLiveVoucher(view, body.voucher)
  requireFunction(voucher, side)
  requireCounterparty(body, sender, voucher.issuer)
  const quote = requireLiveQuote(view, { voucher, quote: body.quote }, facts)
  const price = quote[side]
  const worst = BigInt(body.worstPrice)
  if (side === 'buy' ? price > worst : price < worst) {
    throw new Refusal('price_beyond_limit', {
      ...{ voucher: body.voucher, price: price.toString(), worstPrice: body.worstPrice },
    })
  }
  const terms = requireTradeTerms(voucher)
  const issuer = requireActiveAccount(view, voucher.issuer)
  const trade = { customer: sender, issuer, voucher, terms, price, quantity: BigInt(body.quantity) }
  return { ...trade, from: 'available' as const }
}

/** Buys from the issuer at a live quote: metal, cash and fee move together or not at all (S0-020). */
export const buyVoucher: Rule<'trade.buy'> = {
  ...trading,
  moves: ({ from, body, effects }) => movesOfTrade({ customer: from, issuer: body.issuer, side: 'buy' }, effects),
  decide: (request): Decision => {
    const trade = prepare(request as unknown as Request<TradeKind>, 'buy')
    const settled = settleBuy(trade)
    const { terms, voucher, price } = trade
    return {
      effects: effectsOf(settled, terms, request.body, price),
      writes: [write(accounts, settled.customer), write(accounts, settled.issuer)],
      gifts: [
        { payee: voucher.issuer, payeeHome: voucher.home, voucher: terms.cash, quantity: settled.gross + settled.fee },
      ],
    }
  },
}

/** Sells to the issuer at a live quote: metal against cash less the fee, together or not at all (S0-021). */
export const sellVoucher: Rule<'trade.sell'> = {
  ...trading,
  moves: ({ from, body, effects }) => movesOfTrade({ customer: from, issuer: body.issuer, side: 'sell' }, effects),
  decide: (request): Decision => {
    const trade = prepare(request as unknown as Request<TradeKind>, 'sell')
    const settled = settleSale(trade)
    return {
      effects: effectsOf(settled, trade.terms, request.body, trade.price),
      writes: [write(accounts, settled.customer), write(accounts, settled.issuer)],
    }
  },
}
