import { LedgerContract } from '../../chaincode/contracts/ledger-contract.ts'
import { credits, marks, participants } from '../../chaincode/domains/registry/tables.ts'
import { isJudgedByReceipt } from '../../chaincode/stamp.ts'
import type { Consortium } from '../../chaincode/wire/consortium.ts'
import { sentBeside } from '../support/confidential.ts'
import type { Caller } from '../support/endorsement.ts'
import type { InMemoryLedger, Proposal } from '../support/ledger.ts'
import { Audit, type Batch, Disagreement, described, type Fold, type Tally, type Work } from './audit.ts'
import { Book } from './book/book.ts'
import { Cast } from './cast.ts'
import { Desk } from './drawing/desk.ts'
import { Envelopes } from './drawing/envelopes.ts'
import { Pace } from './pace.ts'
import { Random } from './random.ts'

const instructionsInADay = 200

interface Endorsed {
  work: Work
  proposal: Proposal
}

interface Opening {
  cast: Cast
  book: Book
  seed: number
  met: Tally
  services: Services
}

/** How the market's services match, and how many blocks the channel has before those of the day: services name the blocks of the channel. */
interface Services {
  areServicesHonest?: boolean
  blocksBefore?: number
  /** False where the channel that is made of the day has no private collections. */
  hasPairs?: boolean
}

/** One day of the market: what a seed draws is signed, endorsed, ordered and committed, and held against the book after each transaction. */
export class Day {
  readonly #cast: Cast
  readonly #book: Book
  readonly #random: Random
  readonly #desk: Desk
  readonly #envelopes: Envelopes
  readonly #contract: LedgerContract
  readonly #audit: Audit
  readonly #met: Tally
  readonly #pace: Pace
  #instructions = 0

  private constructor({ cast, book, seed, met, services }: Opening) {
    this.#cast = cast
    this.#book = book
    this.#random = new Random(seed)
    this.#pace = new Pace(this.#random)
    this.#audit = new Audit({ ledger: cast.scene.ledger, book, met })
    this.#desk = new Desk({ random: this.#random, book, cast, ...services })
    this.#envelopes = new Envelopes(this.#desk)
    this.#contract = new LedgerContract(cast.scene.ledger.consortium)
    this.#met = met
  }

  /** Opens a day, on which services match as they must unless it is said that they need not. */
  static async open(consortium: Consortium, seed: number, met: Tally, services: Services = {}): Promise<Day> {
    const cast = await Cast.open(consortium)
    return new Day({ cast, book: Book.open(cast.scene.ledger.rows()), seed, met, services })
  }

  /** What the day is played on. */
  get ledger(): InMemoryLedger {
    return this.#cast.scene.ledger
  }

