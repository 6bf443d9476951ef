import { common, peer } from '@hyperledger/fabric-protos'
import { audit } from '../../../audit/audit.ts'
import { readBlock } from '../../../audit/blocks/block.ts'
import type { Finding } from '../../../audit/findings.ts'
import { AuditStore } from '../../../audit/store.ts'
import { dataHashOf, headerHash } from '../../../audit/verify/chain.ts'
import { readRoots } from '../../../audit/verify/roots.ts'
import { recordedRoots } from './recorded.ts'

/** What is found on blocks, under the roots of the recorded channel unless others are given. */
export const findingsOn = async (
  blocks: readonly Uint8Array[],
  { channel = 'assay', roots = recordedRoots() }: { channel?: string; roots?: Record<string, string> } = {},
): Promise<Finding[]> => {
  const store = new AuditStore()
  const found: Finding[] = []
  const onFinding = (one: Finding): void => void found.push(one)
  const ending = await audit(blocks, { channel, roots: readRoots(roots), store, onFinding })
  store.close()
  return [...found, ...ending]
}

/** Findings as short texts: code, block, transaction, and the two values of a flag. */
export const textsOf = (findings: readonly Finding[]): string[] =>
  findings.map(({ code, block, transaction, expected, found }) =>
    [code, block, transaction, ...(code === 'FLAG_DIFFERS' ? [expected, found] : [])]
      .filter((part) => part !== undefined)
      .join(' '),
  )

/** Bytes of which the lowest bit of one is another. */
export const flipped = (bytes: Uint8Array, at: number): Buffer => {
  const altered = Buffer.from(bytes)
  altered[at] = (altered[at] as number) ^ 1
  return altered
}

/** Blocks of which one is changed as a message. */
export const withBlock = (
  blocks: readonly Uint8Array[],
  number: number,
  change: (block: common.Block) => void,
): Uint8Array[] =>
  blocks.map((bytes, index) => {
    if (index !== number) return bytes
    const block = common.Block.deserializeBinary(bytes)
    change(block)
    return block.serializeBinary()
  })

/** Blocks of which one part of one's metadata is other bytes. */
export const withMetadata = (
  blocks: readonly Uint8Array[],
  { number, part }: { number: number; part: number },
  change: (bytes: Uint8Array) => Uint8Array,
): Uint8Array[] =>
  withBlock(blocks, number, (block) => {
    const parts = block.getMetadata()?.getMetadataList_asU8() ?? []
    block.getMetadata()?.setMetadataList(parts.map((bytes, index) => (index === part ? change(bytes) : bytes)))
  })

/** Makes all hashes right again, as a forger without keys can. */
export const rehashed = (blocks: readonly Uint8Array[]): Uint8Array[] => {
  let previous: Uint8Array = new Uint8Array()
  return blocks.map((bytes) => {
    const block = common.Block.deserializeBinary(bytes)
    block.getHeader()?.setPreviousHash(previous)
    block.getHeader()?.setDataHash(dataHashOf(block.getData()?.getDataList_asU8() ?? []))
    const forged = block.serializeBinary()
    previous = headerHash(readBlock(forged))
    return forged
  })
}

/** Changes the payload of one transaction, whose hashes the forger then makes right. */
export const withPayload = (
  blocks: readonly Uint8Array[],
  { number, transaction = 0 }: { number: number; transaction?: number },
  change: (payload: common.Payload) => void,
): Uint8Array[] =>
  rehashed(
    withBlock(blocks, number, (block) => {
      const all = block.getData()?.getDataList_asU8() ?? []
      const envelope = common.Envelope.deserializeBinary(all[transaction] ?? new Uint8Array())
      const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
      change(payload)
      envelope.setPayload(payload.serializeBinary())
      const changed = envelope.serializeBinary()
      block.getData()?.setDataList(all.map((bytes, index) => (index === transaction ? changed : bytes)))
    }),
  )

/** The flags of a block by name. */
export const flagsOf = (bytes: Uint8Array): (keyof peer.TxValidationCodeMap)[] => {
  const names = new Map(Object.entries(peer.TxValidationCode).map(([name, code]) => [code as number, name]))
  const flags = readBlock(bytes).metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ?? new Uint8Array()
  return [...flags].map((flag) => names.get(flag) as keyof peer.TxValidationCodeMap)
}
