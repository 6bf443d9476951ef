import type { Contract } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import type { Outcome, Rejected } from '../../chaincode/outcome.ts'
import { type Fault, faultOf, isSubmitError } from '../fabric/errors.ts'
import type { Metrics } from '../metrics.ts'
import type { Pending } from '../outbox/outbox.ts'
import type { Follower } from '../projection/follower.ts'
import type { Projection } from '../projection/projection.ts'
import { type Entry, needsOf, storedOf, takeBatch } from './batch.ts'
import type { Endorsers } from './endorsers.ts'
import { type Attempt, attempt } from './submit.ts'

/** What a lane tells of the instructions that it could not bring to an outcome in a block. */
export interface LaneEvents {
  rejected(outcome: Rejected): void
  repeated(id: string): void
  outage(ids: string[], organisation: string): void
  /** Called when an endorser refused for the time, so that somebody finds out whose clock is off. */
  clockDoubted(): void
  /** The organisations that an instruction needs by what is known now; asked when the network refused it with those known before. */
  needs(pending: Pending): readonly string[]
  /** Called with what this lane gives away, so that an absent organisation that it alone needs holds up nothing else. */
  detour(entries: Entry[], organisation: string): void
}

export interface LaneOptions {
  /** The organisations whose accounts this lane changes: their peers must endorse everything here, and others some of it. */
  homes: readonly string[]
  /** The text of an envelope as it is to be submitted now: with a fresh stamp where it has one. */
  freshen: (envelope: string) => string
  projection: Pick<Projection, 'rowText'>
  batchMaximum: number
  contract: Contract
  follower: Follower
  endorsers: Endorsers
  events: LaneEvents
  metrics: Metrics
  log: Logger
}

// What a transaction takes on an idle network: the guess until the first one is through.
const firstAttemptSeconds = 0.3
// A batch of any size takes at most so much longer than a smaller one took: most of a small one's time is not its own.
const growthMaximum = 2
// Rows of so many senders are sent along.
const presumedMaximum = 8
const outagePauseMilliseconds = 1_000
const refusalsMaximum = 3
const conflictsMaximum = 3
const jitterMilliseconds = () => 20 + Math.random() * 80
const pause = (milliseconds: number) => new Promise((resume) => setTimeout(resume, milliseconds))
const pauseAfter = (fault: Fault['type']) =>
  pause(fault === 'conflict' ? jitterMilliseconds() : outagePauseMilliseconds)
const retryable = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'])

const confidentialOf = (batch: readonly Entry[]): Map<string, string> =>
  new Map(
    batch.flatMap(({ pending: { id, confidential } }) => (confidential === undefined ? [] : [[id, confidential]])),
  )

/**
 * One transaction in flight at a time, over accounts of the same organisations; its next batch is all that has queued
 * meanwhile, so that latency is one commit when idle and throughput grows under load (decision 0012).
 */
export class Lane {
  readonly #options: LaneOptions
  readonly #queue: Entry[] = []
  readonly #alone: (() => Promise<void>)[] = []
  #running = false
  #stopped = false
  #underWay = 0
  /** How long the last transactions took, newer ones counting more. */
  #attemptSeconds = firstAttemptSeconds
  /** How many instructions those had, newer ones counting more. */
  #attemptSize = 1
  /** When the transaction under way began, by this process's own clock. */
  #begunAt: number | undefined
  /** The organisation that everything here waits for now, if any. */
  waitingFor: string | undefined

  constructor(options: LaneOptions) {
    this.#options = options
  }

