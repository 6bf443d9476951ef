import { expect } from 'chai'
import type { PaymentStatus } from '../../../../chaincode/domains/payments/tables.ts'
import { ruleOf } from '../../../../chaincode/ledger.ts'
import { type PaymentEvent, paymentLifecycle } from '../../../../chaincode/rules/payments/payment-life.ts'
import { cellsOf } from '../../../support/cells.ts'
import { Device } from '../../../support/devices.ts'
import { atTill, type Till } from '../../../support/till.ts'

const minute = 60_000n

const bring: Record<PaymentStatus, (till: Till) => Promise<string>> = {
  issued: (till) => till.requested(),
  claimed: (till) => till.claimed(),
  captured: (till) => till.captured(),
  declined: async (till) => {
    const payment = await till.claimed()
    await till.done(till.alice, 'payment.decline', till.terms(payment))
    return payment
  },
  reversed: async (till) => {
    const payment = await till.claimed()
    await till.done(till.shop, 'payment.reverse', { payment })
    return payment
  },
  expired: async (till) => {
    const payment = await till.claimed()
    till.wait(3n * minute)
    await till.done(till.bank, 'payment.expire', { payment })
    return payment
  },
  cancelled: async (till) => {
    const payment = await till.requested()
    await till.done(till.alice, 'payment-code.cancel', { payment })
    return payment
  },
}

const lateBy = (till: Till, play: () => Promise<string>): Promise<string> => {
  till.wait(3n * minute)
  return play()
}

const terms = (till: Till, payment: string) => {
  const { claim } = till.payment(payment) ?? {}
  if (claim !== undefined) return till.terms(payment)
  return { payment, merchant: 'noodle-bar', orderNumber: 'ORDER-1', voucher: 'CNY', quantity: '1000', answerBy: '1' }
}

const tell: Record<PaymentEvent, (till: Till, payment: string) => Promise<string>> = {
  claim: (till, payment) => till.sent(till.claim(payment, { sale: { orderNumber: 'ORDER-2' } })),
  cancel: (till, payment) => till.code(till.alice, 'payment-code.cancel', { payment }),
  approve: (till, payment) => till.code(till.alice, 'payment.approve', terms(till, payment)),
  decline: (till, payment) => till.code(till.alice, 'payment.decline', terms(till, payment)),
  reverse: (till, payment) => till.code(till.shop, 'payment.reverse', { payment }),
  expire: (till, payment) => lateBy(till, () => till.code(till.bank, 'payment.expire', { payment })),
  refund: (till, payment) => till.code(till.shop, 'payment.refund', { payment, quantity: '1', reference: 'spilt' }),
}
const events = Object.keys(tell) as PaymentEvent[]

