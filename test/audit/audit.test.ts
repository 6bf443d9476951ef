import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { audit } from '../../audit/audit.ts'
import { readBlock } from '../../audit/blocks/block.ts'
import type { Finding } from '../../audit/findings.ts'
import { type Report, reportOf } from '../../audit/report.ts'
import { AuditStore } from '../../audit/store.ts'
import { headerHash } from '../../audit/verify/chain.ts'
import { readRoots } from '../../audit/verify/roots.ts'
import { consortium } from '../support/members.ts'
import { recordedBlocks, recordedRoots } from './support/recorded.ts'
import { flipped, textsOf } from './support/tampering.ts'

const roots = readRoots(recordedRoots())
const setting = { channel: 'assay', roots, consortium }

describe('an audit', () => {
  let blocks: Buffer[]
  let folder: string

  before(async () => {
    blocks = await recordedBlocks()
  })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-audit-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Audits blocks over the work of this test, which is closed afterwards as by a program that ends. */
  const audited = async (
    given: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options: Partial<typeof setting> = {},
  ): Promise<{ found: Finding[]; report: Report; taken: bigint[] }> => {
    const store = new AuditStore(join(folder, 'work'))
    const taken: bigint[] = []
    const found: Finding[] = []
    const told = { onBlock: (number: bigint) => taken.push(number), onFinding: (one: Finding) => found.push(one) }
    const ending = await audit(given, { ...setting, ...options, store, ...told })
    const about = { depth: 'replay', channel: 'assay', source: 'a test', at: new Date(0) } as const
    const report = reportOf({ ...about, roots, store, ending })
    store.close()
    return { found, report, taken }
  }

  it('proves a real channel, and says of which blocks and by which roots', async () => {
    const { report, found } = await audited(blocks)
    expect(found).to.deep.equal([])
    expect(report).to.include({ verdict: 'proven', from: '0', to: String(blocks.length - 1), source: 'a test' })
    expect(report.counts).to.include({ blocks: blocks.length, differing: 0 })
    expect(report.counts.invalid).to.be.greaterThan(5)
    expect(report.roots.map(({ mspId }) => mspId)).to.deep.equal(Object.keys(recordedRoots()).toSorted())
    expect(report.firstBlock).to.equal(headerHash(readBlock(blocks[0] as Buffer)).toString('hex'))
    for (const { fingerprint } of report.roots) expect(fingerprint).to.match(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  })

  it('goes on where it was ended, with what it had found, and looks at no block twice', async () => {
    const [half, altered] = [20, blocks.map((block, number) => (number === 12 ? flipped(block, 300) : block))]
    const whole = await audited(altered)
    rmSync(join(folder, 'work'))
    const first = await audited(altered.slice(0, half))
    expect(first.found).to.not.deep.equal([])
    // A source that begins anew, as a file does, and one that begins one block earlier, as a peer does.
    const second = await audited(altered.slice(0, half + 5))
    const third = await audited(altered.slice(half + 4))
    expect([second.taken[0], third.taken[0]]).to.deep.equal([BigInt(half), BigInt(half + 5)])
    expect([...second.found, ...third.found]).to.deep.equal(whole.found.slice(first.found.length))
    expect(third.report).to.deep.equal(whole.report)
    expect(third.report.verdict).to.equal('differs')
  })

  it('names the configuration of its height also when it went on behind the one that changed it', async () => {
    const changed = blocks.findLastIndex((block) => block.length > 30_000)
    await audited(blocks.slice(0, changed + 1))
    const { report } = await audited(blocks.slice(changed))
    expect(report).to.include({ verdict: 'proven', to: String(blocks.length - 1) })
  })

  it('goes on with no audit of another channel, or by other roots or members', async () => {
    await audited(blocks.slice(0, 3))
    const { AuditorMSP: _left, ...fewer } = recordedRoots()
    const others = [{ channel: 'another' }, { roots: readRoots(fewer) }, { consortium: undefined as never }]
    for (const other of others) {
      const { report, taken } = await audited(blocks, other)
      expect(report.findings.map(({ code }) => code)).to.deep.equal(['AUDIT_OF_ANOTHER'])
      expect([report.verdict, taken]).to.deep.equal(['not_checked', []])
    }
    expect((await audited(blocks)).report.verdict).to.equal('proven')
  })

  it('ends at a gap, behind which nothing is looked at, then and later', async () => {
    const gap = blocks.filter((_block, number) => number !== 6)
    const { report, taken } = await audited(gap)
    expect(textsOf(report.findings)).to.deep.equal(['BLOCK_MISSING 7'])
    expect(report).to.include({ verdict: 'differs', to: '5' })
    expect(taken.at(-1)).to.equal(5n)
    expect(await audited(blocks)).to.deep.include({ taken: [], found: [], report })
  })

  it('is of nothing without blocks, and says so of those that begin late', async () => {
    expect((await audited([])).report).to.include({ verdict: 'not_checked', from: null, to: null })
    const { report } = await audited(blocks.slice(2))
    expect(textsOf(report.findings)).to.deep.equal(['CHAIN_STARTS_LATE 2'])
    expect(report).to.include({ verdict: 'not_checked', from: null })
  })

  it('says of a source that fails that not all was checked, and goes on once it gives more', async () => {
    function* broken() {
      yield* blocks.slice(0, 4)
      throw new Error('the line is cut')
    }
    const { report } = await audited(broken())
    expect(report.findings).to.deep.equal([{ code: 'CHECK_FAILED', found: 'Error: the line is cut' }])
    expect(report).to.include({ verdict: 'not_checked', to: '3' })
    expect((await audited(blocks)).report).to.include({ verdict: 'proven', to: String(blocks.length - 1) })
  })

  it('keeps a bounded number of findings, and counts all', async () => {
    const store = new AuditStore()
    const finding = (place: number): Finding => ({ code: 'ROW_DIFFERS', block: '1', transaction: place })
    for (let round = 0; round < 3; round += 1) {
      const findings = Array.from({ length: 4_000 }, (_one, place) => finding(place))
      await store.takeIn(async () => ({ findings, progress: undefined }))
    }
    expect([store.findings.length, store.counts.get('ROW_DIFFERS')]).to.deep.equal([10_000, 12_000])
    const about = { depth: 'replay', channel: 'assay', source: 'a test', at: new Date(0) } as const
    const report = reportOf({ ...about, roots, store, ending: [] })
    expect([report.findings.length, report.codes[0]?.count]).to.deep.equal([1_000, 12_000])
    store.close()
  })

  it('keeps all of a block or nothing of it', async () => {
    const store = new AuditStore()
    const failing = store.takeIn(async () => {
      store.rows.set('ledger', 'row', Buffer.from('1'))
      store.end()
      throw new Error('no room')
    })
    expect(await failing.catch(String)).to.equal('Error: no room')
    expect([store.rows.get('ledger', 'row'), store.hasEnded]).to.deep.equal([undefined, false])
    store.close()
  })
})
