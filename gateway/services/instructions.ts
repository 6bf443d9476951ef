import { z } from 'zod'
import { readConfidential } from '../../chaincode/confidential.ts'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import {
  type Envelope,
  envelopeText,
  knownEnvelope,
  type ReadEnvelope,
  shapeEnvelope,
} from '../../chaincode/envelope.ts'
import { ruleOf } from '../../chaincode/ledger.ts'
import type { Rejected } from '../../chaincode/outcome.ts'
import { Refusal } from '../../chaincode/refusal.ts'
import { admit, admitNumber } from '../../chaincode/rules/judge.ts'
import { isStampedKind } from '../../chaincode/stamp.ts'
import { type Kind, partsOf, type RefusalCode, type RefusalValues } from '../../chaincode/vocabulary.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import type { Configuration } from '../configuration.ts'
import { crashPoint } from '../crash-point.ts'
import type { ClockWatch } from '../fabric/clock-watch.ts'
import type { Lanes, Route } from '../lanes/lanes.ts'
import type { Metrics } from '../metrics.ts'
import type { Outbox, Pending } from '../outbox/outbox.ts'
import { Problem } from '../problem.ts'
import type { Follower } from '../projection/follower.ts'
import type { Projection, Recorded } from '../projection/projection.ts'
import type { ChainTexts } from './chain-texts.ts'
import { type InstructionDocument, pendingDocument, recordedDocument, rejectedDocument } from './document.ts'
import { type RelayedAnswer, relayEnvelope } from './relay.ts'
import type { Arrival, ClaimedCode, Stamps } from './stamps.ts'

/** How an instruction was answered: with what is known of it here, or with the word of its home's gateway. */
export type Answer = { document: InstructionDocument } | { relayed: RelayedAnswer }

interface Options {
  configuration: Configuration
  projection: Projection
  outbox: Outbox
  lanes: Lanes
  follower: Follower
  metrics: Metrics
  /** Signs what only this home knows; without it, the kinds that need that are refused here. */
  stamper?: Stamps | undefined
  /** Takes in the first texts of trade chains; none where this member is no bank. */
  chainTexts?: ChainTexts | undefined
  /** Whether the time of this machine can be relied on. */
  clock: Pick<ClockWatch, 'problem'>
}

interface Taking {
  waitSeconds: number
  isRelayed: boolean
  /** Whether the caller looks next at what the outcome changed, so that the projection must have it first. */
  isReadOn?: boolean
  /** The code beside a claim of it; never kept. */
  claimed?: ClaimedCode
}

type Waiting = Required<Pick<Taking, 'waitSeconds' | 'isReadOn'>>

/** Who waits for news of an instruction. */
interface Waiter {
  tell: (recorded?: Recorded) => void
  isReadOn: boolean
}

/** What becomes known of an instruction: its record where that is its outcome, and whether the projection has it. */
interface News {
  recorded?: Recorded
  isReadable: boolean
}

const catchUpMilliseconds = 1_000
const clockRetrySeconds = 5
const relayedMilliseconds = 1_000
const nextLookMilliseconds = 50

const toldBlock = z.object({ ledger: z.object({ block: z.string().regex(/^[0-9]{1,16}$/) }) })

/** The block in which an instruction stands that another gateway tells of; undefined where it stands in none. */
const blockOf = ({ body }: RelayedAnswer): bigint | undefined => {
  try {
    return BigInt(toldBlock.parse(JSON.parse(body)).ledger.block)
  } catch {
    return undefined
  }
}
/** The kind whose text is for the bank alone, until the chain is sent. */
const firstKind: Kind = 'chain.open'
const unknownSoFar: readonly RefusalCode[] = ['unknown_device']

const reject = (code: RefusalCode, values: RefusalValues, id?: string): never => {
  throw new Problem(code, { values, outcome: 'none', ...(id === undefined ? {} : { id }) })
}

/** What was signed, and what came beside it for few: the text of a confidential body, which is no part of the envelope. */
const partsOfRequest = (value: unknown): { signed: unknown; confidential: string | undefined } => {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'confidential'))
    return { signed: value, confidential: undefined }
  const { confidential, ...signed } = value as { confidential: unknown }
  return { signed, confidential: typeof confidential === 'string' ? confidential : '' }
}

/** The id that the sender of an unreadable envelope gave it, so that the refusal is about that one; undefined when none. */
const idOfUnreadable = (value: unknown): string | undefined => {
  const { instruction } = (value ?? {}) as { instruction?: Json }
  if (typeof instruction !== 'object' || instruction === null) return undefined
  try {
    return digest(canonical(instruction))
  } catch {
    // Nested too deeply to be read.
    return undefined
  }
}

