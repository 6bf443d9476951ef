/** A write of a transaction: the row's new bytes, or undefined where the row is deleted. */
export interface RowWrite {
  /** The chaincode among whose rows it stands. */
  chaincode: string
  key: string
  value: Uint8Array | undefined
}

/** An entry of a row's metadata that a transaction sets; the row's own endorsement policy is one of them. */
export interface MetadataWrite {
  chaincode: string
  key: string
  name: string
  value: Uint8Array
}

/** What a transaction does to a row of a private collection, of which a block has hashes alone. */
export interface HiddenWrite {
  /** As `chaincode/collection`. */
  collection: string
  /** SHA-256 of the row's key, in hex. */
  keyHash: string
  /** SHA-256 of its value, in hex; undefined where no value is written. */
  valueHash: string | undefined
  /** What is done: a value is written, the row is deleted, or purged with all that stood there, or it gets an endorsement policy. */
  what: 'written' | 'deleted' | 'purged' | 'guarded'
}

/** Who signed a transaction: its organisation and its certificate, as the bytes of a PEM file. */
export interface Creator {
  mspId: string
  certificate: Uint8Array
}

/** A valid transaction that asked a chaincode: all that it asked, was answered and wrote. */
export interface Call {
  what: 'call'
  channel: string
  /** UTC milliseconds of the transaction's own timestamp. */
  at: bigint
  creator: Creator
  /** The chaincode that was asked. */
  chaincode: string
  /** What the invocation names in its place, which is anybody's word: peers ask the one that the header names. */
  named: string
  /** The version of its definition, which is of the package that the endorsers ran. */
  version: string
  /** The function that was asked, as `contract:transaction`. */
  name: string
  arguments: string[]
  /** The status of the answer, 200 where the chaincode did what was asked. */
  status: number
  response: string
  /** Its event, and the id of the transaction that this says to be of. */
  event: { name: string; payload: string; transaction: string } | undefined
  writes: RowWrite[]
  metadata: MetadataWrite[]
  /** What it does to rows of private collections. */
  hidden: HiddenWrite[]
}

/** What a transaction is to who reads its block. */
export type Content =
  | Call
  /** Peers found it invalid, so that it changed nothing, whatever it says. */
  | { what: 'invalid' }
  /** A valid one that asks no chaincode, such as a change of the channel's configuration. */
  | { what: 'configuration' }
  /** A valid one that cannot be read, which no honest peer finds valid. */
  | { what: 'unreadable'; problem: string }

/** A transaction at its place in a block. */
export interface LedgerTransaction {
  position: number
  /** The id over nonce and creator, whatever the header calls it; empty where neither can be read. */
  id: string
  /** Fabric's validation code by name: VALID, MVCC_READ_CONFLICT and so on. */
  validation: string
  content: Content
}

/** A block, of which every transaction was looked at. */
export interface LedgerBlock {
  number: bigint
  transactions: LedgerTransaction[]
}
