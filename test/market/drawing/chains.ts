import { pledges } from '../../../chaincode/domains/agreements/tables.ts'
import { type Promotion, promotions } from '../../../chaincode/domains/promotions/tables.ts'
import { priorityClasses } from '../../../chaincode/domains/trade-chain/priority.ts'
import {
  type Chain,
  chains,
  grades,
  hops,
  institutions,
  positions,
  reaches,
  segments,
} from '../../../chaincode/domains/trade-chain/tables.ts'
import { failingItems, speedClasses } from '../../../chaincode/domains/trade-chain/terms.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { confidentialText, digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { placeOf } from '../book/activity.ts'
import { cap } from '../book/vouchers.ts'
import { series } from '../cast.ts'
import { checkedDraft } from './approvals.ts'
import { isRewarded, someClient, someInstitution } from './chain-people.ts'
import type { Desk, Draft, Draw } from './desk.ts'

/** Of the families that are no vouchers, what is traded; the last is one that no institution takes. */
export const products = [
  { family: 'stock', product: '600519' },
  { family: 'fund', product: 'CON' },
  { family: 'trust', product: 'T-1' },
] as const

const sixDays = 518_400_000n

/** What is said in confidence, hardly ever with another text than the one that is signed. */
const saying = (desk: Desk, words: object): NonNullable<Draft['confidential']> & { digest: string } => {
  const said = { ...words, salt: digest(desk.name('salt')) }
  const text = confidentialText(said as never)
  const isSigned = desk.random.chance(96)
  return { said, isSigned, text: isSigned ? text : `${text} `, digest: digestOfConfidential(text) }
}

const dispatcher = (desk: Desk) => desk.deviceOf(desk.mostly('trade-service'), 'dispatcher')

/** One of what an opening may say wrongly; mostly nothing. */
const someFault = (desk: Desk): Partial<Body<'chain.open'>> =>
  desk.random.chance(88)
    ? {}
    : desk.random.one([
        ...[{ institution: undefined }, { first: undefined }, { metal: undefined }, { cashMaximum: undefined }],
        ...[{ cash: 'NO-SUCH' }, { cash: series.gold }, { metal: { voucher: series.yuan, quantity: '7' } }],
        ...[{ cashMaximum: '97' }, { expiresAt: `${desk.now + sixDays + sixDays}` }],
      ])

// What is no quantity any more is no instruction.
const countable = (quantity: bigint): bigint => (quantity < cap ? quantity : cap - 1n)
/** What is left where something is taken. */
const position = (quantity: bigint): string => `${countable(quantity < 0n ? 0n : quantity)}`
const positive = (quantity: bigint): bigint => (quantity > 0n ? quantity : 1n)

/** A limit about which the whole quantity costs, or brings, so much; mostly by a scale at which it hardly ever comes out even. */
const someLimit = ({ random }: Desk, { quantity, amount }: { quantity: string; amount: string }) => {
  const scale = random.one([undefined, '1', '7', '1000'] as const)
  const price = (BigInt(amount) * BigInt(scale ?? 1)) / BigInt(quantity) + BigInt(random.below(2))
  return { limitPrice: `${positive(countable(price))}`, ...(scale === undefined ? {} : { priceScale: scale }) }
}

type Traded = Pick<Promotion, 'family' | 'side' | 'metal'>

/** What is traded in public: mostly what somebody promotes, where anybody does. */
const somePublic = ({ random, book }: Desk): Traded => {
  const promoted = random.any(book.all(promotions).filter(({ status }) => status === 'open'))
  if (promoted !== undefined && random.chance(70)) return promoted
  const side = random.one(['buy', 'sell'] as const)
  if (random.chance(60)) return { family: 'metal', side, metal: random.chance(86) ? series.gold : series.silver }
  const { family } = random.weighted<(typeof products)[number]>([
    [products[0], 50],
    [products[1], 40],
    [products[2], 10],
  ])
  return { family, side }
}

