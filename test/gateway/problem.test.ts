import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import express, { Router } from 'express'
import { pino } from 'pino'
import { refusals } from '../../chaincode/vocabulary.ts'
import { createApp } from '../../gateway/app.ts'
import { requireJson } from '../../gateway/middleware/shape.ts'
import { gatewayProblems, Problem, type ProblemCode } from '../../gateway/problem.ts'

const secret = 'the inside of the gateway'

const routes = () => {
  const router = Router()
  router.get('/problem/:code', (request) => {
    throw new Problem(request.params.code as ProblemCode, {
      retryAfterSeconds: 7,
      values: { a: '1' },
      outcome: 'pending',
    })
  })
  router.get('/fault', () => {
    throw new Error(secret)
  })
  router.get('/late', (_request, response) => {
    response.write('half')
    throw new Error(secret)
  })
  router.post('/json', requireJson, express.json({ limit: '100b' }), (request, response) => {
    response.json(request.body)
  })
  return router
}

describe('problem documents', () => {
  let server: Server
  const logged: string[] = []
  const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
  const get = (path: string) => fetch(url(path))
  const post = (body: string, type = 'application/json') =>
    fetch(url('/json'), { method: 'POST', headers: { 'content-type': type }, body })
  const codeOf = async (response: Promise<Response>) => ((await (await response).json()) as { code: string }).code

  before(async () => {
    const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) })
    server = createServer(
      createApp({ gateways: {}, limits: { requestsPerMinute: 1_000 } }, { log, routes: [routes()] }),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  after(() => server.close())

  const statuses = { ...gatewayProblems, ...refusals }

  it('have codes that are none of the ledger’s, so that each means one thing', () => {
    expect(Object.keys(gatewayProblems).filter((code) => code in refusals)).to.deep.equal([])
  })

  for (const code of [
    'not_allowed',
    'overloaded',
    'exceeds_available_quantity',
    'not_home',
    'internal_fault',
  ] as const) {
    it(`say ${code} with its own status, in the form of RFC 9457`, async () => {
      const response = await get(`/problem/${code}`)
      const { status, meaning } = statuses[code]
      expect(response.status).to.equal(status)
      expect(response.headers.get('content-type')).to.contain('application/problem+json')
      expect(response.headers.get('retry-after')).to.equal('7')
      expect(await response.json()).to.deep.equal({
        ...{ type: `urn:assay:problem:${code}`, title: meaning, status, code },
        ...{ retryAfterSeconds: 7, values: { a: '1' }, outcome: 'pending' },
      })
    })
  }

  it('know every code: a status of 400 to 599 and a meaning', () => {
    for (const code of Object.keys(statuses) as ProblemCode[]) {
      const { status, title } = new Problem(code).toJSON()
      expect(status, code).to.be.within(400, 599)
      expect(title, code).to.match(/^[A-Z].*\.$/)
    }
  })

  it('tell nothing of the inside of the gateway; the log has it', async () => {
    const response = await get('/fault')
    const text = await response.text()
    expect(response.status).to.equal(500)
    expect(text).to.contain('internal_fault').and.not.contain(secret)
    expect(logged.join()).to.contain(secret)
  })

  it('end an answer that has begun', async () => {
    expect(await (await get('/late')).text()).to.equal('half')
  })

  it('sort bodies that cannot be read', async () => {
    expect(await codeOf(post('{"a":'))).to.equal('malformed_json')
    expect(await codeOf(post(JSON.stringify({ a: 'x'.repeat(200) })))).to.equal('request_too_large')
    expect(await codeOf(post('{}', 'text/plain'))).to.equal('unsupported_media_type')
    expect(await codeOf(post('{}', 'application/json; charset=x-unknown'))).to.equal('malformed_request')
    expect(await codeOf(get('/nothing/here'))).to.equal('not_found')
    expect(await (await post('{"a":1}')).json()).to.deep.equal({ a: 1 })
  })
})
