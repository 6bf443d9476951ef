type Meaning = {
  /** What it says, in one sentence. */
  means: string
  /** Whether something differs from what is proven (exit code 1), or could not be looked at (exit code 2). */
  proves: 'difference' | 'nothing'
}

const difference = (means: string): Meaning => ({ means, proves: 'difference' })
const nothing = (means: string): Meaning => ({ means, proves: 'nothing' })

/** All that fetching and verifying can find, and what each code means. */
export const findingCodes = {
  // Where blocks come from
  PEER_UNREACHABLE: nothing('The peer does not answer, or ended before it had sent all blocks.'),
  PEER_REFUSED: nothing('The peer does not let this identity read these blocks.'),
  PEER_ANSWER_UNREADABLE: nothing('The peer answers with what is no message of its protocol.'),
  EXPORT_UNREADABLE: nothing('The file cannot be read, or is no export of blocks.'),
  EXPORT_INCOMPLETE: nothing('The export ends before its own end mark.'),
  EXPORT_ALTERED: difference('The bytes of the export are not those that its end mark was made of.'),
  EXPORT_TOO_LARGE: nothing('The export claims a block larger than any block can be.'),
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
  // The commit hash
  FLAGS_MISSING: difference('The block does not have one validity flag for each transaction.'),
  COMMIT_HASH_MISSING: difference(
    'The block lacks the hash that the peer made of its state, or has one where there is none.',
  ),
  COMMIT_HASH_DIFFERS: difference(
    'The peer made other changes to its state than the valid transactions of the block say.',
  ),
} as const satisfies Record<string, Meaning>

export type FindingCode = keyof typeof findingCodes

/** One thing that was found, and where; both values where there are two. Numbers of blocks are decimal strings. */
export type Finding = {
  code: FindingCode
  block?: string
  transaction?: number
  instruction?: string
  key?: string
  expected?: string
  found?: string
}

/** A finding that ends what was under way: nothing can be said of what would come after it. */
export class FindingFault extends Error {
  readonly finding: Finding

  constructor(finding: Finding) {
    super(`${finding.code}: ${findingCodes[finding.code].means}`)
    this.name = 'FindingFault'
    this.finding = finding
  }
}

/** A fault of this code. */
export const fault = (code: FindingCode, where: Omit<Finding, 'code'> = {}): FindingFault =>
  new FindingFault({ code, ...where })

/** Bytes as findings show them. */
export const shown = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
