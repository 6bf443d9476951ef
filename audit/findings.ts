type Meaning = {
  /** What it says, in one sentence. */
  means: string
  /** Whether something differs from what is proven (exit code 1), or could not be looked at (exit code 2). */
  proves: 'difference' | 'nothing'
}

const difference = (means: string): Meaning => ({ means, proves: 'difference' })
const nothing = (means: string): Meaning => ({ means, proves: 'nothing' })

/** What reading and verifying blocks finds. */
export const chainFindingCodes = {
  // Where blocks come from
  PEER_UNREACHABLE: nothing('The peer does not answer, or ended before it had sent all blocks.'),
  PEER_REFUSED: nothing('The peer does not let this identity read these blocks.'),
  PEER_ANSWER_UNREADABLE: nothing('The peer answers with what is no message of its protocol.'),
  EXPORT_UNREADABLE: nothing('The file cannot be read, or is no export of blocks.'),
  EXPORT_INCOMPLETE: nothing('The export ends before its own end mark.'),
  EXPORT_ALTERED: difference('The bytes of the export are not those that its end mark was made of.'),
  EXPORT_TOO_LARGE: nothing('The export claims a block larger than any block can be.'),
  AUDIT_OF_ANOTHER: nothing(
    'What an earlier audit kept here is of another channel, or of other roots or members; begin a new one elsewhere.',
  ),
  CHECK_FAILED: nothing('The check itself failed, for want of room or by a fault of its own.'),
  // The form of a block
  BLOCK_UNREADABLE: difference('The bytes are no block.'),
  BLOCK_NOT_CANONICAL: difference(
    'The block holds bytes beside its header, data and metadata, or not in the form peers write.',
  ),
  // The chain
  CHAIN_STARTS_LATE: nothing('The blocks do not begin with the first block of the channel.'),
  BLOCK_MISSING: difference('A block is left out.'),
  BLOCK_REPEATED: difference('A block stands there again, or behind one of a higher number.'),
  PREVIOUS_HASH_DIFFERS: difference('The block does not follow on the header of the block before it.'),
  DATA_HASH_DIFFERS: difference('The data is not that of which the header has the hash.'),
  // Roots and configurations
  ROOTS_UNREADABLE: nothing('What was given as the root certificate of a member is none.'),
  ROOT_NOT_GIVEN: nothing('The configuration has a member of whom no root certificate was given.'),
  ROOT_DIFFERS: difference('The configuration has another root certificate of a member than the one that was given.'),
  CONFIGURATION_UNREADABLE: difference('The block brings a configuration that no peer could take.'),
  CONFIGURATION_UNFOUNDED: difference('The configuration is not what its update makes of the one before it.'),
  CONFIGURATION_UNAUTHORISED: difference('Who signed the update of the configuration may not change what it changes.'),
  CONFIGURATION_NOT_ALONE: difference('A configuration shares its block with other transactions.'),
  CHANNEL_DIFFERS: difference('The first block is of another channel than the one that was asked for.'),
  // Orderers
  ORDERER_SIGNATURES_UNREADABLE: difference(
    'The signatures of the orderers cannot be read, or are not as orderers write them.',
  ),
  ORDERER_SIGNATURE_WRONG: difference('A signature under the block is not that of the orderer whom it names.'),
  ORDERER_POLICY_UNMET: difference('Those who signed the block are not enough under the configuration of its height.'),
  LAST_CONFIGURATION_DIFFERS: difference('The orderers name another block as that of the newest configuration.'),
  METADATA_ALTERED: difference('Parts of the metadata that nobody signs say what no orderer wrote.'),
  // Transactions
  FLAG_DIFFERS: difference(
    'The peer calls a transaction valid or invalid otherwise than the block and the state before it say.',
  ),
  CERTIFICATE_OUT_OF_TIME: difference(
    'A valid transaction says a time at which its creator’s certificate did not hold.',
  ),
  DEFINITION_DIFFERS: difference(
    'A valid transaction names another version of its chaincode’s definition than the one that held at its height.',
  ),
  // The commit hash
  FLAGS_MISSING: difference('The block does not have one validity flag for each transaction.'),
  COMMIT_HASH_MISSING: difference(
    'The block lacks the hash that the peer made of its state, or has one where there is none.',
  ),
  COMMIT_HASH_DIFFERS: difference(
    'The peer made other changes to its state than the valid transactions of the block say.',
  ),
} as const satisfies Record<string, Meaning>

