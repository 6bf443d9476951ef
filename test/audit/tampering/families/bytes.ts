import { common } from '@hyperledger/fabric-protos'
import type { Base } from '../base.ts'
import { edited, flipped, withEnvelope, withMetadata } from '../forging.ts'
import type { ForgedBlocks, Kind, Kinds, Scene } from '../kind.ts'

const shared = { family: 'bytes and files', by: 'nobody' } as const

/** A kind that can be forged at any block but the first. */
const anywhere = (
  { finds, also }: Pick<Kind, 'finds' | 'also'>,
  forge: (base: Base, number: number, scene: Scene) => Pick<ForgedBlocks, 'blocks'> & Partial<ForgedBlocks>,
): Kind => ({
  ...{ ...shared, finds },
  ...(also !== undefined && { also }),
  forge: (scene) => {
    const base = scene.random.chance(50) ? scene.market : scene.recorded
    const number = 1 + scene.random.below(base.blocks.length - 2)
    return { base, at: { block: number }, ...forge(base, number, scene) }
  },
})

const replaced = (base: Base, number: number, change: (bytes: Uint8Array) => Uint8Array) => ({
  blocks: base.blocks.slice(0, number + 2).map((bytes, at) => (at === number ? change(bytes) : bytes)),
})

/** What was edited in the bytes of blocks, by somebody without any key. */
export const byteKinds: Kinds = {
  'a byte of an envelope': anywhere({ finds: 'DATA_HASH_DIFFERS' }, (base, number, { random }) => ({
    blocks: edited(base, number, (block) => {
      const [first = new Uint8Array(), ...others] = block.getData()?.getDataList_asU8() ?? []
      block.getData()?.setDataList([flipped(first, random.below(first.length)), ...others])
    }),
  })),
  'a byte of the hash of the block before': anywhere(
    { finds: 'PREVIOUS_HASH_DIFFERS' },
    (base, number, { random }) => ({
      blocks: edited(base, number, (block) => {
        const header = block.getHeader()
        header?.setPreviousHash(flipped(header.getPreviousHash_asU8(), random.below(32)))
      }),
    }),
  ),
  'a byte of the hash of the data': anywhere({ finds: 'DATA_HASH_DIFFERS' }, (base, number, { random }) => ({
    blocks: edited(base, number, (block) => {
      const header = block.getHeader()
      header?.setDataHash(flipped(header.getDataHash_asU8(), random.below(32)))
    }),
  })),
  'bytes that are no block': anywhere({ finds: 'BLOCK_UNREADABLE' }, (base, number) => ({
    ...replaced(base, number, (bytes) => bytes.subarray(0, bytes.length - 1)),
    at: {},
  })),
  'a part that no block has': anywhere({ finds: 'BLOCK_NOT_CANONICAL' }, (base, number) =>
    replaced(base, number, (bytes) => Buffer.concat([bytes, Buffer.from([0x22, 1, 0])])),
  ),
  'an envelope, with all hashes made right': anywhere(
    { finds: 'ORDERER_SIGNATURE_WRONG' },
    (base, number, { random }) => ({
      blocks: withEnvelope(
        base,
        { block: number, transaction: 0 },
        (bytes) => flipped(bytes, bytes.length - 1 - random.below(60)),
        {},
      ),
    }),
  ),
  'the flag of a transaction': anywhere({ finds: 'FLAG_DIFFERS', also: ['COMMIT_HASH_DIFFERS'] }, (base, number) => ({
    blocks: withMetadata(
      base,
      { block: number, part: common.BlockMetadataIndex.TRANSACTIONS_FILTER },
      ([first = 0, ...rest]) =>
        // An invalid one is called valid, and a valid one invalid.
        Uint8Array.of(first === 0 ? 10 : 0, ...rest),
    ),
    at: { block: number, transaction: 0 },
  })),
  'flags left out': anywhere({ finds: 'FLAGS_MISSING' }, (base, number) => ({
    blocks: withMetadata(base, { block: number, part: 2 }, () => new Uint8Array()),
  })),
  'metadata that nobody signs': anywhere({ finds: 'METADATA_ALTERED' }, (base, number) => ({
    blocks: withMetadata(base, { block: number, part: 3 }, () => Uint8Array.of(0x0a, 0)),
  })),
  'the hash of a peer’s state': anywhere({ finds: 'COMMIT_HASH_DIFFERS' }, (base, number, { random }) => ({
    blocks: withMetadata(base, { block: number, part: 4 }, (bytes) => flipped(bytes, 2 + random.below(32))),
  })),
  'the hash of a peer’s state left out': anywhere({ finds: 'COMMIT_HASH_MISSING' }, (base, number) => ({
    blocks: withMetadata(base, { block: number, part: 4 }, () => new Uint8Array()),
  })),
  'a hash of its state for the first block': {
    ...{ ...shared, finds: 'COMMIT_HASH_MISSING' },
    forge: ({ recorded }) => ({
      base: recorded,
      blocks: withMetadata(recorded, { block: 0, part: 4 }, () => Uint8Array.of(0x0a, 1, 1)),
      at: { block: 0 },
    }),
  },
}
