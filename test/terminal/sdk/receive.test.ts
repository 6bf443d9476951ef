import { expect } from 'chai'
import type { GatewayProblem } from '../../../terminal/sdk/errors.ts'
import { receive } from '../../../terminal/sdk/receive.ts'
import { acceptedDocument, FakeGateway, problem } from '../support/fake-gateway.ts'
import { aliceAt, rejection, steadyReceiver, transferBody } from '../support/scene.ts'

const foreign = 'F'.repeat(43)
const own = 'O'.repeat(43)

describe('the receive module', () => {
  let gateway: FakeGateway
  beforeEach(async () => {
    gateway = await new FakeGateway().listen()
  })
  afterEach(() => gateway.close())

  it('drops and logs a result about a foreign instruction, and goes on asking for its own', async () => {
    let asked = 0
    gateway.readInstruction = (id) => {
      asked += 1
      return { status: 200, body: acceptedDocument(asked === 1 ? foreign : id) }
    }
    const { connection, events, keys } = await steadyReceiver(gateway.url)
    const result = await receive(connection, { id: own, keys, deadline: connection.now() + 5_000 })
    expect(result).to.deep.include({ status: 'accepted', id: own })
    expect(events).to.deep.equal([{ event: 'result_dropped', id: own, reason: 'foreign_id' }])
  })

  it('drops a foreign result that answers the sending itself, accepted or refused, and asks again', async () => {
    gateway.scripts.push(
      () => ({ status: 200, body: acceptedDocument(foreign) }),
      () => problem(409, 'exceeds_available_quantity', { id: foreign, outcome: 'refused', values: {} }),
    )
    gateway.readInstruction = () => problem(404, 'not_found')
    const { terminal, events } = aliceAt(gateway)
    for (let round = 0; round < 2; round += 1) {
      const result = await terminal.instruct('voucher.transfer', transferBody)
      expect(result).to.deep.include({ status: 'pending', taken: false })
    }
    expect(events.map(({ event }) => event)).to.deep.equal(['result_dropped', 'result_dropped'])
    expect(await terminal.unsettled()).to.have.length(2)
  })

  it('asks ever more slowly, and is pending at the deadline', async () => {
    gateway.readInstruction = (id) => ({ status: 200, body: { id, status: 'pending' } })
    const { connection, pauses, keys } = await steadyReceiver(gateway.url)
    const result = await receive(connection, { id: own, keys, deadline: connection.now() + 10_000 })
    expect(result.status).to.equal('pending')
    expect(pauses).to.deep.equal([200, 400, 800, 1_600, 1_600, 1_600, 1_600, 1_600])
  })

  it('says when no gateway knows the instruction', async () => {
    const { connection, keys } = await steadyReceiver(gateway.url)
    const error = await rejection<GatewayProblem>(receive(connection, { id: own, keys, deadline: connection.now() }))
    expect(error.code).to.equal('not_found')
  })

  it('strikes off the journal what turns out to be settled', async () => {
    gateway.scripts.push((received, id) => {
      gateway.accept(id, received.body)
      return 'drop'
    })
    const { terminal } = aliceAt(gateway)
    const { id } = await terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 0 })
    expect((await terminal.wait(id, { waitSeconds: 5 })).status).to.equal('accepted')
    expect(await terminal.unsettled()).to.deep.equal([])
  })
})
