import type { Chain } from '../../chaincode/domains/trade-chain/tables.ts'
import type { First } from '../../chaincode/domains/trade-chain/terms.ts'
import { executorFor } from '../../chaincode/rules/trade-chain/chain-life.ts'
import type { StampFacts } from '../../chaincode/vocabulary.ts'
import { Problem } from '../problem.ts'
import type { ChainLedger } from './folded-view.ts'
import { readIdentity } from './identity-forms.ts'
import type { IdentityReferences } from './identity-references.ts'

/** What the bank says of who a client is. */
export type Verdict = Pick<StampFacts<'chain.enrich'>, 'type' | 'verdict'>

/**
 * The bank's first verification unit: whether a client is who it says, in three steps (S2-004 to S2-006, S2-065). The type is found by the
 * value's form, the client's own reference of that type is looked up, and the two are compared. A value that is another one, or of another
 * type than was said (S2-007), fails, which is no fault. Refuses, by a Problem, `identity_type_unknown` and `identity_not_registered`.
 */
export const firstVerificationUnit = (
  { client, identity }: { client: string; identity: First['identity'] },
  references: Pick<IdentityReferences, 'compare'>,
): Verdict => {
  const found = readIdentity(identity.value)
  if (found === undefined) throw new Problem('identity_type_unknown', { outcome: 'none' })
  const { type } = identity
  if (found.type !== type) return { type, verdict: 'failed' }
  const result = references.compare(client, found)
  if (result === 'none') throw new Problem('identity_not_registered', { outcome: 'none' })
  return { type, verdict: result === 'same' ? 'passed' : 'failed' }
}

/** Refuses `chain_state_forbids` for a chain whose client has not passed, or that was passed on already. */
export const requirePassed = ({ chain, status }: Chain): void => {
  if (status !== 'enriched') throw new Problem('chain_state_forbids', { values: { chain, status } })
}

/**
 * The bank's second verification unit: who answers for the institution of a chain whose client has passed (S2-013, S2-067). Refuses, by a
 * Problem, `chain_state_forbids` before that (S2-016), and `institution_not_open` for an institution that nobody knows, that takes no such
 * trade now, or that is no pair with this bank.
 */
export const secondVerificationUnit = (chain: Chain, ledger: Pick<ChainLedger, 'view' | 'consortium'>): string => {
  requirePassed(chain)
  const executor = executorFor(ledger, chain)
  const { institution } = chain
  if (executor === undefined) throw new Problem('institution_not_open', { values: { institution } })
  return executor
}