/** The same with what is said of it in confidence; now and then the two do not fit. */
const someTrade = (desk: Desk, client: string) => {
  const { random, book } = desk
  const { side, ...traded } = somePublic(desk)
  const voucher = traded.metal ?? series.gold
  const isMetal = traded.family === 'metal'
  const quantity = isMetal ? desk.quantity(book.usable(client, voucher)) : `${1 + random.below(90)}`
  const told = random.chance(97) ? quantity : `${BigInt(quantity) + 1n}`
  if (isMetal)
    return { side, family: 'metal' as const, metal: { voucher, quantity }, said: { quantity: told }, quantity }
  const { family } = traded
  const product = products.find((one) => one.family === family)?.product ?? 'T-1'
  const said = random.chance(97) ? { product, quantity } : { quantity }
  return { side, family, metal: undefined, said, quantity }
}

/** A deadline that mostly leaves the time for all steps. */
const latest = (desk: Desk): string => (desk.random.chance(70) ? `${desk.now + sixDays}` : desk.deadline())

const withoutAbsent = <T extends object>(parts: T): T =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T

const open: Draw<'chain.open'> = (desk) => {
  const { random, book } = desk
  // Enough wait to be sent: what is left of the day comes of them.
  const waiting = book.all(chains).filter(({ status }) => status === 'received' || status === 'enriched')
  if (waiting.length > 5 && random.chance(75)) return undefined
  const client = someClient(desk)
  const { side, family, metal, said, quantity } = someTrade(desk, client)
  const cash = random.chance(90) ? series.yuan : series.euro
  const most = desk.quantity(book.usable(client, cash) / 7n)
  // More cash is put aside for a buy than its limit, mostly, so that the limit alone is what speaks against an answer.
  const worth = side === 'buy' ? BigInt(most) / BigInt(1 + random.below(3)) : BigInt(1 + random.below(9_973))
  const limit = someLimit(desk, { quantity, amount: `${worth}` })
  const identity = { type: 'account-number', value: '6222021234567894' }
  const words = { identity, trade: { ...said, ...limit }, salt: digest(desk.name('salt')) }
  const text = random.chance(97) ? confidentialText(words as never) : '{}'
  const first = digestOfConfidential(text)
  desk.firstTexts.set(first, text)
  const body = withoutAbsent({
    ...{ institution: someInstitution(desk), family, side, cash, metal, first, expiresAt: latest(desk) },
    cashMaximum: side === 'buy' ? most : undefined,
    ...someFault(desk),
  })
  return { device: desk.deviceOf(client, 'customer'), body: body as Body<'chain.open'> }
}

/** One in one of these states; hardly ever any other where there is none. */
const chainIn = (desk: Desk, ...states: readonly Chain['status'][]): Chain | undefined => {
  const all = desk.book.all(chains)
  const isMeant = ({ status }: Chain) => states.includes(status)
  return all.some(isMeant) || desk.random.chance(20) ? desk.record(all, isMeant) : undefined
}

/** What a bank says that a client has of the metal: mostly all, and now and then what its row alone says, or something else. */
const somePosition = (desk: Desk, { client, metal }: Chain): string | undefined => {
  if (metal === undefined) return desk.random.chance(97) ? undefined : '1'
  const { voucher } = metal
  const all = desk.book.total(client, voucher)
  return desk.random.weighted([
    [`${all}`, 84],
    [`${all - desk.book.onItsWay(client, voucher)}`, 8],
    [`${all + 1n}`, 5],
    [undefined, 3],
  ])
}

const enrich: Draw<'chain.enrich'> = (desk) => {
  const found = chainIn(desk, 'received')
  if (found === undefined) return undefined
  const chain = desk.named(found.chain)
  const named = somePosition(desk, found)
  const verdict = desk.random.chance(84) ? ('passed' as const) : ('failed' as const)
  const facts = { chain: desk.random.chance(98) ? chain : digest('another chain'), type: 'account-number', verdict }
  return { device: dispatcher(desk), body: { chain, ...(named === undefined ? {} : { position: named }) }, facts }
}

/** What the pair has on record of what a chain is about, by its first text. */
export const pairPosition = (
  desk: Desk,
  { bank, institution, client, family, first }: Chain,
  text = desk.firstTexts.get(first) ?? '{}',
) => {
  const { trade } = JSON.parse(text) as { trade?: { product?: string } }
  return desk.book.find(positions, bank, institution, client)?.products[`${family}:${trade?.product}`]
}

