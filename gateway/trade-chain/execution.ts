import { randomBytes } from 'node:crypto'
import { type Chain, grades } from '../../chaincode/domains/trade-chain/tables.ts'
import { type ChosenPath, type First, readFirst } from '../../chaincode/domains/trade-chain/terms.ts'
import type { Envelope } from '../../chaincode/envelope.ts'
import { classIn } from '../../chaincode/rules/trade-chain/activity.ts'
import { positionOf } from '../../chaincode/rules/trade-chain/position.ts'
import { stepsWaited } from '../../chaincode/rules/trade-chain/queue.ts'
import { pairPositionOf } from '../../chaincode/rules/trade-chain/send.ts'
import type { Body, ConfidentialBody, ConfidentialKind } from '../../chaincode/vocabulary.ts'
import { confidentialText, digestOfConfidential } from '../../chaincode/wire/confidential.ts'
import { Problem } from '../problem.ts'
import type { GatewayDevice } from '../services/gateway-device.ts'
import { type ChainLedger, foldedView, lacksRows } from './folded-view.ts'
import type { IdentityReferences } from './identity-references.ts'
import { traderOf } from './promoter.ts'
import { requirePassed, secondVerificationUnit } from './verification.ts'

/** What the bank adds to a first text, and says with it to the institution alone. */
export type Second = Omit<ConfidentialBody<'chain.send'>, 'salt'>

/** A signed instruction, and the confidential text that goes beside it. */
export interface SignedInConfidence extends Envelope {
  confidential: string
}

const saltBytes = 16

/** Signs an instruction over the digest of what it says in confidence, under a fresh salt. */
export const signInConfidence = <K extends ConfidentialKind>(
  device: Pick<GatewayDevice, 'sign'>,
  kind: K,
  { body, says }: { body: Omit<Body<K>, 'confidential'>; says: Omit<ConfidentialBody<K>, 'salt'> },
): SignedInConfidence => {
  const text = confidentialText({ ...says, salt: randomBytes(saltBytes).toString('base64url') } as never)
  const whole = { ...body, confidential: digestOfConfidential(text) } as never
  return { ...(device.sign(kind, whole) as unknown as Envelope), confidential: text }
}

const requireWhole = (text: string): First => {
  const read = readFirst(text)
  if ('first' in read) return read.first
  throw new Problem('chain_incomplete', { values: { part: read.missing } })
}

/** The position as the second segment must name it: what the chain was enriched with of metal, else the pair's own (S2-011). */
const positionNow = (chain: Chain, first: First, ledger: ChainLedger): bigint | undefined => {
  const of = pairPositionOf(chain, first)
  return of === undefined ? chain.position : positionOf(foldedView(ledger, chain), of)?.quantity
}

/** The class of a chain's client, and for how long it waited, at this moment (decision 0051). */
const placeNow = (chain: Chain, ledger: ChainLedger): Second['queue'] => {
  const now = BigInt(Date.now())
  const waited = stepsWaited(chain.openedAt, now).toString()
  return { class: classIn(foldedView(ledger, chain), chain, now), waited }
}

/**
 * The bank's first execution unit: adds the client's position, grade and place in the queue, as they are at this moment, to the text that it
 * handed in, byte for byte, and whether the client is the promoter of its mark (S2-010 to S2-012, S2-061, S2-066). Refuses, by a Problem,
 * `chain_state_forbids` before the client passed, `confidential_missing` without the
 * text that the client signed, `position_unavailable` where a position or a grade is not on record, and `private_rows_missing` while it
 * cannot be known.
 */
export const firstExecutionUnit = (
  chain: Chain,
  text: string | undefined,
  { ledger, references }: { ledger: ChainLedger; references: Pick<IdentityReferences, 'compare'> },
): Second => {
  requirePassed(chain)
  if (text === undefined || digestOfConfidential(text) !== chain.first) throw new Problem('confidential_missing')
  const { bank, institution, client } = chain
  const graded = ledger.privateRecord(grades, bank, institution, client)
  const first = requireWhole(text)
  const position = positionNow(chain, first, ledger)
  if (graded === undefined || position === undefined) {
    throw new Problem(lacksRows(ledger, chain) ? 'private_rows_missing' : 'position_unavailable')
  }
  return {
    ...{ first: text, position: position.toString() },
    ...{ grade: graded.grade, gradeVersion: graded.version.toString() },
    queue: placeNow(chain, ledger),
    ...traderOf(chain, first, { view: ledger.view, references }),
  }
}

/**
 * The bank's second execution unit: signs the second segment for the institution of the chain and for nobody else (S2-014, S2-068), to be
 * answered until `answerBy`, in UTC milliseconds, over a path that was chosen. Refuses as `secondVerificationUnit` does before client and institution passed.
 */
export const secondExecutionUnit = (
  { chain, second, answerBy, path }: { chain: Chain; second: Second; answerBy: number; path?: ChosenPath },
  { device, ledger }: { device: Pick<GatewayDevice, 'sign'>; ledger: Pick<ChainLedger, 'view' | 'consortium'> },
): SignedInConfidence => {
  secondVerificationUnit(chain, ledger)
  if (digestOfConfidential(second.first) !== chain.first) throw new Problem('confidential_missing')
  return signInConfidence(device, 'chain.send', {
    body: { chain: chain.chain, answerBy: `${answerBy}` },
    says: { ...second, ...(path === undefined ? {} : { path }) },
  })
}
