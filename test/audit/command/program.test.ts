import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { common } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { readBlock } from '../../../audit/blocks/block.ts'
import type { Invocation } from '../../../audit/command/invocation.ts'
import { run } from '../../../audit/command/program.ts'
import type { Defaults } from '../../../audit/command/setting.ts'
import { readTransactions } from '../../../audit/ledger/read-block.ts'
import { isDecided } from '../../../audit/replay/decision.ts'
import { readBlock as readForGateway } from '../../../gateway/fabric/block.ts'
import { Projection } from '../../../gateway/projection/projection.ts'
import { consortium } from '../../support/members.ts'
import { outcomesOf } from '../support/evidence.ts'
import { recordedBlocks, recordedExport, recordedRoots } from '../support/recorded.ts'

// What is told of work that takes long, as it may on a busy machine.
const isProgress = (line: string): boolean => /^ *\d+ s {2}/.test(line)

/** The versions that the recorded channel's batches name. */
const recordedVersions = async (): Promise<string[]> => {
  const blocks = (await recordedBlocks()).map((bytes) => readTransactions(readBlock(bytes)))
  const contents = blocks.flatMap(({ transactions }) => transactions.map(({ content }) => content))
  return [...new Set(contents.flatMap((one) => (one.what === 'call' && isDecided(one) ? [one.version] : [])))]
}