/** Where a chain stands among those that wait: mostly as it is, now and then as a step or more ago, or better. */
const somePlace = ({ random, book, now }: Desk, chain: Chain) => {
  const { class: of, waited } = placeOf(book, chain, now)
  const said = random.weighted([
    [waited, 86],
    [waited - 1n, 8],
    [waited - 2n, 3],
    [waited + 1n, 3],
  ])
  return { class: random.chance(96) ? of : random.one(priorityClasses), waited: position(said) }
}

/** Over which path it goes: mostly the best one, of all that there are. */
const somePath = (desk: Desk, institution: string) => {
  const { random } = desk
  const addresses = desk.book.find(reaches, 'institution', institution)?.addresses ?? []
  const named = random.chance(97) ? addresses : [{ name: 'other' }]
  if (named.length === 0) return {}
  const start = random.below(8)
  // Each is slower than the one before it, mostly, so that the first is the best.
  const considered = named.map(({ name }, place) => ({
    ...{ name, age: `${random.below(5)}` },
    ...(random.chance(90) ? { class: speedClasses[start + place] as string } : {}),
    ...(place > 0 && random.chance(20) ? { failing: 'yes' } : {}),
  }))
  const best = considered.find((one) => 'class' in one && !('failing' in one)) ?? considered[0]
  const address = random.chance(95) ? (best as { name: string }).name : 'other'
  return { path: { address, ageLimit: `${4 + random.below(2)}`, considered } }
}

/** What the bank adds: mostly as it is on record. */
const secondText = (desk: Desk, chain: Chain) => {
  const { random, book } = desk
  const { bank, institution, client, first: own } = chain
  const text = desk.firstTexts.get(own) ?? '{}'
  const first = random.chance(97) ? text : random.one([...desk.firstTexts.values()])
  const start = chain.position ?? pairPosition(desk, chain, text)?.quantity ?? 0n
  const { grade, version } = book.find(grades, bank, institution, client) ?? { grade: 'a', version: 1n }
  return {
    ...{ first, position: `${start + (random.chance(95) ? 0n : 1n)}` },
    gradeVersion: `${version + (random.chance(96) ? 0n : 1n)}`,
    grade: random.chance(96) ? grade : random.one(['aaa', 'c']),
    queue: somePlace(desk, chain),
    ...somePath(desk, institution),
  }
}

/** Whether a pledge lifted the grade by which it would be sent, and is none any more. */
const isOutdated = ({ book }: Desk, { bank, institution, client, status }: Chain): boolean => {
  const names = Object.keys(book.find(grades, bank, institution, client)?.pledges ?? {})
  return status === 'enriched' && names.some((name) => book.find(pledges, name)?.status !== 'locked')
}

/** One that was enriched, mostly of a client whose grade and position are on record. */
const chainToSend = (desk: Desk): Chain | undefined => {
  const { random, book } = desk
  const outdated = book.all(chains).filter((chain) => isOutdated(desk, chain))
  if (outdated.length > 0 && random.chance(90)) return random.any(outdated)
  const isGraded = (chain: Chain) => {
    const { bank, institution, client, metal, status } = chain
    const isKept = metal !== undefined || pairPosition(desk, chain) !== undefined
    return status === 'enriched' && isKept && book.find(grades, bank, institution, client) !== undefined
  }
  return random.chance(85) ? desk.record(book.all(chains).filter(isGraded), () => true) : chainIn(desk, 'enriched')
}

const send: Draw<'chain.send'> = (desk) => {
  const found = desk.hasPairs ? chainToSend(desk) : undefined
  if (found === undefined) return undefined
  const { digest: confidential, ...said } = saying(desk, secondText(desk, found))
  const answerBy = latest(desk)
  const chain = desk.named(found.chain)
  return { device: dispatcher(desk), body: { chain, answerBy, confidential }, confidential: said }
}

/** What was sent of a chain, as both members have it. */
const sentOf = (desk: Desk, { bank, institution, chain }: Chain) => {
  const rows = desk.book.find(segments, bank, institution, chain)
  const { first, position } = JSON.parse(rows?.second ?? '{}') as { first?: string; position?: string }
  const { trade } = JSON.parse(first ?? '{}') as { trade?: { [name: string]: string } }
  const { quantity = '1', limitPrice = '1', priceScale = '1' } = trade ?? {}
  const [wanted, price, scale] = [quantity, limitPrice, priceScale].map((number) => BigInt(number))
  return { start: BigInt(position ?? '0'), wanted: wanted ?? 1n, price: price ?? 1n, scale: scale ?? 1n }
}

