import { knownEnvelope } from '../../chaincode/envelope.ts'
import type { Effects, Rejected } from '../../chaincode/outcome.ts'
import {
  type Body,
  type Instruction,
  type Kind,
  kindNamed,
  type RefusalCode,
  type RefusalValues,
} from '../../chaincode/vocabulary.ts'
import type { KindParts } from '../../chaincode/wire/kind.ts'
import type { Pending } from '../outbox/outbox.ts'
import type { Recorded } from '../projection/projection.ts'
import { ledgerPlaceText } from '../projection/recorded.ts'

/** What a sender is told of an instruction: its head, what became of it, and where that stands on the ledger. */
export interface InstructionDocument {
  id: string
  status: 'pending' | 'accepted' | 'refused' | 'rejected'
  kind?: string
  from?: string
  device?: string
  number?: string
  effects?: Effects
  code?: RefusalCode
  values?: RefusalValues
  waitingFor?: string
  receivedAt?: string
  /** `position` is block, transaction and place in the batch, and orders all instructions of the ledger. */
  ledger?: { block: string; transaction: string; position: string; validation: 'VALID' }
}

const head = ({ kind, from, device, number }: Instruction) => ({ kind, from, device, number })

const instructionOf = (envelope: string): Instruction => knownEnvelope(envelope).instruction

/** The document of an instruction that stands in a block; who has read its envelope already gives the instruction. */
export const recordedDocument = (
  recorded: Recorded,
  instruction: Instruction = instructionOf(recorded.envelope),
): InstructionDocument => {
  const { id: _id, ...outcome } = recorded.outcome
  const { block, transaction } = recorded
  return {
    id: recorded.id,
    ...outcome,
    ...head(instruction),
    ledger: {
      block: block.toString(),
      transaction,
      position: ledgerPlaceText(recorded),
      validation: 'VALID',
    },
  }
}

/** The document of an instruction that is promised and has no outcome yet. */
export const pendingDocument = (pending: Pending, waitingFor: string | undefined): InstructionDocument => ({
  id: pending.id,
  status: 'pending',
  ...head(instructionOf(pending.envelope)),
  receivedAt: pending.receivedAt.toString(),
  ...(waitingFor === undefined ? {} : { waitingFor }),
})

/** The document of an instruction that the ledger took no notice of. */
export const rejectedDocument = ({ id, status, code, values }: Rejected): InstructionDocument => ({
  id,
  status,
  code,
  values,
})

/** Who looks at an instruction; a device is asked for what concerns it alone. */
export interface Reader {
  participant: string
  device?: string
  isAuditor: boolean
}

/** An instruction in a list or an event; `payment` names what a claim opened; `id`, device, number and effects only where the reader may see them. */
export type VisibleDocument = Omit<InstructionDocument, 'id'> & { id?: string; payment?: string; body: Body<Kind> }

/**
 * What a reader may see of an instruction that concerns him: its sender and auditors everything; others that it was
 * accepted, what it said and where it stands. Its effects tell what its sender has left, and the id opens them.
 */
export const visibleDocument = (recorded: Recorded, { participant, isAuditor }: Reader): VisibleDocument => {
  const { body, from, kind } = instructionOf(recorded.envelope)
  const { id, status, ledger, ...own } = recordedDocument(recorded)
  // What it opened carries its id as its name, and answering it needs that name; the others are published.
  const { opens = false, published = false, asks }: Partial<KindParts> = kindNamed(kind) ?? {}
  if (isAuditor || participant === from) return { id, status, ...own, body, ...(ledger ? { ledger } : {}) }
  const asked = asks === undefined || own.effects === undefined ? {} : { [asks]: String(own.effects[asks]) }
  return { ...(opens || published ? { id } : {}), status, kind, from, ...asked, body, ...(ledger ? { ledger } : {}) }
}
