import type { Outcome, Refused } from '../../chaincode/outcome.ts'
import type { View } from '../../chaincode/rules/rule.ts'
import { type Instruction, kindNamed, participantsNamedBy, tableNamedBy } from '../../chaincode/vocabulary.ts'
import type { KindParts } from '../../chaincode/wire/kind.ts'
import type { Table } from '../../chaincode/wire/table.ts'

/** Stands for all readers, where an instruction is published. */
export const everybody = '*'

interface Found {
  table: Table
  record: { [member: string]: unknown }
}

/** The record that a member names, where it names one. */
const recordNamed = (member: string, value: unknown, view: View): Found | undefined => {
  const table = tableNamedBy(member) as Table | undefined
  if (table === undefined || typeof value !== 'string') return undefined
  const record = view.find(table, value)
  return record === undefined ? undefined : { table, record }
}

// What dishonest endorsers put in a row may be anything.
const partiesOf = (found: Found | undefined): string[] =>
  (found?.table.partiesOf(found.record) ?? []).filter((party) => typeof party === 'string')

/** Those under whom the record is listed: they are asked, and nobody else on their side. */
const subjectsOf = (found: Found | undefined): string[] =>
  (found?.table.listed?.under ?? []).map((member) => String(found?.record[member]))

/** The others who wait for a step that was refused: that it was refused, and not why. */
const waiting = ({ awaited }: Partial<KindParts>, instruction: Instruction, view: View): string[] => {
  if (awaited === undefined) return []
  const members = instruction.body as { [member: string]: unknown }
  const parties = partiesOf(recordNamed(awaited, members[awaited], view))
  return parties.includes(instruction.from) ? parties : []
}

/** Whether a refusal is one with which, as its kind says, only a stranger or a replay is refused. */
export const isAlarming = (kind: string, outcome: Outcome): outcome is Refused =>
  outcome.status === 'refused' && kindNamed(kind)?.alarms?.codes.includes(outcome.code) === true

/** The parties of what somebody else reached for: they learn who it was, and not why it was refused. */
const alarmed = (
  { alarms }: Partial<KindParts>,
  { kind, body }: Instruction,
  outcome: Outcome,
  view: View,
): string[] => {
  if (alarms === undefined || !isAlarming(kind, outcome)) return []
  return partiesOf(recordNamed(alarms.of, (body as { [member: string]: unknown })[alarms.of], view))
}

/**
 * Whom a recorded instruction concerns, as its kind and the tables say: its sender, those whom its body names, and the parties of the
 * records that it steps; who is asked by it; everybody, where it is published. What was refused changed nothing, so it is its sender's
 * own affair, but for a step that others wait for, and for one that alarms.
 */
export const concernedBy = (instruction: Instruction, outcome: Outcome, view: View): string[] => {
  const { kind, from, body } = instruction
  const parts: Partial<KindParts> = kindNamed(kind) ?? {}
  if (outcome.status !== 'accepted') {
    return [...new Set([from, ...waiting(parts, instruction, view), ...alarmed(parts, instruction, outcome, view)])]
  }
  const members = body as { [member: string]: unknown }
  const named = participantsNamedBy(kind)
    .map((member) => members[member])
    .filter((value) => typeof value === 'string')
  const parties = Object.entries(members).flatMap(([member, value]) => partiesOf(recordNamed(member, value, view)))
  const { asks } = parts
  const asked = asks === undefined ? [] : subjectsOf(recordNamed(asks, outcome.effects[asks], view))
  return [...new Set([from, ...named, ...parties, ...asked, ...(parts.published ? [everybody] : [])])]
}
