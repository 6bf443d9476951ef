import { tradeRewards } from '../../chaincode/domains/promotions/tables.ts'
import { type Chain, chains } from '../../chaincode/domains/trade-chain/tables.ts'
import type { Book } from './book/book.ts'
import type { Random } from './random.ts'

/** How often of a hundred times time comes to the end of something, and how far it goes otherwise, in milliseconds. */
type Parts = readonly [jumps: number, ahead: readonly (readonly [milliseconds: bigint, weight: number])[]]
const slow: Parts = [
  5,
  [
    [0n, 75],
    [1n, 5],
    [5_000n, 20],
  ],
]
const fast: Parts = [
  30,
  [
    [0n, 55],
    [1_000n, 15],
    [60_000n, 15],
    [3_600_000n, 4],
  ],
]

type Ending = { [member: string]: string | undefined } & { claim?: { answerBy: string } }
const beforeSent = ['received', 'enriched']
const open = ['ordered', 'paid', 'accepted', 'shipped', 'delivered', 'disputed']
/** The states in which something still has an end before it. */
const beforeTheirEnd = new Set([
  'offered',
  'proposed',
  'locked',
  'open',
  'part-filled',
  'issued',
  'claimed',
  'pending',
  'sent',
  ...beforeSent,
  ...open,
])

const deadlinesIn = (book: Book): bigint[] =>
  [...book.keys()].flatMap((key) => {
    const { answerBy, actBy, termEndsAt, expiresAt, codeExpiresAt, claim, status, until } = (book.row(key) ??
      {}) as Ending
    if (key.startsWith('quote~') || !beforeTheirEnd.has(status ?? '')) return []
    const ends = [
      actBy,
      status === 'accepted' ? undefined : answerBy,
      termEndsAt,
      expiresAt,
      codeExpiresAt,
      claim?.answerBy,
      // Until then the keys of a package are to be out.
      key.startsWith('package~') ? until : undefined,
    ]
    return ends.flatMap((end) => (end === undefined ? [] : [BigInt(end)]))
  })

const horizon = 10_800_000n
/** The states of a chain that was sent, and the time behind its answer’s in which the two may end it themselves. */
const unended = new Set(['sent', 'unknown', 'answered', 'conflict', 'accepted'])
const thirtyDays = 2_592_000_000n
/** The states of a chain whose texts may be purged so long behind its time to answer. */
const ended = new Set(['settled', 'refused', 'voided'])
const ninetyDays = 7_776_000_000n

/** How a day passes: time stands still, goes on, or comes to the very end of something, or just behind it; on a slow day seldom, on a fast one often. */
export class Pace {
  readonly #random: Random
  readonly #parts: Parts

  constructor(random: Random) {
    this.#random = random
    this.#parts = random.chance(60) ? slow : fast
  }

  /** Now and then so far that an auditor may void a chain that nobody ends, or that a bank may purge one that ended: once some of them wait. */
  #sleep(now: bigint, book: Book): bigint | undefined {
    const all = book.all(chains)
    const waiting = all.filter(({ status }) => unended.has(status))
    const toVoid = this.#farBehind(waiting, thirtyDays, 8)
    const over = all.filter(({ status, answerBy, purgedAt }) => ended.has(status) && answerBy && purgedAt === undefined)
    const held = book.all(tradeRewards).flatMap(({ status, heldUntil }) => (status === 'held' ? [heldUntil ?? 0n] : []))
    const toExpire = this.#random.chance(40) ? this.#random.any(held) : undefined
    const end = toVoid ?? this.#farBehind(over, ninetyDays, 7) ?? toExpire
    return end === undefined || end < now ? undefined : end
  }

  #farBehind(waiting: readonly Chain[], milliseconds: bigint, percent: number): bigint | undefined {
    if (waiting.length < 2 || !this.#random.chance(percent)) return undefined
    const { answerBy = 0n } = this.#random.one(waiting)
    return answerBy + milliseconds + BigInt(this.#random.below(2))
  }

  /** The moment that comes next, in UTC milliseconds. */
  next(now: bigint, book: Book): bigint {
    const [jumps, ahead] = this.#parts
    const sleep = this.#sleep(now, book)
    if (sleep !== undefined) return sleep
    const goesOnBy = this.#random.weighted(ahead)
    if (!this.#random.chance(jumps)) return now + goesOnBy
    const ends = deadlinesIn(book).filter((end) => end >= now && end <= now + horizon)
    const [end] = ends.sort((one, other) => (one < other ? -1 : 1)).slice(this.#random.below(3))
    return end === undefined ? now + goesOnBy : end + BigInt(this.#random.below(2))
  }
}