/** What deciding everything again finds. */
export const replayFindingCodes = {
  // The order of the blocks that are decided again
  REPLAY_STARTS_LATE: nothing('The blocks do not begin where the rows end, so that nothing can be decided on them.'),
  REPLAY_GAP: nothing('Blocks are left out, so that nothing behind them can be decided.'),
  RULES_NOT_KNOWN: nothing(
    'A definition decided it whose rules this replay does not have, unless it is given them; said once for each version.',
  ),
  REPLAY_BLOCK_AGAIN: difference('The block stands there again, or behind one of a higher number.'),
  // What a transaction asked
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
  RECEIPT_NOT_PROVABLE: difference(
    'An answer was honoured that its home says to have received more than 30 seconds before the transaction, or behind it.',
  ),
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
  COLLECTION_WRITTEN: difference(
    'A private collection was written, in a row or by a policy that no instruction of the transaction changes.',
  ),
  PRIVATE_WRITE_MISSING: difference('A private row was not written that an accepted instruction writes.'),
  PRIVATE_ROW_DELETED: difference(
    'A private row was deleted, which no rule does, or one was purged that the rules keep.',
  ),
  // What members disclosed
  DISCLOSURE_UNREADABLE: nothing(
    'The file with what members disclose cannot be read, is none, or is of another channel.',
  ),
  BODY_WRONG: nothing('The text that was disclosed is not the one whose digest the device signed.'),
  BODY_MISSING: nothing(
    'Of a pair that is said to disclose everything, the confidential text of what wrote one of its rows was not disclosed.',
  ),
  BODY_FOREIGN: nothing('A confidential text was disclosed of an instruction that no block holds.'),
  PRIVATE_ROW_MISSING: nothing(
    'A private row was not disclosed without which an instruction cannot be decided again, or its outcome not be held against the block.',
  ),
  PRIVATE_ROW_FOREIGN: nothing(
    'A private row was disclosed whose hashes stand in no block; it is named by the hash of its key.',
  ),
  PRIVATE_ROW_DIFFERS: difference(
    'A private row, disclosed with the hash that the block has, is not what the rules write.',
  ),
  MORE_DIFFERENCES: difference('The transaction differs in more than was listed.'),
  // Who was considered
  MATCH_DIFFERS: difference(
    'A match of a demand or a recommendation is not what the rows at the end of the block that opened it give: somebody is left out, or stands elsewhere.',
  ),
  // What holds after each block
  ROW_UNREADABLE: difference('A row was written that is no record of its table.'),
  SUPPLY_DIFFERS: difference('The supply of a voucher is not the sum of all holdings and credits.'),
  BUCKET_NEGATIVE: difference('A quantity is below zero.'),
  NUMBER_RECORDED_TWICE: difference('One number of a device is recorded for two instructions.'),
  OUTCOME_RECORDED_TWICE: difference('An instruction has an outcome in two valid transactions.'),
} as const satisfies Record<string, Meaning>

/** What holding a gateway's own file against blocks and rows finds. */
export const projectionFindingCodes = {
  PROJECTION_UNREADABLE: nothing('The file is not what a gateway keeps of the blocks, or cannot be read.'),
  PROJECTION_HEIGHT_DIFFERS: nothing(
    'The gateway has read more or fewer blocks than were audited, so that what it tells cannot be held against them.',
  ),
  PROJECTION_INSTRUCTION_MISSING: difference('The gateway does not tell of an instruction that a block records.'),
  PROJECTION_INSTRUCTION_UNFOUNDED: difference('The gateway tells of an instruction that no block records.'),
  PROJECTION_OUTCOME_DIFFERS: difference(
    'The gateway tells an instruction, its place or its outcome otherwise than the block.',
  ),
  PROJECTION_ROW_DIFFERS: difference('The gateway tells a row otherwise than the blocks leave it.'),
  PROJECTION_HOLDING_DIFFERS: difference('The gateway tells otherwise what somebody holds than the rows say.'),
} as const satisfies Record<string, Meaning>

