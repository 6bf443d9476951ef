import type { Fault } from '../fabric/errors.ts'

const avoidMilliseconds = 5_000

/**
 * Which organisations are asked to endorse: always the home of the accounts that change, and one other, the own one
 * where that can be (decision 0009). An organisation that failed is avoided for a while where another will do.
 */
export class Endorsers {
  readonly #own: string
  readonly #all: readonly string[]
  readonly #avoidUntil = new Map<string, number>()

  constructor(own: string, all: readonly string[]) {
    this.#own = own
    this.#all = all
  }

  /** The home and one other, for rows of a home that runs peers; any two for the others. */
  choose(home: string): string[] {
    const required = this.#all.includes(home) ? [home] : []
    const others = this.#all.filter((mspId) => mspId !== home).sort((a, b) => this.#rank(a) - this.#rank(b))
    return [...required, ...others].slice(0, 2)
  }

  #rank(mspId: string): number {
    const isAvoided = (this.#avoidUntil.get(mspId) ?? 0) > Date.now()
    return (isAvoided ? 10 : 0) + (mspId === this.#own ? 0 : 1)
  }

  succeeded(organisations: readonly string[]): void {
    for (const mspId of organisations) this.#avoidUntil.delete(mspId)
  }

  /**
   * Takes note of a failure. Returns the organisation without which nothing can go on, or undefined when another choice
   * of organisations is worth trying at once.
   */
  failed(home: string, asked: readonly string[], fault: Fault): string | undefined {
    if (fault.isOwnPeer) return this.#own
    const suspects = fault.organisations.filter((mspId) => asked.includes(mspId))
    if (suspects.includes(home)) return home
    const replaceable = suspects.length > 0 ? suspects : asked.filter((mspId) => mspId !== home)
    const hasSpare = this.#all.some((mspId) => !asked.includes(mspId) && !this.#isAvoided(mspId))
    for (const mspId of replaceable) this.#avoidUntil.set(mspId, Date.now() + avoidMilliseconds)
    return hasSpare ? undefined : (suspects[0] ?? home)
  }

  #isAvoided(mspId: string): boolean {
    return (this.#avoidUntil.get(mspId) ?? 0) > Date.now()
  }
}
