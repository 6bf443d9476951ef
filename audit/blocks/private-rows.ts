import { ledger, peer } from '@hyperledger/fabric-protos'
import { fault } from '../findings.ts'
import { readOrNothing } from './envelope.ts'
import { type BlockRange, contentsOfPeer, type PeerConnection } from './peer.ts'

/** A private row as a peer hands it out; only the hashes in the block say what of it is true. */
export interface PrivateRow {
  collection: string
  key: string
  value: string
}

/** A block, and what the peer handed out beside it. */
export interface BlockWithRows {
  block: Uint8Array
  rows: PrivateRow[]
}

const rowsIn = (data: peer.BlockAndPrivateData): PrivateRow[] =>
  [...data.getPrivateDataMapMap().entries()]
    .flatMap(([, set]) => set.getNsPvtRwsetList())
    .flatMap((set) => set.getCollectionPvtRwsetList())
    .flatMap((set) =>
      ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8())
        .getWritesList()
        .filter((write) => !write.getIsDelete())
        .map((write) => ({
          collection: set.getCollectionName(),
          key: write.getKey(),
          value: Buffer.from(write.getValue_asU8()).toString(),
        })),
    )

const readContent = (bytes: Uint8Array): BlockWithRows => {
  const read = readOrNothing(() => {
    const data = peer.BlockAndPrivateData.deserializeBinary(bytes)
    return { block: data.getBlock()?.serializeBinary(), rows: rowsIn(data) }
  })
  if (read?.block === undefined) throw fault('PEER_ANSWER_UNREADABLE', { found: `${bytes.length} bytes` })
  return { block: read.block, rows: read.rows }
}

/**
 * The blocks of a member's own peer in order, each with the private rows that this identity may have. Refuses as `blocksOfPeer`, and an
 * answer that is no block with private rows.
 */
export async function* privateBlocksOfPeer(
  connection: PeerConnection,
  range: BlockRange,
): AsyncGenerator<BlockWithRows> {
  const asked = { path: '/protos.Deliver/DeliverWithPrivateData', field: 0x22 }
  for await (const bytes of contentsOfPeer(connection, range, asked)) yield readContent(bytes)
}
