import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { common, peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { run } from '../../../audit/command/program.ts'
import type { Defaults } from '../../../audit/command/setting.ts'
import { disclosureFormat } from '../../../audit/disclosure/disclosure-file.ts'
import { Chaining } from '../../support/chaining.ts'
import { identityOf, privateKeyOf, rootOf } from '../../support/identities/identities.ts'
import { consortium } from '../../support/members.ts'
import { disclosureOf, pairBlocksOf, privateAnswer } from '../support/disclosing.ts'
import { LyingPeer } from '../support/lying-peer.ts'
import { recordedExport, recordedRoots } from '../support/recorded.ts'

const status = (code: common.StatusMap[keyof common.StatusMap]): Uint8Array => {
  const response = new peer.DeliverResponse()
  response.setStatus(code)
  return response.serializeBinary()
}

describe('the command by which a member discloses', () => {
  const own = new LyingPeer()
  let folder: string
  let connection: string
  before(async () => {
    await own.open()
    folder = mkdtempSync(join(tmpdir(), 'assay-bodies-'))
    const { certificate, mspId } = identityOf('BankMSP', 'admin')
    const key = privateKeyOf('BankMSP', 'admin').export({ type: 'pkcs8', format: 'pem' })
    for (const [name, text] of Object.entries({ certificate, key, root: rootOf('BankMSP') }))
      writeFileSync(join(folder, name), text)
    connection = join(folder, 'connection.json')
    const files = { tlsRootCertificate: 'root', certificate: 'certificate', privateKey: 'key' }
    const told = { endpoint: `127.0.0.1:${own.port}`, tlsServerName: 'peer', mspId, ...files }
    writeFileSync(connection, JSON.stringify(told))
  })
  after(() => {
    own.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const ran = async (...words: string[]) => {
    const lines: string[] = []
    const line = (text: string) => lines.push(text)
    const defaults: Defaults = { peers: {} }
    const { signal } = new AbortController()
    const code = await run(words, { output: line, tell: line, defaults, signal, now: () => new Date(0) })
    return { code, told: lines.join('\n') }
  }
  const asked = () => ['bodies', '--connection', connection, '--channel', 'assay', '--to', join(folder, 'bodies')]

  it('keeps all that its own peer hands out in a file that its owner alone can read', async () => {
    const on = await Chaining.open()
    await on.sent()
    const { ledger } = on.scene
    own.answers = [...pairBlocksOf(ledger).map(privateAnswer), status(common.Status.SUCCESS)]
    const { code, told } = await ran(...asked())
    const file = join(folder, 'bodies')
    const { rows } = disclosureOf(ledger)
    expect(code, told).equal(0)
    expect(told).include(`3 texts and ${rows.length} rows of assay`)
    expect(JSON.parse(readFileSync(file, 'utf8'))).deep.include({ format: disclosureFormat, channel: 'assay', rows })
    expect(statSync(file).mode & 0o777).equal(0o600)
  })

  it('ends with 2 where rows were not handed out, and says how many', async () => {
    const on = await Chaining.open()
    const blocks = pairBlocksOf(on.scene.ledger)
    const at = blocks.findIndex(({ rows }) => rows.length > 0)
    const { block } = blocks[at] as (typeof blocks)[number]
    own.answers = [...blocks.with(at, { block, rows: [] }).map(privateAnswer), status(common.Status.SUCCESS)]
    expect(await ran(...asked()))
      .deep.include({ code: 2 })
      .property('told')
      .match(/2 rows were not handed out/)
  })

  it('keeps nothing of a peer that refuses, or answers with what is none, and needs a peer of its own', async () => {
    rmSync(join(folder, 'bodies'))
    own.answers = [status(common.Status.FORBIDDEN)]
    expect((await ran(...asked())).told).match(/PEER_REFUSED/)
    own.answers = [Buffer.from('220101', 'hex')]
    expect((await ran(...asked())).told).match(/PEER_ANSWER_UNREADABLE/)
    own.answers = [Buffer.from('2200', 'hex')]
    expect(await ran(...asked()))
      .deep.include({ code: 2 })
      .property('told')
      .match(/PEER_ANSWER_UNREADABLE/)
    expect((await ran('bodies', '--to', join(folder, 'bodies'))).told).match(/own peer/)
    expect((await ran('bodies', '--peer', 'bank', '--to', join(folder, 'bodies'))).told).match(/no network runs here/)
    expect((await ran('bodies', '--blocks', 'x', '--to', 'y')).told).match(/unknown option/)
    expect((await ran(...asked(), '--through', '-1')).told).match(/whole number/)
    expect((await ran(...asked().slice(0, -1), join(folder, 'none', 'bodies'))).code).equal(2)
    expect([existsSync(join(folder, 'bodies')), existsSync(join(folder, 'bodies.unfinished'))]).deep.equal([
      false,
      false,
    ])
  })

  it('gives an auditor what it takes with --bodies, which refuses what is none, or of another channel', async () => {
    const [blocks, members, roots] = ['blocks', 'members.json', 'roots'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(blocks, recordedExport())
    writeFileSync(members, JSON.stringify({ members: consortium.members, quorum: consortium.quorum }))
    mkdirSync(roots)
    for (const [member, pem] of Object.entries(recordedRoots())) writeFileSync(join(roots, `${member}.pem`), pem)
    const words = ['replay', '--blocks', blocks, '--roots', roots, '--consortium', members]
    const empty = { format: disclosureFormat, channel: 'assay', collections: [], bodies: [], rows: [] }
    const [right, foreign, other, none] = [
      empty,
      { ...empty, bodies: [{ instruction: 'A'.repeat(43), text: '{}' }] },
      { ...empty, channel: 'elsewhere' },
      {},
    ].map((content, place) => {
      const file = join(folder, `disclosed-${place}`)
      writeFileSync(file, JSON.stringify(content))
      return file
    }) as [string, string, string, string]
    expect(await ran(...words, '--bodies', right)).deep.include({ code: 0 })
    const unmet = await ran(...words, '--bodies', right, '--bodies', foreign)
    expect(unmet).deep.include({ code: 2 })
    expect(unmet.told)
      .match(/^NOT CHECKED/m)
      .and.match(/BODY_FOREIGN/)
    expect(await ran(...words, '--bodies', other))
      .deep.include({ code: 2 })
      .property('told')
      .match(/another channel/)
    expect(await ran(...words, '--bodies', none))
      .deep.include({ code: 2 })
      .property('told')
      .match(/DISCLOSURE_UNREADABLE/)
    expect((await ran(...words, '--bodies', right, '--work', join(folder, 'work'))).code).equal(2)
  })
})