/** What checking a file of evidence finds, besides what speaks against the blocks in it. */
export const evidenceFindingCodes = {
  // The file
  EVIDENCE_UNREADABLE: nothing('The file cannot be read, or is no evidence.'),
  EVIDENCE_INCOMPLETE: nothing('The evidence ends before its own end mark.'),
  EVIDENCE_ALTERED: difference('The bytes of the evidence are not those that its end mark was made of.'),
  EVIDENCE_TOO_LARGE: nothing('The evidence is larger than evidence can be, or would have to be.'),
  EVIDENCE_BRINGS_ROOTS: nothing(
    'The file brings root certificates of its own, by which it would prove itself; nothing in it was looked at.',
  ),
  EVIDENCE_NOT_FOUND: nothing('The blocks do not hold that of which evidence is wanted.'),
  // What the claim stands on
  FIRST_BLOCK_DIFFERS: difference('The first block is not the one whose hash was given.'),
  EVIDENCE_BLOCK_MISSING: nothing('The evidence lacks a block on which its claim stands.'),
  GROUND_REFUTED: difference('A transaction on which the claim stands is none that peers could have found valid.'),
  GROUND_MISSING: nothing('The evidence lacks a transaction or a row on which its claim stands.'),
  GROUND_STALE: difference('The transaction read another version of a row than the one that the evidence shows.'),
  // The claim
  CLAIM_DIFFERS: difference('The file claims another thing than the transaction in it says.'),
  VALIDITY_DIFFERS: difference('The file claims a transaction valid or invalid otherwise than its own bytes show.'),
  VALIDITY_UNCONFIRMED: nothing(
    'No later endorsement in the file shows that the peers took the transaction as the file claims; a newer one, or the whole chain, does.',
  ),
  HISTORY_GAP: difference('A step of the history did not find the row as the step before it left it.'),
  HISTORY_UNLINKED: nothing('A step wrote the row without reading it, so that steps before it may be left out.'),
} as const satisfies Record<string, Meaning>

/** What comparing several peers or exports of one channel finds, besides what speaks against one of them by itself. */
export const comparisonFindingCodes = {
  HEADERS_OF_SOURCES_DIFFER: difference('Two sources have different blocks of one number.'),
  DATA_OF_SOURCES_DIFFER: difference('Two sources have different transactions behind the same header.'),
  FLAGS_OF_SOURCES_DIFFER: difference('Two peers found different transactions of a block valid.'),
  COMMIT_HASHES_OF_SOURCES_DIFFER: difference('Two peers made different states of one block.'),
  METADATA_OF_SOURCES_DIFFER: difference('Two sources have different things beside a block that nobody signs.'),
} as const satisfies Record<string, Meaning>

/** What reading a list again finds, which was written of blocks. */
export const listFindingCodes = {
  LIST_UNREADABLE: nothing('The file cannot be read, or is no list that was written of blocks.'),
  LIST_LINE_DIFFERS: difference('A line of the list is not what the blocks say.'),
  LIST_TOTALS_DIFFER: difference('The totals of the list are not those of the blocks.'),
} as const satisfies Record<string, Meaning>

/** All that an audit can find, and what each code means. */
export const findingCodes = {
  ...chainFindingCodes,
  ...replayFindingCodes,
  ...projectionFindingCodes,
  ...evidenceFindingCodes,
  ...comparisonFindingCodes,
  ...listFindingCodes,
} as const

export type FindingCode = keyof typeof findingCodes

/**
 * One thing that was found, and where: block, place of the transaction, id of the instruction, key of the row or name of the effect;
 * what it should be and what stands there. Numbers of blocks are decimal strings.
 */
export type Finding = {
  code: FindingCode
  block?: string
  transaction?: number
  instruction?: string
  key?: string
  expected?: string
  found?: string
}

/** Where in a transaction something differs, before block and transaction are named. */
export type Difference = Omit<Finding, 'block' | 'transaction'>

/** A finding that ends what was under way: nothing can be said of what would come after it. */
export class FindingFault extends Error {
  readonly finding: Finding
  /** What was found before it in the same block. */
  readonly earlier: readonly Finding[]

  constructor(finding: Finding, earlier: readonly Finding[] = []) {
    super(`${finding.code}: ${findingCodes[finding.code].means}`)
    this.name = 'FindingFault'
    this.finding = finding
    this.earlier = earlier
  }
}

/** A fault of this code. */
export const fault = (code: FindingCode, where: Omit<Finding, 'code'> = {}): FindingFault =>
  new FindingFault({ code, ...where })

/** Bytes as findings show them. */
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const shownMaximum = 2_000

/** A value as findings show it, cut where it is long: whoever forged it chose its length. */
export const shown = (value: string): string =>
  value.length <= shownMaximum ? value : `${value.slice(0, shownMaximum)}… (${value.length} characters)`
