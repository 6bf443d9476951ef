import { Problem } from '../problem.ts'

const windowMilliseconds = 15 * 60_000
const namesMaximum = 10_000

/**
 * Counts the codes that a merchant, or anybody at one address, guessed wrong in a quarter of an hour, and takes no more of them
 * for a while (S4-019). It counts as it looks, so that guesses sent all at once are no more than those sent in turn, and
 * right codes, however many at once, cost nothing.
 */
export class WrongCodes {
  readonly #maximum: number
  readonly #problem: 'claims_locked' | 'too_many_tries'
  readonly #wrongAt = new Map<string, number[]>()

  constructor(maximum: number, problem: 'claims_locked' | 'too_many_tries') {
    this.#maximum = maximum
    this.#problem = problem
  }

  #recent(name: string, now: number): number[] {
    return (this.#wrongAt.get(name) ?? []).filter((at) => at + windowMilliseconds > now)
  }

  /** Refuses, after too many wrong codes under this name, the next one too, right or not; says when to come back. */
  requireOpen(name: string, now = Date.now()): void {
    const recent = this.#recent(name, now)
    const [oldest = now] = recent
    if (recent.length < this.#maximum) return
    const retryAfterSeconds = Math.max(1, Math.ceil((oldest + windowMilliseconds - now) / 1000))
    throw new Problem(this.#problem, { outcome: 'none', retryAfterSeconds })
  }

  /** Counts one; right codes between them take nothing back, since a merchant may hold a right one for each guess. */
  count(name: string, now = Date.now()): void {
    const recent = this.#recent(name, now)
    this.#wrongAt.delete(name)
    this.#wrongAt.set(name, [...recent, now])
    const [first] = this.#wrongAt.keys()
    if (this.#wrongAt.size > namesMaximum && first !== undefined) this.#wrongAt.delete(first)
  }
}
