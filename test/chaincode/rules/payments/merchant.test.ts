import { expect } from 'chai'
import { type Merchant, merchants } from '../../../../chaincode/domains/payments/tables.ts'
import { atCounter } from '../../../support/counter.ts'
import { Device } from '../../../support/devices.ts'
import { atTill } from '../../../support/till.ts'

describe('a merchant', () => {
  it(
    'is registered by a teller of its own bank, whose terms can be said anew',
    atTill(async (till) => {
      await till.done(till.bank, 'merchant.register', { ...till.registration(till.shop), maximum: '10' })
      const row = till.scene.ledger.row('merchant~noodle-bar')
      expect(merchants.codec.decode(row as never)).include({ maximum: 10n, bank: 'city-bank', status: 'open' })
      expect(await till.code(till.alice, 'merchant.register', till.registration(till.shop))).equal('device_lacks_role')
      const elsewhere = { ...till.registration(till.shop), merchant: 'bob' }
      expect(await till.code(till.bank, 'merchant.register', elsewhere)).equal('not_registrar_of_home')
    }),
  )

  it(
    'belongs to the bank that registered it until that one closes it, so that no other takes its fees',
    atTill(async (till) => {
      const branch = await till.scene.register(new Device('branch', ['teller']), 'BankMSP', 'organisation')
      expect(await till.code(branch, 'merchant.register', till.registration(till.shop))).equal('not_a_party')
      expect(await till.code(branch, 'merchant.close', { merchant: 'noodle-bar' })).equal('not_a_party')
      await till.done(till.bank, 'merchant.close', { merchant: 'noodle-bar' })
      expect(await till.code(branch, 'merchant.register', till.registration(till.shop))).equal('accepted')
    }),
  )

  it(
    'is registered by each bank whose customers’ codes it is to claim, whatever its own home, once at each',
    atCounter(async (counter) => {
      const { till, farm, scene } = counter
      const own = await scene.register(new Device('farmers-bank', ['teller']), 'SupplierMSP', 'organisation')
      await counter.done(own, 'merchant.register', { ...till.registration(farm), maximum: '7' })
      const rows = ['merchant~tea-farm', 'merchant-registration~tea-farm~BankMSP'].map((key) => scene.ledger.row(key))
      expect(rows.map((row) => (row as Merchant).bank)).deep.equal(['farmers-bank', 'city-bank'])
      expect(await till.sent(till.claim(await till.requested(), { shop: farm }))).equal('not_home')
      await counter.claimed()
    }),
  )

  it(
    'is, of its own home, the same to a bank that registers whomever it likes',
    atCounter(async (counter) => {
      const { till, scene } = counter
      await counter.done(till.bank, 'merchant.register', {
        ...till.registration(till.shop),
        maximum: '9',
        anyHome: true,
      })
      expect(scene.ledger.row('merchant~noodle-bar')).include({ maximum: '9' })
      expect(scene.ledger.row('merchant-registration~noodle-bar~BankMSP')).equal(undefined)
      await counter.claimed({ quantity: '9' }, till.shop)
      await counter.done(till.bank, 'merchant.close', { merchant: 'noodle-bar', anyHome: true })
      expect(scene.ledger.row('merchant~noodle-bar')).include({ status: 'closed' })
    }),
  )

  it(
    'of another home belongs to the bank that registered it at this home, which alone can close it',
    atCounter(async (counter) => {
      const { till, scene } = counter
      const branch = await scene.register(new Device('branch', ['teller']), 'BankMSP', 'organisation')
      const registration = { ...till.registration(counter.farm), anyHome: true as const }
      const closing = { merchant: 'tea-farm', anyHome: true as const }
      expect(await counter.code(branch, 'merchant.register', registration)).equal('not_a_party')
      expect(await counter.code(branch, 'merchant.close', closing)).equal('not_a_party')
      expect(await counter.code(till.bank, 'merchant.close', { merchant: 'tea-farm' })).equal('merchant_not_registered')
      await counter.done(till.bank, 'merchant.close', closing)
      expect(await counter.sent(counter.claim(await till.requested()))).equal('merchant_not_registered')
      expect(await counter.code(branch, 'merchant.register', registration)).equal('accepted')
    }),
  )

  it(
    'of another home is paid and refunds as any other, its fee the bank’s that registered it',
    atCounter(async (counter) => {
      const { till } = counter
      const payment = await counter.claimed()
      await counter.done(till.bank, 'merchant.close', { merchant: 'tea-farm', anyHome: true })
      await counter.done(till.alice, 'payment.approve', counter.terms(payment))
      expect([counter.cash('tea-farm'), counter.cash('city-bank')]).deep.equal([994n, 1_006n])
      await counter.done(counter.farm, 'payment.refund', { payment, quantity: '400', reference: 'spilt' })
      expect([counter.cash('alice'), counter.cash('tea-farm')]).deep.equal([99_400n, 594n])
    }),
  )

  it(
    'of another home keeps an order number at the bank where it was claimed first, also once it came to nothing',
    atCounter(async (counter) => {
      const { till, farm, scene } = counter
      const supplier = { gateway: 'SupplierMSP' }
      const own = await scene.register(new Device('farmers-bank', ['teller']), 'SupplierMSP', 'organisation')
      const service = await scene.register(new Device('farm-service', ['service']), 'SupplierMSP', 'organisation')
      await counter.done(own, 'merchant.register', till.registration(farm))
      const payment = await counter.claimed()
      await counter.done(farm, 'payment.reverse', { payment })
      const code = till.nextCode()
      await scene.honoured(till.request(code, { device: scene.bob, by: service }), supplier)
      const facts = { payer: 'bob', payerDevice: scene.bob.id }
      const claim = (orderNumber: string) => till.claim(code, { shop: farm, facts, by: service, sale: { orderNumber } })
      expect(await counter.sent(claim('ORDER-1'))).equal('order_in_use')
      expect(await counter.sent(claim('ORDER-2'))).equal('accepted')
    }),
  )
})
