import { expect } from 'chai'
import { envelopeText } from '../../../chaincode/envelope.ts'
import type { GatewayProblem, Outage } from '../../../terminal/sdk/errors.ts'
import { memoryJournal } from '../../../terminal/sdk/stores.ts'
import { acceptedDocument, FakeGateway, problem } from '../support/fake-gateway.ts'
import { aliceAt, rejection, transferBody } from '../support/scene.ts'

describe('sending an instruction', () => {
  let gateway: FakeGateway
  beforeEach(async () => {
    gateway = await new FakeGateway().listen()
  })
  afterEach(() => gateway.close())

  const pending = (id: string) => ({ status: 202, body: { id, status: 'pending', self: `/v1/instructions/${id}` } })

  it('gives the outcome, and asks the gateway to wait for it', async () => {
    const { terminal } = aliceAt(gateway)
    const result = await terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 45 })
    expect(result.status).to.equal('accepted')
    expect(gateway.received.at(-1)?.headers['prefer']).to.equal('wait=30')
    expect(await terminal.unsettled()).to.deep.equal([])
  })

  it('S0-012: a lost answer is cured by the same bytes once more, with the same id, and gives the outcome', async () => {
    gateway.scripts.push((received, id) => {
      gateway.accept(id, received.body)
      return 'drop'
    })
    const { terminal, journal } = aliceAt(gateway)
    const envelope = await terminal.make('voucher.transfer', transferBody)
    const result = await terminal.send(envelope)
    expect(result).to.deep.include({ status: 'accepted', id: envelope.id })
    expect(gateway.sent).to.deep.equal([envelopeText(envelope), envelopeText(envelope)])
    expect(await journal.unsettled()).to.deep.equal([])
  })

  it('S0-012: an unknown outcome is pending and kept, never success; resending settles it with the same bytes', async () => {
    gateway.scripts.push(() => 'drop')
    const { terminal } = aliceAt(gateway)
    const first = await terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 0 })
    expect(first).to.deep.include({ status: 'pending', taken: false })
    const [kept] = await terminal.unsettled()
    expect(kept?.id).to.equal(first.id)
    const [second] = await terminal.resend()
    expect(second).to.deep.include({ status: 'accepted', id: first.id })
    expect(gateway.sent[1]).to.equal(gateway.sent[0])
    expect(await terminal.unsettled()).to.deep.equal([])
  })

  it('S0-012: a slow outcome is asked for until it is known', async () => {
    gateway.scripts.push((_received, id) => pending(id))
    let asked = 0
    gateway.readInstruction = (id) => {
      asked += 1
      return asked < 4 ? { status: 200, body: { id, status: 'pending' } } : { status: 200, body: acceptedDocument(id) }
    }
    const { terminal } = aliceAt(gateway)
    const result = await terminal.instruct('voucher.transfer', transferBody)
    expect(result.status).to.equal('accepted')
    expect(asked).to.equal(4)
  })

  it('stays pending at the deadline when the gateway keeps it for an absent organisation', async () => {
    const absent = { outcome: 'pending', values: { organisation: 'InstitutionMSP' }, retryAfterSeconds: 5 }
    gateway.scripts.push((_received, id) => problem(503, 'organisation_unavailable', { id, ...absent }))
    gateway.readInstruction = (id) => ({
      status: 200,
      body: { id, status: 'pending', waitingFor: 'InstitutionMSP' },
    })
    const { terminal } = aliceAt(gateway)
    const result = await terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 3 })
    expect(result).to.deep.include({ status: 'pending', taken: true, waitingFor: 'InstitutionMSP' })
    expect(gateway.sent).to.have.length(1)
    expect(await terminal.unsettled()).to.have.length(1)
  })

  for (const [status, code] of [
    [429, 'overloaded'],
    [429, 'too_many_requests'],
    [503, 'home_gateway_unavailable'],
    [503, 'storage_unavailable'],
    [500, 'internal_fault'],
  ] as const) {
    it(`comes back after ${status} ${code}, not before Retry-After, with the same bytes`, async () => {
      gateway.scripts.push(() => ({ ...problem(status, code, { outcome: 'none' }), headers: { 'retry-after': '3' } }))
      const { terminal, pauses } = aliceAt(gateway)
      const result = await terminal.instruct('voucher.transfer', transferBody)
      expect(result.status).to.equal('accepted')
      expect(pauses).to.deep.equal([3_000])
      expect(gateway.sent[1]).to.equal(gateway.sent[0])
    })
  }

  it('keeps for later what was never taken, and says that it was not', async () => {
    for (let round = 0; round < 10; round += 1) {
      gateway.scripts.push((_r, id) => problem(429, 'overloaded', { id, outcome: 'none', retryAfterSeconds: 4 }))
    }
    const { terminal, pauses } = aliceAt(gateway)
    const error = await rejection<GatewayProblem>(
      terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 10 }),
    )
    expect(error.code).to.equal('overloaded')
    expect(pauses).to.deep.equal([4_000, 4_000])
    expect(await terminal.unsettled()).to.have.length(1)
  })

  it('tells an outage when nobody listens, and keeps the instruction under its number', async () => {
    const { terminal } = aliceAt(gateway)
    const { port, key } = gateway
    await terminal.identity()
    await gateway.close()
    const error = await rejection<Outage>(terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 2 }))
    expect(error.name).to.equal('Outage')
    expect(error.reached).to.equal('no')
    const [kept] = await terminal.unsettled()
    gateway = await new FakeGateway(key).listen(port)
    const [result] = await terminal.resend()
    expect(result).to.deep.include({ status: 'accepted', id: kept?.id })
    expect(JSON.parse(gateway.sent[0] ?? '').instruction.number).to.equal('1')
  })

  it('S0-050 says that the home’s gateway was away when nothing else was heard until the end', async () => {
    for (let round = 0; round < 10; round += 1)
      gateway.scripts.push((_received, id) => problem(503, 'home_gateway_unavailable', { id, outcome: 'none' }))
    const { terminal } = aliceAt(gateway)
    const result = await terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 1 })
    const problemCode = 'home_gateway_unavailable'
    expect(result).to.deep.include({ status: 'pending', taken: false, problem: problemCode })
  })

  it('is pending, not an outage, when an answer was lost before the outage began', async () => {
    gateway.scripts.push(() => 'drop')
    for (let round = 0; round < 10; round += 1)
      gateway.scripts.push((_received, id) => problem(429, 'overloaded', { id, outcome: 'none' }))
    const { terminal } = aliceAt(gateway)
    const result = await terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 1 })
    expect(result).to.deep.include({ status: 'pending', taken: false })
    expect(result, 'what came last is of the second try alone').not.to.have.property('problem')
  })

  it('tells a refusal with its code and values, and settles it', async () => {
    const values = { voucher: 'GOLD-1G', available: '10', quantity: '1500' }
    gateway.scripts.push((_received, id) =>
      problem(409, 'exceeds_available_quantity', { id, outcome: 'refused', values }),
    )
    const { terminal } = aliceAt(gateway)
    const result = await terminal.instruct('voucher.transfer', transferBody)
    expect(result).to.deep.include({ status: 'refused', code: 'exceeds_available_quantity', values })
    expect(await terminal.unsettled()).to.deep.equal([])
  })

  it('tells a rejection, which wrote nothing, from a refusal', async () => {
    gateway.scripts.push((_received, id) => problem(401, 'unknown_device', { id, outcome: 'none', values: {} }))
    const result = await aliceAt(gateway).terminal.instruct('voucher.transfer', transferBody)
    expect(result).to.deep.include({ status: 'rejected', code: 'unknown_device' })
  })

  it('never sends under another number', async () => {
    gateway.scripts.push(
      () => 'drop',
      () => problem(503, 'storage_unavailable', { outcome: 'none' }),
      () => 'drop',
    )
    const { terminal } = aliceAt(gateway)
    await terminal.instruct('voucher.transfer', transferBody)
    expect(gateway.sent).to.have.length(4)
    expect(new Set(gateway.sent).size).to.equal(1)
  })

  it('keeps the envelope before it leaves', async () => {
    const journal = memoryJournal()
    let keptAtArrival = 0
    const { terminal } = aliceAt(gateway, {
      ...journal,
      keep: async (envelope) => {
        expect(gateway.sent).to.deep.equal([])
        await journal.keep(envelope)
        keptAtArrival += 1
      },
    })
    await terminal.instruct('voucher.transfer', transferBody)
    expect(keptAtArrival).to.equal(1)
  })

  for (const body of [{}, [], 'accepted', null, { status: 'accepted' }, { id: 1, status: 'accepted', effects: {} }]) {
    it(`never takes the answer ${JSON.stringify(body)} for success`, async () => {
      gateway.scripts.push(() => ({ status: 200, body }))
      gateway.readInstruction = () => ({ status: 200, body })
      const result = await aliceAt(gateway).terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 1 })
      expect(result.status).to.equal('pending')
    })
  }
})
