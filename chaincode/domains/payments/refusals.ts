import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const paymentRefusals = {
  merchant_not_registered: { status: 403, recorded: true, meaning: 'No bank lets this merchant claim payment codes.' },
  voucher_not_taken: {
    status: 422,
    recorded: true,
    meaning: 'The merchant is not registered for payments in this voucher.',
  },
  exceeds_merchant_limit: {
    status: 422,
    recorded: true,
    meaning: 'The amount is above what the merchant may claim at once.',
  },
  unknown_payment: { status: 404, recorded: true, meaning: 'The ledger knows no such payment.' },
  payment_code_taken: { status: 409, recorded: true, meaning: 'These digits were drawn before: ask for another code.' },
  code_expired: { status: 409, recorded: true, meaning: 'The code’s time is over: the payer shows a new one.' },
  code_used: { status: 409, recorded: true, meaning: 'The code was claimed before.' },
  code_cancelled: { status: 409, recorded: true, meaning: 'The code was withdrawn, or its device was revoked.' },
  code_life_too_long: {
    status: 422,
    recorded: true,
    meaning: 'A code or a question would live longer than ten minutes.',
  },
  payer_is_merchant: { status: 422, recorded: true, meaning: 'Payer and merchant are the same participant.' },
  order_terms_differ: {
    status: 409,
    recorded: true,
    meaning: 'The order number was claimed with another amount or voucher.',
  },
  order_in_use: { status: 409, recorded: true, meaning: 'The order number belongs to another payment.' },
  fee_exceeds_amount: { status: 422, recorded: true, meaning: 'The fee would take the whole amount.' },
  prompt_needed: {
    status: 409,
    recorded: true,
    meaning: 'The payer’s rule does not cover this without a prompt: ask the payer.',
  },
  payment_terms_differ: { status: 409, recorded: true, meaning: 'The answer is not about what the merchant claimed.' },
  settled_terms_differ: {
    status: 409,
    recorded: true,
    meaning: 'The voucher or the amount is not that of the order or the buy which the payment settles.',
  },
  not_the_payers_device: {
    status: 403,
    recorded: true,
    meaning: 'Only the device that asked for the code can answer.',
  },
  payment_state_forbids: { status: 409, recorded: true, meaning: 'The payment’s state does not allow this step.' },
  exceeds_refundable_quantity: {
    status: 409,
    recorded: true,
    meaning: 'The quantity is above what is left of the payment.',
  },
} as const satisfies RefusalEntries
