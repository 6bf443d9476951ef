import type { Writable } from 'node:stream'
import { Problem } from '../middleware/problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Position } from '../projection/recorded.ts'
import type { Reader } from './document.ts'
import { EventStream } from './event-stream.ts'

interface Options {
  projection: Projection
  /** At most so many streams at once, and so many of one participant. */
  streamsMaximum: number
  streamsPerParticipant?: number
  heartbeatMilliseconds?: number
  stallMilliseconds?: number
}

interface Open {
  stream: EventStream
  participant: string
  heartbeat: NodeJS.Timeout
  /** Resolves to false once the session behind the stream is over. */
  isAllowed: () => Promise<boolean>
}

const defaults = { streamsPerParticipant: 10, heartbeatMilliseconds: 15_000, stallMilliseconds: 30_000 }

/** The streams of events that this gateway has open: a bounded number, each with bounded buffers. */
export class EventStreams {
  readonly #options: Required<Options>
  readonly #open = new Set<Open>()

  constructor(options: Options) {
    this.#options = { ...defaults, ...options }
  }

  get size(): number {
    return this.#open.size
  }

  /** Refuses `too_many_streams` when this gateway, or this participant at it, has as many open as may be. */
  requireRoom(participant: string): void {
    const { streamsMaximum, streamsPerParticipant } = this.#options
    const own = [...this.#open].filter((open) => open.participant === participant).length
    if (this.size < streamsMaximum && own < streamsPerParticipant) return
    throw new Problem('too_many_streams', { retryAfterSeconds: 30 })
  }

  /** Writes events to the output until it closes, the session is over, or the reader is too slow. */
  open(request: {
    reader: Reader
    output: Writable
    after: Position | undefined
    isAllowed: () => Promise<boolean>
  }): void {
    const { reader, output, after, isAllowed } = request
    const { projection, heartbeatMilliseconds, stallMilliseconds } = this.#options
    const stream = new EventStream({ events: projection.events, reader, output, stallMilliseconds }, after)
    const heartbeat = setInterval(() => void this.#beat(open), heartbeatMilliseconds)
    const open: Open = { stream, participant: reader.participant, heartbeat, isAllowed }
    this.#open.add(open)
    for (const ending of ['close', 'error']) output.on(ending, () => this.#end(open))
    stream.pump()
  }

  /** Has every stream look for new events: called after each block. */
  wake(): void {
    for (const { stream } of this.#open) stream.pump()
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
