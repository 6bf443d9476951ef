import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { common } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import type { Invocation } from '../../../audit/command/invocation.ts'
import { run } from '../../../audit/command/program.ts'
import type { Defaults } from '../../../audit/command/setting.ts'
import { readBlock } from '../../../gateway/fabric/block.ts'
import { Projection } from '../../../gateway/projection/projection.ts'
import { consortium } from '../../support/members.ts'
import { recordedBlocks, recordedExport, recordedRoots } from '../support/recorded.ts'

// What is told of work that takes long, as it may on a busy machine.
const isProgress = (line: string): boolean => /^ *\d+ s {2}/.test(line)

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
  const trust = () => ['--roots', roots, '--consortium', members]

  it('proves an export, says so first, and keeps the report where asked', async () => {
    const kept = join(folder, 'report.json')
    const { code, output, told } = await ran(['replay', '--blocks', file, ...trust(), '--json', kept])
    expect([code, told]).to.deep.equal([0, ''])
    expect(output.split('\n')[0]).to.match(/^PROVEN/)
    expect(JSON.parse(readFileSync(kept, 'utf8'))).to.include({ verdict: 'proven', depth: 'replay', channel: 'assay' })
    const chinese = await ran(['verify', '--blocks', file, '--roots', roots, '--language', 'zh'])
    expect([chinese.code, chinese.output.split('：')[0]]).to.deep.equal([0, '已证明'])
  })

  it('holds what a gateway tells against the blocks, where asked', async () => {
    const projection = join(folder, 'projection')
    const told = new Projection(projection, consortium)
    for (const bytes of await recordedBlocks())
      told.apply(readBlock(common.Block.deserializeBinary(bytes), consortium.chaincodes))
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
  }).timeout(60_000)

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

  it('explains itself and every command, with what each ends with', async () => {
    const { code, output } = await ran(['--help'])
    expect(code).to.equal(0)
    const verbs = [...output.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, verb = '']) => verb)
    expect(verbs).to.include.members(['fetch', 'verify', 'replay'])
    for (const verb of verbs) expect((await ran([verb, '--help'])).output, verb).to.include('Exit codes')
  })
})