  /**
   * How long what comes now will wait for its outcome, in seconds: the transactions before it and its own, each as long as
   * the last ones took, more where they will be larger, or as the one under way has taken so far. So the figure follows
   * what the ledger really does, also when that has just become slow; nothing while this lane is idle, or waits for an absent
   * organisation: an outage is no load, and what comes meanwhile is kept.
   */
  get expectedWaitSeconds(): number {
    const ahead = this.#underWay + this.#queue.length
    if (ahead === 0 || this.waitingFor !== undefined) return 0
    const sinceSeconds = this.#begunAt === undefined ? 0 : (performance.now() - this.#begunAt) / 1000
    const { batchMaximum } = this.#options
    const growth = Math.min(Math.max(Math.min(ahead, batchMaximum) / this.#attemptSize, 1), growthMaximum)
    return Math.max(ahead / batchMaximum, 1) * Math.max(this.#attemptSeconds * growth, sinceSeconds)
  }

  /** Takes an instruction; the lane itself brings it to its outcome, however often that must be tried. */
  push(entry: Entry): void {
    this.#queue.push(entry)
    this.#start()
  }

  /** Takes instructions of which another lane found that they wait for an absent organisation. */
  waitFor(organisation: string, entries: readonly Entry[]): void {
    this.waitingFor = organisation
    for (const entry of entries) this.push(entry)
  }

  /** Does other work on what this lane changes, while no transaction of it is in flight; resolves or rejects as the work does. */
  alone(work: () => Promise<unknown>): Promise<void> {
    return new Promise((done, failed) => {
      this.#alone.push(() => work().then(() => done(), failed))
      this.#start()
    })
  }

  #start(): void {
    if (this.#running) return
    this.#running = true
    setImmediate(() => void this.#run())
  }

  stop(): void {
    this.#stopped = true
  }

  async #run(): Promise<void> {
    while (this.#alone.length + this.#queue.length > 0 && !this.#stopped) {
      await this.#alone.shift()?.()
      const batch = takeBatch(this.#queue, this.#options.batchMaximum)
      this.#underWay = batch.length
      if (batch.length > 0) await this.#settle(batch)
      this.#underWay = 0
    }
    this.#running = false
  }

  /**
   * Tries a batch until each of its instructions has an outcome. A batch that the network refuses, or that meets one
   * conflict after the other, is parted in two, so that one instruction holds up no other; what the network refuses even
   * alone is given up after some tries. What could not be stored was promised to nobody, and is left out.
   */
  async #settle(entries: Entry[]): Promise<void> {
    let batch = entries
    const failures = { refused: 0, conflict: 0, outage: 0 }
    for (let result = await this.#try(batch); result !== 'done' && !this.#stopped; result = await this.#try(batch)) {
      batch = await storedOf(batch)
      if (batch.length === 0) return
      failures[result] += 1
      const isStuck = failures.refused > 0 || failures.conflict >= conflictsMaximum
      if (isStuck && batch.length > 1) return this.#part(batch)
      if (failures.refused === refusalsMaximum) return this.#giveUp(batch)
      batch = await this.#forNextTry(batch, result)
    }
  }

  /** Waits as long as a failure of this kind wants; what was refused is then asked of whom it needs by what is known now. */
  async #forNextTry(batch: Entry[], after: Fault['type']): Promise<Entry[]> {
    await pauseAfter(after)
    return after === 'refused' ? batch.map((entry) => this.#withNeeds(entry)) : batch
  }

  /** What an instruction builds on may have come in since it was taken: then it needs others than those that were asked. */
  #withNeeds(entry: Entry): Entry {
    const needs = this.#options.events.needs(entry.pending)
    return { ...entry, needs: [...new Set([...entry.needs, ...needs])] }
  }

  async #part(batch: Entry[]): Promise<void> {
    const middle = batch.length >> 1
    await this.#settle(batch.slice(0, middle))
    await this.#settle(batch.slice(middle))
  }

  #giveUp(batch: Entry[]): void {
    for (const { pending } of batch) {
      this.#options.events.rejected({ id: pending.id, status: 'rejected', code: 'not_endorsed', values: {} })
    }
  }

