import type { Lanes } from '../lanes/lanes.ts'

const lookMilliseconds = 50
// A process this late leaves requests unread in sockets, where no lane counts them: then it takes no more while its lanes
// have work for some time, and past the second bound whatever they have.
const lateMilliseconds = 200
const tooLateMilliseconds = 1_000
const workShare = 1 / 4
// What one lane alone has too much of is turned away only once it is read, at many times the cost: so the gate shuts before
// the lanes, which differ, come that far.
const gateShare = 3 / 4

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
  #hasWork = false

  constructor(options: { lanes: Pick<Lanes, 'averageWaitSeconds'>; waitSecondsMaximum: number }) {
    this.#lanes = options.lanes
    this.#waitSecondsMaximum = options.waitSecondsMaximum
    this.#timer = setInterval(() => this.look(), lookMilliseconds)
    this.#timer.unref()
  }

  /** In how many seconds there may be room; undefined while there is. `now` is the process's own clock, in milliseconds. */
  retryAfterSeconds(now: number = performance.now()): number | undefined {
    // A crowd of requests is read before any timer comes to its turn: then it is this that tells how late it is.
    const late = now - this.#lookedAt
    const isTooLate = late > tooLateMilliseconds || (late > lateMilliseconds && this.#hasWork)
    return this.#retryAfterSeconds ?? (isTooLate ? 1 : undefined)
  }

  /** Looks at the lanes; called by itself. */
  look(now: number = performance.now()): void {
    this.#lookedAt = now
    const waitSeconds = this.#lanes.averageWaitSeconds
    this.#hasWork = waitSeconds > this.#waitSecondsMaximum * workShare
    const isFull = waitSeconds > this.#waitSecondsMaximum * gateShare
    // Half of what is ahead is through by then, so that there is room for those who come back.
    this.#retryAfterSeconds = isFull ? Math.max(1, Math.ceil(waitSeconds - this.#waitSecondsMaximum / 2)) : undefined
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
