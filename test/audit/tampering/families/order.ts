import type { Base } from '../base.ts'
import { appended, edited, flagOf, forgedBlocks, withEnvelope } from '../forging.ts'
import type { Kinds, Scene } from '../kind.ts'

const shared = { family: 'order, gaps and repeats', by: 'nobody' } as const

/** A base and one of its blocks, with as many behind it. */
const somewhere = ({ market, recorded, random }: Scene, behind = 1): { base: Base; number: number } => {
  const base = random.chance(50) ? market : recorded
  return { base, number: 1 + random.below(base.blocks.length - 1 - behind) }
}

const validIn = ({ market, random }: Scene) =>
  random.one(market.calls.filter(({ block }) => block < market.blocks.length - 1))

/** In which order blocks and transactions stand, and how often. */
export const orderKinds: Kinds = {
  'a block left out': {
    ...{ ...shared, finds: 'BLOCK_MISSING' },
    forge: (scene) => {
      const { base, number } = somewhere(scene)
      return { base, blocks: base.blocks.slice(0, number + 3).toSpliced(number, 1), at: { block: number + 1 } }
    },
  },
  'the first blocks left out': {
    ...{ ...shared, finds: 'CHAIN_STARTS_LATE' },
    forge: (scene) => {
      const { base, number } = somewhere(scene)
      return { base, blocks: base.blocks.slice(number, number + 3), at: { block: number } }
    },
  },
  'a block again': {
    ...{ ...shared, finds: 'BLOCK_REPEATED', also: ['REPLAY_BLOCK_AGAIN'] },
    forge: (scene) => {
      const { base, number } = somewhere(scene)
      const [before, one = new Uint8Array()] = [base.blocks.slice(0, number), base.blocks[number]]
      return { base, blocks: [...before, one, one], at: { block: number } }
    },
  },
  'two blocks in another order': {
    ...{ ...shared, finds: 'BLOCK_MISSING' },
    forge: (scene) => {
      const { base, number } = somewhere(scene)
      const [one = new Uint8Array(), next = new Uint8Array()] = base.blocks.slice(number, number + 2)
      return { base, blocks: [...base.blocks.slice(0, number), next, one], at: { block: number + 1 } }
    },
  },
  'another block of the same height behind the first': {
    ...{ ...shared, by: 'the orderers', finds: 'BLOCK_REPEATED' },
    forge: (scene) => {
      const { base, number } = somewhere(scene)
      const empty = forgedBlocks(base, number, (blocks) =>
        blocks.map((one, at) => (at === number ? { ...one, envelopes: one.envelopes.toReversed().slice(1) } : one)),
      )
      return {
        base,
        blocks: [...base.blocks.slice(0, number + 1), empty[number] ?? new Uint8Array()],
        at: { block: number },
      }
    },
  },
  'a block left out and the others counted anew': {
    ...{ ...shared, finds: 'ORDERER_SIGNATURE_WRONG' },
    forge: (scene) => {
      const { base, number } = somewhere(scene, 2)
      const blocks = forgedBlocks(
        base,
        number + 1,
        (all) => all.toSpliced(number, 1).map((one, at) => ({ ...one, number: BigInt(at) })),
        {},
      )
      return { base, blocks, at: { block: number } }
    },
  },
  'a transaction left out of its block': {
    ...{ ...shared, by: 'the orderers', finds: 'FLAGS_MISSING' },
    forge: (scene) => {
      const { base, number } = somewhere(scene)
      const blocks = forgedBlocks(
        base,
        number,
        (all) => all.map((one, at) => (at === number ? { ...one, envelopes: one.envelopes.slice(1) } : one)),
        { orderers: ['BankMSP'] },
      )
      return { base, blocks, at: { block: number } }
    },
  },
  'the transactions of a block in another order': {
    ...{ ...shared, finds: 'DATA_HASH_DIFFERS' },
    forge: ({ market, random }) => {
      const several = [...market.opened.keys()].filter((number) => (market.opened[number]?.envelopes.length ?? 0) > 1)
      const number = random.any(several)
      if (number === undefined) return undefined
      const blocks = edited(market, number, (block) => {
        block.getData()?.setDataList(block.getData()?.getDataList_asU8().toReversed() ?? [])
      })
      return { base: market, blocks, at: { block: number } }
    },
  },
  'a transaction again in a later block': {
    ...{ ...shared, by: 'the orderers', finds: 'FLAG_DIFFERS', also: ['TRANSACTION_REPEATED'] },
    forge: (scene) => {
      const { block, transaction } = validIn(scene)
      const bytes = scene.market.opened[block]?.envelopes[transaction] ?? new Uint8Array()
      const blocks = appended(scene.market, block, [bytes], Uint8Array.of(0))
      return { base: scene.market, blocks, at: { block: block + 1, transaction: 0 } }
    },
  },
  'a transaction twice in its block': {
    ...{ ...shared, by: 'the orderers', finds: 'FLAG_DIFFERS', also: ['TRANSACTION_REPEATED'] },
    forge: (scene) => {
      const { block, transaction } = validIn(scene)
      const { market } = scene
      const again = market.opened[block]?.envelopes.length ?? 0
      const blocks = forgedBlocks(market, block, (all) =>
        all.map((one, at) => {
          if (at !== block) return one
          const [bytes = new Uint8Array(), flags = new Uint8Array()] = [one.envelopes[transaction], one.metadata[2]]
          const metadata = one.metadata.with(2, Uint8Array.of(...flags, 0))
          return { ...one, envelopes: [...one.envelopes, bytes], metadata }
        }),
      )
      return { base: market, blocks, at: { block, transaction: again } }
    },
  },
  'bytes that are no transaction, called valid': {
    ...{ ...shared, by: 'the orderers', finds: 'FLAG_DIFFERS', also: ['TRANSACTION_UNREADABLE'] },
    forge: (scene) => {
      const place = validIn(scene)
      const blocks = withEnvelope(scene.market, place, () => Buffer.from('ffff', 'hex'))
      return { base: scene.market, blocks, at: place }
    },
  },
  'a conflict called valid': {
    ...{ ...shared, by: 'a peer', finds: 'FLAG_DIFFERS' },
    forge: ({ recorded, random }) => {
      const flags = [flagOf('MVCC_READ_CONFLICT'), flagOf('PHANTOM_READ_CONFLICT')]
      const places = recorded.opened.flatMap(({ metadata }, block) =>
        [...(metadata[2] ?? [])].flatMap((flag, transaction) => (flags.includes(flag) ? [{ block, transaction }] : [])),
      )
      const place = random.one(places)
      const blocks = forgedBlocks(
        recorded,
        place.block,
        (all) =>
          all.map((one, at) =>
            at === place.block
              ? {
                  ...one,
                  metadata: one.metadata.with(2, (one.metadata[2] ?? new Uint8Array()).with(place.transaction, 0)),
                }
              : one,
          ),
        { commitHashes: true },
      )
      return { base: recorded, blocks, at: place }
    },
  },
  'the blocks of another channel': {
    ...{ ...shared, finds: 'CHANNEL_DIFFERS' },
    forge: ({ recorded }) => ({
      ...{ base: recorded, blocks: recorded.blocks.slice(0, 2), at: { block: 0 } },
      asked: { channel: 'elsewhere' },
    }),
  },
}
