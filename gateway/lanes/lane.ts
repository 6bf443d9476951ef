import type { Contract } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import type { Outcome, Rejected } from '../../chaincode/wire/outcome.ts'
import { type Fault, faultOf, isSubmitError } from '../fabric/errors.ts'
import { type Attempt, attempt } from '../fabric/submit.ts'
import type { Metrics } from '../metrics.ts'
import type { Pending } from '../outbox/outbox.ts'
import type { Follower } from '../projection/follower.ts'
import type { Endorsers } from './endorsers.ts'

/** What a lane tells of the instructions that it could not bring to an outcome in a block. */
export interface LaneEvents {
  rejected(outcome: Rejected): void
  repeated(id: string): void
  outage(ids: string[], organisation: string): void
}

export interface LaneOptions {
  /** The organisations whose accounts this lane changes: their peers must endorse everything here. */
  homes: readonly string[]
  /** The text of an envelope as it is to be submitted now: with a fresh stamp where it has one. */
  freshen: (envelope: string) => string
  batchMaximum: number
  contract: Contract
  follower: Follower
  endorsers: Endorsers
  events: LaneEvents
  metrics: Metrics
  log: Logger
}

const outagePauseMilliseconds = 1_000
const refusalsMaximum = 3
const conflictsMaximum = 3
const jitterMilliseconds = () => 20 + Math.random() * 80
const pause = (milliseconds: number) => new Promise((resume) => setTimeout(resume, milliseconds))
const pauseAfter = (fault: Fault['type']) =>
  pause(fault === 'conflict' ? jitterMilliseconds() : outagePauseMilliseconds)
const retryable = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'])

/**
 * One transaction in flight at a time, over accounts of the same organisations; its next batch is all that has queued
 * meanwhile, so that latency is one commit when idle and throughput grows under load (decision 0012).
 */
export class Lane {
  readonly #options: LaneOptions
  #queue: Pending[] = []
  readonly #alone: (() => Promise<void>)[] = []
  #running = false
  #stopped = false
  /** The organisation that everything here waits for now, if any. */
  waitingFor: string | undefined

  constructor(options: LaneOptions) {
    this.#options = options
  }

  get depth(): number {
    return this.#queue.length
  }

  /** Takes an instruction; the lane itself brings it to its outcome, however often that must be tried. */
  push(pending: Pending): void {
    this.#queue.push(pending)
    this.#start()
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
      const batch = this.#queue.splice(0, this.#options.batchMaximum)
      if (batch.length > 0) await this.#settle(batch)
    }
    this.#running = false
  }

  /**
   * Tries a batch until each of its instructions has an outcome. A batch that the network refuses, or that meets one
   * conflict after the other, is parted in two, so that one instruction holds up no other; what the network refuses even
   * alone is given up after some tries.
   */
  async #settle(batch: Pending[]): Promise<void> {
    const failures = { refused: 0, conflict: 0, outage: 0 }
    for (let result = await this.#try(batch); result !== 'done' && !this.#stopped; result = await this.#try(batch)) {
      failures[result] += 1
      const isStuck = failures.refused > 0 || failures.conflict >= conflictsMaximum
      if (isStuck && batch.length > 1) return this.#part(batch)
      if (failures.refused === refusalsMaximum) return this.#giveUp(batch)
      await pauseAfter(result)
    }
  }

  async #part(batch: Pending[]): Promise<void> {
    const middle = batch.length >> 1
    await this.#settle(batch.slice(0, middle))
    await this.#settle(batch.slice(middle))
  }

  #giveUp(batch: Pending[]): void {
    for (const { id } of batch)
      this.#options.events.rejected({ id, status: 'rejected', code: 'not_endorsed', values: {} })
  }

  async #try(batch: Pending[]): Promise<'done' | Fault['type']> {
    const { contract, follower, endorsers, homes, metrics, freshen } = this.#options
    const organisations = endorsers.choose(homes)
    const stop = metrics.attempt.startTimer()
    try {
      const result = await attempt({
        contract,
        follower,
        organisations,
        envelopes: batch.map(({ envelope }) => freshen(envelope)),
      })
      endorsers.succeeded(organisations)
      this.waitingFor = undefined
      metrics.batch.observe(batch.length)
      return this.#conclude(batch, result)
    } catch (error) {
      if (isSubmitError(error)) return this.#await('ordering-service', batch)
      return this.#fail(batch, faultOf(error), organisations)
    } finally {
      stop()
    }
  }

  #conclude(batch: Pending[], { outcomes, commit, wasSubmitted }: Attempt): 'done' | 'conflict' | 'refused' {
    if (wasSubmitted) {
      this.#options.metrics.transactions.inc({ validation: commit?.validation ?? 'UNKNOWN' })
      if (commit?.validation !== 'VALID') return this.#again(commit?.validation)
    }
    for (const [place, outcome] of outcomes.entries()) this.#tell(outcome, batch[place] as Pending)
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

  #tell(outcome: Outcome, pending: Pending): void {
    if (outcome.status === 'rejected') this.#options.events.rejected({ ...outcome, id: pending.id })
    if (outcome.status === 'repeated') this.#options.events.repeated(pending.id)
  }

  #fail(batch: Pending[], fault: Fault, organisations: string[]): Fault['type'] {
    const { endorsers, homes, log } = this.#options
    log.warn({ fault, homes, organisations, batch: batch.length }, 'a batch was not endorsed')
    if (fault.type !== 'outage') return fault.type
    const missing = endorsers.failed(homes, organisations, fault)
    if (missing === undefined) return 'conflict'
    return this.#await(missing, batch)
  }

  #await(missing: string, batch: Pending[]): 'outage' {
    this.waitingFor = missing
    this.#options.events.outage(
      [...batch, ...this.#queue].map(({ id }) => id),
      missing,
    )
    return 'outage'
  }
}
