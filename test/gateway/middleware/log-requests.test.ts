import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import express from 'express'
import { pino } from 'pino'
import { logRequests } from '../../../gateway/middleware/security.ts'

/** What is logged of a request with secrets in its headers and body, when it is answered with this status. */
const linesOf = async (status: number): Promise<string[]> => {
  const lines: string[] = []
  const app = express()
  app.use(logRequests(pino({ level: 'info' }, { write: (line: string) => lines.push(line) })), express.json())
  app.post('/v1/logins', (_request, response) => void response.status(status).set('set-cookie', 'c=secret').json({}))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resume) => server.once('listening', resume))
  const headers = {
    'content-type': 'application/json',
    authorization: 'Assay secret',
    cookie: 'c=secret',
    'x-own': 'secret',
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/logins`
  await fetch(url, { method: 'POST', headers, body: JSON.stringify({ password: 'secret' }) })
  await new Promise((resume) => server.close(resume))
  return lines
}

describe('the log of requests', () => {
  it('says who asked for what and how it was answered, and nothing of headers and bodies', async () => {
    for (const [status, level] of [
      [404, 30],
      [500, 50],
    ] as const) {
      const [line = '', ...others] = await linesOf(status)
      expect(others).deep.equal([])
      expect(line).not.contain('secret')
      const { level: written, req, res } = JSON.parse(line)
      expect([written, res]).deep.equal([level, { statusCode: status }])
      expect(req).deep.equal({ id: req.id, method: 'POST', url: '/v1/logins', remoteAddress: '127.0.0.1' })
      expect(req.id).not.equal(undefined)
    }
  })

  it('says nothing of what went well', async () => {
    expect(await linesOf(200)).deep.equal([])
  })
})
