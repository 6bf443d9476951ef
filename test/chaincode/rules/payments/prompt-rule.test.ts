import { expect } from 'chai'
import { promptRules } from '../../../../chaincode/domains/payments/tables.ts'
import { Device } from '../../../support/devices.ts'
import { atTill, type Till } from '../../../support/till.ts'

const day = 86_400_000n

describe('a payer’s rule for small amounts', () => {
  const rule = { voucher: 'CNY', maximum: '1000', perDay: 2 }
  let orders = 0

  /** What approving a fresh claim without a prompt comes to. */
  const unprompted = async (till: Till, quantity = '1000', voucher = 'CNY'): Promise<string> => {
    orders += 1
    const payment = await till.claimed({ sale: { quantity, voucher, orderNumber: `SMALL-${orders}` } })
    return till.code(till.alice, 'payment.approve', { ...till.terms(payment), prompted: false })
  }

  it(
    'S4-041 is off unless the payer sets one: every payment needs a prompt',
    atTill(async (till) => {
      expect(await unprompted(till, '2')).equal('prompt_needed')
      expect(till.scene.balance('alice', 'CNY')).equal(100_000n)
    }),
  )

  it(
    'S4-041 covers amounts up to its own, so many a day, in its voucher, and a prompt does for the rest',
    atTill(async (till) => {
      await till.done(till.alice, 'payment.set-prompt-rule', rule)
      expect(await unprompted(till, '1001')).equal('prompt_needed')
      expect(await unprompted(till, '10', 'AU-9999')).equal('prompt_needed')
      expect([await unprompted(till), await unprompted(till)]).deep.equal(['accepted', 'accepted'])
      expect(await unprompted(till)).equal('prompt_needed')
      expect(till.scene.view.find(promptRules, 'alice', 'CNY')).include({ used: 2 })
      await till.captured({ sale: { orderNumber: 'PROMPTED' } })
      expect(till.scene.view.find(promptRules, 'alice', 'CNY')).include({ used: 2 })
      expect(till.scene.balance('alice', 'CNY')).equal(97_000n)
    }),
  )

  it(
    'S4-041 counts anew with each UTC day of the ledger, at its very first millisecond',
    atTill(async (till) => {
      await till.done(till.alice, 'payment.set-prompt-rule', { ...rule, perDay: 1 })
      till.scene.now = (till.scene.now / day + 1n) * day - 1n
      expect([await unprompted(till), await unprompted(till)]).deep.equal(['accepted', 'prompt_needed'])
      till.wait(1n)
      expect([await unprompted(till), await unprompted(till)]).deep.equal(['accepted', 'prompt_needed'])
    }),
  )

  it(
    'S4-041 keeps what was used today when it is set anew, and is ended by nothing of either',
    atTill(async (till) => {
      await till.done(till.alice, 'payment.set-prompt-rule', rule)
      expect(await unprompted(till)).equal('accepted')
      await till.done(till.alice, 'payment.set-prompt-rule', { ...rule, perDay: 1 })
      expect(await unprompted(till)).equal('prompt_needed')
      for (const off of [{ maximum: '0' }, { perDay: 0 }]) {
        await till.done(till.alice, 'payment.set-prompt-rule', { ...rule, perDay: 9, ...off })
        expect(await unprompted(till)).equal('prompt_needed')
      }
      till.wait(day)
      await till.done(till.alice, 'payment.set-prompt-rule', rule)
      expect(till.scene.view.find(promptRules, 'alice', 'CNY')).include({ used: 0 })
    }),
  )

  it(
    'S4-041 is set by a customer’s device of the payer only, within bounds, and moves nobody else’s money',
    atTill(async (till) => {
      const till2 = new Device('alice', ['merchant'], 'till')
      const body = { participant: 'alice', device: till2.entry }
      await till.done(till.scene.registrars.BankMSP, 'device.add', body)
      expect(await till.code(till2, 'payment.set-prompt-rule', rule)).equal('device_lacks_role')
      for (const wrong of [{ perDay: 101 }, { perDay: -1 }, { maximum: '-1' }, { maximum: '1.5' }]) {
        const code = await till.code(till.alice, 'payment.set-prompt-rule', { ...rule, ...wrong })
        expect(code).equal('malformed_instruction')
      }
      await till.done(till.shop, 'payment.set-prompt-rule', rule)
      expect(await unprompted(till)).equal('prompt_needed')
    }),
  )

  it(
    'S4-041 takes no other word for it than false, and leaves every other check as it is',
    atTill(async (till) => {
      await till.done(till.alice, 'payment.set-prompt-rule', { ...rule, maximum: '50000', perDay: 100 })
      const payment = await till.claimed({ sale: { orderNumber: 'OTHER' } })
      const asked = till.terms(payment)
      const yes = { ...asked, prompted: true as never }
      expect(await till.code(till.alice, 'payment.approve', yes)).equal('malformed_instruction')
      const altered = { ...asked, quantity: '999', prompted: false as const }
      expect(await till.code(till.alice, 'payment.approve', altered)).equal('payment_terms_differ')
      till.wait(180_000n)
      expect(await till.code(till.alice, 'payment.approve', { ...asked, prompted: false })).equal('deadline_passed')
    }),
  )
})
