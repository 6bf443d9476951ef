import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { turnAway } from '../../../gateway/routes/turn-away.ts'

describe('the gate before the program', () => {
  let retryAfterSeconds: number | undefined
  let turnedAway: number
  let passed: string[]
  let server: Server
  let agent: Agent
  let connections: number

  beforeEach(async () => {
    retryAfterSeconds = undefined
    turnedAway = 0
    passed = []
    connections = 0
    const program = (asked: IncomingMessage) => void text(asked).then((body) => passed.push(body))
    const inc = () => {
      turnedAway += 1
    }
    server = createServer(
      turnAway(
        (asked, answer) => {
          program(asked)
          asked.on('end', () => answer.end('passed'))
        },
        { room: { retryAfterSeconds: () => retryAfterSeconds }, count: { inc } },
      ),
    )
    server.on('connection', () => {
      connections += 1
    })
    agent = new Agent({ keepAlive: true, maxSockets: 1 })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => {
    agent.destroy()
    server.closeAllConnections()
    server.close()
  })

  const send = (options: { method?: string; path?: string; body?: string }) =>
    new Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: string }>((done, failed) => {
      const { method = 'POST', path = '/v1/instructions', body = '' } = options
      const { port } = server.address() as AddressInfo
      const headers = { 'content-length': Buffer.byteLength(body) }
      const asked = request({ agent, host: '127.0.0.1', port, method, path, headers }, (answer) => {
        text(answer).then((read) => done({ status: answer.statusCode, headers: answer.headers, body: read }), failed)
      })
      asked.on('error', failed)
      asked.end(body)
    })

  it('stands open while there is room', async () => {
    expect((await send({ body: 'one' })).body).equal('passed')
    expect([passed, turnedAway]).deep.equal([['one'], 0])
  })

  it('answers an instruction with the problem overloaded, unread, and with the time to come back', async () => {
    retryAfterSeconds = 7
    const { status, headers, body } = await send({ body: '{"not":"read"' })
    expect([status, headers['retry-after'], headers['content-type']]).deep.equal([
      ...[429, '7', 'application/problem+json; charset=utf-8'],
    ])
    const problem = JSON.parse(body)
    expect(problem).to.include({ code: 'overloaded', status: 429, retryAfterSeconds: 7 })
    expect([passed, turnedAway]).deep.equal([[], 1])
  })

  it('says nothing of an outcome, for the instruction may be known from an earlier time', async () => {
    retryAfterSeconds = 1
    expect(JSON.parse((await send({})).body)).to.not.have.any.keys('outcome', 'id')
  })

  it('keeps the connection, on which the next instruction is served', async () => {
    retryAfterSeconds = 1
    for (let index = 0; index < 3; index += 1) await send({ body: 'x'.repeat(3_000) })
    retryAfterSeconds = undefined
    expect((await send({ body: 'last' })).body).equal('passed')
    expect([passed, turnedAway, connections]).deep.equal([['last'], 3, 1])
  })

  it('does not wait for a body that is too long for an instruction', async () => {
    retryAfterSeconds = 1
    expect((await send({ body: 'x'.repeat(40_000) })).headers.connection).equal('close')
  })

  it('lets everything else pass', async () => {
    retryAfterSeconds = 1
    const others = [
      { method: 'GET', path: '/v1/instructions/some-id' },
      { method: 'GET', path: '/ready' },
      { path: '/v1/sessions' },
    ]
    for (const other of others) expect((await send(other)).body).equal('passed')
    expect(turnedAway).equal(0)
  })
})
