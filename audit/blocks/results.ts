import { ledger } from '@hyperledger/fabric-protos'

/** Where a row stands: the chaincode's name, and that of a private collection, or nothing for public rows. */
export interface Place {
  namespace: string
  collection: string
}

/** Fabric's version of a row: the block and the transaction that wrote it last. */
export interface Version {
  block: bigint
  transaction: number
}

/** A row as results name it: by its key, which in a collection is the hash of the key. */
export interface ReadOfRow {
  key: Buffer
  /** Undefined where there was no row. */
  version: Version | undefined
}

export interface WriteOfRow {
  key: Buffer
  /** The value, in a collection its hash; undefined where the row is deleted. */
  value: Buffer | undefined
  /** Of a row in a collection whose past values go as well. */
  isPurge?: true
}

export interface MetadataWrite {
  key: Buffer
  /** The row's own policy; undefined where it has none from here on. */
  policy: Buffer | undefined
  /** All that is set, the policy among it. */
  entries: { name: string; value: Uint8Array }[]
}

export interface RangeOfRows {
  start: Buffer
  end: Buffer
  isExhausted: boolean
  /** The rows that were read, or, where they were many, hashes of them alone. */
  reads: ReadOfRow[] | HashedReads
}

/** What stands for many rows that were read: the highest level of a tree of hashes over them. */
export interface HashedReads {
  /** How many hashes one of the next level is over at most, but for one. */
  degree: number
  /** The number of levels. */
  level: number
  hashes: Uint8Array[]
}

/** What a transaction read of and wrote to one place. */
export interface PlaceResults extends Place {
  reads: ReadOfRow[]
  ranges: RangeOfRows[]
  writes: WriteOfRow[]
  metadataWrites: MetadataWrite[]
}

/** The name under which Fabric keeps a row's own endorsement policy among its metadata. */
const policyName = 'VALIDATION_PARAMETER'

const emptyHash = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex')

const versionOf = (version: ledger.rwset.kvrwset.Version | undefined): Version | undefined =>
  version && { block: BigInt(version.getBlockNum()), transaction: version.getTxNum() }

const policyIn = (entries: ledger.rwset.kvrwset.KVMetadataEntry[]): Buffer | undefined => {
  // The last of several of one name holds, as in the map that a peer makes of them.
  const policy = entries.findLast((entry) => entry.getName() === policyName)?.getValue_asU8()
  return policy === undefined || policy.length === 0 ? undefined : Buffer.from(policy)
}

const metadataWriteOf = (key: Buffer, entries: ledger.rwset.kvrwset.KVMetadataEntry[]): MetadataWrite => ({
  ...{ key, policy: policyIn(entries) },
  entries: entries.map((entry) => ({ name: entry.getName(), value: entry.getValue_asU8() })),
})

const readOf = (read: ledger.rwset.kvrwset.KVRead): ReadOfRow => ({
  key: Buffer.from(read.getKey()),
  version: versionOf(read.getVersion()),
})

const hashedReads = (summary: ledger.rwset.kvrwset.QueryReadsMerkleSummary | undefined): HashedReads | undefined =>
  summary && {
    degree: summary.getMaxDegree(),
    level: summary.getMaxLevel(),
    hashes: summary.getMaxLevelHashesList_asU8(),
  }

const publicResults = (namespace: string, bytes: Uint8Array): PlaceResults => {
  const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(bytes)
  return {
    ...{ namespace, collection: '' },
    reads: set.getReadsList().map(readOf),
    ranges: set.getRangeQueriesInfoList().map((range) => ({
      start: Buffer.from(range.getStartKey()),
      end: Buffer.from(range.getEndKey()),
      isExhausted: range.getItrExhausted(),
      reads: hashedReads(range.getReadsMerkleHashes()) ?? (range.getRawReads()?.getKvReadsList() ?? []).map(readOf),
    })),
    writes: set.getWritesList().map((write) => {
      const value = Buffer.from(write.getValue_asU8())
      // No bytes are no row.
      return { key: Buffer.from(write.getKey()), value: write.getIsDelete() || value.length === 0 ? undefined : value }
    }),
    metadataWrites: set
      .getMetadataWritesList()
      .map((write) => metadataWriteOf(Buffer.from(write.getKey()), write.getEntriesList())),
  }
}

const collectionResults = (namespace: string, set: ledger.rwset.CollectionHashedReadWriteSet): PlaceResults => {
  const hashed = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(set.getHashedRwset_asU8())
  return {
    ...{ namespace, collection: set.getCollectionName(), ranges: [] },
    reads: hashed.getHashedReadsList().map((read) => ({
      key: Buffer.from(read.getKeyHash_asU8()),
      version: versionOf(read.getVersion()),
    })),
    writes: hashed.getHashedWritesList().map((write) => {
      const value = Buffer.from(write.getValueHash_asU8())
      const isDeleted = write.getIsDelete() || value.length === 0 || value.equals(emptyHash)
      const key = Buffer.from(write.getKeyHash_asU8())
      return { key, value: isDeleted ? undefined : value, ...(write.getIsPurge() && { isPurge: true }) }
    }),
    metadataWrites: hashed
      .getMetadataWritesList()
      .map((write) => metadataWriteOf(Buffer.from(write.getKeyHash_asU8()), write.getEntriesList())),
  }
}

/** What a transaction's results say, place by place and in their order. Throws at bytes that are no results. */
export const readResults = (bytes: Uint8Array): PlaceResults[] =>
  ledger.rwset.TxReadWriteSet.deserializeBinary(bytes)
    .getNsRwsetList()
    .flatMap((set) => [
      publicResults(set.getNamespace(), set.getRwset_asU8()),
      ...set.getCollectionHashedRwsetList().map((one) => collectionResults(set.getNamespace(), one)),
    ])
