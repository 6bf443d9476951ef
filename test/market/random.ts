/** Chance that is the same for the same seed (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from 0 up to but not including `below`. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }

  /** True so many times of a hundred. */
  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  /** One of the items; there must be one. */
  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  /** One of the items, or none where there is none. */
  any<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : this.one(items)
  }

  /** One of the names, each as often as its weight says. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    let left = this.below(items.reduce((sum, [, weight]) => sum + weight, 0))
    for (const [item, weight] of items) {
      left -= weight
      if (left < 0) return item
    }
    throw new Error('nothing to choose from')
  }
}