describe('a payment', () => {
  for (const { state, event, after, title } of cellsOf(paymentLifecycle, events)) {
    it(
      title,
      atTill(async (till) => {
        const payment = await bring[state](till)
        const code = await tell[event](till, payment)
        if (after !== undefined) expect([code, till.payment(payment)?.status]).deep.equal(['accepted', after])
        else expect(code).oneOf(['payment_state_forbids', 'code_used', 'code_cancelled'])
      }),
    )
  }

  it(
    'S4-013 begins with a first request of an authorised device, and stands under the id of its code',
    atTill(async (till) => {
      const payment = await till.requested()
      expect(till.payment(payment)).include({ payer: 'alice', device: till.alice.id, status: 'issued' })
      const stranger = new Device('alice', ['customer'])
      expect(await till.sent(till.request(till.nextCode(), { device: stranger }))).equal('unknown_device')
    }),
  )

  it(
    'S4-014 is not begun by a frozen account, and a code of one that is frozen since cannot be claimed',
    atTill(async (till) => {
      const payment = await till.requested()
      const { BankMSP } = till.scene.registrars
      await till.done(BankMSP, 'participant.freeze', { participant: 'alice', caseNumber: 'CASE-1' })
      expect(await till.sent(till.request())).equal('participant_not_active')
      expect(await till.sent(till.claim(payment))).equal('receiver_not_active')
    }),
  )

  it(
    'S4-016 has a code of its own: no two requests share one, be the first live, used or past',
    atTill(async (till) => {
      const payment = await till.captured()
      expect(await till.sent(till.request(payment))).equal('payment_code_taken')
      const past = await till.requested()
      till.wait(5n * minute)
      expect(await till.sent(till.request(past))).equal('payment_code_taken')
    }),
  )

  it(
    'S4-018 ends the device’s older code with a new one, or keeps it where the bank says so, and then the newest five',
    atTill(async (till) => {
      const older = await till.requested()
      const newer = await till.requested()
      expect(await till.sent(till.claim(older))).equal('code_cancelled')
      for (let count = 0; count < 5; count += 1) await till.requested({ facts: { keepsOlder: true } })
      expect(await till.sent(till.claim(newer))).equal('code_cancelled')
      const kept = await till.requested({ facts: { keepsOlder: true } })
      await till.requested({ facts: { keepsOlder: true } })
      expect(await till.sent(till.claim(kept))).equal('accepted')
      expect(await till.sent(till.claim(kept, { sale: { orderNumber: 'ORDER-2' } }))).equal('code_used')
    }),
  )

  it(
    'keeps a first code too where nothing was live before',
    atTill(async (till) => {
      const payment = await till.requested({ facts: { keepsOlder: true } })
      expect(await till.sent(till.claim(payment))).equal('accepted')
    }),
  )

  it(
    'S4-020 refuses a code after its minute, and takes it in its last millisecond',
    atTill(async (till) => {
      const [first, second] = [
        await till.requested({ facts: { keepsOlder: true } }),
        await till.requested({ facts: { keepsOlder: true } }),
      ]
      till.wait(minute)
      expect(await till.sent(till.claim(first))).equal('accepted')
      till.wait(1n)
      expect(await till.sent(till.claim(second, { sale: { orderNumber: 'ORDER-2' } }))).equal('code_expired')
      const long = { facts: { codeExpiresAt: `${till.scene.now + 600_001n}` } }
      expect(await till.sent(till.request(till.nextCode(), long))).equal('code_life_too_long')
      const past = { facts: { codeExpiresAt: `${till.scene.now - 1n}` } }
      expect(await till.sent(till.request(till.nextCode(), past))).equal('deadline_in_past')
    }),
  )

  it(
    'S4-021 refuses a code that was used, also when the first use came to nothing',
    atTill(async (till) => {
      const payment = await bring.declined(till)
      expect(await till.sent(till.claim(payment, { shop: till.other }))).equal('code_used')
    }),
  )

  it(
    'S4-023 S4-037 is claimed by a registered merchant’s device only, and roles cannot be swapped',
    atTill(async (till) => {
      const payment = await till.requested()
      const stranger = await till.scene.register(new Device('stranger', ['merchant']), 'BankMSP')
      expect(await till.sent(till.claim(payment, { shop: stranger }))).equal('merchant_not_registered')
      expect(await till.sent(till.claim(payment, { shop: till.alice }))).equal('device_lacks_role')
      await till.done(till.bank, 'merchant.close', { merchant: 'tea-house' })
      expect(await till.sent(till.claim(payment, { shop: till.other }))).equal('merchant_not_registered')
      expect(await till.code(till.shop, 'payment.approve', terms(till, await till.claimed()))).equal(
        'not_the_payers_device',
      )
    }),
  )

  it(
    'S4-024 is claimed for an amount above zero, below the merchant’s limit, in a voucher that it takes',
    atTill(async (till) => {
      const claim = async (quantity: string, voucher = 'CNY') =>
        till.sent(till.claim(await till.requested(), { sale: { quantity, voucher } }))
      for (const wrong of ['0', '-1', '1.5', '01']) expect(await claim(wrong)).equal('malformed_instruction')
      expect(await claim('50001')).equal('exceeds_merchant_limit')
      expect(await claim('1')).equal('fee_exceeds_amount')
      expect(await claim('10', 'XYZ')).equal('unknown_voucher')
      await till.done(till.bank, 'merchant.register', { ...till.registration(till.shop), vouchers: ['AU-9999'] })
      expect(await claim('10')).equal('voucher_not_taken')
      expect(await claim('10', 'AU-9999')).equal('accepted')
    }),
  )

  it(
    'S4-025 says of an unknown code only that it is unknown',
    atTill(async (till) => {
      expect(await till.sent(till.claim(till.nextCode()))).equal('unknown_payment')
    }),
  )

  it(
    'S4-034 is answered only by the device that asked, over exactly what was claimed',
    atTill(async (till) => {
      const second = new Device('alice', ['customer'], 'tablet')
      const body = { participant: 'alice', device: second.entry }
      await till.done(till.scene.registrars.BankMSP, 'device.add', body)
      const payment = await till.claimed()
      const asked = till.terms(payment)
      expect(await till.code(second, 'payment.approve', asked)).equal('not_the_payers_device')
      const changes = [
        { merchant: 'tea-house' },
        { orderNumber: 'ORDER-2' },
        { voucher: 'AU-9999' },
        { quantity: '999' },
        { answerBy: `${BigInt(asked.answerBy) + 1n}` },
      ]
      for (const change of changes) {
        expect(await till.code(till.alice, 'payment.approve', { ...asked, ...change })).equal('payment_terms_differ')
      }
      expect(await till.code(till.alice, 'payment.approve', asked)).equal('accepted')
    }),
  )

  it(
    'S4-028 is won by one of two merchants that claim one code in one block',
    atTill(async (till) => {
      const payment = await till.requested()
      const rivals = [till.claim(payment), till.claim(payment, { shop: till.other })]
      const proposals = await Promise.all(rivals.map((text) => till.scene.endorse(text, { gateway: 'BankMSP' })))
      const { transactions } = till.scene.ledger.commit(proposals)
      expect(transactions.map(({ code }) => code)).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
      expect(await till.sent(rivals[1] as string)).equal('code_used')
    }),
  )

  it(
    'S4-029 repeats the same sale without a second charge, and refuses the order number with another amount',
    atTill(async (till) => {
      const payment = await till.claimed()
      const before = till.payment(payment)
      expect(await till.sent(till.claim(payment))).equal('accepted')
      expect(till.payment(payment)).deep.equal(before)
      expect(await till.sent(till.claim(payment, { sale: { quantity: '999' } }))).equal('order_terms_differ')
      expect(await till.sent(till.claim(payment, { sale: { voucher: 'AU-9999' } }))).equal('order_terms_differ')
      expect(await till.sent(till.claim(await till.requested()))).equal('order_in_use')
    }),
  )

  it(
    'can be tried again under the same order number once the first try ended unpaid or overdue, not once it was paid',
    atTill(async (till) => {
      await bring.declined(till)
      await till.claimed()
      till.wait(3n * minute)
      await till.captured()
      expect(await till.sent(till.claim(await till.requested()))).equal('order_in_use')
    }),
  )

  it(
    'S4-030 S4-033 S4-035 moves the value, less the fee, to the merchant and the fee to the bank, in one step',
    atTill(async (till) => {
      await till.captured()
      const balances = ['alice', 'noodle-bar', 'city-bank'].map((one) => till.scene.balance(one, 'CNY'))
      expect(balances).deep.equal([99_000n, 994n, 1_006n])
    }),
  )

  it(
    'moves gold as it moves cash, and gives the bank nothing where there is no fee',
    atTill(async (till) => {
      const fee = { partsPerMillion: 0, minimum: '0' }
      await till.done(till.bank, 'merchant.register', { ...till.registration(till.shop), fee })
      await till.captured({ sale: { voucher: 'AU-9999', quantity: '100' } })
      expect(['alice', 'noodle-bar', 'city-bank'].map((one) => till.scene.balance(one))).deep.equal([900n, 100n, 0n])
    }),
  )

  it(
    'S4-030 is refused when the payer lacks the funds, and can be paid once they are there',
    atTill(async (till) => {
      const payment = await till.claimed()
      const withdrawal = { voucher: 'CNY', participant: 'alice', quantity: '99500', reference: 'counter 2' }
      await till.done(till.bank, 'cash.withdraw', withdrawal)
      expect(await till.code(till.alice, 'payment.approve', till.terms(payment))).equal('exceeds_available_quantity')
      await till.done(till.bank, 'cash.deposit', {
        voucher: 'CNY',
        to: 'alice',
        quantity: '500',
        reference: 'counter 3',
      })
      expect(await till.code(till.alice, 'payment.approve', till.terms(payment))).equal('accepted')
    }),
  )

  it(
    'S4-031 moves nothing when the payer says no',
    atTill(async (till) => {
      await bring.declined(till)
      expect(['alice', 'noodle-bar'].map((one) => till.scene.balance(one, 'CNY'))).deep.equal([100_000n, 0n])
    }),
  )

  it(
    'S4-032 moves nothing without an answer in time, whether or not anybody tidies it',
    atTill(async (till) => {
      const payment = await till.claimed()
      expect(await till.code(till.bank, 'payment.expire', { payment })).equal('deadline_not_passed')
      till.wait(2n * minute + 1n)
      expect(await till.code(till.alice, 'payment.approve', till.terms(payment))).equal('deadline_passed')
      const { bob } = till.scene
      const expiry = bob.instruction('payment.expire', { payment })
      expect(ruleOf('payment.expire').organisations?.(expiry, till.scene.view)).deep.equal(['BankMSP'])
      expect(await till.code(bob, 'payment.expire', { payment })).equal('accepted')
      expect(till.scene.balance('alice', 'CNY')).equal(100_000n)
    }),
  )

  it(
    'S4-036 names payer and payee by their ids, and takes none that does not exist',
    atTill(async (till) => {
      for (const facts of [{ payer: 'nobody' }, { payerDevice: till.shop.id }]) {
        expect(await till.sent(till.claim(await till.requested(), { facts }))).equal('unknown_payment')
      }
      const registration = { ...till.registration(till.shop), merchant: 'nobody' }
      expect(await till.code(till.bank, 'merchant.register', registration)).equal('unknown_participant')
    }),
  )

  it(
    'is not found by a merchant of another organisation than the payer’s, whatever the stamp says',
    atTill(async (till) => {
      const { bob } = till.scene
      const supplier = { gateway: 'SupplierMSP' }
      const service = await till.scene.register(
        new Device('supplier-service', ['service']),
        'SupplierMSP',
        'organisation',
      )
      const payment = till.nextCode()
      await till.scene.honoured(till.request(payment, { device: bob, by: service }), supplier)
      const facts = { payer: 'bob', payerDevice: bob.id }
      expect(await till.sent(till.claim(payment, { facts }))).equal('unknown_payment')
    }),
  )

  it(
    'S4-040 is reversed before capture and refunded after it, in parts up to the payment',
    atTill(async (till) => {
      const payment = await till.captured()
      const refund = (quantity: string, shop = till.shop) =>
        till.code(shop, 'payment.refund', { payment, quantity, reference: 'spilt' })
      expect(await refund('400', till.other)).equal('not_a_party')
      expect(await refund('400')).equal('accepted')
      expect(await refund('601')).equal('exceeds_refundable_quantity')
      expect(await refund('600')).equal('exceeds_available_quantity')
      await till.done(till.bank, 'cash.deposit', {
        voucher: 'CNY',
        to: 'noodle-bar',
        quantity: '6',
        reference: 'counter 1',
      })
      expect(await refund('600')).equal('accepted')
      expect(await refund('1')).equal('exceeds_refundable_quantity')
      expect(till.scene.balance('alice', 'CNY')).equal(100_000n)
      expect(till.payment(payment)?.claim?.refunded).equal(1_000n)
    }),
  )

  it(
    'S4-040 is refunded to nobody who is frozen or closed, so that no closed account ever holds anything',
    atTill(async (till) => {
      const payment = await till.captured()
      await till.done(till.bank, 'cash.deposit', { voucher: 'CNY', to: 'noodle-bar', quantity: '6', reference: 'c 1' })
      const refund = () => till.code(till.shop, 'payment.refund', { payment, quantity: '1000', reference: 'spilt' })
      const { BankMSP } = till.scene.registrars
      const frozen = { participant: 'alice', caseNumber: 'CASE-1' }
      await till.done(BankMSP, 'participant.freeze', frozen)
      expect(await refund()).equal('receiver_not_active')
      await till.done(BankMSP, 'participant.unfreeze', frozen)
      const cash = { voucher: 'CNY', participant: 'alice', quantity: '99000', reference: 'counter 1' }
      await till.done(till.bank, 'cash.withdraw', cash)
      await till.scene.honoured(till.scene.transfer(till.alice, 'bob', 1_000n))
      await till.done(BankMSP, 'participant.close', { participant: 'alice' })
      expect(await refund()).equal('receiver_not_active')
      expect(till.payment(payment)?.claim?.refunded).equal(0n)
    }),
  )

  it(
    'pays no fee to a bank’s participant that is frozen, and then nothing at all moves',
    atTill(async (till) => {
      const payment = await till.claimed()
      const frozen = { participant: 'city-bank', caseNumber: 'CASE-1' }
      await till.done(till.scene.registrars.BankMSP, 'participant.freeze', frozen)
      expect(await till.code(till.alice, 'payment.approve', till.terms(payment))).equal('receiver_not_active')
      expect(till.scene.balance('alice', 'CNY')).equal(100_000n)
    }),
  )

  it(
    'keeps an order number that was claimed anew, whatever becomes of the older claim, and captures it once',
    atTill(async (till) => {
      const first = await till.claimed()
      till.wait(2n * minute + 1n)
      const second = await till.claimed()
      till.wait(-10_000n)
      // The endorsers take a time that lies a little behind; the older claim was still open then.
      expect(await till.code(till.alice, 'payment.approve', till.terms(first))).equal('order_in_use')
      till.wait(10_000n)
      expect(await till.code(till.shop, 'payment.reverse', { payment: first })).equal('accepted')
      expect(await till.sent(till.claim(await till.requested()))).equal('order_in_use')
      expect(await till.code(till.alice, 'payment.approve', till.terms(second))).equal('accepted')
      expect(till.scene.balance('alice', 'CNY')).equal(99_000n)
    }),
  )

  it(
    'refuses messages out of order',
    atTill(async (till) => {
      const payment = await till.requested()
      for (const kind of ['payment.approve', 'payment.decline'] as const) {
        expect(await till.code(till.alice, kind, terms(till, payment))).equal('payment_state_forbids')
      }
      expect(await till.code(till.shop, 'payment.reverse', { payment })).equal('payment_state_forbids')
      expect(await till.code(till.alice, 'payment-code.cancel', { payment: till.nextCode() })).equal('unknown_payment')
      const unknown = { payment: till.nextCode() }
      expect(await till.code(till.shop, 'payment.reverse', unknown)).equal('unknown_payment')
      expect(await till.code(till.bank, 'payment.expire', unknown)).equal('unknown_payment')
      const refund = { ...unknown, quantity: '1', reference: 'spilt' }
      expect(await till.code(till.shop, 'payment.refund', refund)).equal('unknown_payment')
      const asked = { ...till.terms(await till.claimed()), merchant: 'nobody' }
      expect(await till.code(till.alice, 'payment.approve', asked)).equal('payment_terms_differ')
    }),
  )

  it(
    'S4-047 takes no answer without a question',
    atTill(async (till) => {
      expect(await till.code(till.alice, 'payment.approve', terms(till, till.nextCode()))).equal('unknown_payment')
    }),
  )

  it(
    'ends the open codes of a device with the device, be it revoked or replaced, and its question too',
    atTill(async (till) => {
      const tablet = new Device('alice', ['customer'], 'tablet')
      const { BankMSP } = till.scene.registrars
      await till.done(BankMSP, 'device.add', { participant: 'alice', device: tablet.entry })
      const [open, asked] = [await till.requested({ device: tablet }), await till.claimed()]
      await till.done(till.alice, 'device.revoke', { participant: 'alice', device: tablet.id })
      expect(await till.sent(till.claim(open, { sale: { orderNumber: 'ORDER-2' } }))).equal('code_cancelled')
      const fresh = new Device('alice', ['customer'], 'new phone')
      await till.done(BankMSP, 'device.replace', { participant: 'alice', lost: till.alice.id, device: fresh.entry })
      expect(await till.code(till.alice, 'payment.approve', till.terms(asked))).equal('revoked_device')
    }),
  )

  it(
    'is nobody else’s to cancel, reverse or close, and nobody pays oneself',
    atTill(async (till) => {
      expect(await till.code(till.shop, 'payment-code.cancel', { payment: await till.requested() })).equal(
        'not_a_party',
      )
      const payment = await till.claimed()
      expect(await till.code(till.other, 'payment.reverse', { payment })).equal('not_a_party')
      const teller = await till.scene.register(new Device('branch', ['teller']), 'BankMSP', 'organisation')
      expect(await till.code(teller, 'merchant.close', { merchant: 'noodle-bar' })).equal('not_a_party')
      const own = await till.requested({ device: till.shop })
      const sale = { orderNumber: 'ORDER-9' }
      expect(await till.sent(till.claim(own, { facts: { payer: 'noodle-bar' }, sale }))).equal('payer_is_merchant')
    }),
  )
})