describe('the command of the auditor', () => {
  let folder: string
  let file: string
  let roots: string
  let members: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-audit-command-'))
    file = join(folder, 'blocks')
    roots = join(folder, 'roots')
    members = join(folder, 'consortium.json')
    writeFileSync(file, recordedExport())
    mkdirSync(roots)
    for (const [member, pem] of Object.entries(recordedRoots())) writeFileSync(join(roots, `${member}.pem`), pem)
    writeFileSync(members, JSON.stringify({ members: consortium.members, quorum: consortium.quorum }))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  const ran = async (words: readonly string[], options: Partial<Invocation> = {}) => {
    const [output, told]: [string[], string[]] = [[], []]
    const defaults: Defaults = { peers: {} }
    const code = await run(words, {
      ...{ output: (line) => output.push(line), tell: (line) => isProgress(line) || told.push(line), defaults },
      ...{ signal: new AbortController().signal, now: () => new Date(0), ...options },
    })
    return { code, output: output.join('\n'), told: told.join('\n') }
  }
  /** The issue of the one voucher, as the blocks say. */
  const anInstruction = async (): Promise<string> =>
    outcomesOf(await recordedBlocks()).find(({ kind }) => kind === 'voucher.issue')?.id ?? ''
  const trust = () => ['--roots', roots, '--consortium', members]

  it('proves an export, says so first, and keeps the report where asked', async () => {
    const kept = join(folder, 'report.json')
    const { code, output, told } = await ran(['replay', '--blocks', file, ...trust(), '--json', kept])
    expect(code).to.equal(0)
    expect(told).to.equal('')
    expect(output.split('\n')[0]).to.match(/^PROVEN/)
    expect(JSON.parse(readFileSync(kept, 'utf8'))).to.include({ verdict: 'proven', depth: 'replay', channel: 'assay' })
    const chinese = await ran(['verify', '--blocks', file, '--roots', roots, '--language', 'zh'])
    expect([chinese.code, chinese.output.split('：')[0]]).to.deep.equal([0, '已证明'])
  })

  it('holds what a gateway tells against the blocks, where asked', async () => {
    const projection = join(folder, 'projection')
    const told = new Projection(projection, consortium)
    for (const bytes of await recordedBlocks())
      told.apply(readForGateway(common.Block.deserializeBinary(bytes), consortium.chaincodes))
    told.close()
    const words = ['replay', '--blocks', file, ...trust(), '--projection', projection]
    expect((await ran(words)).code).to.equal(0)
    const database = new DatabaseSync(projection)
    database.exec("UPDATE instruction SET outcome = '{}'; DELETE FROM holding;")
    database.close()
    const { code, output } = await ran(words)
    expect(code).to.equal(1)
    expect(output).to.include('PROJECTION_OUTCOME_DIFFERS').and.to.include('PROJECTION_HOLDING_DIFFERS')
    expect((await ran([...words.slice(0, -1), join(folder, 'none')])).code).to.equal(2)
    expect((await ran([...words, '--work', join(folder, 'other')])).code).to.equal(2)
  })

  it('ends with 1 where anything differs, and names it', async () => {
    const altered = join(folder, 'altered')
    const bytes = recordedExport()
    bytes[40_000] = (bytes[40_000] as number) ^ 1
    writeFileSync(altered, bytes)
    const { code, output } = await ran(['verify', '--blocks', altered, '--roots', roots])
    expect([code, output.split(':')[0]]).to.deep.equal([1, 'DIFFERS'])
    expect(output).to.include('EXPORT_ALTERED')
  })

  it('ends with 2 where it could not check: no file, a cut one, no roots, no members, other roots for an earlier work', async () => {
    const cut = join(folder, 'cut')
    writeFileSync(cut, recordedExport().subarray(0, 50_000))
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const work = join(folder, 'work')
    expect(await ran(['verify', '--blocks', file, '--roots', roots, '--work', work])).to.include({ code: 0 })
    const wrong: [string[], RegExp][] = [
      [['verify', '--blocks', join(folder, 'none'), '--roots', roots], /EXPORT_UNREADABLE/],
      [['verify', '--blocks', file], /--roots/],
      [['verify', '--blocks', file, '--roots', empty], /must hold one file/],
      [['verify', '--blocks', file, '--roots', join(folder, 'none')], /no folder/],
      [['replay', '--blocks', file, '--roots', roots], /--consortium/],
      [['replay', '--blocks', file, '--roots', roots, '--consortium', file], /no JSON/],
      [['replay', '--blocks', file, '--roots', roots, '--consortium', join(folder, 'none')], /cannot be read/],
      [['verify', '--peer', 'bank', '--roots', roots], /no network runs here/],
      [['verify', '--roots', roots], /--blocks, --peer or --connection/],
      [['verify', '--connection', members, '--channel', 'assay', '--roots', roots], /not what is wanted/],
      [['verify', '--connection', members, '--roots', roots], /--channel/],
      [['fetch', '--blocks', file, '--to', join(folder, 'copy'), '--through', '-1'], /whole number/],
      [['verify', '--no-such'], /unknown option/],
      [['prove'], /unknown command/],
    ]
    for (const [words, complaint] of wrong) {
      const { code, told } = await ran(words)
      expect(code, words.join(' ')).to.equal(2)
      expect(told).to.match(complaint)
    }
    const cutShort = await ran(['verify', '--blocks', cut, '--roots', roots])
    expect([cutShort.code, cutShort.output.split(':')[0]]).to.deep.equal([2, 'NOT CHECKED'])
    expect(cutShort.output).to.include('EXPORT_INCOMPLETE')
    const other = await ran(['replay', '--blocks', file, ...trust(), '--work', work])
    expect([other.code, other.output.includes('AUDIT_OF_ANOTHER')]).to.deep.equal([2, true])
  })

  it('decides again only by rules that it has: its own under their version, and those of other versions that it is given', async () => {
    const versionOf: Defaults['versionOf'] = ({ folder }) => (folder === undefined ? 'own' : `of ${folder}`)
    const words = ['replay', '--blocks', file, ...trust()]
    const alone = await ran(words, { defaults: { peers: {}, versionOf } })
    expect([alone.code, alone.output.split(':')[0]]).to.deep.equal([2, 'NOT CHECKED'])
    expect(alone.output).to.include('RULES_NOT_KNOWN')
    const versions = await recordedVersions()
    const all = versions.flatMap((version) => ['--rules', `${version}=chaincode`])
    const given = await ran([...words, ...all], { defaults: { peers: {}, versionOf } })
    expect(given.code).to.equal(0)
    for (const version of versions) expect(given.told).to.include(`the rules of ${version} are taken to be those in`)
    expect((await ran([...words, ...all])).code).to.equal(0)
    for (const [wrong, complaint] of [
      ['chaincode', /<version>=<folder>/],
      [`1=${folder}`, /the rules of 1: .*cannot be loaded/],
    ] as const) {
      const { code, told } = await ran([...words, '--rules', wrong])
      expect(code).to.equal(2)
      expect(told).to.match(complaint)
    }
    expect((await ran([...words, '--rules', '1=a', '--rules', '1=b'])).told).to.include('1 is named twice')
  })

  it('names a member whose root it was not given', async () => {
    const few = join(folder, 'few')
    mkdirSync(few)
    writeFileSync(join(few, 'BankMSP.pem'), recordedRoots()['BankMSP'] ?? '')
    const { code, output } = await ran(['verify', '--blocks', file, '--roots', few])
    expect(code).to.equal(2)
    expect(output).to.include('ROOT_NOT_GIVEN')
  })

  it('ends behind a block when it is told to, as nothing checked, and goes on with its work later', async () => {
    const work = join(folder, 'ended')
    const ending = new AbortController()
    ending.abort()
    const words = ['replay', '--blocks', file, ...trust(), '--work', work]
    const ended = await ran(words, { signal: ending.signal })
    expect([ended.code, ended.output.split(':')[0]]).to.deep.equal([2, 'NOT CHECKED'])
    expect(await ran(words)).to.include({ code: 0 })
    expect(await ran(words)).to.include({ code: 0 })
  })

  it('fetches what an export holds up to a block, whole or not at all', async () => {
    const copy = join(folder, 'copy')
    expect(await ran(['fetch', '--blocks', file, '--to', copy, '--through', '9'])).to.include({ code: 0 })
    const { output } = await ran(['verify', '--blocks', copy, '--roots', roots])
    expect(output).to.include('0 … 9')
    const never = join(folder, 'never')
    const ending = new AbortController()
    ending.abort()
    expect(await ran(['fetch', '--blocks', file, '--to', never], { signal: ending.signal })).to.include({ code: 2 })
    expect(existsSync(never)).to.equal(false)
  })

  it('makes evidence, which is checked with the roots alone', async () => {
    const [evidence, json] = [join(folder, 'evidence'), join(folder, 'evidence.json')]
    const made = await ran(['evidence', await anInstruction(), '--blocks', file, '--to', evidence])
    expect(made).to.include({ code: 0, told: '' })
    const checking = ['evidence', 'check', evidence, '--roots', roots]
    const { code, output } = await ran([...checking, '--json', json, '--page', `${json}.page`])
    expect([code, output.split(':')[0]]).to.deep.equal([0, 'PROVEN'])
    expect(output).to.include('voucher.issue')
    expect(JSON.parse(readFileSync(json, 'utf8'))).to.deep.include({
      verdict: 'proven',
      channel: 'assay',
      findings: [],
    })
    expect(readFileSync(`${json}.page`, 'utf8')).to.equal(output)
    const chinese = await ran([...checking, '--language', 'zh'])
    expect(chinese.output.split('：')[0]).to.equal('已证明')
    const altered = readFileSync(evidence)
    altered[30_000] = (altered[30_000] as number) ^ 1
    writeFileSync(`${evidence}.altered`, altered)
    expect(await ran(['evidence', 'check', `${evidence}.altered`, '--roots', roots])).to.include({ code: 1 })
    const wrong: [string[], RegExp][] = [
      [['evidence', 'none', '--blocks', file, '--to', evidence], /EVIDENCE_NOT_FOUND/],
      // An id may begin with `-`, and is no option then.
      [['evidence', `-${'x'.repeat(42)}`, '--blocks', file, '--to', evidence], /EVIDENCE_NOT_FOUND/],
      [['evidence', 'none', '--blocks', file], /--to/],
      [['evidence', 'check', evidence], /--roots/],
      [[...checking, '--first-block', 'x'], /64 hexadecimal/],
    ]
    for (const [words, complaint] of wrong) {
      const ended = await ran(words)
      expect(ended.code, words.join(' ')).to.equal(2)
      expect(ended.told).to.match(complaint)
    }
    expect((await ran(['evidence', 'check', file, '--roots', roots])).code).to.equal(2)
  })

  it('says of evidence that nothing confirms yet that it is not checked', async () => {
    const evidence = join(folder, 'newest')
    const newest = await ran(['history', 'account', 'treasury', '--blocks', file, ...trust(), '--to', evidence])
    expect([newest.code, newest.told]).to.deep.equal([
      0,
      'no later transaction on its rows shows yet what peers made of it: a check will say so; make it again later',
    ])
    const { code, output } = await ran(['evidence', 'check', evidence, '--roots', roots])
    expect([code, output.split(':')[0]]).to.deep.equal([2, 'NOT CHECKED'])
    expect(output).to.include('VALIDITY_UNCONFIRMED')
  })

  it('takes an id that begins with - for a member of a key, and not for an option', async () => {
    const words = ['history', 'payment', `-${'x'.repeat(42)}`, '--blocks', file, ...trust()]
    expect((await ran(words)).output).to.match(/^\s*PROVEN/)
  })

  it('tells the history of a row, in lines for people and for programs', async () => {
    const { code, output } = await ran(['history', 'account', 'alice', '--blocks', file, ...trust()])
    expect(code).to.equal(0)
    expect(output).to.match(/^26\/0 .*bank-registrar participant\.register/)
    expect(output).to.match(/\nPROVEN/)
    const json = await ran(['history', 'voucher~AU-9999-2026', '--blocks', file, ...trust(), '--json'])
    const steps = json.output.split('\n').map((line) => JSON.parse(line))
    expect(steps[0]).to.deep.include({ block: '30', before: null })
    expect(steps.at(-1)).to.deep.include({ steps: 1, verdict: 'proven' })
    const none = await ran(['history', 'account', 'alice', '--voucher', 'NONE', '--blocks', file, ...trust()])
    expect(none.output.trim()).to.match(/^PROVEN/)
    for (const words of [
      ['nothing', 'alice'],
      ['voucher', 'CNY', '--device', 'd'],
      ['voucher', 'CNY', '--rules', `abc=${join(folder, 'none')}`],
    ])
      expect((await ran(['history', ...words, '--blocks', file, ...trust()])).code).to.equal(2)
  })

  it('finds what was sent, also what failed', async () => {
    const { code, output } = await ran(['search', '--validity', 'invalid', '--blocks', file, '--roots', roots])
    expect(code).to.equal(0)
    expect(output).to.match(/MVCC_READ_CONFLICT {2}probe Probe:copy/)
    const found = await ran(['search', '--kind', 'voucher.issue', '--json', '--blocks', file, '--roots', roots])
    const [entry, end] = found.output.split('\n').map((line) => JSON.parse(line))
    expect(entry).to.include({ sender: 'treasury', outcome: 'accepted', block: '30' })
    expect(end).to.include({ found: 1, verdict: 'proven' })
    for (const words of [
      ['--value-from', '-1'],
      ['--from', 'noon'],
      ['--validity', 'maybe'],
    ])
      expect((await ran(['search', ...words, '--blocks', file, '--roots', roots])).code).to.equal(2)
  })

  it('exports a list with its totals, and reads it again beside the blocks', async () => {
    const list = join(folder, 'list.csv')
    const written = await ran(['export', '--blocks', file, ...trust(), '--to', list])
    expect([written.code, written.output.includes('PROVEN')]).to.deep.equal([0, true])
    const checking = ['export', 'check', list, '--blocks', file, ...trust()]
    expect(await ran(checking)).to.include({ code: 0 })
    writeFileSync(list, readFileSync(list, 'utf8').replace('AU-9999-2026', 'AU-9999-2027'))
    const { code, output } = await ran([...checking, '--language', 'zh'])
    expect([code, output.startsWith('有差异')]).to.deep.equal([1, true])
    expect(output).to.include('LIST_LINE_DIFFERS')
    expect((await ran(['export', 'check', file, '--blocks', file, ...trust()])).told).to.include('LIST_UNREADABLE')
    expect((await ran(['export', '--blocks', file, ...trust()])).told).to.include('--to')
    const never = join(folder, 'never.csv')
    expect((await ran(['export', '--blocks', file, '--roots', join(folder, 'none'), '--to', never])).code).to.equal(2)
    expect([existsSync(never), existsSync(`${never}.unfinished`)]).to.deep.equal([false, false])
  })

  it('leaves no list of blocks that could not all be looked at, nor one that stood there before half written', async () => {
    const [cut, list] = [join(folder, 'cut-for-list'), join(folder, 'cut.csv')]
    writeFileSync(cut, recordedExport().subarray(0, 100_000))
    writeFileSync(list, 'an older list')
    const ending = new AbortController()
    ending.abort()
    for (const [blocks, options] of [[cut, {}] as const, [file, { signal: ending.signal }] as const]) {
      const { code, output } = await ran(['export', '--blocks', blocks, ...trust(), '--to', list], options)
      expect([code, output.split('\n')[0]]).to.deep.equal([2, 'no list was written'])
      expect([readFileSync(list, 'utf8'), existsSync(`${list}.unfinished`)]).to.deep.equal(['an older list', false])
    }
  })

  it('compares exports, and says how far each goes', async () => {
    const [shorter, json] = [join(folder, 'shorter'), join(folder, 'comparison.json')]
    await ran(['fetch', '--blocks', file, '--to', shorter, '--through', '20'])
    const compared = await ran(['compare', file, shorter, '--roots', roots, '--json', json, '--page', `${json}.page`])
    expect([compared.code, compared.output.split(':')[0]]).to.deep.equal([0, 'PROVEN'])
    expect(JSON.parse(readFileSync(json, 'utf8'))).to.deep.include({ verdict: 'proven', common: 21 })
    expect(readFileSync(`${json}.page`, 'utf8')).to.equal(compared.output)
    expect((await ran(['compare', file, '--roots', roots])).told).to.include('two sources')
    expect((await ran(['compare', file, shorter, '--channel', 'other', '--roots', roots])).code).to.equal(1)
    expect((await ran(['compare', file, join(folder, 'none'), '--roots', roots])).code).to.equal(2)
  })

  it('explains itself and every command, with what each ends with', async () => {
    const { code, output } = await ran(['--help'])
    expect(code).to.equal(0)
    const verbs = [...output.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, verb = '']) => verb)
    expect(verbs).to.include.members([
      ...['fetch', 'verify', 'replay', 'evidence', 'history', 'search', 'export', 'compare'],
    ])
    for (const verb of verbs) expect((await ran([verb, '--help'])).output, verb).to.include('Exit codes')
  })
})
