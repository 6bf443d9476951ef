import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Finding, findingCodes } from '../../../audit/findings.ts'
import { type Report, reportFormat } from '../../../audit/report.ts'
import { isSignedBy, signingText } from '../../../chaincode/wire/signature.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'
import { readStory, type Story } from '../support/story.ts'

type Item = { [name: string]: unknown }

describe('what auditors read of the blocks over HTTP', () => {
  let story: Story
  let server: TestServer
  before(async () => {
    story = await readStory()
    server = await new TestServer(projectionOf(story.blocks)).listen()
  })
  after(() => server.close())

  const read = async (path: string) => {
    const { status, body } = await server.get(path, story.auditor)
    expect([status, body.height], path).to.deep.equal([200, `${story.blocks.length}`])
    return body
  }
  const invalidOnes = () =>
    story.blocks.flatMap(({ number, transactions }) =>
      transactions.filter(({ validation }) => validation !== 'VALID').map((one) => ({ number, ...one })),
    )

  it('lists blocks page by page, and each block with its transactions', async () => {
    const { items, next } = await read('/v1/blocks?limit=2')
    const height = story.blocks.length
    expect(items.map((item: Item) => item['number'])).to.deep.equal([`${height - 1}`, `${height - 2}`])
    const [following] = (await read(`/v1/blocks?limit=1&after=${next}`)).items
    expect(following.number).to.equal(`${height - 3}`)
    const [invalid] = invalidOnes()
    const { block, items: transactions } = await read(`/v1/blocks/${invalid?.number}`)
    expect(block).to.include({ number: `${invalid?.number}`, transactions: 2, invalid: 1 })
    expect(transactions.map((one: Item) => one['validation'])).to.deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
  })

  it('finds invalid transactions, and tells what they held in vain', async () => {
    const { items, searchedTo } = await read('/v1/ledger-transactions?validity=invalid')
    expect(items.map((one: Item) => one['id'])).to.deep.equal(invalidOnes().map(({ transaction }) => transaction))
    expect(searchedTo).to.equal(items.at(-1).position.split('.')[0])
    const found = await read(`/v1/ledger-transactions/${items[0].id}`)
    expect(found).to.deep.include({ transaction: items[0], recorded: [], changed: [] })
    expect(found.attempted).to.have.lengthOf(1)
    expect((await read('/v1/ledger-transactions?from=8000000000000000')).items).to.deep.equal([])
  })

  it('gives a transaction whole: its instructions, and the rows that it wrote', async () => {
    const [{ ledger, id }] = (await read('/v1/ledger-instructions?kind=pledge.accept')).items
    const found = await read(`/v1/ledger-transactions/${ledger.transaction}`)
    expect(found.recorded.map((one: Item) => one['id'])).to.include(id)
    expect(found.changed).to.include(`pledge~${story.opened.pledge}`)
    expect(await read(`/v1/ledger-transactions/${found.transaction.position}`)).to.deep.equal(found)
  })

  it('finds instructions by participant, kind, outcome, refusal and quantity', async () => {
    const of = async (query: string) => (await read(`/v1/ledger-instructions?${query}`)).items
    expect((await of('participant=bob')).length).to.be.above(2)
    const kinds = (await of('participant=bob&kind=voucher.transfer')).map((one: Item) => one['kind'])
    expect(new Set(kinds)).to.deep.equal(new Set(['voucher.transfer']))
    const [refused] = await of('status=refused')
    expect(await of(`code=${refused.code}&least=999999&most=999999`)).to.deep.equal([refused])
    expect(refused).to.include({ id: story.opened.refused, from: 'alice', kind: 'voucher.transfer' })
    expect(refused.body).to.include({ to: 'bob', quantity: '999999' })
  })

  it('gives an instruction with what its device signed, and with that device', async () => {
    const found = await read(`/v1/ledger-instructions/${story.opened.refused}`)
    const { instruction, signature } = found.envelope
    expect(found.home).to.equal('BankMSP')
    expect(isSignedBy(found.signer.publicKey, signingText(instruction), signature)).to.equal(true)
    expect(found.attempts).to.deep.equal([])
  })

  it('tells of each change of a record what it was before, whose transaction it was, and by which instruction', async () => {
    const key = `pledge~${story.opened.pledge}`
    const { items } = await read(`/v1/records/${key}/history`)
    expect(items.map((one: Item) => (one['instructions'] as Item[]).map(({ kind }) => kind))).to.deep.equal([
      ['pledge.propose'],
      ['pledge.accept'],
    ])
    expect(items.map((one: Item) => one['before'])).to.deep.equal([null, items[0].value])
    expect(items[1]).to.include({ call: 'ledger:apply' })
    const own = (await server.get(`/v1/records/${key}/history`, story.scene.alice)).body.items
    expect(Object.keys(own[0]).sort()).to.deep.equal(['at', 'position', 'transaction', 'value'])
    const enrolled = await read(`/v1/records/account~${story.auditor.participant}/history`)
    expect(enrolled.items[0]).to.include({ call: 'registry:enrolRegistrar', organisation: 'AuditorMSP' })
    expect(enrolled.items[0].instructions).to.deep.equal([])
  })

  it('names for a credit the instructions that gave it', async () => {
    const keys = blocksOf(story.scene.ledger)
      .flatMap(({ transactions }) => transactions.flatMap(({ writes }) => writes.map(({ key }) => key)))
      .filter((key) => key.startsWith('credit~bob~'))
    const { items } = await read(`/v1/records/${encodeURIComponent(keys[0] ?? '')}/history`)
    expect(items[0].instructions[0].kind).to.be.a('string')
  })

  const wrong = [
    ...['/v1/blocks?limit=0', '/v1/blocks?colour=red', '/v1/blocks/0?limit=1000'],
    ...['/v1/ledger-transactions?validity=maybe', '/v1/ledger-transactions?code=valid'],
    ...['/v1/ledger-transactions?organisation=%25', '/v1/ledger-instructions?kind=colour'],
    ...['/v1/ledger-instructions?least=-1', '/v1/ledger-instructions?most=1e3', '/v1/ledger-instructions?code=X'],
    ...["/v1/ledger-instructions?participant=' OR 1=1", '/v1/ledger-instructions?from=monday'],
  ]
  for (const path of wrong) {
    it(`refuses ${path} as malformed_request`, async () => {
      const { status, body } = await server.get(path, story.auditor)
      expect([status, body.code]).to.deep.equal([400, 'malformed_request'])
    })
  }

  it('logs all that an auditor asks', async () => {
    server.audited.length = 0
    await read('/v1/ledger-instructions?participant=bob')
    const [{ subject }] = server.audited as [{ subject: object }]
    expect(subject).to.deep.equal({ of: 'blocks', asked: '/v1/ledger-instructions?participant=bob' })
  })
})

