import { expect } from 'chai'
import { type Block, readBlock } from '../../../audit/blocks/block.ts'
import { FindingFault } from '../../../audit/findings.ts'
import { Chain, headerBytes } from '../../../audit/verify/chain.ts'
import { recordedBlocks } from '../support/recorded.ts'

const flipped = (bytes: Uint8Array, at = 0): Uint8Array => {
  const altered = Buffer.from(bytes)
  altered[at] = (altered[at] as number) ^ 1
  return altered
}

const codesOf = (blocks: readonly Block[]): string[] => {
  const chain = new Chain()
  return blocks.flatMap((block) => chain.check(block)).map(({ code, block }) => `${code} ${block}`)
}

describe('the chain of hashes', () => {
  let blocks: Block[]

  before(async () => {
    blocks = (await recordedBlocks()).map(readBlock)
  })

  const withBlock = (number: number, change: (block: Block) => Block): Block[] =>
    blocks.map((block, index) => (index === number ? change(block) : block))

  it('holds in a real channel', () => {
    expect(codesOf(blocks)).to.deep.equal([])
  })

  it('hashes numbers as ASN.1 does: with a zero before a first bit that is set, and lengths beyond 127 in bytes of their own', () => {
    const header = (number: bigint, length = 0) =>
      headerBytes({ number, previousHash: new Uint8Array(length), dataHash: new Uint8Array() }).toString('hex')
    expect(header(0n)).to.equal('300702010004000400')
    expect(header(128n)).to.equal('30080202008004000400')
    expect(header(256n)).to.equal('30080202010004000400')
    expect(header(1n, 200)).to.match(/^3081d00201010481c8(00){200}0400$/)
  })

  it('names a block that is missing once, and one that comes late or again', () => {
    expect(codesOf(blocks.filter((_block, index) => index !== 7))).to.deep.equal(['BLOCK_MISSING 8'])
    expect(codesOf(blocks.slice(3))).to.deep.equal(['CHAIN_STARTS_LATE 3'])
    const again = [...blocks.slice(0, 6), blocks[5] as Block, ...blocks.slice(6)]
    expect(codesOf(again)).to.deep.equal(['BLOCK_REPEATED 5'])
    const swapped = [...blocks.slice(0, 4), blocks[5] as Block, blocks[4] as Block, ...blocks.slice(6)]
    expect(codesOf(swapped)).to.deep.equal(['BLOCK_MISSING 5', 'BLOCK_REPEATED 4'])
  })

  it('names a previous hash and a data hash that differ, and both at the next block', () => {
    const previous = withBlock(9, (block) => ({ ...block, previousHash: flipped(block.previousHash) }))
    expect(codesOf(previous)).to.deep.equal(['PREVIOUS_HASH_DIFFERS 9', 'PREVIOUS_HASH_DIFFERS 10'])
    const data = withBlock(9, (block) => ({ ...block, dataHash: flipped(block.dataHash) }))
    expect(codesOf(data)).to.deep.equal(['DATA_HASH_DIFFERS 9', 'PREVIOUS_HASH_DIFFERS 10'])
  })

  it('names an envelope that was altered, left out, or put elsewhere', () => {
    const number = blocks.findIndex(({ envelopes }) => envelopes.length > 1)
    const alter = (change: (envelopes: Uint8Array[]) => Uint8Array[]) =>
      codesOf(withBlock(number, (block) => ({ ...block, envelopes: change(block.envelopes) })))
    const expected = [`DATA_HASH_DIFFERS ${number}`]
    expect(alter(([first, ...rest]) => [flipped(first as Uint8Array, 50), ...rest])).to.deep.equal(expected)
    expect(alter((envelopes) => envelopes.slice(1))).to.deep.equal(expected)
    expect(alter((envelopes) => envelopes.toReversed())).to.deep.equal(expected)
  })
})

describe('the bytes of a block', () => {
  const codeOf = (bytes: Uint8Array): string => {
    try {
      readBlock(bytes)
      return 'none'
    } catch (error) {
      if (error instanceof FindingFault) return error.finding.code
      throw error
    }
  }

  it('are refused when they are no block, cut off, or hold what no hash is over', async () => {
    const [, block = Buffer.alloc(0)] = await recordedBlocks()
    expect(codeOf(block)).to.equal('none')
    expect(codeOf(Buffer.from('nothing of the kind'))).to.equal('BLOCK_UNREADABLE')
    expect(codeOf(block.subarray(0, -1))).to.equal('BLOCK_UNREADABLE')
    expect(codeOf(Buffer.concat([block, Buffer.from([0x22, 1, 0])]))).to.equal('BLOCK_NOT_CANONICAL')
    expect(codeOf(Buffer.from([0x0a, 10, 0x08, ...Array(8).fill(0xff), 0x7f]))).to.equal('BLOCK_UNREADABLE')
  })
})
