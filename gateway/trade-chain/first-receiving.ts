import { type First, readFirst } from '../../chaincode/domains/trade-chain/terms.ts'
import type { Body, RefusalCode, RefusalValues } from '../../chaincode/vocabulary.ts'
import { digestOfConfidential } from '../../chaincode/wire/confidential.ts'
import { Problem } from '../problem.ts'
import type { Opening } from '../services/chain-texts.ts'

/** True where the confidential trade says of the metal what the public part does, and of another family which product it is. */
const isAsPublic = ({ metal }: Body<'chain.open'>, { trade: { product, quantity } }: First): boolean =>
  metal === undefined ? product !== undefined : product === undefined && BigInt(quantity) === BigInt(metal.quantity)

/** Which part is missing of what every trade must have. */
const missingOf = ({
  first,
  institution,
  family,
  side,
  metal,
  cashMaximum,
}: Body<'chain.open'>): string | undefined => {
  if (first === undefined) return 'identity'
  if (institution === undefined) return 'institution'
  const isWhole = (family !== 'metal' || metal !== undefined) && (side !== 'buy' || cashMaximum !== undefined)
  return isWhole ? undefined : 'trade'
}

/**
 * The bank's first receiving unit: takes a first chain, and gives what its client says in confidence (S2-001, S2-064). Refuses, by a Problem,
 * `chain_incomplete` with the part that is missing, `confidential_missing` for a text that did not come or is not the one that was signed, and
 * `chain_terms_differ` for one that does not say what the public part says. Neither text nor value stands in a refusal.
 */
export const firstReceivingUnit = ({ instruction, id }: Opening, text: string | undefined): First => {
  const refusal = (code: RefusalCode, values: RefusalValues = {}) => new Problem(code, { values, id, outcome: 'none' })
  if (instruction.kind !== 'chain.open') throw refusal('malformed_instruction')
  const body = instruction.body as Body<'chain.open'>
  const missing = missingOf(body)
  if (missing !== undefined) throw refusal('chain_incomplete', { part: missing })
  if (text === undefined || digestOfConfidential(text) !== body.first) throw refusal('confidential_missing')
  const read = readFirst(text)
  if (!('first' in read)) throw refusal('chain_incomplete', { part: read.missing })
  if (!isAsPublic(body, read.first)) throw refusal('chain_terms_differ')
  return read.first
}
