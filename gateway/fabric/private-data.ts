import { createHash } from 'node:crypto'
import { ledger, type peer } from '@hyperledger/fabric-protos'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import { type PrivateValue, type ReadBlock, readBlock } from './block.ts'

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const valuesIn = (collection: string, bytes: Uint8Array): PrivateValue[] => {
  try {
    return ledger.rwset.kvrwset.KVRWSet.deserializeBinary(bytes)
      .getWritesList()
      .filter((write) => !write.getIsDelete())
      .map((write) => {
        const [key, value] = [Buffer.from(write.getKey()), Buffer.from(write.getValue_asU8())]
        return {
          collection,
          keyHash: hashOf(key),
          valueHash: hashOf(value),
          key: key.toString(),
          value: value.toString(),
        }
      })
  } catch {
    // What cannot be read is what was not handed out.
    return []
  }
}

/**
 * Reads a block with what a peer hands out beside it of the private collections in which this member shares (decision 0011): as far as it
 * can be read, and never throwing because of its content. Only the block's own hashes say what of it is true.
 */
export const readBlockAndPrivate = (
  data: peer.BlockAndPrivateData,
  { chaincodes, collections }: { chaincodes: readonly string[]; collections: readonly string[] },
): ReadBlock => {
  const block = data.getBlock()
  if (block === undefined) throw new Error('the peer handed out private data without a block')
  const values = [...data.getPrivateDataMapMap().entries()]
    .flatMap(([, set]) => set.getNsPvtRwsetList())
    .filter((set) => set.getNamespace() === ledgerChaincode)
    .flatMap((set) => set.getCollectionPvtRwsetList())
    .filter((set) => collections.includes(set.getCollectionName()))
    .flatMap((set) => valuesIn(set.getCollectionName(), set.getRwset_asU8()))
  return { ...readBlock(block, chaincodes), shared: { collections, values } }
}
