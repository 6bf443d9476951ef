import type { agreementKinds } from '../../../chaincode/domains/agreements/kinds.ts'
import { offers, type Pledge, pledges } from '../../../chaincode/domains/agreements/tables.ts'
import type { marketKinds } from '../../../chaincode/domains/market/kinds.ts'
import { liveQuotes, orders, quotes } from '../../../chaincode/domains/market/tables.ts'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { chains, grades } from '../../../chaincode/domains/trade-chain/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import { cap } from '../book/vouchers.ts'
import { series } from '../cast.ts'
import { someClientOfChains } from './chain-people.ts'
import type { Desk, Draw } from './desk.ts'

/** A voucher that is traded, and now and then any other. */
const tradedCode = (desk: Desk): string =>
  desk.code(desk.random.chance(96) ? ({ trade }) => trade !== undefined : undefined)
/** A price around which a voucher is traded. */
const middle = (voucher: string): number => (voucher === series.gold ? 56_000 : 101)

const offer: Draw<'transfer.offer'> = (desk) => {
  const voucher = desk.code()
  const from = desk.holder(voucher)
  const quantity = desk.quantity(desk.book.usable(from, voucher))
  const body = { voucher, to: desk.someone(), quantity, answerBy: desk.deadline() }
  return { device: desk.deviceOf(from, 'customer'), body }
}

/** For which records a step is meant: those in this state, in time for an answer, overdue, or both. */
interface Wanted<State> {
  state: State
  time?: 'in time' | 'overdue'
}

const isMeant = <State>(desk: Desk, { state, time }: Wanted<State>) => {
  return (one: { status: State | string; answerBy: bigint }): boolean => {
    if (one.status !== state) return false
    return time === undefined || (time === 'in time' ? one.answerBy >= desk.now : one.answerBy <= desk.now)
  }
}

/** Now and then one whose opener is frozen by now, which nobody may accept. */
const orOfFrozen = <R extends { status: string }>(desk: Desk, all: readonly R[], opener: (record: R) => string) => {
  const isFrozen = (one: R) =>
    (one.status === 'offered' || one.status === 'proposed') &&
    desk.book.find(accounts, opener(one))?.status === 'frozen'
  return desk.random.chance(15) ? desk.random.any(all.filter(isFrozen)) : undefined
}

const answerOffer = (isOpeners: boolean, wanted: Wanted<'offered' | 'accepted'>) => (desk: Desk) => {
  const all = desk.book.all(offers)
  const found = orOfFrozen(desk, all, ({ sender }) => sender) ?? desk.record(all, isMeant(desk, wanted))
  if (found === undefined) return undefined
  const from = desk.mostly(isOpeners ? found.sender : found.receiver)
  const sender = desk.random.chance(97) ? found.sender : desk.someone()
  const voucher = desk.random.chance(97) ? found.voucher : desk.code()
  return { device: desk.deviceOf(from, 'customer'), body: { offer: desk.named(found.offer), sender, voucher } }
}

/** Who pledges to whom: where trades wait to be sent, mostly one of their clients to its bank, so that it lifts a grade. */
const somePledgee = (desk: Desk, voucher: string): { from: string; pledgee: string } => {
  const isWaiting = desk.book.all(chains).some(({ status }) => status === 'received' || status === 'enriched')
  if (isWaiting && desk.random.chance(60)) return { from: someClientOfChains(desk), pledgee: 'city-bank' }
  return { from: desk.holder(voucher), pledgee: desk.someone() }
}

const propose: Draw<'pledge.propose'> = (desk) => {
  const { random } = desk
  const voucher = desk.code()
  const { from, pledgee } = somePledgee(desk, voucher)
  const enforcement = random.weighted([
    ['transfer-to-pledgee', 75],
    ['none', 25],
  ] as const)
  const answerBy = desk.deadline()
  const ahead = random.weighted([
    [0n, 40],
    [60_000n, 40],
    [3_600_000n, 10],
    [-1n, 5],
  ])
  const termEndsAt = `${BigInt(answerBy) + ahead}`
  const quantity = desk.quantity(desk.book.usable(from, voucher))
  const body = { voucher, quantity, pledgee, purpose: 'a loan', termEndsAt, answerBy, enforcement }
  return { device: desk.deviceOf(from, 'customer'), body }
}

