import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { knownEnvelope } from '../../chaincode/envelope.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import { recordedDocument } from './document.ts'

/** What anyone needs to check that a device signed an instruction and that a block holds it; refuses `not_found`. */
export const evidenceOf = (projection: Projection, id: string) => {
  const recorded = projection.instruction(id)
  if (recorded === undefined) throw new Problem('not_found', { id })
  const { instruction, signature } = knownEnvelope(recorded.envelope)
  const publicKey = projection.view.find(accounts, instruction.from)?.devices[instruction.device]?.publicKey
  return {
    id,
    envelope: { instruction, signature },
    publicKey,
    outcome: recorded.outcome,
    ledger: recordedDocument(recorded).ledger,
  }
}
