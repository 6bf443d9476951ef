import type { RefusalCode } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { Counter, gold } from './counter.ts'
import { Till } from './till.ts'
import type { Scenario } from './trade-refusals.ts'

const minute = 60_000n

/** A scenario at a till; through the bank, the home of payments. */
const atTill = (make: (till: Till) => string | Promise<string>): Scenario => ({
  way: { gateway: 'BankMSP' },
  make: async (scene) => make(await Till.open(scene)),
})

const claimOf = (change: Parameters<Till['claim']>[1]) =>
  atTill(async (till) => till.claim(await till.requested(), change))

const approvalOf = (change: { merchant?: string }) =>
  atTill(async (till) => {
    const terms = till.terms(await till.claimed())
    return till.instruct(till.alice, 'payment.approve', { ...terms, ...change })
  })

/** A scenario at a counter, where the provider of an order of alice's claims her code for it. */
const settlingOf = (
  order: (counter: Counter) => string,
  { shop = 'farm' }: { shop?: 'farm' | 'mint' } = {},
): Scenario => ({
  way: { gateway: 'BankMSP' },
  make: async (scene) => {
    const counter = await Counter.open(scene)
    const purchase = order(counter)
    return counter.claim(await counter.till.requested(), { settles: { purchase } }, counter[shop])
  },
})

/** One way to each refusal of payments by one-time code. */
export const tillRefusals: { [Code in RefusalCode]?: Scenario } = {
  stamp_missing: atTill((till) => till.instruct(till.alice, 'payment-code.request', {})),
  bad_stamp: atTill((till) => till.request(till.nextCode(), { by: till.bank })),
  stamp_too_old: atTill((till) => till.request(till.nextCode(), { receivedAt: till.scene.now - minute })),
  code_life_too_long: atTill((till) =>
    till.request(till.nextCode(), { facts: { codeExpiresAt: `${till.scene.now + 11n * minute}` } }),
  ),
  payment_code_taken: atTill(async (till) => till.request(await till.requested())),
  merchant_not_registered: atTill(async (till) => {
    await till.done(till.bank, 'merchant.close', { merchant: 'tea-house' })
    return till.claim(await till.requested(), { shop: till.other })
  }),
  unknown_payment: atTill((till) => till.claim(till.nextCode())),
  code_used: atTill(async (till) => till.claim(await till.claimed(), { shop: till.other })),
  code_expired: atTill(async (till) => {
    const payment = await till.requested()
    till.wait(minute + 1n)
    return till.claim(payment)
  }),
  code_cancelled: atTill(async (till) => {
    const payment = await till.requested()
    await till.done(till.alice, 'payment-code.cancel', { payment })
    return till.claim(payment)
  }),
  voucher_not_taken: atTill(async (till) => {
    const registration = { ...till.registration(till.shop), vouchers: ['AU-9999'] }
    await till.done(till.bank, 'merchant.register', registration)
    return till.claim(await till.requested())
  }),
  exceeds_merchant_limit: claimOf({ sale: { quantity: '50001' } }),
  fee_exceeds_amount: claimOf({ sale: { quantity: '1' } }),
  payer_is_merchant: atTill(async (till) => {
    const payment = await till.requested({ device: till.shop })
    return till.claim(payment, { facts: { payer: 'noodle-bar' } })
  }),
  order_terms_differ: atTill(async (till) => till.claim(await till.claimed(), { sale: { quantity: '9' } })),
  order_in_use: atTill(async (till) => {
    await till.claimed()
    return till.claim(await till.requested())
  }),
  prompt_needed: atTill(async (till) => {
    const terms = till.terms(await till.claimed())
    return till.instruct(till.alice, 'payment.approve', { ...terms, prompted: false })
  }),
  payment_terms_differ: approvalOf({ merchant: 'tea-house' }),
  not_the_payers_device: atTill(async (till) =>
    till.instruct(till.shop, 'payment.approve', till.terms(await till.claimed())),
  ),
  settled_terms_differ: {
    way: { gateway: 'BankMSP' },
    make: async (scene) => {
      const counter = await Counter.open(scene)
      return counter.claim(await counter.till.requested(), { ...gold, quantity: '1004' }, counter.mint)
    },
  },
  unknown_purchase: settlingOf(() => digest('none')),
  not_the_provider: settlingOf((counter) => counter.ordered(), { shop: 'mint' }),
  not_the_buyer: settlingOf((counter) => counter.ordered({ buyer: 'bob' })),
  purchase_state_forbids: settlingOf((counter) => counter.ordered({ status: 'paid' })),
  certificate_forbids: settlingOf((counter) => counter.ordered({}, ['order'])),
  payment_state_forbids: atTill(async (till) =>
    till.instruct(till.shop, 'payment.reverse', { payment: await till.captured() }),
  ),
  exceeds_refundable_quantity: atTill(async (till) => {
    const payment = await till.captured()
    return till.instruct(till.shop, 'payment.refund', { payment, quantity: '1001', reference: 'spilt' })
  }),
}