  /** The senders' accounts for a batch of few; with many, the call that they spare is nothing beside their bytes. */
  #presumedFor(batch: readonly Entry[]): Map<string, string> {
    const presumed = new Map<string, string>()
    if (batch.length > presumedMaximum) return presumed
    for (const { pending } of batch) {
      const key = accounts.key(pending.sender)
      const text = this.#options.projection.rowText(key)
      if (text !== undefined) presumed.set(key, text)
    }
    return presumed
  }

  async #try(batch: Entry[]): Promise<'done' | Fault['type']> {
    const { contract, follower, endorsers, metrics, freshen } = this.#options
    const organisations = endorsers.choose(needsOf(batch))
    const stop = metrics.attempt.startTimer()
    const begun = performance.now()
    this.#begunAt = begun
    try {
      const result = await attempt({
        contract,
        follower,
        organisations,
        presumed: this.#presumedFor(batch),
        confidential: confidentialOf(batch),
        areStored: async () => (await storedOf(batch)).length === batch.length,
        envelopes: batch.map(({ pending }) => freshen(pending.envelope)),
      })
      if (result === undefined) return 'conflict'
      endorsers.succeeded(organisations)
      this.waitingFor = undefined
      this.#attemptSeconds = (this.#attemptSeconds + (performance.now() - begun) / 1000) / 2
      this.#attemptSize = (this.#attemptSize + batch.length) / 2
      metrics.batch.observe(batch.length)
      return this.#conclude(batch, result)
    } catch (error) {
      if (isSubmitError(error)) return this.#hold('ordering-service', batch)
      return this.#fail(batch, faultOf(error), organisations)
      /* c8 ignore next -- what has failed is told, and nothing is thrown on */
    } finally {
      this.#begunAt = undefined
      stop()
    }
  }

  #conclude(batch: Entry[], { outcomes, commit, wasSubmitted }: Attempt): 'done' | 'conflict' | 'refused' {
    if (wasSubmitted) {
      this.#options.metrics.transactions.inc({ validation: commit?.validation ?? 'UNKNOWN' })
      if (commit?.validation !== 'VALID') return this.#again(commit?.validation)
    }
    for (const [place, outcome] of outcomes.entries()) this.#tell(outcome, batch[place] as Entry)
    return 'done'
  }

  /**
   * An unknown or conflicting transaction is simply made again: each number is honoured once, whichever comes first. Any
   * other failure is the batch's own, and counts like a refusal of the endorsers.
   */
  #again(validation: string | undefined): 'conflict' | 'refused' {
    if (validation !== undefined && retryable.has(validation)) return 'conflict'
    this.#options.log.warn({ validation, homes: this.#options.homes }, 'a transaction was not committed')
    return validation === undefined ? 'conflict' : 'refused'
  }

  #tell(outcome: Outcome, { pending }: Entry): void {
    if (outcome.status === 'rejected') this.#options.events.rejected({ ...outcome, id: pending.id })
    if (outcome.status === 'repeated') this.#options.events.repeated(pending.id)
  }

  #fail(batch: Entry[], fault: Fault, organisations: string[]): 'done' | Fault['type'] {
    const { endorsers, homes, log } = this.#options
    log.warn({ fault, homes, organisations, batch: batch.length }, 'a batch was not endorsed')
    if (fault.isClock) this.#options.events.clockDoubted()
    if (fault.type !== 'outage') return fault.type
    const missing = endorsers.failed(needsOf(batch), organisations, fault)
    if (missing === undefined) return 'conflict'
    const isForSome = !fault.isOwnPeer && !homes.includes(missing) && needsOf(batch).includes(missing)
    return isForSome ? this.#detour(missing, batch) : this.#hold(missing, batch)
  }

  /** Keeps what this lane has until the absent organisation is back, and tells those who wait. */
  #hold(missing: string, batch: Entry[]): 'outage' {
    this.waitingFor = missing
    this.#options.events.outage(
      [...batch, ...this.#queue].map(({ pending }) => pending.id),
      missing,
    )
    return 'outage'
  }

  /** Gives away what needs an absent organisation that the others here can do without, and goes on with those. */
  #detour(missing: string, batch: Entry[]): 'done' {
    const all = [...batch, ...this.#queue]
    const needy = all.filter(({ needs }) => needs.includes(missing))
    this.#queue.splice(0, this.#queue.length, ...all.filter((entry) => !needy.includes(entry)))
    this.#options.events.detour(needy, missing)
    return 'done'
  }
}
