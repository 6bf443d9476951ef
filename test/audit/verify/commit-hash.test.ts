import { common } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { type Block, metadataOf, readBlock } from '../../../audit/blocks/block.ts'
import { readAction, readEnvelope, resultsOf } from '../../../audit/blocks/envelope.ts'
import type { PlaceResults } from '../../../audit/blocks/results.ts'
import { CommitHashes, updateBytes } from '../../../audit/verify/commit-hash.ts'
import { State } from '../../../audit/verify/state.ts'
import { Updates } from '../../../audit/verify/updates.ts'
import { recordedBlocks } from '../support/recorded.ts'

const resultsIn = (bytes: Uint8Array): PlaceResults[] => {
  const envelope = readEnvelope(bytes)
  const effect = typeof envelope === 'string' ? undefined : readAction(envelope.data)?.effect
  return (effect && resultsOf(effect)) ?? []
}

const codesOf = (blocks: readonly Block[]): string[] => {
  const [state, hashes] = [new State(), new CommitHashes()]
  const found = blocks.flatMap((block) => {
    const updates = new Updates(state)
    const flags = metadataOf(block, common.BlockMetadataIndex.TRANSACTIONS_FILTER)
    for (const [transaction, bytes] of block.envelopes.entries()) {
      if (flags[transaction] === 0) updates.apply(resultsIn(bytes), { block: block.number, transaction })
    }
    state.together(() => updates.store())
    return hashes.check(block, updates.places)
  })
  state.close()
  return found.map(({ code, block }) => `${code} ${block}`)
}

const withMetadata = (block: Block, index: number, bytes: Uint8Array): Block => ({
  ...block,
  metadata: block.metadata.map((each, at) => (at === index ? bytes : each)),
})

describe('the hash that peers make of their state', () => {
  let blocks: Block[]

  before(async () => {
    blocks = (await recordedBlocks()).map(readBlock)
  })

  it('is recomputed in a real channel: collections, deletions, purges, policies alone, invalid transactions', () => {
    expect(codesOf(blocks)).to.deep.equal([])
    const written = blocks.flatMap((block) => block.envelopes.flatMap(resultsIn))
    const inCollections = written.filter(({ collection }) => collection !== '')
    expect(inCollections.flatMap(({ writes }) => writes).some(({ value }) => value === undefined)).to.equal(true)
    expect(inCollections.some((place) => place.writes.length === 0 && place.metadataWrites.length > 0)).to.equal(true)
  })

  it('differs where a flag is another one, and from there on no more', () => {
    const number = 44
    const flags = blocks[number]?.metadata[2]?.map((flag) => flag ^ 1) ?? new Uint8Array()
    const altered = blocks.map((block, index) => (index === number ? withMetadata(block, 2, flags) : block))
    expect(codesOf(altered)[0]).to.equal(`COMMIT_HASH_DIFFERS ${number}`)
  })

  it('is missed where it is left out, is no hash, or stands in the first block', () => {
    const last = blocks.length - 1
    const with4 = (number: number, bytes: Uint8Array) =>
      codesOf(blocks.map((block, index) => (index === number ? withMetadata(block, 4, bytes) : block)))
    expect(with4(last, new Uint8Array())).to.deep.equal([`COMMIT_HASH_MISSING ${last}`])
    expect(with4(last, Buffer.from('rubbish'))).to.deep.equal([`COMMIT_HASH_MISSING ${last}`])
    expect(with4(0, Buffer.from([0x0a, 1, 1]))).to.deep.equal(['COMMIT_HASH_MISSING 0'])
    const hash = blocks[last]?.metadata[4] ?? new Uint8Array()
    expect(
      with4(
        last,
        hash.map((byte, at) => (at === 5 ? byte ^ 1 : byte)),
      ),
    ).to.deep.equal([`COMMIT_HASH_DIFFERS ${last}`])
  })

  it('is over places and keys in the order of their bytes, each place named once, versions without zeros before them', () => {
    const key = (text: string) => Buffer.from(text)
    const rows = (...keys: string[]) =>
      new Map(
        keys.map((text) => [
          text,
          {
            key: key(text),
            value: text === 'b' ? undefined : key('1'),
            policy: undefined,
            version: { block: 256n, transaction: 0 },
          },
        ]),
      )
    const bytes = updateBytes([
      { namespace: 'n', collection: 'c', rows: rows('a') },
      { namespace: '', collection: '', rows: rows('configuration') },
      { namespace: 'n', collection: '', rows: rows('b', 'a') },
    ])
    const version = '32040201000 0'.replace(' ', '')
    expect(bytes.toString('hex')).to.equal(
      [`0a0f0a016e1a0161 2a0131${version}`, `0a0b1a01622001${version}`, `0a0f1201631a01612a0131${version}`]
        .join('')
        .replaceAll(' ', ''),
    )
  })
})