const report = {
  ...{
    format: reportFormat,
    verdict: 'differs',
    depth: 'replay',
    channel: 'assay',
    source: 'bank',
    from: '0',
    to: '41',
  },
  at: '2026-11-28T16:00:00.000Z',
  roots: [{ mspId: 'BankMSP', fingerprint: 'ab:cd' }],
  firstBlock: '0f'.repeat(32),
  counts: { blocks: 42, proven: 40, differing: 1, unseen: 0, confidential: 0, disclosed: 0, fromStamp: 2, invalid: 3 },
  oddities: [{ code: 'MVCC_READ_CONFLICT', count: 3, block: '9', transaction: 1 }],
  codes: [{ code: 'AMOUNT_DIFFERS', count: 1, ...findingCodes.AMOUNT_DIFFERS }],
  findings: [
    { code: 'AMOUNT_DIFFERS', block: '7', transaction: 1, key: 'account~alice', expected: '1', found: '2' },
  ] satisfies Finding[],
} satisfies Report

describe('the last audit’s report', () => {
  let folder: string
  let file: string
  let story: Story
  let server: TestServer
  before(async () => {
    story = await readStory()
    folder = mkdtempSync(join(tmpdir(), 'assay-report-'))
    file = join(folder, 'report.json')
    const configuration = { auditReportFile: file }
    server = await new TestServer(projectionOf(story.blocks), undefined, { configuration }).listen()
  })
  after(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })
  const read = async () => (await server.get('/v1/audit-report', story.auditor)).body

  it('is none before an audit wrote one, and where no file is named', async () => {
    expect(await read()).to.deep.equal({ status: 'none', height: `${story.blocks.length}` })
    const other = await new TestServer(projectionOf(story.blocks)).listen()
    expect((await other.get('/v1/audit-report', story.auditor)).body.status).to.equal('none')
    await other.close()
  })

  it('is shown as it was written, and anew when another audit wrote it', async () => {
    writeFileSync(file, JSON.stringify(report))
    expect(await read()).to.deep.include({ status: 'read', report })
    const proven = { ...report, verdict: 'proven', from: null, to: null, codes: [], findings: [] }
    writeFileSync(file, JSON.stringify(proven))
    expect((await read()).report).to.deep.equal(proven)
  })

  it('is cut where a value is long, and keeps nothing that nobody knows', async () => {
    const found = 'x'.repeat(5_000)
    writeFileSync(file, JSON.stringify({ ...report, extra: found, findings: [{ code: 'ROW_DIFFERS', found }] }))
    const findings = [{ code: 'ROW_DIFFERS', found: found.slice(0, 2_000) }]
    expect((await read()).report).to.deep.equal({ ...report, findings })
  })

  it('is not shown where the file holds anything else, whatever that is', async () => {
    const { channel: _channel, ...incomplete } = report
    const odd: unknown[] = [
      ...[null, 7, [], {}, incomplete, { ...report, format: 'assay audit report 2' }, { ...report, verdict: 'fine' }],
      ...[
        { ...report, from: '-1' },
        { ...report, at: 'yesterday' },
      ],
      ...[
        { ...report, counts: { ...report.counts, proven: -1 } },
        { ...report, findings: [{ code: '<script>' }] },
      ],
      { ...report, findings: Array.from({ length: 1_001 }, () => ({ code: 'X' })) },
    ]
    for (const text of ['', '{', '\u0000', 'x'.repeat(17_000_000), ...odd.map((one) => JSON.stringify(one))]) {
      writeFileSync(file, text)
      expect(await read(), text.slice(0, 80)).to.deep.equal({ status: 'unreadable', height: `${story.blocks.length}` })
    }
    rmSync(file)
    const elsewhere = { configuration: { auditReportFile: folder } }
    const other = await new TestServer(projectionOf(story.blocks), undefined, elsewhere).listen()
    expect((await other.get('/v1/audit-report', story.auditor)).body.status).to.equal('unreadable')
    await other.close()
  })
})
