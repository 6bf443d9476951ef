import { expect } from 'chai'
import { merchants } from '../../../../chaincode/domains/payments/tables.ts'
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
})