/** A pledge that lifts a grade, often, where there is one: what is sent behind its release is sent by a grade of before. */
const someLifting = ({ random, book }: Desk, state: string): Pledge | undefined => {
  if (state !== 'locked') return undefined
  const names = new Set(book.all(grades).flatMap((one) => Object.keys(one.pledges)))
  const lifting = book.all(pledges).filter(({ pledge, status }) => status === 'locked' && names.has(pledge))
  return lifting.length > 0 && random.chance(70) ? random.any(lifting) : undefined
}

const answerPledge = (isOpeners: boolean, wanted: Wanted<'proposed' | 'locked'>) => (desk: Desk) => {
  const all = desk.book.all(pledges)
  const first = someLifting(desk, wanted.state) ?? orOfFrozen(desk, all, ({ holder }) => holder)
  const found = first ?? desk.record(all, isMeant(desk, wanted))
  if (found === undefined) return undefined
  const from = desk.mostly(isOpeners ? found.holder : found.pledgee)
  const holder = desk.random.chance(97) ? found.holder : desk.someone()
  const voucher = desk.random.chance(97) ? found.voucher : desk.code()
  return { device: desk.deviceOf(from, 'customer'), body: { pledge: desk.named(found.pledge), holder, voucher } }
}

const release: Draw<'pledge.release'> = (desk) => {
  const answer = answerPledge(false, { state: 'locked' })(desk)
  if (answer === undefined) return undefined
  const there = desk.book.find(pledges, answer.body.pledge)?.quantity ?? 1n
  return { ...answer, body: { ...answer.body, quantity: desk.quantity(there) } }
}

/** A pledge whose term is over, where there is one. */
const enforce: Draw<'pledge.enforce'> = (desk) => {
  const isDue = ({ status, termEndsAt }: { status: string; termEndsAt: bigint }) =>
    status === 'locked' && termEndsAt <= desk.now
  const found = desk.record(desk.book.all(pledges), isDue)
  if (found === undefined) return undefined
  const { pledge, holder, voucher } = found
  return { device: desk.deviceOf(desk.mostly(found.pledgee), 'customer'), body: { pledge, holder, voucher } }
}

const publish: Draw<'quote.publish'> = (desk) => {
  const { random } = desk
  const voucher = tradedCode(desk)
  const sell = Math.max(1, middle(voucher) - 3 + random.below(7))
  const [dear, cheap] = random.chance(95) ? [sell + random.below(4), sell] : [sell, sell + 1]
  const known = random.chance(6)
    ? random.any(desk.book.all(quotes).filter((one) => one.voucher === voucher))
    : undefined
  const isNearCap = random.chance(1)
  const body = {
    ...{ voucher, quote: known?.quote ?? desk.name('Q'), sell: `${cheap}` },
    ...{ buy: isNearCap ? desk.quantity(cap) : `${dear}`, lifeSeconds: random.one([1, 60, 3600, 3600, 86_400]) },
  }
  return { device: desk.deviceOf(desk.mostly(desk.issuerOf(voucher)), 'price'), body }
}

/** A quote of a voucher: the newest mostly, and now and then an older one or none. */
const quoteOf = (desk: Desk, voucher: string): string => {
  const { random, book } = desk
  const newest = book.find(liveQuotes, voucher)?.quote
  const older = book.all(quotes).filter((one) => one.voucher === voucher)
  if (random.chance(80) && newest !== undefined) return newest
  return random.any(older.slice(-4))?.quote ?? 'Q-NONE'
}

const withdraw: Draw<'quote.withdraw'> = (desk) => {
  const voucher = tradedCode(desk)
  const device = desk.deviceOf(desk.mostly(desk.issuerOf(voucher)), 'price')
  return { device, body: { voucher, quote: quoteOf(desk, voucher) } }
}

/** The worst price taken: the quote's own, any, or one that is just missed. */
const worstOf = (desk: Desk, side: 'buy' | 'sell', price: bigint): string => {
  const worse = side === 'buy' ? 1n : -1n
  const worst = desk.random.weighted([
    [price, 60],
    [side === 'buy' ? price + 1_000n : 1n, 30],
    [price - worse, 10],
  ])
  return `${worst > 0n && worst < cap ? worst : 1n}`
}

const trade = (side: 'buy' | 'sell') => (desk: Desk) => {
  const { book } = desk
  const voucher = tradedCode(desk)
  const issuer = desk.issuerOf(voucher)
  const from = side === 'sell' ? desk.holder(voucher) : desk.mostly(desk.someone())
  const quote = quoteOf(desk, voucher)
  const worstPrice = worstOf(desk, side, book.find(quotes, voucher, quote)?.[side] ?? 1n)
  const quantity = desk.quantity(book.usable(side === 'sell' ? from : issuer, voucher))
  const body = { voucher, issuer: desk.mostly(issuer), quantity, quote, worstPrice }
  return { device: desk.deviceOf(from, 'customer'), body }
}

