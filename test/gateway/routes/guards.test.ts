import { expect } from 'chai'
import { Device } from '../../support/devices.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'
import { readStory, type Story } from '../support/story.ts'

const readers = [
  'nobody',
  'owner',
  'party',
  'issuer',
  'registrar',
  'registrar of another',
  'teller',
  'teller of another',
  'stranger',
  'auditor',
] as const
type Reader = (typeof readers)[number]

const accountReaders: Reader[] = ['owner', 'registrar', 'teller', 'auditor']
const everybody: Reader[] = [...readers]
const sessions: Reader[] = readers.filter((reader) => reader !== 'nobody')

describe('who may read what', () => {
  let story: Story
  let server: TestServer
  let devices: { [reader in Reader]: Device | undefined }
  before(async () => {
    story = await readStory()
    const scene = story.scene.copy()
    const stranger = await scene.register(new Device('stranger', ['customer']), 'SupplierMSP')
    const teller = await scene.register(new Device('counter', ['teller']), 'BankMSP', 'organisation')
    const otherTeller = await scene.register(new Device('other-counter', ['teller']), 'SupplierMSP', 'organisation')
    server = await new TestServer(projectionOf(blocksOf(scene.ledger))).listen()
    const { alice, bob, treasury, registrars } = scene
    devices = {
      ...{ nobody: undefined, owner: alice, party: bob, issuer: treasury, stranger, auditor: story.auditor },
      ...{ teller, 'teller of another': otherTeller },
      ...{ registrar: registrars.BankMSP, 'registrar of another': registrars.SupplierMSP },
    }
  })
  after(() => server.close())

  const table: [string, (story: Story) => string, Reader[]][] = [
    ['vouchers', () => '/v1/vouchers', everybody],
    ['vouchers that alice holds', () => '/v1/vouchers?holder=alice', ['owner', 'auditor']],
    ['a voucher', ({ gold }) => `/v1/vouchers/${gold}`, everybody],
    ['a voucher’s history', ({ gold }) => `/v1/vouchers/${gold}/history`, everybody],
    ['a voucher’s quotes', ({ gold }) => `/v1/vouchers/${gold}/quotes`, everybody],
    ['a voucher’s holders', ({ gold }) => `/v1/vouchers/${gold}/holders`, ['issuer', 'auditor']],
    ['open orders for a voucher', ({ gold }) => `/v1/vouchers/${gold}/orders`, ['issuer', 'auditor']],
    ['holders of no voucher', () => '/v1/vouchers/NONE-1/holders', ['auditor']],
    ['who is at home here', () => '/v1/participants', ['registrar', 'teller', 'auditor']],
    ['who is at home here and begins so', () => '/v1/participants?prefix=al', ['registrar', 'teller', 'auditor']],
    ['alice as a payee', () => '/v1/payees/alice', sessions],
    ['alice’s account', () => '/v1/accounts/alice', accountReaders],
    ['alice’s account history', () => '/v1/accounts/alice/history', accountReaders],
    ['alice’s rules for one click', () => '/v1/accounts/alice/one-click-rules', ['owner', 'auditor']],
    ['alice’s devices', () => '/v1/accounts/alice/devices', accountReaders],
    ['alice’s position', ({ gold }) => `/v1/accounts/alice/vouchers/${gold}`, accountReaders],
    ['alice’s orders', () => '/v1/accounts/alice/orders', accountReaders],
    ['alice’s pledges', () => '/v1/accounts/alice/pledges', accountReaders],
    ['alice’s offers', () => '/v1/accounts/alice/offers', accountReaders],
    ['alice’s holdings', () => '/v1/accounts/alice/holdings', accountReaders],
    ['alice’s instructions', () => '/v1/accounts/alice/instructions', accountReaders],
    ['alice’s statement', () => '/v1/accounts/alice/statement', accountReaders],
    ['alice’s overview', () => '/v1/accounts/alice/overview', accountReaders],
    ['the account of nobody', () => '/v1/accounts/nobody-here/orders', []],
    ['what is no participant', () => '/v1/accounts/..%2Falice/orders', []],
    ['alice’s account row', () => '/v1/records/account~alice/history', accountReaders],
    ['alice’s participant row', () => '/v1/records/participant~alice/history', accountReaders],
    ['alice’s credits', () => '/v1/records/credit~alice~AU-9999~ab/history', accountReaders],
    ['a voucher row', ({ gold }) => `/v1/records/voucher~${gold}/history`, sessions],
    ['a supply row', ({ gold }) => `/v1/records/supply~${gold}/history`, sessions],
    ['a quote row', ({ gold }) => `/v1/records/quote~${gold}~Q1/history`, sessions],
    ['an order row', ({ opened }) => `/v1/records/order~${opened.openOrder}/history`, ['owner', 'issuer', 'auditor']],
    ['a pledge row', ({ opened }) => `/v1/records/pledge~${opened.pledge}/history`, ['owner', 'party', 'auditor']],
    ['an offer row', ({ opened }) => `/v1/records/offer~${opened.offer}/history`, ['owner', 'party', 'auditor']],
    ['an order that is not there', () => '/v1/records/order~none/history', ['auditor']],
    ['a key of no table', () => '/v1/records/secret~alice/history', ['auditor']],
    ['the blocks', () => '/v1/blocks', ['auditor']],
    ['a block', () => '/v1/blocks/3', ['auditor']],
    ['a block that is not there', () => '/v1/blocks/99999999', []],
    ['what is no block', () => '/v1/blocks/x', []],
    ['all transactions', () => '/v1/ledger-transactions', ['auditor']],
    ['a transaction by its place', () => '/v1/ledger-transactions/3.0', ['auditor']],
    ['a transaction that is not there', () => `/v1/ledger-transactions/${'f'.repeat(64)}`, []],
    ['what is no transaction', () => '/v1/ledger-transactions/x', []],
    ['all instructions', () => '/v1/ledger-instructions', ['auditor']],
    ['an instruction of the ledger', ({ opened }) => `/v1/ledger-instructions/${opened.openOrder}`, ['auditor']],
    ['an instruction that is not there', () => `/v1/ledger-instructions/${'x'.repeat(43)}`, []],
    ['what is no instruction', () => '/v1/ledger-instructions/x', []],
    ['the last audit’s report', () => '/v1/audit-report', ['auditor']],
    ['a key of nothing', () => '/v1/records/x/history', ['auditor']],
  ]

  /** How those are refused who may not read it; an auditor, who may read all, finds nothing. */
  const refusalsOf = (reader: Reader): string[] => {
    if (reader === 'nobody') return ['session_required']
    return reader === 'auditor' ? ['not_found', 'not_allowed'] : ['not_allowed']
  }

  for (const [what, path, allowed] of table) {
    it(`lets read ${what}: ${allowed.join(', ') || 'none'}`, async () => {
      for (const reader of readers) {
        const { status, body } = await server.get(path(story), devices[reader])
        const expected = allowed.includes(reader) ? [undefined] : refusalsOf(reader)
        expect(expected, `${reader} of ${what} got ${status} ${body.code}`).to.include(body.code)
      }
    })
  }

  it('says the same of an account that is not there as of one that one may not see', async () => {
    const [unknown, known] = await Promise.all([
      server.get('/v1/accounts/nobody-here/orders', devices.stranger),
      server.get('/v1/accounts/alice/orders', devices.stranger),
    ])
    expect(unknown).to.deep.equal(known)
  })

  it('logs what an auditor reads, and nobody else’s reading', async () => {
    server.audited.length = 0
    await server.get('/v1/accounts/alice/holdings', devices.auditor)
    await server.get('/v1/accounts/alice/holdings', devices.owner)
    await server.get('/v1/records/account~alice/history', devices.auditor)
    expect(server.audited).to.have.lengthOf(2)
    expect(server.audited[0]).to.deep.include({ auditor: 'auditor-desk', subject: { of: 'account', id: 'alice' } })
    expect(server.audited[1]).to.deep.include({ subject: { of: 'record', key: 'account~alice' } })
  })

  it('refuses every guarded route without a session, with one that is no token, and with another gateway’s', async () => {
    for (const [what, path, allowed] of table.filter(([, , allowed]) => !allowed.includes('nobody'))) {
      const response = await fetch(`${server.url}${path(story)}`, { headers: { authorization: 'Bearer a.b.c' } })
      expect(((await response.json()) as { code: string }).code, `${what} ${allowed}`).to.equal('session_expired')
    }
  })
})