/** An amount about the client's limit: mostly one that keeps it, now and then by a unit, and hardly ever more than was put aside. */
const someAmount = (desk: Desk, chain: Chain, quantity: bigint): bigint => {
  const { price, scale } = sentOf(desk, chain)
  const exact = price * quantity
  const { side, cashMaximum = 0n } = chain
  const limit = side === 'buy' ? (exact + scale - 1n) / scale : exact / scale
  const most = side === 'buy' && cashMaximum < limit ? cashMaximum : limit
  const better = side === 'buy' ? -1n : 1n
  return desk.random.weighted([
    [most, 45],
    [most + better, 20],
    [side === 'buy' ? most / 3n + 1n : most + 97n, 20],
    [limit - better, 9],
    [side === 'buy' ? cashMaximum + 1n : limit / 2n, 6],
  ])
}

const executed = (desk: Desk, chain: Chain) => {
  const { random } = desk
  const { start, wanted } = sentOf(desk, chain)
  const part = random.weighted([
    [wanted, 60],
    [wanted / 2n, 25],
    [wanted + 1n, 5],
    [1n, 10],
  ])
  const quantity = countable(positive(part))
  const target = start + (chain.side === 'buy' ? quantity : -quantity) + (random.chance(95) ? 0n : 1n)
  const amount = positive(someAmount(desk, chain, quantity))
  return {
    said: { target: position(target) },
    body: {
      ...{ verdict: 'executed' as const, amount: `${countable(amount)}` },
      ...(chain.metal === undefined ? {} : { quantity: `${quantity}` }),
    },
  }
}

const answer: Draw<'chain.answer'> = (desk) => {
  const { random, book } = desk
  const over = random.chance(92) ? [] : (['voided', 'answered', 'settled', 'accepted'] as const)
  const found = desk.hasPairs ? chainIn(desk, 'sent', 'unknown', ...over) : undefined
  if (found === undefined) return undefined
  const refusal = { said: { reason: random.one(failingItems) }, body: { verdict: 'refused' as const } }
  const drawn = random.chance(72) ? executed(desk, found) : refusal
  const extra = random.chance(96) ? {} : { reason: 'price', target: '1' }
  const { digest: confidential, ...said } = saying(desk, { ...drawn.said, ...extra })
  const sent = book.find(hops, found.chain)?.send ?? digest('nothing sent')
  const chain = desk.named(found.chain)
  const body = { chain, send: random.chance(97) ? sent : digest('another send'), ...drawn.body, confidential }
  const answers = book.find(institutions, found.institution)?.participant ?? 'institution-treasury'
  const by = random.chance(94) ? answers : random.one(['institution-treasury', 'trading-house'])
  return { device: desk.deviceOf(by, 'executor'), body, confidential: said }
}

/** The position behind what was answered, as the bank should name it. */
const behind = (desk: Desk, chain: Chain): bigint => {
  const { client, metal, side } = chain
  const rows = desk.book.find(segments, chain.bank, chain.institution, chain.chain)
  const { target } = JSON.parse(rows?.third ?? '{}') as { target?: string }
  const { start } = sentOf(desk, chain)
  const { first } = JSON.parse(rows?.second ?? '{}') as { first?: string }
  const hop = desk.book.find(hops, chain.chain)
  const change = target === undefined ? 0n : BigInt(target) - start
  if (metal === undefined) return (pairPosition(desk, chain, first ?? '{}')?.quantity ?? 0n) + change
  const quantity = hop?.status === 'refused' ? 0n : (hop?.quantity ?? 0n)
  return desk.book.total(client, metal.voucher) + (side === 'buy' ? quantity : -quantity)
}

const settle: Draw<'chain.settle'> = (desk) => {
  const { random } = desk
  const found = desk.hasPairs ? chainIn(desk, 'answered', 'accepted') : undefined
  if (found === undefined || (isRewarded(desk, found) && random.chance(50))) return undefined
  const credits = found.metal === undefined ? 0n : desk.book.onItsWay(found.client, found.metal.voucher)
  const right = behind(desk, found)
  const named = random.weighted([
    [right, 88],
    [right - credits, 7],
    [right + 1n, 5],
  ])
  const { digest: confidential, ...said } = saying(desk, { position: position(named) })
  return { device: dispatcher(desk), body: { chain: desk.named(found.chain), confidential }, confidential: said }
}

