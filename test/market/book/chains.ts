import { type Pledge, pledges } from '../../../chaincode/domains/agreements/tables.ts'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import {
  type Chain,
  chains,
  type Grade,
  grades,
  type Hop,
  hops,
  identities,
  institutions,
  positions,
  reaches,
  segments,
} from '../../../chaincode/domains/trade-chain/tables.ts'
import { readFirst } from '../../../chaincode/domains/trade-chain/terms.ts'
import { type Voucher, vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { Effects } from '../../../chaincode/outcome.ts'
import type { Kind, RefusalCode } from '../../../chaincode/vocabulary.ts'
import { confidentialText, digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { countTrade, isPlacedSo } from './activity.ts'
import { withApproval } from './approvals.ts'
import { type Book, wholeOf } from './book.ts'
import { type Asked, type Page, plain, type Ruling, reasons, refused, taking } from './ruling.ts'
import { againstAccount, againstReceiver, againstUse } from './vouchers.ts'

const week = 604_800_000n
const thirtyDays = 2_592_000_000n
const ninetyDays = 7_776_000_000n
/** Failures in a row behind which a client’s chains are refused (decision 0049). */
const failuresThatLock = 5

type Leg = NonNullable<Chain['held']>
type Said = { [name: string]: string }
type SaidToSend = { [name: string]: string } & { queue: Said }

const failuresOf = (book: Book, client: string): number => book.find(identities, client)?.failures ?? 0

/** Who answers for the institution that a chain names, where it takes the family, and shares something with the bank. */
const answererOf = ({ book, pairs }: Pick<Asked, 'book' | 'pairs'>, chain: Chain): string | undefined => {
  const { bank, institution, family } = chain
  const row = book.find(institutions, institution)
  const isPair = pairs.some((pair) => pair.bank === bank && pair.institution === institution)
  return isPair && row?.status === 'open' && row.families.includes(family) ? row.participant : undefined
}

const againstSeries = (voucher: Voucher | undefined, type: 'currency' | 'metal'): RefusalCode[] =>
  reasons({
    unknown_voucher: voucher === undefined,
    voucher_retired: voucher?.status === 'retired',
    [type === 'currency' ? 'not_a_currency' : 'not_a_metal']: voucher !== undefined && voucher.product.type !== type,
  })

const open: Page<'chain.open'> = ({ book, body, from, sender, id, now }) => {
  const { institution, family, side, cash, metal, cashMaximum, first } = body
  const expiresAt = BigInt(body.expiresAt)
  const lacks = (family === 'metal' && metal === undefined) || (side === 'buy' && cashMaximum === undefined)
  const against = reasons({
    chain_incomplete: first === undefined || institution === undefined || lacks,
    chain_terms_differ: (family !== 'metal' && metal !== undefined) || (side === 'sell' && cashMaximum !== undefined),
    identity_locked: failuresOf(book, from) >= failuresThatLock,
    deadline_in_past: now > expiresAt,
    until_too_far: expiresAt > now + week,
  })
  const legs = [
    ...againstSeries(book.find(vouchers, cash), 'currency'),
    ...(metal === undefined ? [] : againstSeries(book.find(vouchers, metal.voucher), 'metal')),
  ]
  return plain([...against, ...legs], () => {
    book.put(chains, {
      ...{ chain: id, client: from, bank: sender.home, institution: institution as string, family, side, cash },
      ...{ openedAt: now, expiresAt, first: first as string, status: 'received' },
      ...(metal === undefined ? {} : { metal: { voucher: metal.voucher, quantity: BigInt(metal.quantity) } }),
      ...(cashMaximum === undefined ? {} : { cashMaximum: BigInt(cashMaximum) }),
    })
    return { chain: id, institution: institution as string, status: 'received' }
  })
}

/** Writes a chain’s new state down; nothing waits in it any more where its leg is left out. */
const become = (book: Book, { held: _held, ...chain }: Chain, status: Chain['status'], held?: Leg): void =>
  book.put(chains, { ...chain, status, ...(held === undefined ? {} : { held }) })

const toldFree = (leg: Leg | undefined): Effects =>
  leg === undefined || leg.quantity === 0n ? {} : { freed: `${leg.quantity}`, reservedVoucher: leg.voucher }

const toldPutAside = (leg: Leg | undefined): Effects =>
  leg === undefined ? {} : { reserved: `${leg.quantity}`, reservedVoucher: leg.voucher }

const free = (book: Book, participant: string, leg: Leg | undefined): void => {
  if (leg !== undefined) book.shift({ participant, ...leg }, 'reserved', 'available')
}

/** Ends a chain of which nothing moves. */
const end = (book: Book, chain: Chain, status: Chain['status']): Effects => {
  free(book, chain.client, chain.held)
  become(book, chain, status)
  return { chain: chain.chain, status, ...toldFree(chain.held) }
}

/** Counts a verdict: a pass begins anew. */
const count = (book: Book, { client, bank }: Chain, failures: number): void => {
  if (failures !== failuresOf(book, client)) book.put(identities, { client, home: bank, failures })
}

const legOf = ({ side, cash, cashMaximum, metal }: Chain): Leg | undefined =>
  side === 'buy' ? { voucher: cash, quantity: cashMaximum as bigint } : metal

const againstLeg = (book: Book, leg: Leg | undefined): RefusalCode[] => {
  if (leg === undefined) return []
  const voucher = book.find(vouchers, leg.voucher)
  return voucher === undefined ? ['unknown_voucher'] : againstUse(voucher, 'transfer')
}

type Fold = Ruling['folds'][number]
const never = (): Effects => {
  throw new Error('the book does not carry out what is refused')
}
const refusedWith = (against: RefusalCode[], folds: Fold[]): Ruling => ({ against, folds, carryOut: never })

/** The credits that were folded on the way, or what was refused on it. */
interface Looked {
  folds: Fold[]
  refusal?: Ruling
}

/** Whose credits are folded on the way to a position that is named, and whether it is another one; `blocked` speaks before the credits do. */
const positionNamed = (
  book: Book,
  { client, metal }: Chain,
  { named, change, blocked }: { named: bigint; change: bigint; blocked: { against: RefusalCode[]; folds: Fold[] } },
): Looked => {
  const { voucher } = metal as Leg
  const fold = { participant: client, voucher }
  const coming = book.onItsWay(client, voucher)
  const inRow = wholeOf(book.holding(client, voucher)) + change
  if (named !== inRow) {
    return named === inRow + coming
      ? { folds: [fold] }
      : { folds: [], refusal: refusedWith(['position_stale'], [fold]) }
  }
  if (coming === 0n) return { folds: [] }
  // As the row stands it fits, and once the credits are in it does not.
  const isBlocked = blocked.against.length > 0
  const refusal = isBlocked
    ? refusedWith(blocked.against, blocked.folds)
    : refusedWith(['position_stale'], [...blocked.folds, fold])
  return { folds: [], refusal }
}

/** What keeps a leg from being put aside, with the credits that are looked at for it. */
const putAside = (book: Book, client: string, leg: Leg | undefined): { against: RefusalCode[]; folds: Fold[] } => {
  const against = againstLeg(book, leg)
  if (leg === undefined || against.length > 0) return { against, folds: [] }
  const folds =
    leg.quantity > book.holding(client, leg.voucher).available ? [{ participant: client, voucher: leg.voucher }] : []
  return { against: reasons({ position_too_small: leg.quantity > book.usable(client, leg.voucher) }), folds }
}

const enriching = ({ book, body }: Asked<'chain.enrich'>, chain: Chain): Ruling => {
  const { client, metal, side } = chain
  const state = againstAccount(book, client)
  if (state.length > 0) return refused(...state)
  if ((metal === undefined) !== (body.position === undefined))
    return refused(metal === undefined ? 'chain_terms_differ' : 'position_unavailable')
  const leg = legOf(chain)
  const aside = putAside(book, client, leg)
  const named = body.position === undefined ? undefined : BigInt(body.position)
  // Too little metal has its own credits folded, so that the position is another one before anything is too small.
  const blocked = side === 'sell' ? { against: againstLeg(book, leg), folds: [] } : aside
  const found: Looked = named === undefined ? { folds: [] } : positionNamed(book, chain, { named, change: 0n, blocked })
  if (found.refusal !== undefined) return found.refusal
  const folds = [...found.folds, ...aside.folds]
  return {
    ...{ against: aside.against, folds },
    carryOut: () => {
      count(book, chain, 0)
      if (leg !== undefined) book.shift({ participant: client, ...leg }, 'available', 'reserved')
      const position = named === undefined ? {} : { position: named }
      become(book, { ...chain, ...position }, 'enriched', leg)
      return { chain: chain.chain, status: 'enriched', ...toldPutAside(leg) }
    },
  }
}

/** Whoever asks about its own account has its credits folded before anything is judged, also where it may not ask. */
const ofSender = ({ from }: Pick<Asked, 'from'>, { client, metal }: Chain, isLooked: boolean): Fold[] =>
  from === client && metal !== undefined && isLooked ? [{ participant: client, voucher: metal.voucher }] : []

const enrich: Page<'chain.enrich'> = (asked) => {
  const { book, body, sender, stamp, now, general } = asked
  const chain = book.find(chains, body.chain)
  if (chain === undefined) return refused('unknown_chain')
  const guards = reasons({
    not_a_party: chain.bank !== sender.home,
    unknown_chain: stamp['chain'] !== body.chain,
    chain_state_forbids: chain.status !== 'received',
    deadline_passed: now > chain.expiresAt,
  })
  if (guards.length + general.length > 0)
    return refusedWith(guards, ofSender(asked, chain, body.position !== undefined))
  const { client, metal } = chain
  const failures = failuresOf(book, client)
  const isLocked = failures >= failuresThatLock
  const isRejected = isLocked || stamp['verdict'] === 'failed'
  if (!isRejected && answererOf(asked, chain) !== undefined) return enriching(asked, chain)
  const isLooked = metal !== undefined && body.position !== undefined
  return {
    against: [],
    folds: isLooked ? [{ participant: client, voucher: metal.voucher }] : [],
    carryOut: () => {
      if (!isLocked) count(book, chain, isRejected ? failures + 1 : 0)
      return end(book, chain, isRejected ? 'user-rejected' : 'institution-rejected')
    },
  }
}

/** What is known of a family that is no voucher: whose, and of which product. */
const productNamed = ({ family }: Chain, text: string): string | undefined => {
  const read = readFirst(text)
  const product = 'first' in read ? read.first.trade.product : undefined
  return product === undefined ? undefined : `${family}:${product}`
}

const quantityIn = (text: string): bigint => {
  const read = readFirst(text)
  return 'first' in read ? BigInt(read.first.trade.quantity) : 0n
}

const positionOf = (book: Book, { bank, institution, client }: Chain, name: string | undefined) =>
  name === undefined ? undefined : book.find(positions, bank, institution, client)?.products[name]

const putPosition = (
  book: Book,
  { bank, institution, client }: Chain,
  [name, position]: [string, { quantity: bigint; reserved: bigint; version: bigint }],
): void => {
  const before = book.find(positions, bank, institution, client)?.products ?? {}
  book.put(positions, { bank, institution, client, products: { ...before, [name]: position } })
}

const againstFirst = (chain: Chain, text: string): RefusalCode[] => {
  const read = readFirst(text)
  const trade = 'first' in read ? read.first.trade : undefined
  const isPublic =
    chain.metal === undefined
      ? trade?.product !== undefined
      : trade?.product === undefined && BigInt(trade?.quantity ?? 0) === chain.metal.quantity
  return reasons({
    chain_terms_differ: digestOfConfidential(text) !== chain.first || (trade !== undefined && !isPublic),
    chain_incomplete: trade === undefined,
  })
}

/** Whether all that lifts a grade is still pledged to who holds for the bank, with no less than was weighed. */
const isStillPledged = (book: Book, { client, bank, lift, pledges: lifting }: Grade): boolean =>
  Object.entries(lifting).every(([name, weighed]) => {
    const { status, holder, pledgee, pledgeeHome, quantity } = book.find(pledges, name) as Pledge
    const isTheirs = holder === client && pledgeeHome === bank && pledgee === lift?.pledgee
    return status === 'locked' && isTheirs && quantity >= weighed
  })

const againstKept = (book: Book, chain: Chain, { said, now }: { said: SaidToSend; now: bigint }): RefusalCode[] => {
  const { bank, institution, client, metal, side } = chain
  const grade = book.find(grades, bank, institution, client)
  const first = said['first'] as string
  const position = positionOf(book, chain, productNamed(chain, first))
  const isOther = grade !== undefined && (grade.grade !== said['grade'] || `${grade.version}` !== said['gradeVersion'])
  const start = metal === undefined ? position?.quantity : chain.position
  const free = position === undefined ? 0n : position.quantity - position.reserved
  return reasons({
    position_unavailable: grade === undefined || (metal === undefined && position === undefined),
    position_stale:
      isOther || start !== BigInt(said['position'] as string) || !isPlacedSo(book, chain, { queue: said.queue, now }),
    position_too_small: metal === undefined && side === 'sell' && quantityIn(first) > free,
    grade_outdated: grade !== undefined && !isStillPledged(book, grade),
  })
}

interface Judged {
  name: string
  class?: string
  age?: string
  failing?: string
}
interface SaidPath {
  address: string
  ageLimit: string
  considered: Judged[]
}

/** A path is named where there are addresses, and it is the best of them by what is said of each. */
const againstPath = (book: Book, { institution }: Chain, path: SaidPath | undefined): RefusalCode[] => {
  const names = (book.find(reaches, 'institution', institution)?.addresses ?? []).map(({ name }) => name)
  const considered = path?.considered ?? []
  const rank = ({ class: speed, age, failing, name }: Judged): string => {
    const counts = speed !== undefined && age !== undefined && BigInt(age) <= BigInt(path?.ageLimit ?? 0)
    return `${failing === undefined ? 0 : 1}${(counts ? speed : '').padStart(9, counts ? '0' : '9')}${name}`
  }
  const best = considered.reduce<Judged | undefined>(
    (least, one) => (least === undefined || rank(one) < rank(least) ? one : least),
    undefined,
  )
  const isOther =
    names.length !== considered.length || names.some((name) => !considered.some((one) => one.name === name))
  return reasons({ path_stale: isOther, chain_terms_differ: best?.name !== path?.address })
}

const send: Page<'chain.send'> = (asked) => {
  const { book, body, id, sender, now } = asked
  const said = asked.confidential as SaidToSend
  const chain = book.find(chains, body.chain) as Chain
  const [executor, answerBy] = [answererOf(asked, chain), BigInt(body.answerBy)]
  const guards = reasons({
    not_a_party: chain.bank !== sender.home,
    chain_state_forbids: chain.status !== 'enriched',
    deadline_passed: now > chain.expiresAt,
    deadline_in_past: now > answerBy,
    until_too_far: answerBy > now + week,
    institution_not_open: executor === undefined,
  })
  const first = said['first'] as string
  const path = againstPath(book, chain, said['path'] as unknown as SaidPath | undefined)
  return plain([...guards, ...againstFirst(chain, first), ...againstKept(book, chain, { said, now }), ...path], () => {
    const { bank, institution, client } = chain
    const parties = { chain: chain.chain, bank, institution, client, executor: executor as string }
    book.put(chains, { ...chain, status: 'sent', executor: executor as string, answerBy })
    book.put(hops, { ...parties, send: id, status: 'sent' })
    book.put(segments, { bank, institution, chain: chain.chain, second: confidentialText(said as never) })
    const name = productNamed(chain, first)
    const position = positionOf(book, chain, name)
    if (position !== undefined && chain.side === 'sell')
      putPosition(book, chain, [name as string, { ...position, reserved: position.reserved + quantityIn(first) }])
    return { chain: chain.chain, status: 'sent', answerBy: `${answerBy}` }
  })
}

const isWhole = ({ metal }: Chain, { verdict, quantity, amount }: Said, { target, reason }: Said): boolean =>
  verdict === 'refused'
    ? quantity === undefined && amount === undefined && target === undefined && reason !== undefined
    : amount !== undefined &&
      (quantity === undefined) === (metal === undefined) &&
      target !== undefined &&
      reason === undefined

/** What the institution puts aside that executed so much. */
const legOfInstitution = ({ side, cash, metal }: Chain, { verdict, quantity, amount }: Said): Leg | undefined => {
  if (verdict === 'refused' || amount === undefined) return undefined
  if (side === 'sell') return { voucher: cash, quantity: BigInt(amount) }
  return metal === undefined || quantity === undefined
    ? undefined
    : { voucher: metal.voucher, quantity: BigInt(quantity) }
}

const answer: Page<'chain.answer'> = (asked) => {
  const { book, body, id, from } = asked
  const said = asked.confidential as Said
  const chain = book.find(chains, body.chain) as Chain
  const hop = book.find(hops, body.chain)
  const isFit = isWhole(chain, body as never, said)
  const leg = isFit ? legOfInstitution(chain, body as never) : undefined
  const guards = reasons({
    not_a_party: book.find(institutions, chain.institution)?.participant !== from,
    chain_state_forbids: chain.status !== 'sent' && chain.status !== 'unknown',
    not_the_send: hop !== undefined && hop.send !== body.send,
    chain_voided: chain.status === 'voided',
    chain_answered: hop?.answer !== undefined,
    chain_terms_differ: !isFit,
  })
  const takes = leg === undefined ? [] : [{ participant: from, ...leg, code: 'position_too_small' as const }]
  return taking(asked, { guards: [...guards, ...againstLeg(book, leg)], takes }, () => {
    const { verdict, quantity, amount } = body
    if (leg !== undefined) book.shift({ participant: from, ...leg }, 'available', 'reserved')
    book.put(chains, { ...chain, status: 'answered', executor: from })
    book.put(hops, {
      ...{ ...(hop as Hop), answer: id, executor: from, status: verdict },
      ...(amount === undefined ? {} : { amount: BigInt(amount) }),
      ...(quantity === undefined ? {} : { quantity: BigInt(quantity) }),
      ...(leg === undefined ? {} : { held: leg }),
    })
    const { bank, institution } = chain
    const rows = book.find(segments, bank, institution, chain.chain)
    book.put(segments, { ...(rows as NonNullable<typeof rows>), third: confidentialText(said as never) })
    return { chain: chain.chain, status: 'answered', verdict, ...toldPutAside(leg) }
  })
}

/** A chain that was sent, with what was said in confidence of it. */
interface Sent {
  chain: Chain
  hop: Hop
  /** Whose position of a family that is no voucher, and how much of it was wanted. */
  product: string | undefined
  wanted: bigint
  start: bigint
  target: bigint | undefined
  /** The worst price that the client signed, for so many base units. */
  price: bigint
  scale: bigint
}

const limitIn = (text: string): { price: bigint; scale: bigint } => {
  const read = readFirst(text)
  const { limitPrice, priceScale = '1' } = 'first' in read ? read.first.trade : { limitPrice: '0' }
  return { price: BigInt(limitPrice), scale: BigInt(priceScale) }
}

const sentOf = (book: Book, chain: Chain): Sent => {
  const rows = book.find(segments, chain.bank, chain.institution, chain.chain)
  const { first, position } = JSON.parse(rows?.second ?? '{}') as { first: string; position: string }
  const { target } = JSON.parse(rows?.third ?? '{}') as { target?: string }
  return {
    ...{ chain, hop: book.find(hops, chain.chain) as Hop, product: productNamed(chain, first) },
    ...{ wanted: quantityIn(first), start: BigInt(position), ...limitIn(first) },
    target: target === undefined ? undefined : BigInt(target),
  }
}

const isWithinCash = ({ side, cashMaximum = 0n }: Chain, { amount = 0n }: Hop): boolean =>
  side === 'sell' || amount <= cashMaximum

/** By how much the answer says that the position changed, in the direction of the trade. */
const changeIn = ({ chain, start, target = 0n }: Sent): bigint =>
  chain.side === 'buy' ? target - start : start - target

/** Whether so much was bought for more than the client’s limit, or sold for less: a buy’s broken unit counts whole, a sale’s not at all. */
const isWorse = ({ chain, hop: { amount = 0n }, price, scale }: Sent, executed: bigint): boolean => {
  const exact = price * executed
  return chain.side === 'sell' ? amount < exact / scale : amount > (exact + scale - 1n) / scale
}

/** What was executed, where that fits the start, what was wanted, what waits for it, and the limit. */
const fittingIn = (sent: Sent): bigint | undefined => {
  const { chain, hop, wanted } = sent
  const executed = changeIn(sent)
  const isCovered = isWithinCash(chain, hop)
  const isSaid = chain.metal === undefined || (hop.quantity === executed && executed <= chain.metal.quantity)
  const isFit = executed > 0n && executed <= wanted && isCovered && isSaid
  return isFit && !isWorse(sent, executed) ? executed : undefined
}

/** What was executed by an answer that two officers took: of metal as it says in public, else as far as the position goes; the limit counts. */
const takenIn = (book: Book, sent: Sent): bigint | undefined => {
  const { chain, hop, product, wanted } = sent
  const executed = chain.metal === undefined ? changeIn(sent) : (hop.quantity ?? 0n)
  const { quantity = 0n, reserved = 0n } = positionOf(book, chain, product) ?? {}
  const isThere = chain.metal !== undefined || chain.side === 'buy' || executed <= quantity - reserved + wanted
  return executed > 0n && isThere && !isWorse(sent, executed) ? executed : undefined
}

const executedIn = (book: Book, sent: Sent): bigint | undefined => {
  if (sent.hop.status === 'refused') return 0n
  return sent.chain.status === 'accepted' ? takenIn(book, sent) : fittingIn(sent)
}

/** What becomes of the pair’s own position: what was sold waits no more, and what was executed counts. */
const movePosition = (book: Book, { chain, product, wanted }: Sent, executed: bigint): void => {
  const before = positionOf(book, chain, product)
  if (before === undefined) return
  const isSale = chain.side === 'sell'
  const reserved = before.reserved - (isSale ? wanted : 0n)
  if (executed === 0n && !isSale) return
  const quantity = before.quantity + (isSale ? -executed : executed)
  const version = before.version + (executed === 0n ? 0n : 1n)
  putPosition(book, chain, [product as string, { quantity, reserved, version }])
}

/** A leg goes over as far as it is used, and the rest of it is free. */
const handOver = (book: Book, leg: Leg, { giver, payee, used }: { giver: string; payee: string; used: bigint }) => {
  const part = { voucher: leg.voucher, quantity: used }
  book.take({ participant: giver, ...part }, 'reserved')
  book.shift({ participant: giver, voucher: leg.voucher, quantity: leg.quantity - used }, 'reserved', 'available')
  book.give({ participant: payee, ...part })
}

const withoutHold = ({ held: _held, ...hop }: Hop, status: Hop['status']): Hop => ({ ...hop, status })

const trade = (book: Book, sent: Sent, executed: bigint): Effects => {
  const { chain, hop } = sent
  const { client, cash, side, metal, held } = chain
  const { executor, amount = 0n, quantity = 0n } = hop
  const used = side === 'buy' ? amount : quantity
  if (held !== undefined) handOver(book, held, { giver: client, payee: executor, used })
  if (hop.held !== undefined) handOver(book, hop.held, { giver: executor, payee: client, used: hop.held.quantity })
  movePosition(book, sent, executed)
  become(book, chain, 'settled')
  book.put(hops, withoutHold(hop, 'settled'))
  return {
    ...{ chain: chain.chain, status: 'settled', side, client, participant: executor, cash, amount: `${amount}` },
    ...(held === undefined ? {} : toldFree({ ...held, quantity: held.quantity - used })),
    ...(metal === undefined ? {} : { voucher: metal.voucher, quantity: `${quantity}` }),
  }
}

/** What speaks against handing the legs over: either side is frozen or closed. */
const againstSides = (book: Book, { chain: { client, held }, hop }: Sent): RefusalCode[] => [
  ...(held === undefined ? [] : [...againstAccount(book, client), ...againstReceiver(book, hop.executor)]),
  ...(hop.held === undefined ? [] : [...againstAccount(book, hop.executor), ...againstReceiver(book, client)]),
]

const conflict = (book: Book, { chain, hop }: Sent): Effects => {
  book.put(chains, { ...chain, status: 'conflict' })
  book.put(hops, { ...hop, status: 'conflict' })
  return { chain: chain.chain, status: 'conflict' }
}

const carryOut = ({ book, from, now }: Asked, sent: Sent, executed: bigint | undefined): Effects => {
  if (executed === undefined) return conflict(book, sent)
  if (sent.hop.status !== 'refused') {
    countTrade(book, { ...sent, settledBy: from, now })
    return trade(book, sent, executed)
  }
  movePosition(book, sent, 0n)
  book.put(hops, withoutHold(sent.hop, 'freed'))
  return end(book, sent.chain, 'refused')
}

/** What of the position that the bank names speaks against settling, with the credits that are folded to see it. */
const settledPosition = (
  book: Book,
  sent: Sent,
  { named, executed, sides }: { named: bigint; executed: bigint | undefined; sides: RefusalCode[] },
): Looked => {
  const { chain, product } = sent
  const { client, metal, side } = chain
  if (executed === undefined)
    return { folds: metal === undefined ? [] : [{ participant: client, voucher: metal.voucher }] }
  const change = side === 'buy' ? executed : -executed
  if (metal !== undefined) return positionNamed(book, chain, { named, change, blocked: { against: sides, folds: [] } })
  const quantity = (positionOf(book, chain, product)?.quantity ?? 0n) + change
  return named === quantity ? { folds: [] } : { folds: [], refusal: refused('position_stale') }
}

const settle: Page<'chain.settle'> = (asked) => {
  const { book, body, sender, general } = asked
  const said = asked.confidential as Said
  const chain = book.find(chains, body.chain) as Chain
  const guards = reasons({
    not_a_party: chain.bank !== sender.home,
    chain_state_forbids: chain.status !== 'answered' && chain.status !== 'accepted',
  })
  if (guards.length + general.length > 0) return refusedWith(guards, ofSender(asked, chain, true))
  const sent = sentOf(book, chain)
  const executed = executedIn(book, sent)
  const sides = executed === undefined || sent.hop.status === 'refused' ? [] : againstSides(book, sent)
  const found = settledPosition(book, sent, { named: BigInt(said['position'] as string), executed, sides })
  if (found.refusal !== undefined) return found.refusal
  return {
    ...{ against: sides, folds: found.folds },
    carryOut: () => {
      const effects = carryOut(asked as Asked, sent, executed)
      const rows = book.find(segments, chain.bank, chain.institution, chain.chain)
      book.put(segments, { ...(rows as NonNullable<typeof rows>), settled: confidentialText(said as never) })
      return effects
    },
  }
}

/** A step about a chain that is there, from some states alone. */
const step =
  <K extends Kind>(from: readonly Chain['status'][], page: (asked: Asked<K>, chain: Chain) => Ruling): Page<K> =>
  (asked) => {
    const chain = asked.book.find(chains, (asked.body as unknown as { chain: string }).chain)
    if (chain === undefined) return refused('unknown_chain')
    const { against, ...ruling } = page(asked, chain)
    return { ...ruling, against: [...reasons({ chain_state_forbids: !from.includes(chain.status) }), ...against] }
  }

const withdraw = step<'chain.withdraw'>(['received', 'enriched'], ({ book, body, from, device, sender }, chain) => {
  const isDispatcher = sender.devices[device]?.roles.includes('dispatcher') === true
  const isForPosition = body.reason === 'position'
  const isSide = (chain.client === from && !isForPosition) || (isDispatcher && chain.bank === sender.home)
  const status = isForPosition ? 'position-rejected' : 'withdrawn'
  return plain(reasons({ not_a_party: !isSide }), () => end(book, chain, status))
})

const expire = step<'chain.expire'>(['received', 'enriched'], ({ book, now }, chain) =>
  plain(reasons({ deadline_not_passed: now <= chain.expiresAt }), () => end(book, chain, 'expired')),
)

const markUnknown = step<'chain.mark-unknown'>(['sent'], ({ book, now, sender }, chain) => {
  const isEarly = now <= (chain.answerBy ?? 0n)
  return plain(reasons({ not_a_party: chain.bank !== sender.home, deadline_not_passed: isEarly }), () => {
    book.put(chains, { ...chain, status: 'unknown' })
    return { chain: chain.chain, status: 'unknown' }
  })
})

const mayBeVoided = ['sent', 'unknown', 'answered', 'conflict', 'accepted'] as const

const voided = step<'chain.void'>(mayBeVoided, ({ book, now }, chain) => {
  const isEarly = now <= (chain.answerBy ?? 0n) + thirtyDays
  return plain(reasons({ deadline_not_passed: isEarly }), () => end(book, chain, 'voided'))
})

const release = step<'chain.release'>(['voided'], ({ book, sender, confidential }, chain) => {
  const hop = book.find(hops, chain.chain)
  const against = reasons({
    not_a_party: chain.bank !== sender.home,
    chain_state_forbids: hop === undefined || hop.status === 'released',
  })
  return plain(against, () => {
    const { executor, held } = hop as Hop
    movePosition(book, sentOf(book, chain), 0n)
    if (book.find(accounts, executor) !== undefined) free(book, executor, held)
    book.put(hops, withoutHold(hop as Hop, 'released'))
    const rows = book.find(segments, chain.bank, chain.institution, chain.chain)
    book.put(segments, { ...(rows as NonNullable<typeof rows>), released: confidentialText(confidential as never) })
    return { chain: chain.chain, status: 'voided', ...toldFree(held) }
  })
})

const isBeyond = ({ metal, ...chain }: Chain, hop: Hop): boolean =>
  !isWithinCash(chain, hop) || (metal !== undefined && (hop.quantity ?? 0n) > metal.quantity)

// What was taken as it stands and cannot be settled may still be voided.
const reconcile = step<'chain.reconcile'>(['conflict', 'accepted'], ({ book, body, sender }, chain) => {
  const isTaken = body.verdict === 'settle'
  const hop = book.find(hops, chain.chain)
  const against = reasons({
    not_a_party: chain.bank !== sender.home,
    chain_state_forbids: isTaken && chain.status !== 'conflict',
    answer_beyond_reserved: isTaken && chain.status === 'conflict' && isBeyond(chain, hop as Hop),
  })
  return plain(against, () => {
    if (!isTaken) return end(book, chain, 'voided')
    book.put(chains, { ...chain, status: 'accepted' })
    return { chain: chain.chain, status: 'accepted' }
  })
})

/** What is over, so that nobody asks for its texts any more. */
const isOver = (book: Book, { chain, status }: Chain): boolean =>
  status === 'voided' ? book.find(hops, chain)?.status === 'released' : status === 'settled' || status === 'refused'

const purge: Page<'chain.purge'> = ({ book, body, now, sender }) => {
  const chain = book.find(chains, body.chain) as Chain
  const against = reasons({
    not_a_party: chain.bank !== sender.home,
    chain_state_forbids: !isOver(book, chain) || chain.purgedAt !== undefined,
    deadline_not_passed: now <= (chain.answerBy ?? 0n) + ninetyDays,
  })
  return plain(against, () => {
    book.put(chains, { ...chain, purgedAt: now })
    book.drop(segments, chain.bank, chain.institution, chain.chain)
    return { chain: chain.chain, status: chain.status }
  })
}

/** What should become of trades that a bank takes to an institution. */
export const chainPages = {
  ...{ 'chain.open': open, 'chain.enrich': enrich, 'chain.send': send, 'chain.answer': answer },
  ...{ 'chain.settle': settle, 'chain.withdraw': withdraw, 'chain.expire': expire },
  ...{ 'chain.mark-unknown': markUnknown, 'chain.void': voided, 'chain.release': release },
  ...{ 'chain.reconcile': withApproval('chain.reconcile', reconcile), 'chain.purge': purge },
} as const
