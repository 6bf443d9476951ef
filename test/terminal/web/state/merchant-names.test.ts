import 'fake-indexeddb/auto'
import { expect } from 'chai'
import sinon from 'sinon'
import { GatewayProblem } from '../../../../terminal/sdk/errors.ts'
import type { Terminal } from '../../../../terminal/sdk/terminal.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { nameOfMerchant, session } = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/merchant-names.ts')),
  ...(await import('../../../../terminal/web/state/session.ts')),
}))

const registration = {
  ...{ merchant: 'shop', bank: 'bank', name: 'Corner Shop', maximum: '10', vouchers: ['CNY'], status: 'open' },
  fee: { partsPerMillion: 1, minimum: '0' },
}
const turn = () => new Promise(setImmediate)

/** Signs somebody in whose gateway answers what the test says, and counts what it is asked. */
const signIn = (read: () => Promise<unknown>) => {
  const reading = sinon.spy(read)
  const terminal = { read: reading, follow: async () => {}, unsettled: async () => [] } as unknown as Terminal
  session.value = { mode: 'authorised', account: 'alice', terminal, roles: [], device: 'd' }
  return reading
}

describe('the name of a merchant', () => {
  afterEach(() => {
    session.value = undefined
    sinon.restore()
  })

  it('is that under which a bank registered it, asked for once, and the account’s own until then', async () => {
    const reading = signIn(async () => ({ items: [{ value: registration }] }))
    expect([nameOfMerchant('shop'), nameOfMerchant('shop')]).deep.equal(['shop', 'shop'])
    while (nameOfMerchant('shop') === 'shop') await turn()
    expect([nameOfMerchant('shop'), reading.callCount]).deep.equal(['Corner Shop', 1])
  })

  it('is the account’s own where no bank registered it', async () => {
    const reading = signIn(async () => {
      throw new GatewayProblem({ status: 404, code: 'not_found', title: '' })
    })
    nameOfMerchant('stall')
    for (let turns = 0; turns < 10; turns += 1) await turn()
    expect([nameOfMerchant('stall'), reading.callCount]).deep.equal(['stall', 1])
  })

  it('is asked for again after it could not be read', async () => {
    const warn = sinon.stub(console, 'warn')
    const problem = new GatewayProblem({ status: 503, code: 'not_ready', title: '' })
    signIn(async () => {
      throw problem
    })
    expect(nameOfMerchant('kiosk')).equal('kiosk')
    while (warn.callCount === 0) await turn()
    expect(warn.args).deep.equal([[problem]])
    signIn(async () => ({ items: [{ value: { ...registration, name: 'Kiosk' } }] }))
    while (nameOfMerchant('kiosk') === 'kiosk') await turn()
    expect(nameOfMerchant('kiosk')).equal('Kiosk')
  })

  it('is asked for as soon as somebody is signed in, where nobody was when it was first shown', async () => {
    expect(nameOfMerchant('bakery')).equal('bakery')
    signIn(async () => ({ items: [{ value: { ...registration, name: 'Bakery' } }] }))
    while (nameOfMerchant('bakery') === 'bakery') await turn()
    expect(nameOfMerchant('bakery')).equal('Bakery')
  })
})
