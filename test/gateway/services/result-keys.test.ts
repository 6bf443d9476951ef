import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { ResultKeys } from '../../../gateway/services/result-keys.ts'
import { freshSigner } from '../support/signer.ts'

describe('the keys of the other gateways’ results', () => {
  let server: Server
  let answer: unknown
  let asked: number
  let now: number
  const warnings: object[] = []
  const log = { info: () => {}, warn: (values: object) => warnings.push(values) } as never
  const own = freshSigner('BankMSP')
  const other = freshSigner('SupplierMSP')
  const told = (mspId = 'SupplierMSP', publicKey: unknown = other.publicKey) => ({
    mspId,
    resultKeys: { [mspId]: publicKey },
  })

  beforeEach(async () => {
    asked = 0
    now = 0
    answer = told()
    server = createServer((_request, response) => {
      asked += 1
      response.end(JSON.stringify(answer))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  const openKeys = () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const gateways = { BankMSP: 'http://127.0.0.1:1', SupplierMSP: url }
    return new ResultKeys({ signer: own, gateways, log, now: () => now })
  }

  it('are absent until they are learnt; the own one is always there', async () => {
    const keys = openKeys()
    expect(keys.published()).to.deep.equal({ BankMSP: own.publicKey })
    while (!('SupplierMSP' in keys.published())) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(keys.published()).to.deep.equal({ BankMSP: own.publicKey, SupplierMSP: other.publicKey })
    expect(asked).to.equal(1)
  })

  it('are asked for again a second after a failure and a minute after a success, once at a time', async () => {
    answer = {}
    const keys = openKeys()
    await Promise.all([keys.learn(), keys.learn()])
    await keys.learn()
    expect(asked).to.equal(1)
    answer = told()
    now = 1_000
    await keys.learn()
    await keys.learn()
    expect(asked).to.equal(2)
    now = 61_000
    await keys.learn()
    expect(asked).to.equal(3)
  })

  it('are taken anew from an organisation that changed its own, with a warning', async () => {
    const keys = openKeys()
    await keys.learn()
    const renewed = freshSigner('SupplierMSP')
    answer = told('SupplierMSP', renewed.publicKey)
    now = 60_000
    await keys.learn()
    expect(keys.published()['SupplierMSP']).to.deep.equal(renewed.publicKey)
    expect(warnings).to.have.length(1)
  })

  const strange: [string, unknown][] = [
    ['another organisation’s gateway', told('StrangerMSP')],
    ['a gateway without keys', { mspId: 'SupplierMSP' }],
    ['a gateway that leaves its own out', { mspId: 'SupplierMSP', resultKeys: {} }],
    ['a key off the curve', told('SupplierMSP', { ...other.publicKey, x: 'A'.repeat(43) })],
    ['a private key', told('SupplierMSP', { ...other.publicKey, d: 'A'.repeat(43) })],
  ]
  for (const [what, given] of strange) {
    it(`are not taken from ${what}`, async () => {
      answer = given
      const keys = openKeys()
      await keys.learn()
      expect(keys.published()).to.deep.equal({ BankMSP: own.publicKey })
    })
  }
})
