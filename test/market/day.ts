import { LedgerContract } from '../../chaincode/contracts/ledger-contract.ts'
import { credits, participants } from '../../chaincode/domains/registry/tables.ts'
import type { Outcome } from '../../chaincode/outcome.ts'
import { parseKey } from '../../chaincode/vocabulary.ts'
import { canonical } from '../../chaincode/wire/canonical.ts'
import type { Consortium } from '../../chaincode/wire/consortium.ts'
import type { Caller } from '../support/endorsement.ts'
import { ledgerFaults } from '../support/invariants.ts'
import type { InMemoryLedger, Proposal } from '../support/ledger.ts'
import { codeOf, outcomesOf } from '../support/scene.ts'
import { valueFaults } from '../support/values.ts'
import { Book } from './book/book.ts'
import { settle } from './book/clerk.ts'
import { Cast } from './cast.ts'
import { Desk } from './drawing/desk.ts'
import { Envelopes, type Posted } from './drawing/envelopes.ts'
import { Random } from './random.ts'

const instructionsInADay = 200

/** A day on which ledger and book disagree. */
export class Disagreement extends Error {}

interface Batch {
  gateway: string
  posted: readonly Posted[]
}

/** What a transaction of the day is about: envelopes, or credits to be put into an account's row. */
type Work = { batch: Batch } | { fold: { participant: string; keys: readonly string[] } }

interface Endorsed {
  work: Work
  proposal: Proposal
}

/** One day of the market: what a seed draws is signed, endorsed, ordered and committed, and held against the book after each transaction. */
export class Day {
  readonly #cast: Cast
  readonly #book: Book
  readonly #random: Random
  readonly #envelopes: Envelopes
  readonly #contract: LedgerContract
  readonly #met: Map<string, number>
  readonly #isSlow: boolean
  #instructions = 0

  private constructor({ cast, book, seed, met }: { cast: Cast; book: Book; seed: number; met: Map<string, number> }) {
    this.#cast = cast
    this.#book = book
    this.#random = new Random(seed)
    this.#isSlow = this.#random.chance(60)
    this.#envelopes = new Envelopes(new Desk({ random: this.#random, book, cast }))
    this.#contract = new LedgerContract(cast.scene.ledger.consortium)
    this.#met = met
  }

  static async open(consortium: Consortium, seed: number, met: Map<string, number>): Promise<Day> {
    const cast = await Cast.open(consortium)
    return new Day({ cast, book: Book.open(cast.scene.ledger.rows()), seed, met })
  }

