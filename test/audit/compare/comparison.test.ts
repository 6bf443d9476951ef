import { common } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { type Comparison, compare } from '../../../audit/compare/comparison.ts'
import { comparisonPageOf, comparisonReportOf } from '../../../audit/compare/report.ts'
import { fault } from '../../../audit/findings.ts'
import { readRoots } from '../../../audit/verify/roots.ts'
import { State } from '../../../audit/verify/state.ts'
import { rootsOfAll } from '../../support/identities/identities.ts'
import { ownRecordedBlocks } from '../support/channel/recorded-channel.ts'
import { sealed } from '../support/channel/sealing.ts'
import { recordedBlocks, recordedRoots } from '../support/recorded.ts'
import { flipped, withBlock, withMetadata } from '../support/tampering.ts'

const parts = common.BlockMetadataIndex

describe('a comparison of sources', () => {
  let blocks: Uint8Array[]

  before(async () => {
    blocks = await recordedBlocks()
  })

  async function* streamed(given: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    yield* given
  }

  const compared = async (
    sources: { [name: string]: Iterable<Uint8Array> },
    roots: Readonly<Record<string, string>> = recordedRoots(),
  ): Promise<Comparison> => {
    const state = new State()
    const named = Object.entries(sources).map(([name, given]) => ({ name, blocks: streamed(given) }))
    const comparison = await compare(named, { channel: 'assay', roots: readRoots(roots), state })
    state.close()
    return comparison
  }
  const textsIn = ({ findings }: Comparison): string[] =>
    findings.map(({ code, block, key }) => [code, block, key].filter((part) => part !== undefined).join(' '))
  const pageOf = (comparison: Comparison): string =>
    comparisonPageOf(
      comparisonReportOf(comparison, { channel: 'assay', roots: readRoots(recordedRoots()), at: new Date(0) }),
      'en',
    )

  it('finds nothing where all have the same, and says how far each goes', async () => {
    const comparison = await compared({ bank: blocks, institution: blocks.slice(0, 40), supplier: blocks.slice(0, 20) })
    expect(comparison.findings).to.deep.equal([])
    expect(comparison.common).to.equal(40)
    expect(comparison.sources.map(({ name, blocks: count, ended }) => [name, count, ended])).to.deep.equal([
      ['bank', blocks.length, 'all read'],
      ['institution', 40, 'all read'],
      ['supplier', 20, 'all read'],
    ])
    const page = pageOf(comparison)
    expect(page).to.match(/^PROVEN/)
    expect(page).to.match(/institution {2}40 blocks, read to its end \(shorter/)
    expect(page).to.not.match(/bank.*shorter/)
    const other = await compared({ short: blocks.slice(0, 5), long: blocks.slice(0, 12) })
    expect([other.findings, other.common, other.sources[1]?.blocks]).to.deep.equal([[], 5, 12])
  })

  it('takes signatures of other orderers for no difference, where they are enough', async () => {
    const own = (await ownRecordedBlocks()).slice(0, 20)
    const [one, other] = [
      ['BankMSP', 'InstitutionMSP'],
      ['BankMSP', 'SupplierMSP'],
    ].map((orderers) => sealed(own, { orderers }))
    const both = { one: one ?? [], other: other ?? [] }
    const comparison = await compared(both, rootsOfAll())
    expect(Buffer.compare(both.one[5] as Uint8Array, both.other[5] as Uint8Array)).to.not.equal(0)
    expect([textsIn(comparison), comparison.common]).to.deep.equal([[], 20])
  })

  it('names the first difference of a source, with block and both values, and reads it no further', async () => {
    const at = (number: number, part: number) =>
      withMetadata(blocks, { number, part }, (bytes) => flipped(bytes, bytes.length - 1))
    const otherData = withBlock(blocks, 40, (block) => block.getData()?.setDataList(['AA==']))
    const otherHeader = withBlock(blocks, 41, (block) => block.getHeader()?.setDataHash('AA=='))
    const cases: [Uint8Array[], string, number][] = [
      [otherHeader, 'HEADERS_OF_SOURCES_DIFFER', 41],
      [otherData, 'DATA_OF_SOURCES_DIFFER', 40],
      [at(37, parts.TRANSACTIONS_FILTER), 'FLAGS_OF_SOURCES_DIFFER', 37],
      [at(38, parts.COMMIT_HASH), 'COMMIT_HASHES_OF_SOURCES_DIFFER', 38],
      [at(39, parts.LAST_CONFIG), 'METADATA_OF_SOURCES_DIFFER', 39],
      [at(36, parts.SIGNATURES), 'ORDERER_SIGNATURE_WRONG', 36],
    ]
    for (const [forged, code, number] of cases) {
      const comparison = await compared({ bank: blocks, supplier: forged })
      expect(textsIn(comparison)).to.deep.equal([`${code} ${number} supplier: held against bank`])
      const [finding] = comparison.findings
      expect(finding?.expected).to.not.equal(finding?.found)
      expect(comparison.sources).to.deep.include({ name: 'supplier', blocks: number, ended: 'differs' })
      expect(comparison.sources).to.deep.include({ name: 'bank', blocks: blocks.length, ended: 'all read' })
      expect(pageOf(comparison)).to.match(/^DIFFERS/)
    }
  })

  it('names also what speaks against the first source, which others need not share', async () => {
    const forged = withMetadata(blocks, { number: 37, part: parts.TRANSACTIONS_FILTER }, (bytes) => flipped(bytes, 0))
    const texts = textsIn(await compared({ forged, honest: blocks }))
    expect(texts).to.include('FLAG_DIFFERS 37 forged')
    expect(texts).to.include('FLAGS_OF_SOURCES_DIFFER 37 honest: held against forged')
  })

  it('goes on with the others where one leaves out, repeats or begins late, cannot be read, or fails', async () => {
    function* failing() {
      yield* blocks.slice(0, 8)
      throw fault('PEER_UNREACHABLE')
    }
    const comparison = await compared({
      gap: blocks.filter((_block, number) => number !== 6),
      again: [...blocks.slice(0, 4), ...blocks.slice(3)],
      late: blocks.slice(2),
      torn: blocks.map((block, number) => (number === 5 ? block.subarray(9) : block)),
      failing: failing(),
      whole: blocks,
      wholeToo: blocks,
    })
    expect(textsIn(comparison)).to.deep.equal([
      'CHAIN_STARTS_LATE 2 late',
      'BLOCK_REPEATED 3 again',
      'BLOCK_UNREADABLE torn',
      'BLOCK_MISSING 7 gap',
      'PEER_UNREACHABLE failing',
    ])
    expect(comparison.common).to.equal(blocks.length)
    const strange = await compared({
      other: [blocks[3] as Uint8Array],
      whole: blocks.slice(0, 2),
      wholeToo: blocks.slice(0, 2),
    })
    expect([textsIn(strange), strange.common]).to.deep.equal([['CHAIN_STARTS_LATE 3 other'], 2])
  })

  it('goes on behind a first block that no channel begins with', async () => {
    const noConfiguration = withBlock(blocks, 0, (block) => block.getData()?.setDataList([]))
    const comparison = await compared({
      strange: noConfiguration,
      bank: blocks.slice(0, 9),
      supplier: blocks.slice(0, 9),
    })
    expect(textsIn(comparison)).to.deep.equal(['CONFIGURATION_UNREADABLE 0 strange'])
    expect(comparison.common).to.equal(9)
  })

  it('proves nothing where no two sources have a block', async () => {
    const report = (comparison: Comparison) =>
      comparisonReportOf(comparison, { channel: 'assay', roots: readRoots(recordedRoots()), at: new Date(0) })
    expect(report(await compared({ one: blocks.slice(0, 3), none: [] })).verdict).to.equal('not_checked')
  })
})
