import type { Json } from './canonical.ts'

/**
 * Every reason for which an instruction is not honoured: the code, its HTTP status, and whether the ledger records it.
 * A `recorded` refusal uses up the instruction's number and stands in the block; an unrecorded one writes nothing,
 * because the ledger cannot hold a device to a text that it cannot tie to that device (decision 0005).
 */
export const refusals = {
  malformed_instruction: {
    status: 400,
    recorded: false,
    meaning: 'The envelope is not an instruction in canonical JSON.',
  },
  wrong_ledger: { status: 400, recorded: false, meaning: 'The instruction is meant for another network.' },
  unknown_device: { status: 401, recorded: false, meaning: 'The ledger knows no such device of this participant.' },
  revoked_device: { status: 403, recorded: false, meaning: 'The device was revoked.' },
  bad_signature: { status: 401, recorded: false, meaning: 'The signature is not by this device over this text.' },
  not_home: { status: 421, recorded: false, meaning: 'Another organisation is home to this kind of instruction.' },
  number_too_old: { status: 409, recorded: false, meaning: 'The number lies too far behind the device’s highest one.' },
  number_too_far: {
    status: 409,
    recorded: false,
    meaning: 'The number lies beyond the present in microseconds, and too far beyond the last one.',
  },
  number_used: { status: 409, recorded: false, meaning: 'The device’s number was used by another instruction.' },
  not_endorsed: {
    status: 422,
    recorded: false,
    meaning: 'The organisations’ peers could not decide it; their logs say why.',
  },
  instruction_expired: { status: 422, recorded: true, meaning: 'The instruction’s validUntil has passed.' },
  valid_until_too_far: { status: 422, recorded: true, meaning: 'The instruction claims to stay valid for over a day.' },
  participant_not_active: { status: 403, recorded: true, meaning: 'The sender is frozen or closed.' },
  device_lacks_role: {
    status: 403,
    recorded: true,
    meaning: 'The device does not carry the role that this kind needs.',
  },
  role_not_grantable: {
    status: 403,
    recorded: true,
    meaning: 'A registrar cannot give this role to this participant.',
  },
  not_registrar_of_home: { status: 403, recorded: true, meaning: 'The participant belongs to another organisation.' },
  unknown_participant: { status: 404, recorded: true, meaning: 'The ledger knows no such participant.' },
  participant_exists: { status: 409, recorded: true, meaning: 'A participant has this id already.' },
  participant_state_forbids: {
    status: 409,
    recorded: true,
    meaning: 'The participant’s state does not allow this step.',
  },
  participant_holds_balance: { status: 409, recorded: true, meaning: 'The account still holds quantities.' },
  participant_holds_pledges: {
    status: 409,
    recorded: true,
    meaning: 'The participant must release what is pledged to it first.',
  },
  participant_issues_vouchers: {
    status: 409,
    recorded: true,
    meaning: 'The participant must retire the series that it issued first.',
  },
  device_exists: { status: 409, recorded: true, meaning: 'The participant has a device with this key already.' },
  device_key_taken: {
    status: 409,
    recorded: true,
    meaning: 'The key is another device’s already, and stays so for ever.',
  },
  device_not_proven: { status: 422, recorded: true, meaning: 'The device’s card is not signed by its own key.' },
  device_not_found: { status: 404, recorded: true, meaning: 'The participant has no such device.' },
  device_already_revoked: { status: 409, recorded: true, meaning: 'The device was revoked before.' },
  too_many_devices: { status: 409, recorded: true, meaning: 'The participant has as many devices as an account may.' },
  unknown_voucher: { status: 404, recorded: true, meaning: 'The ledger knows no voucher with this code.' },
  voucher_exists: { status: 409, recorded: true, meaning: 'A voucher has this code already.' },
  voucher_retired: { status: 409, recorded: true, meaning: 'The voucher was retired.' },
  not_the_issuer: { status: 403, recorded: true, meaning: 'Only the issuer may do this to the voucher.' },
  function_not_enabled: { status: 409, recorded: true, meaning: 'The voucher does not offer this function now.' },
  supply_not_zero: { status: 409, recorded: true, meaning: 'Quantities of the voucher are outstanding.' },
  supply_over_cap: { status: 422, recorded: true, meaning: 'The supply would reach 2^96 base units.' },
  sender_is_receiver: { status: 422, recorded: true, meaning: 'Sender and receiver are the same participant.' },
  receiver_not_active: { status: 409, recorded: true, meaning: 'The receiver is frozen or closed.' },
  receiver_does_not_accept: { status: 409, recorded: true, meaning: 'The receiver does not accept transfers.' },
  offer_needed: {
    status: 409,
    recorded: true,
    meaning: 'The receiver does not know the sender: make an offer instead.',
  },
  unknown_offer: { status: 404, recorded: true, meaning: 'The ledger knows no such offer.' },
  offer_state_forbids: { status: 409, recorded: true, meaning: 'The offer’s state does not allow this step.' },
  not_the_voucher: { status: 409, recorded: true, meaning: 'The offer or pledge is of another voucher.' },
  not_a_party: { status: 403, recorded: true, meaning: 'This step belongs to another party.' },
  deadline_passed: { status: 409, recorded: true, meaning: 'The deadline for this step has passed.' },
  deadline_not_passed: { status: 409, recorded: true, meaning: 'The deadline has not passed yet.' },
  term_before_answer: {
    status: 422,
    recorded: true,
    meaning: 'The term would end before the pledgee must have answered.',
  },
  deadline_in_past: { status: 422, recorded: true, meaning: 'The deadline given lies in the past.' },
  trade_terms_missing: { status: 422, recorded: true, meaning: 'Buying and selling need trade terms.' },
  not_a_currency: { status: 422, recorded: true, meaning: 'The voucher is no cash series.' },
  unit_change_with_holdings: { status: 409, recorded: true, meaning: 'The unit cannot change while others hold some.' },
  terms_changed: {
    status: 409,
    recorded: true,
    meaning: 'The voucher’s unit or trade terms are no longer those of the quote or order.',
  },
  unknown_quote: { status: 404, recorded: true, meaning: 'The ledger knows no such quote of this voucher.' },
  quote_exists: { status: 409, recorded: true, meaning: 'The voucher has a quote of this name already.' },
  quote_expired: { status: 409, recorded: true, meaning: 'The quote’s life has ended.' },
  quote_superseded: {
    status: 409,
    recorded: true,
    meaning: 'A newer quote was published; only the newest one counts.',
  },
  quote_withdrawn: { status: 409, recorded: true, meaning: 'The issuer took the quote back.' },
  quote_inverted: { status: 422, recorded: true, meaning: 'The price to buy lies below the price to sell.' },
  price_beyond_limit: { status: 409, recorded: true, meaning: 'The quote is worse than the worst price accepted.' },
  issuer_cannot_trade: { status: 422, recorded: true, meaning: 'The issuer cannot trade with itself.' },
  proceeds_below_fee: { status: 422, recorded: true, meaning: 'The fee is above what the sale would bring.' },
  amount_over_cap: { status: 422, recorded: true, meaning: 'An amount would reach 2^96 base units.' },
  unknown_order: { status: 404, recorded: true, meaning: 'The ledger knows no such order.' },
  order_state_forbids: { status: 409, recorded: true, meaning: 'The order’s state does not allow this step.' },
  exceeds_order_quantity: { status: 409, recorded: true, meaning: 'The quantity is above what the order still wants.' },
  unknown_pledge: { status: 404, recorded: true, meaning: 'The ledger knows no such pledge.' },
  pledge_state_forbids: { status: 409, recorded: true, meaning: 'The pledge’s state does not allow this step.' },
  pledgee_is_holder: { status: 422, recorded: true, meaning: 'One cannot pledge to oneself.' },
  exceeds_pledged_quantity: { status: 409, recorded: true, meaning: 'The quantity is above what is pledged.' },
  enforcement_not_agreed: { status: 409, recorded: true, meaning: 'The pledge does not allow the pledgee to take it.' },
  too_many_cases: { status: 409, recorded: true, meaning: 'As many cases hold this frozen as may at once.' },
  frozen_under_another_case: { status: 409, recorded: true, meaning: 'Only the case that froze it frees it.' },
  exceeds_frozen_quantity: { status: 409, recorded: true, meaning: 'The quantity is above what is frozen.' },
  stamp_missing: { status: 400, recorded: false, meaning: 'The kind needs the word of its home, which was not given.' },
  bad_stamp: {
    status: 401,
    recorded: false,
    meaning: 'The stamp is not by a service device of the home over this instruction.',
  },
  stamp_too_old: {
    status: 409,
    recorded: false,
    meaning: 'The home’s time of receipt lies too far from the ledger’s time.',
  },
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
  exceeds_inventory: { status: 409, recorded: true, meaning: 'The issuer has not that much to sell.' },
  issuer_lacks_cash: { status: 409, recorded: true, meaning: 'The issuer has not the cash to buy.' },
  exceeds_available_quantity: { status: 409, recorded: true, meaning: 'The quantity is above what is available.' },
} as const

export type RefusalCode = keyof typeof refusals

/** Refusals for want of quantity: their values name the participant and voucher whose credits may make up for it. */
export const shortages: readonly RefusalCode[] = [
  'exceeds_available_quantity',
  'exceeds_inventory',
  'issuer_lacks_cash',
]
export type RefusalValues = { [name: string]: Json }

/** Thrown by a rule that does not honour an instruction; carries the code and the offending values, never prose. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly values: RefusalValues

  constructor(code: RefusalCode, values: RefusalValues = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.values = values
  }
}
