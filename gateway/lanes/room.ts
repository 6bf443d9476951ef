import type { Lanes } from './lanes.ts'

const lookMilliseconds = 50
// A late process leaves requests unread in sockets, where no lane counts them. Past the first bound it takes no more while
// its lanes have work for some time; past the second it takes no more at all.
const lateMilliseconds = 200
const tooLateMilliseconds = 1_000
const workShare = 1 / 4
// One full lane turns an instruction away only once it is read, at many times the cost. Lanes differ, so there is no room
// any more before the fullest is full.
const fullShare = 3 / 4

/**
 * Says whether there is room for another instruction. Judges by how long work really waits in the lanes, and by how late this
 * process itself is. Looks twenty times a second and costs nothing in between, so it can be asked before a request is read:
 * an instruction too many is refused with `overloaded` before its signature is checked (decision 0012).
 */
export class Room {
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
    // A crowd of requests is read before the timer comes to its turn: then only the time since the last look tells the delay.
    const late = now - this.#lookedAt
    const isTooLate = late > tooLateMilliseconds || (late > lateMilliseconds && this.#hasWork)
    return this.#retryAfterSeconds ?? (isTooLate ? 1 : undefined)
  }

  /** Looks at the lanes; called by itself. */
  look(now: number = performance.now()): void {
    this.#lookedAt = now
    const waitSeconds = this.#lanes.averageWaitSeconds
    this.#hasWork = waitSeconds > this.#waitSecondsMaximum * workShare
    const isFull = waitSeconds > this.#waitSecondsMaximum * fullShare
    // Half of what is ahead is through by then, so that there is room for those who come back.
    this.#retryAfterSeconds = isFull ? Math.max(1, Math.ceil(waitSeconds - this.#waitSecondsMaximum / 2)) : undefined
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
