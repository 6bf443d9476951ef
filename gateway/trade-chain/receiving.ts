import { type Chain, chains } from '../../chaincode/domains/trade-chain/tables.ts'
import { readFirst } from '../../chaincode/domains/trade-chain/terms.ts'
import { knownEnvelope } from '../../chaincode/envelope.ts'
import type { Instruction } from '../../chaincode/vocabulary.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { Problem } from '../problem.ts'
import type { Projection, Recorded } from '../projection/projection.ts'
import type { ChainTexts, Opening } from '../services/chain-texts.ts'
import type { FactMakers } from '../services/stamps.ts'
import { firstReceivingUnit } from './first-receiving.ts'
import type { IdentityReferences } from './identity-references.ts'
import type { SealedTexts } from './sealed-texts.ts'
import { firstVerificationUnit } from './verification.ts'

interface Options {
  mspId: string
  texts: SealedTexts
  references: IdentityReferences
  projection: Pick<Projection, 'view'>
  outbox: Pick<Outbox, 'find'>
  /** Whether the projection has read what the peer had at the start: before that, a chain may look unknown and wait. */
  isCaughtUp: () => boolean
  now?: () => number
}

const freshMilliseconds = 60_000
const sweepMilliseconds = 60_000
const waiting: readonly Chain['status'][] = ['received', 'enriched']

/** The chain that a recorded instruction is about; none for one of another domain. */
const chainOf = ({ id, envelope }: Pick<Recorded, 'id' | 'envelope'>): string[] => {
  if (!envelope.includes('"kind":"chain.')) return []
  const { chain } = knownEnvelope(envelope).instruction.body as { chain?: string }
  return [chain ?? id]
}

/** Takes the first texts of chains in, verifies by them who the client is, and gives them up once nothing needs them here. */
export class ChainReceiving implements ChainTexts {
  readonly #options: Options
  readonly #now: () => number
  /** When each text of late was kept, in UTC milliseconds: its promise may not be on the disk yet. */
  readonly #keptAt = new Map<string, number>()

  #sweptAt = 0

  constructor(options: Options) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** As `ChainTexts` has it; refuses as `firstReceivingUnit` and `firstVerificationUnit` do (S2-001, S2-004, S2-005). */
  check(opening: Opening, text: string | undefined): void {
    const { identity } = firstReceivingUnit(opening, text)
    this.#verdictOf(opening.instruction.from, identity, opening.id)
  }

  keep(opening: Opening, text: string): void {
    this.#options.texts.keep(opening.id, { owner: opening.instruction.from, text })
    this.#keptAt.set(opening.id, this.#now())
  }

  #verdictOf(client: string, identity: { type: string; value: string }, id: string) {
    try {
      return firstVerificationUnit({ client, identity }, this.#options.references)
    } catch (error) {
      if (error instanceof Problem) throw new Problem(error.code, { ...error.details, id })
      throw error
    }
  }

  /** The facts of a stamp about who a client is (S2-003). Refuses `unknown_chain`, `not_a_party`, `confidential_missing`, and as the unit does. */
  get makers(): FactMakers<'chain.enrich'> {
    return {
      'chain.enrich': ({ id, instruction }) => {
        const { projection, texts, mspId } = this.#options
        const { chain } = (instruction as Instruction<'chain.enrich'>).body
        const found = projection.view.find(chains, chain)
        if (found === undefined) throw new Problem('unknown_chain', { values: { chain }, id, outcome: 'none' })
        if (found.bank !== mspId) throw new Problem('not_a_party', { values: { party: 'bank' }, id, outcome: 'none' })
        const read = readFirst(texts.find(chain) ?? '')
        if (!('first' in read)) throw new Problem('confidential_missing', { id, outcome: 'none' })
        return { chain, ...this.#verdictOf(found.client, read.first.identity, id) }
      },
    }
  }

  /** Gives up the texts of chains that a block has sent or ended, and once a minute all that nothing needs here; called with each block. */
  look(recorded: readonly Pick<Recorded, 'id' | 'envelope'>[]): void {
    if (!this.#options.isCaughtUp()) return
    if (this.#now() - this.#sweptAt >= sweepMilliseconds) this.sweep()
    else this.#forget(recorded.flatMap(chainOf))
  }

  /** Gives up all texts of chains that were sent, have ended, or never came to be. */
  sweep(): void {
    const { texts, isCaughtUp } = this.#options
    if (!isCaughtUp()) return
    this.#sweptAt = this.#now()
    this.#forget(texts.names)
  }

  #forget(chains: readonly string[]): void {
    this.#options.texts.forget(chains.filter((chain) => !this.#isNeeded(chain)))
  }

  #isNeeded(chain: string): boolean {
    const { projection, outbox } = this.#options
    const found = projection.view.find(chains, chain)
    if (found !== undefined) this.#keptAt.delete(chain)
    if (found !== undefined) return waiting.includes(found.status)
    if (outbox.find(chain) !== undefined) return true
    const isFresh = this.#now() - (this.#keptAt.get(chain) ?? 0) < freshMilliseconds
    if (!isFresh) this.#keptAt.delete(chain)
    return isFresh
  }
}