  get #ledger(): InMemoryLedger {
    return this.#cast.scene.ledger
  }

  get #organisations(): readonly string[] {
    return this.#ledger.consortium.peerOrganisations
  }

  /** Plays the day to its end; throws a `Disagreement` at the first transaction that is not as the book says. */
  async play(): Promise<void> {
    while (this.#instructions < instructionsInADay) await this.#round()
    const faults = [...this.#rowFaults([...this.#book.keys(), ...this.#ledger.keys('', '')]), ...ledgerFaults(this.#ledger)]
    if (faults.length > 0) throw new Disagreement(`at the end of the day: ${faults.join('; ')}`)
  }

  async #round(): Promise<void> {
    this.#passTime()
    const works = this.#draw()
    const endorsed: Endorsed[] = []
    for (const work of works) endorsed.push(...(await this.#endorse(work)))
    const ordered = this.#rotated(endorsed)
    if (ordered.length > 0) await this.#commit(ordered, true)
    if (this.#random.chance(6)) await this.#tryWithoutRole()
  }

  /** Time stands still, goes on, or comes to the very end of something, or just behind it: on a slow day seldom, on a fast one often. */
  #passTime(): void {
    const { scene } = this.#cast
    const [jumps, ahead] = this.#isSlow ? slow : fast
    const horizon = scene.now + 10_800_000n
    const ends = this.#deadlines().filter((end) => end >= scene.now && end <= horizon)
    const [end] = ends.sort((one, other) => (one < other ? -1 : 1)).slice(this.#random.below(3))
    const isJump = this.#random.chance(jumps)
    scene.now = end !== undefined && isJump ? end + BigInt(this.#random.below(2)) : scene.now + this.#random.weighted(ahead)
  }

  #deadlines(): bigint[] {
    return [...this.#book.keys()].flatMap((key) => {
      const { answerBy, termEndsAt, expiresAt, codeExpiresAt, claim, status } = (this.#book.row(key) ?? {}) as Ending
      if (key.startsWith('quote~') || !beforeTheirEnd.has(status ?? '')) return []
      return [answerBy, termEndsAt, expiresAt, codeExpiresAt, claim?.answerBy].flatMap((end) => (end === undefined ? [] : [BigInt(end)]))
    })
  }

  /** The transactions of a round: a few batches at once, one at each home or two, and now and then a fold. */
  #draw(): Work[] {
    const count = this.#random.weighted([
      [1, 30],
      [2, 20],
      [4, 20],
      [8, 20],
      [16, 5],
    ])
    const posted = Array.from({ length: count }, () => this.#envelopes.next())
    this.#instructions += count
    const lanes = this.#random.chance(30) ? 2 : 1
    const batches = this.#organisations.flatMap((gateway) => {
      const own = posted.filter((one) => one.gateway === gateway)
      return Array.from({ length: lanes }, (_, lane) => own.filter((_one, place) => place % lanes === lane))
        .filter((part) => part.length > 0)
        .map((part): Work => ({ batch: { gateway, posted: part } }))
    })
    return this.#random.chance(15) ? [...batches, { fold: this.#foldOf() }] : batches
  }

  /** The credits of somebody whose home has a gateway to fold them. */
  #foldOf(): { participant: string; keys: string[] } {
    const credited = this.#book.all(credits).map(({ payee }) => payee)
    const able = credited.filter((payee) => this.#organisations.includes(this.#homeOf(payee)))
    const participant = this.#random.any(able) ?? 'alice'
    return { participant, keys: this.#book.creditKeys(participant) }
  }

  #homeOf(participant: string): string {
    return this.#book.find(participants, participant)?.home ?? ''
  }

  /** What nobody but a gateway of the home may do; whoever else tries must be turned away. */
  async #tryWithoutRole(): Promise<void> {
    const { participant, keys } = this.#foldOf()
    const home = this.#homeOf(participant)
    const other = this.#organisations.find((one) => one !== home) ?? ''
    const asked = this.#random.weighted<{ caller: Caller; transaction: string; args: readonly string[] }>([
      [{ caller: { mspId: home }, transaction: 'fold', args: [participant, ...keys] }, 3],
      [{ caller: { mspId: home, role: 'auditor' }, transaction: 'fold', args: [participant, ...keys] }, 1],
      [{ caller: { mspId: other, role: 'gateway' }, transaction: 'fold', args: [participant, ...keys] }, 2],
      [{ caller: { mspId: home }, transaction: 'apply', args: [this.#envelopes.next().text] }, 2],
    ])
    const endorsers = this.#organisations.slice(0, 1)
    const request = { ...asked, contract: this.#contract, timestamp: this.#cast.scene.now, organisations: endorsers }
    const answer = await this.#ledger.endorse(request).catch((error: unknown) => error as Error)
    if (answer instanceof Error) return
    const { role = 'client', mspId } = asked.caller
    throw new Disagreement(`${asked.transaction} by a ${role} of ${mspId} was endorsed, where the book says it is not theirs`)
  }

  /** One peer's answer stands for all: that peers agree is shown elsewhere. Now and then too few of them sign. */
  async #endorse(work: Work, isWhole = false): Promise<Endorsed[]> {
    const all = this.#organisations
    const few = all.filter(() => this.#random.chance(60))
    const organisations = !isWhole && few.length > 0 && this.#random.chance(10) ? few : all
    try {
      const proposal = 'batch' in work ? await this.#endorseBatch(work.batch) : await this.#endorseFold(work.fold)
      return [{ work, proposal: { ...proposal, organisations } }]
    } catch (error) {
      throw new Disagreement(`${this.#described(work)}: the peer could not decide: ${(error as Error).message}`)
    }
  }

  /** A transaction claims a time of its own: mostly the present, and else any that endorsers take (decision 0010). */
  #endorseBatch({ gateway, posted }: Batch): Promise<Proposal> {
    const { scene } = this.#cast
    const behind = this.#random.weighted([
      [0n, 80],
      [1n, 5],
      [BigInt(this.#random.below(30_001)), 10],
      [-BigInt(this.#random.below(5_001)), 5],
    ])
    return this.#ledger.endorse({
      ...{ caller: { mspId: gateway, role: 'gateway' }, contract: this.#contract, transaction: 'apply' },
      ...{ args: posted.map(({ text }) => text), organisations: [gateway] },
      ...{ timestamp: scene.now - behind, clock: scene.now },
    })
  }

  #endorseFold({ participant, keys }: { participant: string; keys: readonly string[] }): Promise<Proposal> {
    const mspId = this.#homeOf(participant)
    return this.#ledger.endorse({
      ...{ caller: { mspId, role: 'gateway' }, contract: this.#contract, transaction: 'fold' },
      ...{ args: [participant, ...keys], timestamp: this.#cast.scene.now, organisations: [mspId] },
    })
  }

  /** In another order than they were endorsed in, and now and then one of them never comes to be ordered. */
  #rotated(endorsed: readonly Endorsed[]): Endorsed[] {
    const by = this.#random.below(endorsed.length + 1)
    const turned = [...endorsed.slice(by), ...endorsed.slice(0, by)]
    return this.#random.chance(8) ? turned.slice(1) : turned
  }

  async #commit(ordered: readonly Endorsed[], isFirst: boolean): Promise<void> {
    const { transactions } = this.#ledger.commit(ordered.map(({ proposal }) => proposal))
    const again: Work[] = []
    for (const [place, { code }] of transactions.entries()) {
      const { work, proposal } = ordered[place] as Endorsed
      this.#count(code)
      if (code === 'VALID') this.#check(work, proposal)
      else again.push(work)
    }
    if (!isFirst && again.length > 0) throw new Disagreement('a transaction alone in its block, endorsed by all, was void')
    // What a gateway does about a conflict: it has the same envelopes decided again, on the state as it is now.
    for (const work of again) await this.#commit(await this.#endorse(work, true), false)
  }

  #count(what: string): void {
    this.#met.set(what, (this.#met.get(what) ?? 0) + 1)
  }

  #described(work: Work): string {
    if ('fold' in work) return `fold of ${work.fold.participant}`
    return work.batch.posted.map(({ sent: { instruction } }) => `${instruction.kind} by ${instruction.from}`).join(', ')
  }

  /** Holds a committed transaction against the book: each outcome, every row, and who endorsed it. */
  #check(work: Work, proposal: Proposal): void {
    this.#book.transaction = proposal.txId
    this.#book.touched.clear()
    if ('fold' in work) this.#book.fold(work.fold.participant, undefined, work.fold.keys)
    else this.#checkOutcomes(work.batch, proposal)
    const written = new Map(proposal.readWriteSet.writes.map(({ key, value }) => [key, value?.toString() ?? 'null']))
    const faults = [...this.#rowFaults([...this.#book.touched.keys(), ...written.keys()], written), ...this.#endorserFaults(proposal)]
    if (faults.length > 0) throw new Disagreement(`${this.#described(work)}: ${faults.join('; ')}`)
  }

  #checkOutcomes({ gateway, posted }: Batch, proposal: Proposal): void {
    const way = { ledger: this.#ledger.channel, submitter: gateway, now: proposal.timestamp }
    const outcomes = outcomesOf(proposal)
    for (const [place, { sent, text }] of posted.entries()) {
      const outcome = outcomes[place] as Outcome
      const { kind, from, body } = sent.instruction
      this.#count(outcome.status === 'accepted' ? kind : codeOf(outcome))
      const fault = settle(this.#book, sent, { way, outcome })
      const faults = [...(fault === undefined ? [] : [fault]), ...valueFaults(text, outcome)]
      if (faults.length > 0) throw new Disagreement(`${kind} by ${from}: ${faults.join('; ')} (${canonical(body as never)})`)
    }
  }

  /** Where rows are other than in the book; what a transaction wrote is looked at before what stands now. */
  #rowFaults(keys: readonly string[], written: ReadonlyMap<string, string> = new Map()): string[] {
    return [...new Set(keys)].flatMap((key) => {
      const expected = canonical(this.#book.row(key))
      const found = written.get(key) ?? canonical((this.#ledger.row(key) ?? null) as never)
      return expected === found ? [] : [`${key} is ${found}, and ${expected} in the book`]
    })
  }

  /** No account, and no row between parties that stood before, changes without a peer of its home (decisions 0009, 0022). */
  #endorserFaults({ organisations }: Proposal): string[] {
    const { quorum } = this.#ledger.consortium
    const count = this.#organisations.filter((one) => organisations.includes(one)).length
    const homes = [...this.#book.touched].flatMap(([key, stood]) => this.#homesOf(key, stood))
    const missing = homes.filter((home) => this.#organisations.includes(home) && !organisations.includes(home))
    return [
      ...(count < quorum ? [`${count} organisations endorsed it, where ${quorum} must`] : []),
      ...missing.map((home) => `it is valid without a peer of ${home}`),
    ]
  }

  #homesOf(key: string, stood: boolean): string[] {
    const { table, members } = parseKey(key) as NonNullable<ReturnType<typeof parseKey>>
    if (table.place === 'home') return [this.#homeOf(members[0] ?? '')]
    const row = this.#book.row(key) as { [member: string]: string } | null
    return stood && row !== null ? table.homesOf(row as never) : []
  }
}

/** How often of a hundred times time comes to the end of something, and how far it goes otherwise, in milliseconds. */
type Pace = readonly [jumps: number, ahead: readonly (readonly [milliseconds: bigint, weight: number])[]]
const slow: Pace = [
  5,
  [
    [0n, 75],
    [1n, 5],
    [5_000n, 20],
  ],
]
const fast: Pace = [
  30,
  [
    [0n, 55],
    [1_000n, 15],
    [60_000n, 15],
    [3_600_000n, 4],
  ],
]

type Ending = { [member: string]: string | undefined } & { claim?: { answerBy: string } }
/** The states in which something still has an end before it. */
const beforeTheirEnd = new Set(['offered', 'proposed', 'locked', 'open', 'part-filled', 'issued', 'claimed'])