/** Takes instructions in: checks them, keeps them on disk, brings them to their outcome, and tells what that was. */
export class Instructions {
  readonly #options: Options
  readonly #waiters = new Map<string, Set<Waiter>>()

  constructor(options: Options) {
    this.#options = options
    options.follower.onRead((recorded) => {
      for (const one of recorded) this.#wake(one.id, { recorded: one, isReadable: false })
    })
    options.follower.onBlock((recorded) => this.#settle(recorded))
    options.lanes.onRejected((outcome) => this.#rejected(outcome))
    options.lanes.onAgain((pending) => this.#enqueue(pending))
    options.lanes.onRoute((pending) => this.#route(knownEnvelope(pending.envelope)))
    options.lanes.onOutage((ids) => {
      for (const id of ids) this.#wake(id)
    })
  }

  /** Brings everything that was promised before a restart to the ledger again. */
  resume(): void {
    for (const pending of this.#options.outbox.all()) {
      if (this.#options.projection.instruction(pending.id) !== undefined) this.#options.outbox.settle([pending.id])
      else this.#enqueue(pending)
    }
  }

  /**
   * Takes an envelope of any shape; resolves once it is on disk and, when asked to wait, once it has its outcome or time
   * is up. Sending the same one again is safe and tells the same outcome (S0-011). Throws a Problem otherwise.
   */
  async accept(value: unknown, request: Taking): Promise<Answer> {
    // Before anything is waited for: what is judged by its time of receipt must not pay for this gateway's own checks (decision 0041).
    const receivedAt = BigInt(Date.now())
    crashPoint('received')
    const { confidential, signed } = partsOfRequest(value)
    const envelope = this.#shape(signed)
    const known = this.find(envelope.id)
    if (known !== undefined && known.status !== 'rejected') return { document: await this.#await(envelope, request) }
    this.#requireRoom(envelope)
    const home = await this.#admit(envelope)
    const isConfidential = partsOf(envelope.instruction.kind).confidential !== undefined
    // What two alone may know goes through no third.
    if (isConfidential) this.#requireConfidential(envelope, { home, confidential })
    if (envelope.instruction.kind === firstKind) this.#requireFirst(envelope, { home, confidential })
    if (home !== this.#options.configuration.mspId) return { relayed: await this.#relay(envelope, home, request) }
    await this.#store(envelope, { receivedAt, claimed: request.claimed }, confidential)
    return { document: await this.#await(envelope, request) }
  }

  /** What is known here of an instruction: from the blocks, else from the outbox. */
  find(id: string): InstructionDocument | undefined {
    const { projection, outbox, lanes } = this.#options
    const recorded = projection.instruction(id)
    if (recorded !== undefined) return recordedDocument(recorded)
    const pending = outbox.find(id)
    if (pending !== undefined)
      return pendingDocument(pending, lanes.waitingFor(this.#route(knownEnvelope(pending.envelope))))
    const rejection = outbox.rejection(id)
    return rejection === undefined ? undefined : rejectedDocument(rejection)
  }

  /**
   * Refuses `not_home` for what is confidential and another's, `not_a_pair` where it is for two members that share nothing, or
   * of who is at home with neither, and `confidential_missing` for what came without what was signed.
   */
  #requireConfidential(
    { instruction, id }: ReadEnvelope,
    { home, confidential }: { home: string; confidential: string | undefined },
  ): void {
    const { configuration, projection } = this.#options
    const { mspId: submitter } = configuration
    if (home !== submitter) reject('not_home', { home, submitter }, id)
    const pair = ruleOf(instruction.kind).pair?.(instruction as never, projection.view)
    if (pair === undefined || projection.consortium.collectionOf(pair.bank, pair.institution) === undefined)
      reject('not_a_pair', {}, id)
    // The pair's peers alone endorse it, and whose account lies elsewhere has none of them.
    const own = projection.view.find(accounts, instruction.from)?.home
    if (own !== pair?.bank && own !== pair?.institution) reject('not_a_pair', {}, id)
    if (readConfidential(instruction, confidential) === undefined) reject('confidential_missing', {}, id)
  }

  /**
   * Refuses `not_home` for another bank's, since the text beside it is for the client's own alone, `home_lacks_part` where this member is no
   * bank, and what cannot be passed on to an institution as `ChainTexts` does (S2-001).
   */
  #requireFirst(
    envelope: ReadEnvelope,
    { home, confidential }: { home: string; confidential: string | undefined },
  ): void {
    const { chainTexts, configuration } = this.#options
    const { mspId: submitter } = configuration
    if (home !== submitter) reject('not_home', { home, submitter }, envelope.id)
    if (chainTexts === undefined) reject('home_lacks_part', { part: 'bank' }, envelope.id)
    chainTexts?.check(envelope, confidential)
  }

  #shape(value: unknown): ReadEnvelope {
    try {
      return shapeEnvelope(value)
    } catch (error) {
      if (error instanceof Refusal) reject(error.code, error.values, idOfUnreadable(value))
      throw error
    }
  }

  /** The home of the instruction, after the checks that the contract will make again; refuses what it would reject. */
  async #admit(envelope: ReadEnvelope): Promise<string> {
    const first = this.#judge(envelope)
    if (typeof first === 'string') return first
    if (!unknownSoFar.includes(first.code)) return reject(first.code, first.values, envelope.id)
    // The projection may lag behind the peer by some blocks: a device registered a moment ago is worth a look at each that comes in time.
    const end = performance.now() + catchUpMilliseconds
    for (;;) {
      await this.#options.follower.nextBlock(Math.max(0, end - performance.now()))
      const again = this.#judge(envelope)
      if (typeof again === 'string') return again
      if (!unknownSoFar.includes(again.code) || performance.now() >= end)
        return reject(again.code, again.values, envelope.id)
    }
  }

  #judge(envelope: ReadEnvelope): string | { code: RefusalCode; values: RefusalValues } {
    const { configuration, projection, outbox } = this.#options
    const { from: sender, device, number } = envelope.instruction
    const admission = admit({
      envelope,
      rule: ruleOf(envelope.instruction.kind),
      view: projection.view,
      ledger: configuration.channel,
      submitter: configuration.mspId,
    })
    if (admission.status === 'rejected' && admission.code === 'not_home') return String(admission.values['home'])
    if (admission.status === 'rejected') return { code: admission.code, values: admission.values }
    const ahead = admitNumber(envelope, { view: projection.view, now: BigInt(Date.now()) })
    if (ahead.status === 'rejected') return { code: ahead.code, values: ahead.values }
    const claim = { sender, device, number }
    const rival = projection.instructionByNumber(claim) ?? outbox.findByNumber(claim)
    if (rival === undefined || rival.id === envelope.id) return configuration.mspId
    return { code: 'number_used', values: { number, first: rival.id } }
  }

  async #relay(envelope: ReadEnvelope, home: string, request: { waitSeconds: number; isRelayed: boolean }) {
    const { configuration } = this.#options
    const url = configuration.gateways[home]
    if (request.isRelayed || url === undefined)
      return reject('not_home', { home, submitter: configuration.mspId }, envelope.id)
    return this.#readable(
      await relayEnvelope({ url, own: configuration.mspId, envelope, waitSeconds: request.waitSeconds }),
    )
  }

  /** Waits, for a moment, until what the home's gateway tells of can be read here too: who asked reads on here. */
  async #readable(answer: RelayedAnswer): Promise<RelayedAnswer> {
    const { projection, follower } = this.#options
    const block = blockOf(answer)
    const end = performance.now() + relayedMilliseconds
    while (block !== undefined && projection.height <= block && performance.now() < end) {
      await follower.nextBlock(nextLookMilliseconds)
    }
    return answer
  }

  /**
   * Refuses a new instruction with `overloaded` before its signature is checked, since saying no must cost little (decision 0012), and
   * with `clock_off` while the endorsers would take nothing with the time of this machine.
   */
  #requireRoom(envelope: ReadEnvelope): void {
    const retryAfterSeconds = clockRetrySeconds
    if (this.#options.clock.problem !== undefined)
      throw new Problem('clock_off', { outcome: 'none', retryAfterSeconds, id: envelope.id })
    const { outbox, lanes, configuration } = this.#options
    const { pendingInstructions, waitSeconds } = configuration.limits
    const isLaneFree = lanes.expectedWaitSeconds(this.#route(envelope)) <= waitSeconds
    if (isLaneFree && outbox.size < pendingInstructions) return
    throw new Problem('overloaded', { outcome: 'none', retryAfterSeconds: 1, id: envelope.id })
  }

  /** With this home's stamp where the kind needs one; refuses what the stamper does, and `stamp_missing` without a stamper. */
  #stamped(envelope: ReadEnvelope, arrival: Arrival): ReadEnvelope {
    const { stamper } = this.#options
    if (!isStampedKind(envelope.instruction.kind)) return envelope
    return stamper === undefined ? reject('stamp_missing', {}, envelope.id) : stamper.stamp(envelope, arrival)
  }

  /** Keeps what two alone may know with the promise, and a first text beside it: that goes to no peer yet. */
  async #store(envelope: ReadEnvelope, arrival: Arrival, beside: string | undefined): Promise<void> {
    const { outbox, lanes, metrics, chainTexts } = this.#options
    if (outbox.find(envelope.id) !== undefined) return
    const { from: sender, device, number, kind } = envelope.instruction
    const confidential = partsOf(kind).confidential === undefined ? undefined : beside
    if (kind === firstKind && beside !== undefined) chainTexts?.keep(envelope, beside)
    const pending = {
      id: envelope.id,
      sender,
      device,
      number,
      envelope: envelopeText(this.#stamped(envelope, arrival)),
      receivedAt: arrival.receivedAt,
      ...(confidential !== undefined && { confidential }),
    }
    // The endorsers may be asked meanwhile; the lane submits nothing that is not on the disk.
    const { isNew, stored } = outbox.store(pending)
    if (isNew) lanes.push(pending, this.#route(envelope), stored)
    await stored
    crashPoint('stored')
    metrics.received.inc()
    metrics.pending.set(outbox.size)
  }

  #enqueue(pending: Pending): void {
    this.#options.lanes.push(pending, this.#route(knownEnvelope(pending.envelope)))
  }

  /** The organisations whose peers must endorse, and what must not be changed by two transactions at once. */
  #route({ instruction }: Envelope): Route {
    const { view } = this.#options.projection
    const rule = ruleOf(instruction.kind)
    const known = (homes: readonly (string | undefined)[] = []) => homes.filter((home) => home !== undefined)
    const others = rule.organisations?.(instruction as never, view)
    const homes = known([view.find(accounts, instruction.from)?.home, ...(others ?? [])])
    const receivers = known(rule.receivers?.(instruction as never, view))
    const subject = rule.contended?.(instruction as never) ?? instruction.from
    const pair = rule.pair?.(instruction as never, view)
    if (pair !== undefined)
      return { homes: [pair.bank, pair.institution].sort(), receivers: [], subject, isConfidential: true }
    return { homes: [...new Set(homes)].sort(), receivers, subject }
  }

  #settle(recorded: Recorded[]): void {
    const { outbox, metrics } = this.#options
    outbox.settle(recorded.map(({ id }) => id))
    metrics.pending.set(outbox.size)
    for (const one of recorded) {
      metrics.recorded.inc({ status: one.outcome.status })
      this.#wake(one.id, { recorded: one, isReadable: true })
    }
  }

