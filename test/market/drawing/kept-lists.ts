import { listDigest } from '../../../chaincode/domains/matching/rank.ts'
import { demands } from '../../../chaincode/domains/matching/tables.ts'
import { fittingDigest } from '../../../chaincode/domains/recommendations/fitting.ts'
import { recommendations } from '../../../chaincode/domains/recommendations/tables.ts'
import type { Book } from '../book/book.ts'
import { whoWants } from '../book/fitting.ts'
import { whoFits } from '../book/ranking.ts'
import { providersOf } from '../book/targets.ts'

/** Whom a service finds, with the certificate that fits where goods are wanted. */
export interface Found {
  holder: string
  certificate?: string
}

/** What a service knows of one demand or recommendation: its block, and who is found by the rows at the end of that. */
export interface KeptList {
  block: string
  list: string
  found: Found[]
}

/** What the market's services keep, as decision 0044 has it: a list for each demand and recommendation, made at the end of its block. */
export class KeptLists {
  readonly #kept = new Map<string, KeptList>()
  readonly #blocksBefore: number

  /** `blocksBefore`: how many blocks the channel has before those that are told. */
  constructor(blocksBefore: number) {
    this.#blocksBefore = blocksBefore
  }

  /** The list of this demand or recommendation. */
  of(name: string): KeptList {
    const kept = this.#kept.get(name)
    if (kept === undefined) throw new Error(`no list was made of ${name}`)
    return kept
  }

  /** Ends a block, by whose number the lists of what it opened go. */
  endBlock(number: number, book: Book): void {
    const block = `${this.#blocksBefore + number}`
    for (const demand of book.all(demands)) {
      if (this.#kept.has(demand.demand)) continue
      const ranked = whoFits(book, demand)
      const found = ranked.map(({ holder, certificate }) =>
        certificate === undefined ? { holder } : { holder, certificate },
      )
      this.#kept.set(demand.demand, { block, list: listDigest(ranked), found })
    }
    for (const one of book.all(recommendations)) {
      if (this.#kept.has(one.recommendation)) continue
      const found = whoWants(book, one, providersOf(book, one.targets))
      const list = fittingDigest(found)
      this.#kept.set(one.recommendation, { block, list, found: found.map((holder) => ({ holder })) })
    }
  }
}
