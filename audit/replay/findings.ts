type Meaning = {
  /** What it says, in one sentence. */
  means: string
  /** Whether something differs from what is proven (exit code 1), or could not be looked at (exit code 2). */
  proves: 'difference' | 'nothing'
}

const difference = (means: string): Meaning => ({ means, proves: 'difference' })
const nothing = (means: string): Meaning => ({ means, proves: 'nothing' })

/** All that replaying can find, and what each code means. */
export const replayFindingCodes = {
  // The order of the blocks
  REPLAY_STARTS_LATE: nothing('The blocks do not begin where the rows end, so that nothing can be decided on them.'),
  REPLAY_GAP: nothing('Blocks are left out, so that nothing behind them can be decided.'),
  RULES_NOT_KNOWN: nothing(
    'A definition decided it whose rules this replay does not have; said once for each version.',
  ),
  REPLAY_BLOCK_AGAIN: difference('The block stands there again, or behind one of a higher number.'),
  // The transaction
  TRANSACTION_UNREADABLE: difference('A valid transaction cannot be read.'),
  TRANSACTION_REPEATED: difference('A valid transaction has the id of an earlier one.'),
  WRITTEN_FROM_OUTSIDE: difference('A transaction that did not ask the ledger changed its rows.'),
  CALL_UNKNOWN: difference('The ledger has no such transaction, and yet this one changed rows.'),
  CALLER_NOT_ENTITLED: difference('The creator’s certificate does not entitle it to this transaction.'),
  CALL_REFUSED: difference('The contract refuses this transaction, so that no peer could endorse it.'),
  // The outcome of an instruction
  OUTCOME_COUNT_DIFFERS: difference('The answer does not hold one outcome for each envelope.'),
  OUTCOME_OF_ANOTHER: difference('The outcome at this place is one of another instruction.'),
  ENVELOPE_UNREADABLE: difference('A text was honoured that is no envelope.'),
  DEVICE_SIGNATURE_NOT_VALID: difference('An instruction was honoured that no device of its sender signed.'),
  STAMP_NOT_VALID: difference('An instruction was honoured whose stamp is not its home’s.'),
  NUMBER_HONOURED_AGAIN: difference('An instruction was honoured whose number had been used.'),
  NUMBER_OUT_OF_BOUNDS: difference('An instruction was honoured whose number lies too far back or ahead.'),
  SUBMITTED_BY_ANOTHER_HOME: difference('An instruction was honoured that its home did not submit.'),
  MADE_FOR_ANOTHER_LEDGER: difference('An instruction was honoured that was signed for another network.'),
  INSTRUCTION_PASSED_OVER: difference('An instruction was turned away that the rules take up.'),
  OUTCOME_DIFFERS: difference('The rules come to the other of accepted and refused.'),
  EFFECTS_DIFFER: difference('The effects of an accepted instruction are not those that the rules give it.'),
  REFUSAL_DIFFERS: difference('The instruction was refused for another reason than the rules have.'),
  RESPONSE_DIFFERS: difference('The answer is not the one that the contract gives.'),
  EVENT_DIFFERS: difference('The event is not the one that the contract sets.'),
  // The writes
  WRITE_MISSING: difference('A row was not written that the rules write.'),
  WRITE_UNFOUNDED: difference('A row was written that no instruction of the transaction changes.'),
  WRITE_ELSEWHERE: difference(
    'A row of another key or chaincode was written in place of the one that the rules write.',
  ),
  WRITE_TWICE: difference('A transaction writes the same row twice.'),
  AMOUNT_DIFFERS: difference('A row was written with another amount than the rules give it.'),
  ROW_DIFFERS: difference('A row was written otherwise than the rules write it.'),
  POLICY_DIFFERS: difference(
    'A row got another endorsement policy than its homes demand, or none, or one that it must not get.',
  ),
  COLLECTION_WRITTEN: difference('A private collection was written, which no contract does.'),
  MORE_DIFFERENCES: difference('The transaction differs in more than was listed.'),
  // What holds after each block
  ROW_UNREADABLE: difference('A row was written that is no record of its table.'),
  SUPPLY_DIFFERS: difference('The supply of a voucher is not the sum of all holdings and credits.'),
  BUCKET_NEGATIVE: difference('A quantity is below zero.'),
  NUMBER_RECORDED_TWICE: difference('One number of a device is recorded for two instructions.'),
  OUTCOME_RECORDED_TWICE: difference('An instruction has an outcome in two valid transactions.'),
} as const satisfies Record<string, Meaning>

export type ReplayFindingCode = keyof typeof replayFindingCodes

/**
 * One difference, and where: block, place of the transaction, id of the instruction, key of the row or name of the effect; what the
 * rules say and what the block says. Numbers of blocks are decimal strings.
 */
export type ReplayFinding = {
  code: ReplayFindingCode
  block?: string
  transaction?: number
  instruction?: string
  key?: string
  expected?: string
  found?: string
}

/** Where in a transaction something differs, before block and transaction are named. */
export type Difference = Omit<ReplayFinding, 'block' | 'transaction'>

const shownMaximum = 2_000

/** A value as findings show it, cut where it is long: whoever forged it chose its length. */
export const shown = (value: string): string =>
  value.length <= shownMaximum ? value : `${value.slice(0, shownMaximum)}… (${value.length} characters)`
