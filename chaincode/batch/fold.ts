import { accounts, credits } from '../domains/registry/tables.ts'
import type { UnitOfWork } from '../state/unit-of-work.ts'
import { parseKey } from '../vocabulary.ts'
import { participantId } from '../wire/identifiers.ts'
import { batchMaximum } from './decide.ts'

/** Whose credits are to be folded, which ones by their keys, and the organisation whose gateway asks. */
interface Asked {
  participant: string
  keys: readonly string[]
  submitter: string
}

const isCreditOf = (participant: string, key: string): boolean => {
  const parsed = parseKey(key)
  return parsed?.table === credits && parsed.members.length === 3 && parsed.members[0] === participant
}

/**
 * Decides the fold of credits into their owner's account. Refuses more keys than a batch holds, keys that are no credits of this
 * participant, and a participant whose home the asking organisation is not. Answers how many were folded; writes nothing by itself.
 */
export const foldCredits = async (work: UnitOfWork, { participant, keys, submitter }: Asked): Promise<number> => {
  if (keys.length > batchMaximum) throw new Error(`at most ${batchMaximum} credits are folded at once`)
  if (!participantId.safeParse(participant).success) throw new Error('that is no participant')
  if (!keys.every((key) => isCreditOf(participant, key))) throw new Error('a key is no credit of the participant')
  await work.load([accounts.key(participant)])
  if (work.view.find(accounts, participant)?.home !== submitter) throw new Error('the account is not at home here')
  return work.foldRows(participant, [...new Set(keys)].sort())
}
