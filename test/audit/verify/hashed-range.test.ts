import { createHash } from 'node:crypto'
import { expect } from 'chai'
import type { ReadOfRow } from '../../../audit/blocks/results.ts'
import { isSummaryOf, summaryOf } from '../../../audit/verify/hashed-range.ts'

const rows = (count: number): ReadOfRow[] =>
  Array.from({ length: count }, (_one, index) => ({
    key: Buffer.from(String(index).padStart(4, '0')),
    version: { block: 7n, transaction: index },
  }))

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/** A row as protobuf has it, of a key of four characters, in block 7 and a transaction from 1 to 127. */
const bytesOf = ({ key, version }: ReadOfRow): Buffer => {
  const at = [0x08, 7, ...(version?.transaction ? [0x10, version.transaction] : [])]
  const read = Buffer.concat([Buffer.from([0x0a, 4]), key, Buffer.from([0x12, at.length, ...at])])
  return Buffer.concat([Buffer.from([0x0a, read.length]), read])
}

const leaf = (reads: ReadOfRow[]): Buffer => sha256(...reads.map(bytesOf))

describe('the hashes that stand for a range of many rows', () => {
  it('are over one row more than the degree each, and what is left', () => {
    const all = rows(8)
    const { level, hashes } = summaryOf(all, 3)
    expect(level).to.equal(1)
    expect(hashes).to.deep.equal([leaf(all.slice(0, 4)), leaf(all.slice(4))])
  })

  it('are of the next level where there are more than the degree, with a single one brought up as it is', () => {
    const all = rows(15)
    const leaves = [0, 3, 6, 9, 12].map((at) => leaf(all.slice(at, at + 3)))
    const [first, second, third, ...rest] = leaves as [Buffer, Buffer, Buffer, Buffer, Buffer]
    expect(summaryOf(all, 2)).to.deep.equal({
      degree: 2,
      level: 2,
      hashes: [sha256(first, second, third), sha256(...rest)],
    })
    expect(summaryOf(rows(12), 2).hashes[1]).to.deep.equal(rest[0])
  })

  it('are those of no other rows, no fewer, and no smaller tree', () => {
    const kept = summaryOf(rows(60), 50)
    expect(isSummaryOf(kept, rows(60))).to.equal(true)
    expect(isSummaryOf(kept, rows(59))).to.equal(false)
    expect(isSummaryOf(kept, rows(10))).to.equal(false)
    const changed = rows(60).map((row, index) =>
      index === 30 ? { ...row, version: { block: 8n, transaction: 0 } } : row,
    )
    expect(isSummaryOf(kept, changed)).to.equal(false)
    expect(isSummaryOf({ ...kept, degree: 1 }, rows(60))).to.equal(false)
    expect(isSummaryOf({ ...kept, hashes: kept.hashes.slice(1) }, rows(60))).to.equal(false)
    expect(isSummaryOf({ ...kept, level: 2 }, rows(60))).to.equal(false)
  })
})
