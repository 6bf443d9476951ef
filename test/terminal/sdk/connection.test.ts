import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { expect } from 'chai'
import { refusals } from '../../../chaincode/vocabulary.ts'
import { gatewayProblems } from '../../../gateway/problem.ts'
import { askBytes, connect, exchange } from '../../../terminal/sdk/connection.ts'
import { GatewayProblem } from '../../../terminal/sdk/errors.ts'

describe('an answer to what a terminal sends', () => {
  // A program's own fetch sends some of them again, as 421, and what it had to say is lost: then a refusal looks like an outage.
  it('reaches it with its code under every status that the ledger’s and the gateway’s codes have, and was asked for once', async () => {
    let asked = 0
    const server = createServer((request, response) => {
      asked += 1
      request.resume()
      response.writeHead(Number(request.url?.slice(1)), { 'content-type': 'application/problem+json' })
      response.end(JSON.stringify({ code: 'told', title: 'Told' }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const connection = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const statuses = new Set(
      [...Object.values(refusals), ...Object.values(gatewayProblems)].map(({ status }) => status),
    )
    try {
      for (const status of statuses) {
        asked = 0
        const told = await exchange(connection, { method: 'POST', path: `/${status}`, body: '{}' }).then(
          () => undefined,
          (error: unknown) => error,
        )
        expect(told, `${status}`).instanceOf(GatewayProblem).and.include({ code: 'told', status })
        expect(asked, `${status}`).equal(1)
      }
    } finally {
      server.close()
    }
  })
})

describe('bytes that a terminal asks for', () => {
  it('are read no further than it asked for, whatever a gateway sends and says of the length', async () => {
    let sent = 0
    function* endless() {
      for (; sent < 2 ** 30; sent += 65_536) yield Buffer.alloc(65_536)
    }
    let close = () => {}
    const closed = new Promise<void>((resolve) => {
      close = resolve
    })
    const server = createServer((request, response) => {
      if (request.url !== '/endless') return void response.end(Buffer.alloc(Number(request.url?.slice(1))))
      response.on('close', close)
      Readable.from(endless()).pipe(response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const connection = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const asked = (path: string) => askBytes(connection, { method: 'GET', path }, 1_000)
    try {
      expect((await asked('/1000')).length).equal(1_000)
      for (const path of ['/1001', '/endless']) {
        const told = await asked(path).then(
          () => undefined,
          (error: unknown) => error,
        )
        expect(told, path).instanceOf(GatewayProblem).and.include({ code: 'unexpected_answer' })
      }
      await closed
      expect(sent).lessThan(2 ** 26)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
