import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { knownEnvelope } from '../../chaincode/envelope.ts'
import type { Kind } from '../../chaincode/vocabulary.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { LedgerPlace, Recorded } from '../projection/recorded.ts'
import type { Reader } from './document.ts'
import { EventStream } from './event-stream.ts'

interface Options {
  projection: Projection
  /** At most so many streams at once, and so many of one participant. */
  streamsMaximum: number
  streamsPerParticipant?: number
  heartbeatMilliseconds?: number
  stallMilliseconds?: number
  /** Whether this gateway has read all that the ledger had when it started. */
  isCaughtUp?: () => boolean
}

interface Open {
  stream: EventStream
  reader: Reader
  heartbeat: NodeJS.Timeout
  /** Resolves to false once the session behind the stream is over. */
  isAllowed: () => Promise<boolean>
}

const catchUpMilliseconds = 100
const endingKinds: readonly Kind[] = ['device.revoke', 'device.replace']

const endsDevices = ({ envelope, outcome }: Pick<Recorded, 'envelope' | 'outcome'>): boolean =>
  outcome.status === 'accepted' && endingKinds.includes(knownEnvelope(envelope).instruction.kind)
const defaults = {
  ...{ streamsPerParticipant: 10, heartbeatMilliseconds: 15_000, stallMilliseconds: 30_000 },
  isCaughtUp: () => true,
}

/** The streams of events that this gateway has open: a bounded number, each with bounded buffers. */
export class EventStreams {
  readonly #options: Required<Options>
  readonly #open = new Set<Open>()
  #waiting = 0

  constructor(options: Options) {
    this.#options = { ...defaults, ...options }
  }

  get size(): number {
    return this.#open.size + this.#waiting
  }

  /** Refuses `too_many_streams` when this gateway, or this participant at it, has as many open as may be. */
  requireRoom(participant: string): void {
    const { streamsMaximum, streamsPerParticipant } = this.#options
    const own = [...this.#open].filter(({ reader }) => reader.participant === participant).length
    if (this.size < streamsMaximum && own < streamsPerParticipant) return
    throw new Problem('too_many_streams', { retryAfterSeconds: 30 })
  }

  /**
   * Writes events to the output until it closes, the session is over, or the reader is too slow. A gateway that has just
   * started first reads what it knew before, so that a position which it told once is never unknown to it.
   */
  async open(request: {
    reader: Reader
    output: Writable
    after: LedgerPlace | undefined
    isAllowed: () => Promise<boolean>
  }): Promise<void> {
    this.#waiting += 1
    while (!this.#options.isCaughtUp() && !request.output.destroyed) await sleep(catchUpMilliseconds)
    this.#waiting -= 1
    if (!request.output.destroyed) this.#begin(request)
  }

  #begin(request: Parameters<EventStreams['open']>[0]): void {
    const { reader, output, after, isAllowed } = request
    const { projection, heartbeatMilliseconds, stallMilliseconds } = this.#options
    const stream = new EventStream({ events: projection.events, reader, output, stallMilliseconds }, after)
    const heartbeat = setInterval(() => void this.#beat(open), heartbeatMilliseconds)
    const open: Open = { stream, reader, heartbeat, isAllowed }
    this.#open.add(open)
    for (const ending of ['close', 'error']) output.on(ending, () => this.#end(open))
    stream.pump()
  }

  /**
   * Has every stream look for new events: called after each block, with what it recorded. A stream whose device the block took the
   * right from ends before it says anything more.
   */
  wake(recorded: readonly Pick<Recorded, 'envelope' | 'outcome'>[] = []): void {
    if (recorded.some(endsDevices)) this.#endRevoked()
    for (const { stream } of this.#open) stream.pump()
  }

  #endRevoked(): void {
    for (const open of [...this.#open]) {
      const { participant, device } = open.reader
      const account = this.#options.projection.view.find(accounts, participant)
      if (device !== undefined && account?.devices[device]?.status !== 'active') this.#end(open)
    }
  }

  async #beat(open: Open): Promise<void> {
    if (await open.isAllowed()) open.stream.beat()
    else this.#end(open)
  }

  #end(open: Open): void {
    if (!this.#open.delete(open)) return
    clearInterval(open.heartbeat)
    open.stream.close()
  }

  close(): void {
    for (const open of [...this.#open]) this.#end(open)
  }
}
