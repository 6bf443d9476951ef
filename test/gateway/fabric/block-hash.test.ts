import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { common } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import fc from 'fast-check'
import { headerHash } from '../../../audit/verify/chain.ts'
import { readBlock } from '../../../gateway/fabric/block.ts'
import { blockHash } from '../../../gateway/fabric/block-hash.ts'
import { consortium } from '../../support/members.ts'

/** Blocks of a real network, each as its length in four bytes and its bytes. */
const recorded = (): common.Block[] => {
  const bytes = gunzipSync(readFileSync(join(import.meta.dirname, 'fixtures', 'blocks.gz')))
  const blocks: common.Block[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at)
    blocks.push(common.Block.deserializeBinary(bytes.subarray(at + 4, end)))
    at = end
  }
  return blocks
}

describe('the hash of a block', () => {
  it('is what the header of the next block says it is', () => {
    const blocks = recorded().map((block) => readBlock(block, consortium.chaincodes))
    const byNumber = new Map(blocks.map((block) => [block.number, block]))
    const pairs = blocks.flatMap((block) => {
      const before = byNumber.get(block.number - 1n)
      return before === undefined ? [] : [[block.previousHash, before.hash]]
    })
    expect(pairs).to.not.be.empty
    for (const [told, made] of pairs) expect(told).to.equal(made)
  })

  it('is the one that the auditor makes, for any number', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), hash, hash, (number, previousHash, dataHash) => {
        const header = { number, previousHash, dataHash }
        expect(blockHash(header)).to.equal(headerHash(header as never).toString('hex'))
      }),
    )
  })

  it('is made of any header, also of one with hashes of no right length', () => {
    for (const length of [0, 31, 64, 65, 5_000]) {
      const header = { number: 1n, previousHash: new Uint8Array(length), dataHash: new Uint8Array(length) }
      expect(blockHash(header)).to.match(/^[0-9a-f]{64}$/)
    }
  })
})
