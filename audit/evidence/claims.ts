import type { PlaceResults, Version } from '../blocks/results.ts'
import { type Difference, shown } from '../findings.ts'
import type { Call } from '../ledger/transaction.ts'
import type { State } from '../verify/state.ts'
import type { Claim, RowName, TransactionPlace } from './head.ts'
import { envelopeAt, type FoundOutcome, instructionDoubts, outcomeAt } from './instruction.ts'
import { readOf, writeOf } from './results.ts'

/** A claimed transaction that asks a chaincode: what it says, and what it read and wrote as far as that is well formed. */
export interface ClaimedTransaction extends TransactionPlace {
  id: string
  call: Call
  results: readonly PlaceResults[]
  /** Whether it is claimed as valid. */
  isValid: boolean
}

/** One step of a row's history: by which transaction, when, by which instructions of it at most, and what it made of the row. */
export interface ShownStep extends TransactionPlace {
  /** UTC milliseconds, as the transaction says. */
  at: string
  submitter: string
  instructions: string[]
  /** The row's text; null where the step deletes it. */
  after: string | null
}

/** What a claimed instruction is, and what came of it. */
export interface ShownInstruction {
  instruction: object
  signature: string
  stamp: object | undefined
  outcome: FoundOutcome
}

/** Holds the claim of an instruction against the transaction that it names. */
export const checkInstruction = (
  claim: Extract<Claim, { what: 'instruction' }>,
  { call, results, isValid }: ClaimedTransaction,
  state: State,
): { doubts: Difference[]; shown: ShownInstruction | undefined } => {
  const envelope = envelopeAt(call, claim.place)
  const outcome = outcomeAt(call, claim.place)
  const differs = (expected: string, found: string): Difference => ({
    ...{ code: 'CLAIM_DIFFERS', instruction: claim.instruction, expected: shown(expected), found: shown(found) },
  })
  if (envelope === undefined || envelope.id !== claim.instruction)
    return { doubts: [differs(claim.instruction, envelope?.id ?? 'no envelope')], shown: undefined }
  if (outcome === undefined) return { doubts: [differs('an outcome', 'none')], shown: undefined }
  const [claimed, found] = [claim, outcome].map(({ status, code }) => `${status} ${code ?? ''}`.trim())
  const doubts = claimed === found ? [] : [differs(found ?? '', claimed ?? '')]
  const isHonoured = isValid && (outcome.status === 'accepted' || outcome.status === 'refused')
  return {
    doubts: isHonoured ? [...doubts, ...instructionDoubts(envelope, { call, results, state })] : doubts,
    shown: { instruction: envelope.instruction, signature: envelope.signature, stamp: envelope.stamp, outcome },
  }
}

const textOf = (value: Buffer | undefined): string | null => (value === undefined ? null : value.toString())

const instructionsOf = (call: Call): string[] =>
  call.arguments.flatMap((_text, index) => envelopeAt(call, index)?.id ?? []).slice(0, 500)

const noRow = 'no row'

const placeText = ({ block, transaction }: TransactionPlace): string => `${block}/${transaction}`

const versionText = (version: Version | undefined): string =>
  version === undefined ? noRow : `${version.block}/${version.transaction}`

/** Follows the steps of a row's history: each must have found the row as the one before it left it. */
export class HistoryOfRow {
  readonly steps: ShownStep[] = []
  /** Whether the first step found that there was no row. */
  isFirstShown = false
  readonly #row: RowName

  constructor(row: RowName) {
    this.#row = row
  }

  /** What speaks against the next step. */
  take({ id, results, call, block, transaction }: ClaimedTransaction): Difference[] {
    const key = `${this.#row.chaincode} ${this.#row.key}`
    const write = writeOf(results, this.#row)
    if (write === undefined) return [{ code: 'CLAIM_DIFFERS', key, expected: 'no step', found: 'a step' }]
    const doubts = this.#linkDoubts({ id, results, key })
    this.steps.push({
      ...{ block, transaction, at: call.at.toString(), submitter: call.creator.mspId },
      ...{ instructions: instructionsOf(call), after: textOf(write.value) },
    })
    return doubts
  }

  /** What speaks against a transaction as one that only shows what became of the steps: it would be a step itself. */
  confirmationDoubts(results: readonly PlaceResults[]): Difference[] {
    const { chaincode, key } = this.#row
    return writeOf(results, this.#row) === undefined ? [] : [{ code: 'HISTORY_GAP', key: `${chaincode} ${key}` }]
  }

  #linkDoubts({ id, results, key }: { id: string; results: readonly PlaceResults[]; key: string }): Difference[] {
    const read = readOf(results, this.#row)
    const before = this.steps.at(-1)
    if (read === undefined) {
      // A rule may open a record without looking, where its name shows that there is none.
      this.isFirstShown ||= before === undefined && this.#row.key.endsWith(`~${id}`)
      return before === undefined ? [] : [{ code: 'HISTORY_UNLINKED', key }]
    }
    this.isFirstShown ||= before === undefined && read.version === undefined
    const expected = before === undefined || before.after === null ? noRow : placeText(before)
    const found = versionText(read.version)
    if (expected === found) return []
    return [{ code: 'HISTORY_GAP', key, expected, found }]
  }
}