  #rejected(outcome: Rejected): void {
    this.#options.outbox.reject(outcome)
    this.#wake(outcome.id)
  }

  /** Tells those who wait for news of an instruction; those who read on only what the projection has. */
  #wake(id: string, { recorded, isReadable }: News = { isReadable: true }): void {
    for (const waiter of this.#waiters.get(id) ?? []) if (isReadable || !waiter.isReadOn) waiter.tell(recorded)
  }

  /** The document once it is final, or waits for an absent organisation, or time is up. */
  async #await(envelope: ReadEnvelope, { waitSeconds, isReadOn = false }: Taking): Promise<InstructionDocument> {
    const { outbox, lanes } = this.#options
    const { id, instruction } = envelope
    const present = () => this.find(id) as InstructionDocument
    const isOpen = outbox.find(id) !== undefined && lanes.waitingFor(this.#route(envelope)) === undefined
    if (waitSeconds === 0 || !isOpen) return present()
    const recorded = await this.#nextNews(id, { waitSeconds, isReadOn })
    // The block has just told it: there is no need to look it up and to read its text again.
    return recorded === undefined ? present() : recordedDocument(recorded, instruction)
  }

  /** Resolves when something becomes known of an instruction, with its record where that is its outcome, or when time is up. */
  #nextNews(id: string, { waitSeconds, isReadOn }: Waiting): Promise<Recorded | undefined> {
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(id) ?? new Set()
      const tell = (recorded?: Recorded) => {
        clearTimeout(timer)
        waiters.delete(waiter)
        if (waiters.size === 0) this.#waiters.delete(id)
        resolve(recorded)
      }
      const waiter = { tell, isReadOn }
      const timer = setTimeout(tell, waitSeconds * 1000)
      this.#waiters.set(id, waiters.add(waiter))
    })
  }
}
