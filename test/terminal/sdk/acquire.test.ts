import { expect } from 'chai'
import { acquireVoucher } from '../../../terminal/sdk/acquire.ts'
import { connect } from '../../../terminal/sdk/connection.ts'
import type { GatewayProblem, TerminalFault } from '../../../terminal/sdk/errors.ts'
import { FakeGateway } from '../support/fake-gateway.ts'
import { rejection } from '../support/scene.ts'

describe('the acquire module', () => {
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
