import { type Chain, hops, type Segments, segments } from '../../chaincode/domains/trade-chain/tables.ts'
import { knownEnvelope } from '../../chaincode/envelope.ts'
import { positionToSettle } from '../../chaincode/rules/trade-chain/settle.ts'
import type { Body, ConfidentialBody } from '../../chaincode/vocabulary.ts'
import { digestOfConfidential } from '../../chaincode/wire/confidential.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import { type ChainLedger, foldedView, lacksRows } from './folded-view.ts'

type AnswerLedger = ChainLedger & Pick<Projection, 'instruction'>

/** The third text, which must be the one that the institution's device signed the digest of, and answer what this bank sent. */
const requireAnswer = (ledger: AnswerLedger, chain: Chain, { third }: Segments): void => {
  const hop = ledger.view.find(hops, chain.chain)
  const answer = hop?.answer === undefined ? undefined : ledger.instruction(hop.answer)
  if (hop === undefined || answer === undefined) throw new Problem('unknown_chain', { values: { chain: chain.chain } })
  const { send, confidential } = knownEnvelope(answer.envelope).instruction.body as Body<'chain.answer'>
  if (send !== hop.send) throw new Problem('not_the_send')
  if (third === undefined || digestOfConfidential(third) !== confidential) throw new Problem('confidential_missing')
}

/**
 * The bank's second receiving unit: takes the third segment of a chain, and gives the client's position behind it, by what the institution
 * executed and not by what it says that the position should be (S2-039, S2-042, S2-069). Refuses, by a Problem, `chain_state_forbids` for a
 * chain that was not answered or was settled (S2-041), `unknown_chain`, `not_the_send`, `confidential_missing` for another text than the
 * institution signed, and `private_rows_missing` while that is not here.
 */
export const secondReceivingUnit = (
  chain: Chain,
  ledger: AnswerLedger,
): Omit<ConfidentialBody<'chain.settle'>, 'salt'> => {
  const { chain: name, bank, institution, status } = chain
  if (status !== 'answered' && status !== 'accepted')
    throw new Problem('chain_state_forbids', { values: { chain: name, status } })
  const rows = ledger.privateRecord(segments, bank, institution, name)
  if (rows === undefined) throw new Problem(lacksRows(ledger, chain) ? 'private_rows_missing' : 'unknown_chain')
  requireAnswer(ledger, chain, rows)
  return { position: positionToSettle(foldedView(ledger, chain), chain).toString() }
}
