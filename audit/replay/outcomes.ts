import { isRecorded, type Outcome, type Rejected, type Repeated } from '../../chaincode/outcome.ts'
import type { RefusalCode } from '../../chaincode/vocabulary.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import { type Difference, type FindingCode, shown } from '../findings.ts'
import type { Call } from '../ledger/transaction.ts'
import type { Decided, DecidedBatch } from './decision.ts'
import { outcomesIn } from './told.ts'

/** What stands in an answer where an outcome is expected: anything. */
type Found = { readonly [member: string]: Json | undefined }

/** What it means that the block honours what the rules turn away for this reason. */
const meanings: { readonly [code in RefusalCode]?: FindingCode } = {
  malformed_instruction: 'ENVELOPE_UNREADABLE',
  unknown_device: 'DEVICE_SIGNATURE_NOT_VALID',
  bad_signature: 'DEVICE_SIGNATURE_NOT_VALID',
  revoked_device: 'DEVICE_SIGNATURE_NOT_VALID',
  bad_stamp: 'STAMP_NOT_VALID',
  stamp_missing: 'STAMP_NOT_VALID',
  stamp_too_old: 'STAMP_NOT_VALID',
  receipt_not_provable: 'RECEIPT_NOT_PROVABLE',
  number_too_old: 'NUMBER_OUT_OF_BOUNDS',
  number_too_far: 'NUMBER_OUT_OF_BOUNDS',
  not_home: 'SUBMITTED_BY_ANOTHER_HOME',
  wrong_ledger: 'MADE_FOR_ANOTHER_LEDGER',
}

const isFoundRecorded = ({ status }: Found): boolean => status === 'accepted' || status === 'refused'

/** What it means that the block honours an instruction that the rules turn away. */
const honouredMeaning = (expected: Rejected | Repeated): FindingCode =>
  expected.status === 'repeated' ? 'NUMBER_HONOURED_AGAIN' : (meanings[expected.code] ?? 'OUTCOME_DIFFERS')

const meaningOf = (expected: Outcome, found: Found): FindingCode => {
  // What is no envelope has no id that the outcome could have been given.
  if (expected.id !== '' && found['id'] !== expected.id) return 'OUTCOME_OF_ANOTHER'
  if (!isRecorded(expected)) return isFoundRecorded(found) ? honouredMeaning(expected) : 'REFUSAL_DIFFERS'
  if (!isFoundRecorded(found)) return 'INSTRUCTION_PASSED_OVER'
  if (expected.status !== found['status']) return 'OUTCOME_DIFFERS'
  return expected.status === 'accepted' ? 'EFFECTS_DIFFER' : 'REFUSAL_DIFFERS'
}

const isObject = (value: unknown): value is Found =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: Json | undefined): string => (value === undefined ? 'none' : canonical(value))

/** The first of the effects that differs, by its name, with both values. */
const effectDifference = (expected: Outcome, found: Found): Pick<Difference, 'key' | 'expected' | 'found'> => {
  const ours: Found = 'effects' in expected ? expected.effects : {}
  const theirs: Found = isObject(found['effects']) ? found['effects'] : {}
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort()
  const key = names.find((name) => textOf(ours[name]) !== textOf(theirs[name]))
  if (key === undefined) return { expected: shown(canonical(expected as never)), found: shown(canonical(found)) }
  return { key, expected: shown(textOf(ours[key])), found: shown(textOf(theirs[key])) }
}

const compareOne = (expected: Outcome, found: Json, name: string): Difference[] => {
  const [ours, theirs] = [canonical(expected as never), canonical(found)]
  if (ours === theirs) return []
  const instruction = { instruction: name }
  if (!isObject(found))
    return [{ code: 'RESPONSE_DIFFERS', ...instruction, expected: shown(ours), found: shown(theirs) }]
  const code = meaningOf(expected, found)
  const values =
    code === 'EFFECTS_DIFFER' ? effectDifference(expected, found) : { expected: shown(ours), found: shown(theirs) }
  return [{ code, ...instruction, ...values }]
}

/** The id of the instruction at a place, or the place itself where there is no envelope to read. */
export const instructionAt = ({ items }: DecidedBatch, place: number): string => {
  const item = items[place]
  return item === undefined || item.id === '' ? `at place ${place}` : item.id
}

const compareBatch = (call: Call, batch: DecidedBatch): Difference[] => {
  const found = outcomesIn(call)
  if (found === undefined) return []
  if (found.length !== batch.outcomes.length)
    return [{ code: 'OUTCOME_COUNT_DIFFERS', expected: `${batch.outcomes.length}`, found: `${found.length}` }]
  try {
    return batch.outcomes.flatMap((outcome, place) =>
      compareOne(outcome, found[place] ?? null, instructionAt(batch, place)),
    )
  } catch (error) {
    // An answer nested too deeply to be written anew: it differs as a whole.
    if (error instanceof RangeError) return []
    throw error
  }
}

/** Where the answer of a transaction is not the one that the contract gives: outcome by outcome, as far as it holds any. */
export const compareAnswer = (call: Call, { response, batch }: Decided): Difference[] => {
  if (call.status !== 200)
    return [{ code: 'RESPONSE_DIFFERS', key: 'status', expected: '200', found: `${call.status}` }]
  if (call.response === response) return []
  const differences = batch === undefined ? [] : compareBatch(call, batch)
  if (differences.length > 0) return differences
  return [{ code: 'RESPONSE_DIFFERS', expected: shown(response), found: shown(call.response) }]
}

/** Where the event of a transaction is not the one that the contract sets, or names another transaction, by which listeners take it. */
export const compareEvent = ({ id, call }: { id: string; call: Call }, { event }: Decided): Difference[] => {
  const [expected, found] = [event && { ...event, transaction: id }, call.event].map((one) =>
    one === undefined ? 'none' : `${one.name} of ${one.transaction} ${one.payload}`,
  )
  return expected === found
    ? []
    : [{ code: 'EVENT_DIFFERS', expected: shown(expected ?? ''), found: shown(found ?? '') }]
}
