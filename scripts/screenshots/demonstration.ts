import type { Topology } from '../../network/topology.ts'
import { Cast } from '../cast.ts'
import { seedDemonstration } from '../seed.ts'

const gold = 'AU-9999'
const silver = 'AG-9999'
const hour = 3_600_000

/** Prices of a gram of gold in fen, as an ordinary day has them; the last one is in force. */
const goldPrices = [
  55_820, 55_860, 55_845, 55_910, 55_975, 55_940, 55_990, 56_060, 56_035, 56_100, 56_085, 56_150, 56_120, 56_190,
  56_240, 56_210,
]
const silverPrices = [702, 705, 704, 709, 711, 708]
const spread = { gold: 480, silver: 12 }

const quote = async (cast: Cast, voucher: string, name: string, price: number, spreadOf: number): Promise<void> => {
  const body = { voucher, quote: name, buy: String(price), sell: String(price - spreadOf), lifeSeconds: 86_400 }
  await cast.honoured('treasury', 'quote.publish', body)
}

const trade = async (
  cast: Cast,
  side: 'buy' | 'sell',
  [voucher, name, quantity, worstPrice]: [string, string, string, number],
): Promise<void> => {
  const body = { voucher, issuer: 'treasury', quote: name, quantity, worstPrice: String(worstPrice) }
  await cast.honoured('alice', `trade.${side}`, body)
}

const issueSilver = async (cast: Cast): Promise<void> => {
  await cast.honoured('treasury', 'voucher.issue', {
    voucher: silver,
    name: 'Silver 9999',
    product: { type: 'metal', metal: 'silver', finenessPerTenThousand: 9999, form: 'bar' },
    unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    functions: ['buy', 'sell', 'transfer'],
    trade: {
      cash: 'CNY',
      priceScale: '1000',
      fees: { buy: { partsPerMillion: 3000, minimum: '1' }, sell: { partsPerMillion: 3000, minimum: '1' } },
    },
    quantity: '100000000',
  })
}

/** A day at the market: prices go their way, alice buys three times and sells once, in between. */
const tradeAllDay = async (cast: Cast): Promise<void> => {
  for (const [index, price] of goldPrices.entries()) {
    const name = `GOLD-${index + 1}`
    await quote(cast, gold, name, price, spread.gold)
    if (index === 2) await trade(cast, 'buy', [gold, name, '50000', price])
    if (index === 7) await trade(cast, 'buy', [gold, name, '20000', price])
    if (index === 11) await trade(cast, 'sell', [gold, name, '12500', price - spread.gold])
  }
  for (const [index, price] of silverPrices.entries()) {
    const name = `SILVER-${index + 1}`
    await quote(cast, silver, name, price, spread.silver)
    if (index === 3) await trade(cast, 'buy', [silver, name, '2000000', price])
  }
}

const pledgeAndOrder = async (cast: Cast): Promise<void> => {
  const later = String(Date.now() + 20 * hour)
  const pledge = await cast.honoured('alice', 'pledge.propose', {
    ...{ voucher: gold, quantity: '30000', pledgee: 'city-bank', purpose: 'loan 2026-17' },
    ...{ termEndsAt: later, answerBy: later, enforcement: 'transfer-to-pledgee' },
  })
  const { pledge: id } = pledge.effects as { pledge: string }
  await cast.honoured('city-bank', 'pledge.accept', { pledge: id, holder: 'alice', voucher: gold })
  const order = { voucher: gold, quantity: '10000', expiresAt: later }
  await cast.honoured('alice', 'order.place', { ...order, side: 'buy', limitPrice: '55500' })
  await cast.honoured('alice', 'order.place', { ...order, side: 'sell', limitPrice: '56800' })
}

const sendAround = async (cast: Cast): Promise<void> => {
  await cast.honoured('alice', 'voucher.transfer', {
    voucher: gold,
    to: 'bob',
    quantity: '5000',
    reference: 'birthday',
  })
  await cast.honoured('alice', 'voucher.transfer', {
    voucher: 'CNY',
    to: 'bob',
    quantity: '128800',
    reference: 'INV-0117',
  })
  const answerBy = String(Date.now() + 20 * hour)
  await cast.honoured('bob', 'transfer.offer', { voucher: gold, to: 'alice', quantity: '8000', answerBy })
}

/** Puts the demonstration on the ledger, and a day of ordinary business on top, so that every screen has something to show. */
export const demonstrate = async (topology: Topology, report: (line: string) => void): Promise<void> => {
  await seedDemonstration(topology, report)
  const cast = new Cast(topology)
  try {
    await issueSilver(cast)
    report('a day at the market')
    await tradeAllDay(cast)
    await pledgeAndOrder(cast)
    await sendAround(cast)
  } finally {
    cast.close()
  }
}