  get #organisations(): readonly string[] {
    return this.ledger.consortium.peerOrganisations
  }

  /** Plays so many instructions or a few more; throws a `Disagreement` at the first transaction that is not as the book says. */
  async playPart(instructions: number): Promise<void> {
    while (this.#instructions < instructions) await this.#round()
  }

  /** Plays the day to its end; throws a `Disagreement` at the first transaction that is not as the book says. */
  async play(): Promise<void> {
    await this.playPart(instructionsInADay)
    this.#audit.checkWhole()
  }

  async #round(): Promise<void> {
    const { scene } = this.#cast
    scene.now = this.#pace.next(scene.now, this.#book)
    const works = this.#draw()
    const endorsed: Endorsed[] = []
    for (const work of works) endorsed.push(...(await this.#endorse(work)))
    const ordered = this.#rotated(endorsed)
    if (ordered.length > 0) await this.#commit(ordered, true)
    if (this.#random.chance(6)) await this.#tryWithoutLeave()
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

  /** The credits, or the marks, of somebody whose home has a gateway to fold them. */
  #foldOf(): Fold {
    return this.#random.chance(40) ? this.#foldOfMarks() : this.#foldOfCredits()
  }

  #foldOfMarks(): Fold {
    const marked = this.#book.all(marks)
    const participant = this.#random.any(marked)?.participant ?? 'noodle-bar'
    const own = marked.filter((one) => one.participant === participant)
    return { transaction: 'foldMarks', participant, keys: own.map((one) => marks.keyOf(one)) }
  }

  #foldOfCredits(): Fold {
    const credited = this.#book.all(credits).map(({ payee }) => payee)
    const able = credited.filter((payee) => this.#organisations.includes(this.#homeOf(payee)))
    const participant = this.#random.any(able) ?? 'alice'
    return { transaction: 'fold', participant, keys: this.#book.creditKeys(participant) }
  }

  #homeOf(participant: string): string {
    return this.#book.find(participants, participant)?.home ?? ''
  }

  /** What nobody but a gateway of the home may do, and at no other time than about now: whoever else tries must be turned away. */
  async #tryWithoutLeave(): Promise<void> {
    const { transaction, participant, keys } = this.#foldOf()
    const home = this.#homeOf(participant)
    const other = this.#organisations.find((one) => one !== home) ?? ''
    const now = this.#cast.scene.now
    const fold = { transaction, args: [participant, ...keys], timestamp: now }
    const apply = { transaction: 'apply', args: [this.#envelopes.next().text] }
    const asked = this.#random.weighted<{
      caller: Caller
      transaction: string
      args: readonly string[]
      timestamp: bigint
    }>([
      [{ ...fold, caller: { mspId: home } }, 3],
      [{ ...fold, caller: { mspId: home, role: 'auditor' } }, 1],
      [{ ...fold, caller: { mspId: other, role: 'gateway' } }, 2],
      [{ ...apply, caller: { mspId: home }, timestamp: now }, 2],
      [
        { ...apply, caller: { mspId: home, role: 'gateway' }, timestamp: now + this.#random.one([-30_001n, 5_001n]) },
        2,
      ],
    ])
    const endorsers = this.#organisations.slice(0, 1)
    const request = { ...asked, contract: this.#contract, clock: now, organisations: endorsers }
    const answer = await this.ledger.endorse(request).catch((error: unknown) => error as Error)
    if (answer instanceof Error) return
    const { role = 'client', mspId } = asked.caller
    const what = `${asked.transaction} by a ${role} of ${mspId}, ${asked.timestamp - now} ms from now`
    throw new Disagreement(`${what}, was endorsed, where the book says that it is turned away`)
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
      throw new Disagreement(`${described(work)}: the peer could not decide: ${(error as Error).message}`)
    }
  }

  /** A transaction claims a time of its own: mostly the present, and else any that endorsers take (decision 0010). */
  #endorseBatch({ gateway, posted }: Batch): Promise<Proposal> {
    const { scene } = this.#cast
    // An endorser leaves a receipt alone that its clock does not bear out; a gateway asks again then, with the present time (decision 0041).
    const isJudged = posted.some(({ sent }) => sent.stamp !== undefined && isJudgedByReceipt(sent.instruction.kind))
    const drawn = this.#random.weighted([
      [0n, 80],
      [1n, 5],
      [BigInt(this.#random.below(30_001)), 10],
      [-BigInt(this.#random.below(5_001)), 5],
    ])
    const behind = isJudged ? 0n : drawn
    return this.ledger.endorse({
      ...{ caller: { mspId: gateway, role: 'gateway' }, contract: this.#contract, transaction: 'apply' },
      ...{ args: posted.map(({ text }) => text), organisations: [gateway] },
      ...{ timestamp: scene.now - behind, clock: scene.now },
      transient: sentBeside(posted.map(({ text, confidential }) => [text, confidential])),
    })
  }

  #endorseFold({ transaction, participant, keys }: Fold): Promise<Proposal> {
    const mspId = this.#homeOf(participant)
    return this.ledger.endorse({
      ...{ caller: { mspId, role: 'gateway' }, contract: this.#contract, transaction },
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
    const { transactions, number } = this.ledger.commit(ordered.map(({ proposal }) => proposal))
    const again: Work[] = []
    for (const [place, { code }] of transactions.entries()) {
      const { work, proposal } = ordered[place] as Endorsed
      this.#met.add(code)
      if (code === 'VALID') this.#audit.check(work, proposal)
      else again.push(work)
    }
    this.#desk.lists.endBlock(number, this.#book)
    if (!isFirst && again.length > 0)
      throw new Disagreement('a transaction alone in its block, endorsed by all, was void')
    // What a gateway does about a conflict: it has the same envelopes decided again, on the state as it is now.
    for (const work of again) await this.#commit(await this.#endorse(work, true), false)
  }
}
