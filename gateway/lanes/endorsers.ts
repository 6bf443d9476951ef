import type { Consortium } from '../../chaincode/wire/consortium.ts'
import type { Fault } from '../fabric/errors.ts'

const avoidMilliseconds = 5_000

/**
 * Which organisations are asked to endorse: always the homes of the accounts that change, and as many others
 * as make up the quorum, the own one among them if it can be (decisions 0009 and 0034). An organisation that failed is avoided where another will do.
 */
export class Endorsers {
  readonly #own: string
  readonly #all: readonly string[]
  readonly #quorum: number
  readonly #avoidUntil = new Map<string, number>()

  constructor(own: string, { peerOrganisations, quorum }: Pick<Consortium, 'peerOrganisations' | 'quorum'>) {
    this.#own = own
    this.#all = peerOrganisations
    this.#quorum = quorum
  }

  /** The homes, those of them that run peers, and others up to the quorum. */
  choose(homes: readonly string[]): string[] {
    const required = this.#all.filter((mspId) => homes.includes(mspId))
    const others = this.#all.filter((mspId) => !homes.includes(mspId)).sort((a, b) => this.#rank(a) - this.#rank(b))
    return [...required, ...others].slice(0, Math.max(this.#quorum, required.length))
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
  failed(homes: readonly string[], asked: readonly string[], fault: Fault): string | undefined {
    if (fault.isOwnPeer) return this.#own
    const suspects = fault.organisations.filter((mspId) => asked.includes(mspId))
    const needed = suspects.find((mspId) => homes.includes(mspId))
    if (needed !== undefined) {
      // What can do without it need not find out once more.
      this.#avoidUntil.set(needed, Date.now() + avoidMilliseconds)
      return needed
    }
    const replaceable = suspects.length > 0 ? suspects : asked.filter((mspId) => !homes.includes(mspId))
    const hasSpare = this.#all.some((mspId) => !asked.includes(mspId) && !this.#isAvoided(mspId))
    for (const mspId of replaceable) this.#avoidUntil.set(mspId, Date.now() + avoidMilliseconds)
    return hasSpare && replaceable.length > 0 ? undefined : (suspects[0] ?? asked[0])
  }

  #isAvoided(mspId: string): boolean {
    return (this.#avoidUntil.get(mspId) ?? 0) > Date.now()
  }
}