/** A limit that the newest quote meets mostly, and hardly ever one at which the amount reaches what no amount may, or just does not. */
const limitOf = (
  desk: Desk,
  { voucher, side, quantity }: { voucher: string; side: 'buy' | 'sell'; quantity: string },
) => {
  const { random, book } = desk
  const newest = book.find(quotes, voucher, book.find(liveQuotes, voucher)?.quote ?? '')
  const price = newest?.[side] ?? BigInt(middle(voucher))
  const better = BigInt(random.below(8) - 2)
  const scale = BigInt(book.find(vouchers, voucher)?.trade?.priceScale ?? '1')
  const atCap = (cap * scale) / BigInt(quantity) - BigInt(random.below(2))
  const limit = random.chance(3) ? atCap : side === 'buy' ? price + better : price - better
  return `${limit > 0n && limit < cap ? limit : 1n}`
}

const place: Draw<'order.place'> = (desk) => {
  const voucher = tradedCode(desk)
  const side = desk.random.one(['buy', 'sell'] as const)
  const from = side === 'sell' ? desk.holder(voucher) : desk.someone()
  const quantity = desk.quantity(side === 'sell' ? desk.book.usable(from, voucher) : 3_000n)
  const limitPrice = limitOf(desk, { voucher, side, quantity })
  const body = { voucher, side, quantity, limitPrice, expiresAt: desk.deadline() }
  return { device: desk.deviceOf(from, 'customer'), body }
}

const isAtRest = ({ status }: { status: string }): boolean => status === 'open' || status === 'part-filled'

const cancel: Draw<'order.cancel'> = (desk) => {
  const order = desk.record(desk.book.all(orders), isAtRest)
  if (order === undefined) return undefined
  return { device: desk.deviceOf(desk.mostly(order.owner), 'customer'), body: { order: desk.named(order.order) } }
}

const expire: Draw<'order.expire'> = (desk) => {
  const order = desk.record(desk.book.all(orders), (one) => isAtRest(one) && one.expiresAt <= desk.now)
  if (order === undefined) return undefined
  const body = { order: order.order, owner: desk.mostly(order.owner) }
  return { device: desk.deviceOf(desk.someone(), 'customer'), body }
}

const fill: Draw<'order.fill'> = (desk) => {
  const { random, book } = desk
  const order = desk.record(book.all(orders), (one) => isAtRest(one) && one.expiresAt >= desk.now)
  if (order === undefined) return undefined
  const voucher = random.chance(97) ? order.voucher : desk.code()
  const quantity = desk.quantity(order.quantity - order.filled)
  const body = {
    order: desk.named(order.order),
    owner: desk.mostly(order.owner),
    voucher,
    quote: quoteOf(desk, voucher),
    quantity,
  }
  return { device: desk.deviceOf(desk.mostly(desk.issuerOf(voucher)), 'price'), body }
}

/** How offers, pledges, quotes, trades and orders are drawn. */
export const tradingDraws: { [K in keyof (typeof agreementKinds & typeof marketKinds)]: Draw<K> } = {
  'transfer.offer': offer,
  'transfer.accept': answerOffer(false, { state: 'offered', time: 'in time' }),
  'transfer.decline': answerOffer(false, { state: 'offered' }),
  'transfer.cancel': answerOffer(true, { state: 'offered' }),
  'transfer.expire': answerOffer(true, { state: 'offered', time: 'overdue' }),
  'transfer.return': answerOffer(false, { state: 'accepted' }),
  'pledge.propose': propose,
  'pledge.accept': answerPledge(false, { state: 'proposed', time: 'in time' }),
  'pledge.decline': answerPledge(false, { state: 'proposed' }),
  'pledge.cancel': answerPledge(true, { state: 'proposed' }),
  'pledge.expire': answerPledge(true, { state: 'proposed', time: 'overdue' }),
  'pledge.release': release,
  'pledge.enforce': enforce,
  'quote.publish': publish,
  'quote.withdraw': withdraw,
  'trade.buy': trade('buy'),
  'trade.sell': trade('sell'),
  'order.place': place,
  'order.cancel': cancel,
  'order.expire': expire,
  'order.fill': fill,
}
