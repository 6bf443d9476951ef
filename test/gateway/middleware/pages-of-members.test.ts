import { expect } from 'chai'
import { projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

const supplier = 'http://127.0.0.1:7443'
const bank = 'http://127.0.0.1:7442'
const gateways = { BankMSP: bank, SupplierMSP: `${supplier}/` }

describe('pages of other members', () => {
  let server: TestServer
  before(async () => {
    server = await new TestServer(projectionOf([]), undefined, { configuration: { gateways } }).listen()
  })
  after(() => server.close())

  const ask = (path: string, { origin, method = 'GET' }: { origin?: string; method?: string }) =>
    fetch(`${server.url}${path}`, { method, headers: origin === undefined ? {} : { origin } })
  const allowed = 'access-control-allow-origin'

  it('may ask for a session, claim a code and see how the payment stands, with the signature of each answer', async () => {
    const id = 'i'.repeat(43)
    const paths = [
      ...['/v1/ledger', '/v1/sessions', '/v1/sessions/challenge', '/v1/payment-claims', `/v1/payments/${id}`],
      ...[`/v1/instructions/${id}`, '/v1/accounts/tea-farm/payment-orders/ORDER-1'],
    ]
    for (const path of paths) {
      const asked = await ask(path, { origin: supplier, method: 'OPTIONS' })
      expect([asked.status, asked.headers.get(allowed)], path).deep.equal([204, supplier])
      expect(asked.headers.get('access-control-allow-headers')).equal('Authorization, Content-Type, Prefer')
      expect(asked.headers.get('access-control-allow-credentials')).equal(null)
      expect(asked.headers.get('vary')).match(/Origin/)
    }
    const answer = await ask('/v1/ledger', { origin: supplier })
    expect([answer.status, answer.headers.get(allowed)]).deep.equal([200, supplier])
    expect(answer.headers.get('access-control-expose-headers')).equal('Assay-Result-Signature, Retry-After')
  })

  it('may ask nothing else, and pages of anybody else nothing', async () => {
    const others = [
      '/v1/instructions',
      '/v1/accounts/tea-farm',
      '/v1/payments',
      '/v1/payment-codes/x',
      '/v1/logins',
      '/',
    ]
    for (const path of others) {
      const { headers, status } = await ask(path, { origin: supplier, method: 'OPTIONS' })
      expect([headers.get(allowed), status === 204], path).deep.equal([null, false])
    }
    for (const origin of ['https://elsewhere.example', 'null', `${supplier}.example`, undefined]) {
      const given = origin === undefined ? {} : { origin }
      const { headers } = await ask('/v1/payment-claims', { ...given, method: 'OPTIONS' })
      expect(headers.get(allowed), String(origin)).equal(null)
      expect((await ask('/v1/ledger', given)).headers.get(allowed)).equal(null)
    }
  })

  it('are the only ones beside its own gateway that a page may talk to', async () => {
    const policy = (await ask('/v1/ledger', {})).headers.get('content-security-policy')
    expect(policy).include(`connect-src 'self' ${bank} ${supplier};`)
  })
})
