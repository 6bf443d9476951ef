import { z } from 'zod'
import { approvals } from '../../chaincode/domains/approvals/tables.ts'
import { isWaiting } from '../../chaincode/rules/approvals/approval-life.ts'
import { readBounded } from '../../chaincode/wire/bounded-json.ts'
import { confidentialDigest, digestOfConfidential, salt } from '../../chaincode/wire/confidential.ts'
import { Problem } from '../problem.ts'
import type { Projection, Recorded } from '../projection/projection.ts'
import type { SealedTexts } from './sealed-texts.ts'

interface Options {
  mspId: string
  proposed: SealedTexts
  projection: Pick<Projection, 'lists'>
  isCaughtUp: () => boolean
  now?: () => number
}

/** How long a text waits for its proposal, which is made right behind it. */
const freshMilliseconds = 600_000
const sweepMilliseconds = 60_000
const pageMaximum = 200

const inConfidence = z.looseObject({ confidential: confidentialDigest })
const salted = z.looseObject({ salt })

/**
 * What officers of a bank propose in confidence (decision 0050): the act has its digest alone, and the text waits here, sealed, for the second
 * person, who must see what it says yes to, and for whoever carries it out. It is given up once no open proposal has it.
 */
export class ProposalsInConfidence {
  readonly #options: Options
  readonly #now: () => number
  /** When each text was kept, in UTC milliseconds; one that was here before the start is as fresh as that. */
  readonly #keptAt = new Map<string, number>()
  #sweptAt: number

  constructor(options: Options) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#sweptAt = this.#now()
    for (const name of options.proposed.names) this.#keptAt.set(name, this.#sweptAt)
  }

  /** Keeps a text for its proposal; refuses `confidential_missing` for one that is not of its digest, or has no salt, and as `SealedTexts` does. */
  keep(maker: string, { confidential, text }: { confidential: string; text: string }): void {
    if (readBounded(text, salted) === undefined || digestOfConfidential(text) !== confidential)
      throw new Problem('confidential_missing')
    this.#options.proposed.keep(confidential, { owner: maker, text })
    this.#keptAt.set(confidential, this.#now())
  }

  /** The text of this digest; refuses `not_found` where it is not here, or not any more. */
  find(name: string): string {
    const text = this.#options.proposed.find(name)
    if (text === undefined) throw new Problem('not_found')
    return text
  }

  /** Gives up what no open proposal has, behind each block with proposals or their ends, and once a minute. */
  look(recorded: readonly Pick<Recorded, 'envelope'>[]): void {
    const isTouched = recorded.some(({ envelope }) => /"kind":"(approval|grade)\./.test(envelope))
    if (isTouched || this.#now() - this.#sweptAt >= sweepMilliseconds) this.#sweep()
  }

  #sweep(): void {
    const { proposed, isCaughtUp } = this.#options
    if (!isCaughtUp()) return
    this.#sweptAt = this.#now()
    if (proposed.names.length === 0) return
    const needed = this.#waiting()
    const isFresh = (name: string) => this.#now() - (this.#keptAt.get(name) ?? 0) < freshMilliseconds
    const over = proposed.names.filter((name) => !needed.has(name) && !isFresh(name))
    proposed.forget(over)
    for (const name of over) this.#keptAt.delete(name)
  }

  /** The digests of all that open proposals of this member say in confidence. */
  #waiting(): Set<string> {
    const { mspId, projection } = this.#options
    const facts = { now: BigInt(this.#now()) }
    const found = new Set<string>()
    let after: string | undefined
    do {
      const page = projection.lists.listed('approvals', mspId, { limit: pageMaximum, after }, true)
      for (const row of page.items) {
        const approval = approvals.codec.decode(row as never)
        const digest = readBounded(approval.act, inConfidence)?.confidential
        if (digest !== undefined && isWaiting(approval, facts)) found.add(digest)
      }
      after = page.next
    } while (after !== undefined)
    return found
  }
}
