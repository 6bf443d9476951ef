import { Problem } from '../middleware/problem.ts'

const windowMilliseconds = 15 * 60_000
const merchantsMaximum = 10_000

/** Counts the codes that a merchant guessed wrong in a quarter of an hour, and takes no more of them for a while (row S4-019). */
export class WrongCodes {
  readonly #maximum: number
  readonly #wrongAt = new Map<string, number[]>()

  constructor(maximum: number) {
    this.#maximum = maximum
  }

  #recent(merchant: string, now: number): number[] {
    return (this.#wrongAt.get(merchant) ?? []).filter((at) => at + windowMilliseconds > now)
  }

  /** Refuses `claims_locked` to a merchant with too many wrong codes, the next one right or not. */
  requireOpen(merchant: string, now = Date.now()): void {
    const recent = this.#recent(merchant, now)
    const [oldest = now] = recent
    if (recent.length < this.#maximum) return
    const retryAfterSeconds = Math.max(1, Math.ceil((oldest + windowMilliseconds - now) / 1000))
    throw new Problem('claims_locked', { outcome: 'none', retryAfterSeconds })
  }

  /** Counts one; right codes between them take nothing back, since a merchant may hold a right one for each guess. */
  count(merchant: string, now = Date.now()): void {
    const recent = this.#recent(merchant, now)
    this.#wrongAt.delete(merchant)
    this.#wrongAt.set(merchant, [...recent, now])
    const [first] = this.#wrongAt.keys()
    if (this.#wrongAt.size > merchantsMaximum && first !== undefined) this.#wrongAt.delete(first)
  }
}