const withdraw: Draw<'chain.withdraw'> = (desk) => {
  const found = chainIn(desk, 'received', 'enriched')
  if (found === undefined) return undefined
  const device = desk.random.chance(60) ? desk.deviceOf(desk.mostly(found.client), 'customer') : dispatcher(desk)
  const isForPosition = desk.random.chance(device.participant === found.client ? 12 : 50)
  return { device, body: { chain: desk.named(found.chain), ...(isForPosition ? { reason: 'position' as const } : {}) } }
}

const expire: Draw<'chain.expire'> = (desk) => {
  const isPast = ({ status, expiresAt }: Chain) => ['received', 'enriched'].includes(status) && desk.now > expiresAt
  const found = desk.record(desk.book.all(chains), isPast)
  if (found === undefined) return undefined
  return { device: desk.deviceOf(desk.someone(), 'customer'), body: { chain: desk.named(found.chain) } }
}

const markUnknown: Draw<'chain.mark-unknown'> = (desk) => {
  const isPast = ({ status, answerBy = 0n }: Chain) => status === 'sent' && desk.now > answerBy
  const found = desk.record(desk.book.all(chains), isPast)
  return found === undefined ? undefined : { device: dispatcher(desk), body: { chain: desk.named(found.chain) } }
}

const unended: readonly Chain['status'][] = ['sent', 'unknown', 'answered', 'conflict', 'accepted']
const thirtyDays = 2_592_000_000n
const ninetyDays = 7_776_000_000n

/** Mostly one whose time to answer lies so far behind. */
const longBehind = (desk: Desk, milliseconds: bigint, isFit: (chain: Chain) => boolean): Chain | undefined => {
  const isBehind = ({ answerBy = desk.now }: Chain) => desk.now > answerBy + milliseconds || desk.random.chance(2)
  return desk.record(desk.book.all(chains), (chain) => isFit(chain) && isBehind(chain))
}

const voids: Draw<'chain.void'> = (desk) => {
  const found = longBehind(desk, thirtyDays, ({ status }) => unended.includes(status))
  if (found === undefined) return undefined
  return { device: desk.deviceOf(desk.mostly('auditor-desk'), 'auditor'), body: { chain: desk.named(found.chain) } }
}

const release: Draw<'chain.release'> = (desk) => {
  const isHeld = ({ status, chain }: Chain) => status === 'voided' && desk.book.find(hops, chain)?.status !== 'released'
  const found = desk.hasPairs ? desk.record(desk.book.all(chains), isHeld) : undefined
  if (found === undefined) return undefined
  const { digest: confidential, ...said } = saying(desk, {})
  return { device: dispatcher(desk), body: { chain: desk.named(found.chain), confidential }, confidential: said }
}

const reconcile: Draw<'chain.reconcile'> = (desk) =>
  checkedDraft<'chain.reconcile'>(desk, 'chain.reconcile', () => {
    const found = chainIn(desk, 'conflict')
    if (found === undefined) return undefined
    return { chain: desk.named(found.chain), verdict: desk.random.chance(65) ? 'settle' : 'void' }
  })

const purge: Draw<'chain.purge'> = (desk) => {
  const isOver = ({ status, chain, purgedAt }: Chain) =>
    purgedAt === undefined &&
    (['settled', 'refused'].includes(status) || desk.book.find(hops, chain)?.status === 'released')
  const found = desk.hasPairs ? longBehind(desk, ninetyDays, isOver) : undefined
  if (found === undefined) return undefined
  const { digest: confidential, ...said } = saying(desk, {})
  const device = desk.random.chance(60) ? dispatcher(desk) : desk.deviceOf(desk.mostly(desk.officer()), 'credit')
  return { device, body: { chain: desk.named(found.chain), confidential }, confidential: said }
}

/** How trades that a bank takes to an institution are drawn. */
export const chainDraws = {
  ...{ 'chain.open': open, 'chain.enrich': enrich, 'chain.send': send, 'chain.answer': answer },
  ...{ 'chain.settle': settle, 'chain.withdraw': withdraw, 'chain.expire': expire },
  ...{ 'chain.mark-unknown': markUnknown, 'chain.void': voids, 'chain.release': release },
  ...{ 'chain.reconcile': reconcile, 'chain.purge': purge },
} as const
