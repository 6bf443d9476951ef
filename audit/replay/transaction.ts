import type { Item } from '../../chaincode/batch/decide.ts'
import { isRecorded } from '../../chaincode/outcome.ts'
import type { Instruction } from '../../chaincode/vocabulary.ts'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import { type Difference, findingCodes, shown } from '../findings.ts'
import type { Call } from '../ledger/transaction.ts'
import type { Summary } from '../summary.ts'
import { type Decided, type DecidedBatch, decideAgain, isDecided, type Setting } from './decision.ts'
import { compareAnswer, compareEvent, instructionAt } from './outcomes.ts'
import { ownRules } from './rules.ts'
import { outcomesIn } from './told.ts'
import { compareChanges } from './writes.ts'

/** What became of a call: whether it was decided again, its batch, and each difference. */
export interface Replayed {
  differences: Difference[]
  batch: DecidedBatch | undefined
  isDecided: boolean
}

/** The same difference with the instruction that changes this row, where one does. */
const withInstruction = (difference: Difference, { batch, placeOf }: Decided): Difference => {
  if (batch === undefined || difference.instruction !== undefined || difference.key === undefined) return difference
  const place = placeOf(difference.key)
  return place === undefined ? difference : { ...difference, instruction: instructionAt(batch, place) }
}

const differencesMaximum = 50

/** As many differences as are shown of one transaction: whoever forged it chose their number. */
export const bounded = (differences: readonly Difference[]): Difference[] =>
  differences.length <= differencesMaximum
    ? [...differences]
    : [
        ...differences.slice(0, differencesMaximum),
        { code: 'MORE_DIFFERENCES', expected: `at most ${differencesMaximum}`, found: `${differences.length}` },
      ]

const compare = (
  { id, call }: { id: string; call: Call },
  decided: Decided,
  disclosed: Setting['disclosed'],
): Difference[] => {
  const { changes, hidden, notes } = decided
  const differences = compareChanges({ changes, hidden, disclosed }, call)
  const placed = differences.map((difference) => withInstruction(difference, decided))
  // What is missing of what was disclosed is no difference, and so many are in no transaction that they would have to be cut off.
  return [...bounded([...compareAnswer(call, decided), ...placed, ...compareEvent({ id, call }, decided)]), ...notes]
}

/** Only what the ledger decides may write; a call that is none of it wrote something here. */
const strayCall = (call: Call, isOurs: boolean): Difference[] => {
  const [first] = compareChanges({ changes: [], hidden: [] }, call)
  if (first === undefined) return []
  const { key = '' } = first
  const asked = shown(`${call.chaincode} ${call.name}`)
  return isOurs
    ? [{ code: 'CALL_UNKNOWN', key, expected: 'no writes', found: asked }]
    : [{ code: 'WRITTEN_FROM_OUTSIDE', key, expected: ledgerChaincode, found: asked }]
}

/** Decides a call again and compares all of it. The call holds only what concerns our chaincodes. */
export const replayCall = async (request: { id: string; call: Call }, setting: Setting): Promise<Replayed> => {
  const { call } = request
  const isOurs = setting.consortium.chaincodes.includes(call.chaincode)
  if (!isDecided(call)) return { differences: strayCall(call, isOurs), batch: undefined, isDecided: false }
  const decided = await decideAgain(request, setting)
  if ('code' in decided) return { differences: [decided], batch: undefined, isDecided: true }
  setting.onDecided?.(request.id, decided)
  return { differences: compare(request, decided, setting.disclosed), batch: decided.batch, isDecided: true }
}

const stampedIn = ({ items, outcomes }: DecidedBatch): number =>
  items.filter((item, place) => {
    const outcome = outcomes[place]
    return 'stamp' in item && item.stamp !== undefined && outcome !== undefined && isRecorded(outcome)
  }).length

const namesIn = (differences: readonly Difference[], proves: 'difference' | 'nothing'): Set<string | undefined> =>
  new Set(differences.filter(({ code }) => findingCodes[code].proves === proves).map(({ instruction }) => instruction))

/** The places of what could not be decided again, or not be held against all that came of it. */
const unseenIn = (batch: DecidedBatch, differences: readonly Difference[]): Set<number> => {
  const missed = namesIn(differences, 'nothing')
  const isMissed = (place: number): boolean => missed.has(instructionAt(batch, place))
  return new Set([...batch.unseen, ...[...batch.disclosed].filter(isMissed)])
}

/** Counts the instructions of a call: those named in a difference differ, and all do where a difference names none or the call is doubted; undecided, all are unseen. */
export const countInstructions = (
  summary: Summary,
  { arguments: texts }: Call,
  { batch, differences, isDecided, isDoubted }: Replayed & { isDoubted: boolean },
): void => {
  const { instructions } = summary
  if (!isDecided) {
    instructions.unseen += texts.length
    return
  }
  const names = namesIn(differences, 'difference')
  const differing = isDoubted || names.has(undefined) ? texts.length : Math.min(names.size, texts.length)
  instructions.differing += differing
  const hidden = batch === undefined ? new Set() : unseenIn(batch, differences)
  const unseen = Math.min(hidden.size, texts.length - differing)
  instructions.unseen += unseen
  instructions.confidential += unseen
  instructions.proven += texts.length - differing - unseen
  if (batch !== undefined && differing < texts.length) {
    const isProven = (place: number) => !(hidden.has(place) || names.has(instructionAt(batch, place)))
    instructions.disclosed += [...batch.disclosed].filter(isProven).length
  }
  if (batch !== undefined && differing === 0) instructions.takenFromStamp += stampedIn(batch)
}

/** An instruction that a block records: its id, and what can be read of its envelope. */
export interface RecordedInstruction {
  id: string
  /** Whose number it used up: sender, device and number. */
  number: string | undefined
  /** What was asked, where the block says that it was accepted. */
  accepted: Instruction | undefined
}

const instructionIn = (item: Item | undefined, id: string): Instruction | undefined =>
  item !== undefined && 'instruction' in item && item.id === id ? item.instruction : undefined

/** What a batch records by the block's own word, whatever the rules say of it. */
export const recordedIn = (
  call: Call,
  items: readonly Item[] = call.arguments.map(ownRules.readItem),
): RecordedInstruction[] =>
  (outcomesIn(call) ?? []).flatMap((outcome, place) => {
    const { id, status } = (outcome ?? {}) as { id?: unknown; status?: unknown }
    if (typeof id !== 'string' || (status !== 'accepted' && status !== 'refused')) return []
    const instruction = instructionIn(items[place], id)
    const number = instruction && `${instruction.from} ${instruction.device} ${instruction.number}`
    return [{ id, number, accepted: status === 'accepted' ? instruction : undefined }]
  })
