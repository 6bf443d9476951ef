import type { Lanes } from '../lanes/lanes.ts'

const lookMilliseconds = 50
// Behind a loop this late, requests lie unread in sockets, where no lane counts them.
const lateMillisecondsMaximum = 1_000

/**
 * Says whether there is room for another instruction, from what the lanes really bring to an outcome and from how late this
 * process itself is. Looks again twenty times a second and costs nothing in between, so that it can be asked for every
 * request before that is read (decision 0012).
 */
export class Admission {
  readonly #lanes: Pick<Lanes, 'averageWaitSeconds'>
  readonly #waitSecondsMaximum: number
  readonly #timer: NodeJS.Timeout
  #lookedAt = performance.now()
  #retryAfterSeconds: number | undefined

  constructor(options: { lanes: Pick<Lanes, 'averageWaitSeconds'>; waitSecondsMaximum: number }) {
    this.#lanes = options.lanes
    this.#waitSecondsMaximum = options.waitSecondsMaximum
    this.#timer = setInterval(() => this.look(), lookMilliseconds)
    this.#timer.unref()
  }

  /** In how many seconds there may be room; undefined while there is. `now` is the process's own clock, in milliseconds. */
  retryAfterSeconds(now: number = performance.now()): number | undefined {
    // A crowd of requests is read before any timer comes to its turn: then it is this that tells how late it is.
    return now - this.#lookedAt > lateMillisecondsMaximum ? (this.#retryAfterSeconds ?? 1) : this.#retryAfterSeconds
  }

  /** Looks at the lanes; called by itself. */
  look(now: number = performance.now()): void {
    this.#lookedAt = now
    const waitSeconds = this.#lanes.averageWaitSeconds
    const isFull = waitSeconds > this.#waitSecondsMaximum
    // Half of what is ahead is through by then, so that there is room for those who come back.
    this.#retryAfterSeconds = isFull ? Math.max(1, Math.ceil(waitSeconds - this.#waitSecondsMaximum / 2)) : undefined
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
