import { expect } from 'chai'
import { proposalOf } from '../../../terminal/sdk/approvals.ts'
import { confidentialBody } from '../../support/confidential.ts'
import { BankGateway } from '../support/bank-gateway.ts'

const of = { client: 'alice', institution: 'InstitutionMSP' }

describe('what a bank’s officers propose in confidence', () => {
  let gateway: BankGateway
  beforeEach(async () => {
    gateway = await BankGateway.open()
  })
  afterEach(() => gateway.close())

  const session = async (device = gateway.on.officer) => gateway.server.tokenOf(device)
  const ask = async (path: string, token: string, body?: object) => {
    const response = await fetch(`${gateway.server.url}${path}`, {
      ...(body === undefined ? {} : { method: 'PUT', body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    })
    return { status: response.status, body: (await response.json()) as { [member: string]: unknown } }
  }
  const laid = async (grade = 'bbb') => {
    const { text, digest } = confidentialBody({ grade })
    return { text, digest, answer: await ask(`/v1/proposed-texts/${digest}`, await session(), { text }) }
  }
  const later = () => {
    gateway.now = () => Date.now() + 3_600_000
    gateway.proposals.look([{ envelope: '"kind":"approval.x' }])
  }

  it('is kept under its digest for another officer, and for nobody else', async () => {
    const { text, digest, answer } = await laid()
    expect(answer).deep.equal({ status: 200, body: { confidential: digest } })
    const checker = await session(gateway.on.checker)
    expect((await ask(`/v1/proposed-texts/${digest}`, checker)).body).deep.equal({ text })
    expect((await ask(`/v1/proposed-texts/${'A'.repeat(43)}`, checker)).status).equal(404)
    for (const device of [gateway.on.alice, gateway.on.dispatcher, gateway.on.exchange.auditor])
      expect((await ask(`/v1/proposed-texts/${digest}`, await session(device))).body['code']).equal('not_allowed')
  })

  it('is not taken under another digest, without a salt, or in another form', async () => {
    const { text, digest } = confidentialBody({ grade: 'bbb' })
    const token = await session()
    for (const [name, said] of [
      ['A'.repeat(43), text],
      [digest, `${text} `],
      [digest, '{"grade":"bbb"}'],
      [digest, '[]'],
    ] as const)
      expect((await ask(`/v1/proposed-texts/${name}`, token, { text: said })).body['code']).equal(
        'confidential_missing',
      )
    expect((await ask(`/v1/proposed-texts/${digest}`, token, { text: 'x'.repeat(4_097) })).status).equal(400)
  })

  it('waits as long as its proposal does, and is gone from the disk behind that', async () => {
    const { digest } = await laid()
    const { digest: never } = await laid('c')
    const proposal = proposalOf({ kind: 'grade.set', body: { ...of, confidential: digest } }, Date.now())
    const { approval } = await gateway.meanwhile((on) => on.done(on.officer, 'approval.propose', proposal))
    expect(gateway.proposed.names.length).equal(2)
    gateway.isCaughtUp = false
    later()
    expect(gateway.proposed.names.length).equal(2)
    gateway.isCaughtUp = true
    later()
    expect(gateway.proposed.names).deep.equal([digest])
    expect(() => gateway.proposals.find(never)).throws('not_found')
    await gateway.meanwhile((on) => on.done(on.checker, 'approval.reject', { approval: `${approval}` }))
    later()
    expect(gateway.proposed.names).deep.equal([])
    later()
  })

  it('is looked through once a minute too, since a proposal’s time may be over without a word', async () => {
    await laid()
    gateway.proposals.look([])
    expect(gateway.proposed.names.length).equal(1)
    gateway.now = () => Date.now() + 3_600_000
    gateway.proposals.look([])
    expect(gateway.proposed.names).deep.equal([])
  })
})
