import { accounts, credits, marks, reputations } from '../domains/registry/tables.ts'
import type { UnitOfWork } from '../state/unit-of-work.ts'
import { parseKey } from '../vocabulary.ts'
import { participantId } from '../wire/identifiers.ts'
import type { Table } from '../wire/table.ts'
import { batchMaximum } from './decide.ts'

/** Whose credits or marks are to be folded, which ones by their keys, and the organisation whose gateway asks. */
interface Asked {
  participant: string
  keys: readonly string[]
  submitter: string
}

const isRowOf = (table: Table, participant: string, key: string): boolean => {
  const parsed = parseKey(key)
  return parsed?.table === table && parsed.members.length === table.members.length && parsed.members[0] === participant
}

/** Refuses what no fold may ask for: too much at once, rows of another table or of somebody else, and a home that does not ask. */
const requireOwn = async (work: UnitOfWork, table: Table, { participant, keys, submitter }: Asked): Promise<void> => {
  if (keys.length > batchMaximum) throw new Error(`at most ${batchMaximum} ${table.name}s are folded at once`)
  if (!participantId.safeParse(participant).success) throw new Error('that is no participant')
  if (!keys.every((key) => isRowOf(table, participant, key)))
    throw new Error(`a key is no ${table.name} of the participant`)
  await work.load([accounts.key(participant)])
  if (work.view.find(accounts, participant)?.home !== submitter) throw new Error('the account is not at home here')
}

const inOrder = (keys: readonly string[]): string[] => [...new Set(keys)].sort()

/**
 * Decides the fold of credits into their owner's account. Refuses more keys than a batch holds, keys that are no credits of this
 * participant, and a participant whose home the asking organisation is not. Answers how many were folded; writes nothing by itself.
 */
export const foldCredits = async (work: UnitOfWork, asked: Asked): Promise<number> => {
  await requireOwn(work, credits, asked)
  return work.foldRows(asked.participant, inOrder(asked.keys))
}

/**
 * Decides the fold of marks into their participant's reputation, which nothing else writes (decision 0041). Refuses as `foldCredits` does.
 * Answers how many were folded; writes nothing by itself.
 */
export const foldMarks = async (work: UnitOfWork, asked: Asked): Promise<number> => {
  await requireOwn(work, marks, asked)
  await work.load([reputations.key(asked.participant)])
  return work.foldMarkRows(asked.participant, inOrder(asked.keys))
}
