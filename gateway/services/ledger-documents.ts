import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { type Envelope, knownEnvelope } from '../../chaincode/envelope.ts'
import { ruleOf } from '../../chaincode/ledger.ts'
import { kindNamed } from '../../chaincode/vocabulary.ts'
import { Problem } from '../problem.ts'
import type { LedgerTransaction, TimedInstruction } from '../projection/ledger-blocks.ts'
import type { PastRow } from '../projection/lists.ts'
import { mapPage, type Page } from '../projection/paging.ts'
import type { Projection } from '../projection/projection.ts'
import { type VisibleDocument, visibleDocument } from './document.ts'

/** An instruction with all that it said and what became of it, and the time of its transaction. */
type LedgerInstruction = VisibleDocument & { at: string }

/** An instruction as an auditor reads it. */
export const ledgerInstructionOf = ({ recorded, at }: TimedInstruction): LedgerInstruction => ({
  ...visibleDocument(recorded, { participant: '', isAuditor: true }),
  at,
})

/**
 * An instruction with what its device signed, that device as the ledger has it now, and the invalid transactions that held it in vain.
 * Refuses `not_found`.
 */
export const ledgerInstruction = (projection: Projection, id: string) => {
  const found = projection.blocks.instruction(id)
  const attempts = projection.blocks.attemptsOf(id)
  if (found === undefined) throw new Problem('not_found', { id })
  const { instruction, signature } = knownEnvelope(found.recorded.envelope)
  const account = projection.view.find(accounts, instruction.from)
  // A dishonest quorum may have recorded any name, also one that every object has.
  const isKnown = account !== undefined && Object.hasOwn(account.devices, instruction.device)
  const device = isKnown ? account.devices[instruction.device] : undefined
  const signer = device === undefined ? {} : { signer: { name: device.name, publicKey: device.publicKey } }
  const home = account === undefined ? {} : { home: account.home }
  return { ...ledgerInstructionOf(found), envelope: { instruction, signature }, ...signer, ...home, attempts }
}

/** A transaction with its instructions and the keys of the rows that it wrote; refuses `not_found`. */
export const ledgerTransaction = ({ blocks }: Projection, name: string) => {
  const transaction = blocks.transaction(name)
  if (transaction === undefined) throw new Problem('not_found')
  return {
    transaction,
    recorded: blocks.recordedBy(transaction).map(ledgerInstructionOf),
    attempted: blocks.attemptedBy(transaction),
    changed: blocks.changedBy(transaction),
  }
}

/** Whether the instruction's own rule names this row: it changes no other (invariant 6). */
const isNamedBy = ({ instruction, stamp }: Envelope, key: string): boolean => {
  const { kind, from } = instruction
  if (key === accounts.key(from)) return true
  if (kindNamed(kind) === undefined) return false
  try {
    return ruleOf(kind)
      .reads(instruction as never, stamp?.facts as never)
      .includes(key)
  } catch {
    // What dishonest endorsers recorded may have no right form.
    return false
  }
}

const mentions = ({ recorded: { envelope, outcome } }: TimedInstruction, key: string): boolean => {
  const said = `${envelope}${JSON.stringify(outcome)}`
  return key
    .split('~')
    .slice(1)
    .some((member) => said.includes(`"${member}"`))
}

/** The accepted instructions of a transaction that can have changed a row: those whose rules name it, or else those that mention it. */
const changersOf = (projection: Projection, transaction: LedgerTransaction, key: string): TimedInstruction[] => {
  const all = projection.blocks.recordedBy(transaction).filter(({ recorded }) => recorded.outcome.status === 'accepted')
  const named = all.filter(({ recorded }) => isNamedBy(knownEnvelope(recorded.envelope), key))
  if (named.length > 0) return named
  const mentioning = all.filter((one) => mentions(one, key))
  return mentioning.length > 0 ? mentioning : all
}

const whoOf = ({ recorded: { id, envelope } }: TimedInstruction) => {
  const { kind, from, device } = knownEnvelope(envelope).instruction
  return { id, kind, from, device }
}

/** A page of a row's history with what it was before each change, whose transaction it was and which instructions it carried out. */
export const explainedHistory = (projection: Projection, key: string, page: Page<PastRow>) => {
  const { blocks } = projection
  return mapPage(page, (past) => {
    const transaction = blocks.transaction(past.position)
    const by = transaction === undefined ? [] : changersOf(projection, transaction, key).map(whoOf)
    const { organisation = '', call = '' } = transaction ?? {}
    return { ...past, before: blocks.before(key, past.position), organisation, call, instructions: by }
  })
}
