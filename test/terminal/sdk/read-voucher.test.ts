import { expect } from 'chai'
import { connect } from '../../../terminal/sdk/connection.ts'
import type { GatewayProblem, TerminalFault } from '../../../terminal/sdk/errors.ts'
import { acquireVoucher, readVoucher } from '../../../terminal/sdk/read-voucher.ts'
import { Device } from '../../support/devices.ts'
import { FakeGateway } from '../support/fake-gateway.ts'
import { digestOf, issueBody, publishedVoucher } from '../support/published-voucher.ts'
import { aliceAt, rejection } from '../support/scene.ts'

describe('the reading of a voucher', () => {
  let gateway: FakeGateway
  beforeEach(async () => {
    gateway = await new FakeGateway().listen()
  })
  afterEach(() => gateway.close())

  it('S0-047: fetches a voucher’s information from a gateway that only publishes it', async () => {
    gateway.mspId = 'SupplierMSP'
    const { voucher } = await acquireVoucher({ publisher: gateway.url, code: 'GOLD-1G' })
    expect(voucher).to.deep.include({ voucher: 'GOLD-1G', home: 'InstitutionMSP' })
  })

  it('S0-047: pointed at the gateway that processes the voucher, it is a fault of configuration', async () => {
    gateway.mspId = 'InstitutionMSP'
    const fault = await rejection<TerminalFault>(acquireVoucher({ publisher: gateway.url, code: 'GOLD-1G' }))
    expect(fault.code).to.equal('publisher_is_home')
  })

  it('gives the metal information, the code and the functions in one answer, and a typed not_found for an unknown or a retired code', async () => {
    gateway.mspId = 'SupplierMSP'
    const { voucher } = await acquireVoucher({ publisher: gateway.url, code: 'GOLD-1G' })
    expect(voucher.voucher).to.equal('GOLD-1G')
    expect(voucher.product).to.include({ type: 'metal', metal: 'gold', finenessPerTenThousand: 9999 })
    expect(voucher.functions).to.deep.equal(['buy', 'transfer'])
    const reads = gateway.received.filter(({ path }) => path.startsWith('/v1/vouchers/'))
    expect(reads).to.have.lengthOf(1)
    const retired = publishedVoucher()
    Object.assign(retired.voucher, { status: 'retired', version: '2' })
    retired.published.digest = digestOf(retired.voucher)
    gateway.voucher = retired
    for (const code of ['GOLD-1G', 'NONE-1']) {
      const error = await rejection<GatewayProblem>(acquireVoucher({ publisher: gateway.url, code }))
      expect(error).to.deep.include({ code: 'not_found', status: 404 })
    }
  })

  for (const member of ['product', 'voucher', 'functions']) {
    it(`S0-002 refuses a copy without ${member} as incomplete_voucher, and sends nothing`, async () => {
      gateway.mspId = 'SupplierMSP'
      const lacking = publishedVoucher()
      delete lacking.voucher[member]
      gateway.voucher = lacking
      const fault = await rejection<TerminalFault>(acquireVoucher({ publisher: gateway.url, code: 'GOLD-1G' }))
      expect(fault.code).to.equal('incomplete_voucher')
      const { connection, terminal } = aliceAt(gateway)
      expect((await rejection<TerminalFault>(readVoucher(connection, 'GOLD-1G'))).code).to.equal('incomplete_voucher')
      expect((await rejection<TerminalFault>(terminal.voucher('GOLD-1G'))).code).to.equal('incomplete_voucher')
      expect(gateway.sent).to.deep.equal([])
    })
  }

  it('S0-005 refuses a copy that the issuer did not sign, also when a forger signed it, by another gateway’s word', async () => {
    gateway.mspId = 'SupplierMSP'
    const witness = connect(gateway.url)
    const options = { publisher: gateway.url, code: 'GOLD-1G', witness }
    expect((await acquireVoucher(options)).voucher.voucher).to.equal('GOLD-1G')
    gateway.voucher = publishedVoucher(issueBody, new Device('mint', ['issuer']))
    expect((await rejection<TerminalFault>(acquireVoucher(options))).code).to.equal('forged_voucher')
    const altered = publishedVoucher()
    altered.voucher['product'] = { ...issueBody.product, finenessPerTenThousand: 9990 } as never
    altered.published.digest = digestOf(altered.voucher)
    gateway.voucher = altered
    expect((await rejection<TerminalFault>(acquireVoucher(options))).code).to.equal('forged_voucher')
  })

  it('tells an unknown voucher', async () => {
    const error = await rejection<GatewayProblem>(acquireVoucher({ publisher: gateway.url, code: 'NONE-1' }))
    expect(error).to.deep.include({ code: 'not_found', status: 404 })
  })
})

describe('a connection', () => {
  it('refuses plain HTTP to another machine and what is no address', () => {
    for (const address of ['http://gateway.bank.example', 'http://10.0.0.1:17080']) {
      expect(() => connect(address))
        .to.throw()
        .with.property('code', 'plain_http_refused')
    }
    for (const address of ['', 'gateway', 'ftp://localhost', 'http://user:word@localhost']) {
      expect(() => connect(address))
        .to.throw()
        .with.property('code', 'setting_unusable')
    }
    expect(connect('http://localhost:17080/').gateway).to.equal('http://localhost:17080')
    expect(connect('https://bank.example/assay/').gateway).to.equal('https://bank.example/assay')
  })
})
