import { common } from '@hyperledger/fabric-protos'
import { fault } from '../findings.ts'

/** A block taken apart as far as its own three parts. */
export interface Block {
  number: bigint
  previousHash: Uint8Array
  dataHash: Uint8Array
  /** The envelopes, in order, of whatever content. */
  envelopes: Uint8Array[]
  /** What stands beside the data, by Fabric's own index: signatures, last configuration, validity flags, orderer, commit hash. */
  metadata: Uint8Array[]
}

/** No more blocks than these can be told apart by Fabric's own clients in this language. */
const numberAtMost = Number.MAX_SAFE_INTEGER

const parse = (bytes: Uint8Array): common.Block => {
  try {
    return common.Block.deserializeBinary(bytes)
  } catch (error) {
    throw fault('BLOCK_UNREADABLE', { found: String(error) })
  }
}

/**
 * Takes a block apart. Refuses, as a named finding, bytes that are no block, and such as a peer would not have written: then
 * something stands there that no hash and no signature is over.
 */
export const readBlock = (bytes: Uint8Array): Block => {
  const block = parse(bytes)
  const header = block.getHeader() ?? new common.BlockHeader()
  const number = header.getNumber()
  if (!Number.isInteger(number) || number > numberAtMost) throw fault('BLOCK_UNREADABLE', { found: `number ${number}` })
  if (Buffer.compare(block.serializeBinary(), bytes) !== 0)
    throw fault('BLOCK_NOT_CANONICAL', { block: String(number) })
  return {
    number: BigInt(number),
    previousHash: header.getPreviousHash_asU8(),
    dataHash: header.getDataHash_asU8(),
    envelopes: block.getData()?.getDataList_asU8() ?? [],
    metadata: block.getMetadata()?.getMetadataList_asU8() ?? [],
  }
}

/** One part of the metadata; no bytes where it is left out. */
export const metadataOf = (
  { metadata }: Block,
  part: common.BlockMetadataIndexMap[keyof common.BlockMetadataIndexMap],
): Uint8Array => metadata[part] ?? new Uint8Array()
