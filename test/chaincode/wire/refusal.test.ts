import { expect } from 'chai'
import { Refusal } from '../../../chaincode/refusal.ts'
import { type RefusalCode, refusals } from '../../../chaincode/vocabulary.ts'

/** Written out by hand: what a client is told over HTTP by each code. */
const statuses: { [status: number]: readonly RefusalCode[] } = {
  400: ['confidential_missing', 'malformed_instruction', 'wrong_ledger', 'stamp_missing'],
  401: ['unknown_device', 'bad_signature', 'bad_stamp'],
  403: [
    ...(['foreign_client', 'foreign_pledgee', 'home_lacks_part', 'identity_locked'] as const),
    ...(['approval_missing', 'same_participant'] as const),
    'not_the_keeper',
    ...(['merchant_not_registered', 'not_the_payers_device'] as const),
    ...(['revoked_device', 'participant_not_active', 'device_lacks_role', 'role_not_grantable'] as const),
    ...(['not_registrar_of_home', 'not_the_issuer', 'not_a_party'] as const),
    'provider_not_registered',
    ...(['not_the_matcher', 'not_asked'] as const),
  ],
  404: [
    ...(['unknown_chain', 'unknown_approval'] as const),
    ...(['unknown_campaign', 'unknown_promotion', 'unknown_reward'] as const),
    'unknown_package',
    ...(['unknown_certificate', 'unknown_instance', 'unknown_publication'] as const),
    ...(['unknown_payment', 'unknown_purchase'] as const),
    ...(['unknown_recommendation', 'unknown_delivery', 'unknown_matcher', 'unknown_demand'] as const),
    ...(['unknown_answer', 'unknown_interaction'] as const),
    ...(['unknown_participant', 'device_not_found', 'unknown_voucher', 'unknown_offer'] as const),
    ...(['unknown_quote', 'unknown_order', 'unknown_pledge'] as const),
  ],
  409: [
    ...(['institution_not_open', 'chain_state_forbids', 'chain_answered', 'chain_voided', 'not_the_send'] as const),
    ...(['position_unavailable', 'position_stale', 'position_too_small', 'position_reserved'] as const),
    ...(['path_stale', 'grade_missing', 'grade_outdated', 'pledge_does_not_count'] as const),
    ...(['too_many_positions', 'answer_beyond_reserved'] as const),
    ...(['already_proposed', 'not_the_act', 'approval_state_forbids'] as const),
    ...(['campaign_state_forbids', 'promotion_state_forbids', 'already_judged'] as const),
    ...(['reward_state_forbids', 'reward_still_owed'] as const),
    ...(['certificate_revoked', 'certificate_expired', 'item_has_certificate', 'exclusive_given'] as const),
    ...(['certificate_not_passable', 'already_owned', 'instance_state_forbids', 'form_forbids'] as const),
    ...(['not_transferable', 'too_many_passes', 'licence_exceeded', 'licence_ended', 'use_not_licensed'] as const),
    'publication_state_forbids',
    ...(['not_the_provider', 'price_terms_differ', 'certificate_forbids', 'purchase_state_forbids'] as const),
    ...(['purchase_not_paid', 'nothing_held', 'too_much_evidence', 'already_reviewed'] as const),
    'receipt_not_provable',
    ...(['settled_terms_differ', 'not_the_buyer'] as const),
    ...(['answered_already', 'recommendation_closed', 'not_in_time', 'delivered_already'] as const),
    ...(['not_the_next_target', 'delivery_state_forbids', 'matcher_closed', 'trait_reserved'] as const),
    ...(['demand_exists', 'demand_closed', 'matched_already', 'not_matched', 'asked_already'] as const),
    ...(['answer_state_forbids', 'instance_offered', 'interaction_state_forbids', 'rated_already'] as const),
    'rewarded_already',
    ...(['package_exists', 'package_state_forbids', 'requested_already', 'released_already'] as const),
    ...(['not_requested', 'asked_late', 'key_not_released', 'opened_already'] as const),
    ...(['stamp_too_old', 'payment_code_taken', 'code_expired', 'code_used', 'code_cancelled'] as const),
    ...(['order_terms_differ', 'order_in_use', 'payment_terms_differ', 'payment_state_forbids'] as const),
    ...(['exceeds_refundable_quantity', 'prompt_needed'] as const),
    ...([
      'number_too_old',
      'number_too_far',
      'number_used',
      'participant_exists',
      'participant_state_forbids',
    ] as const),
    ...(['participant_holds_pledges', 'participant_issues_vouchers'] as const),
    ...(['participant_holds_balance', 'device_exists', 'device_already_revoked', 'too_many_devices'] as const),
    'device_key_taken',
    ...(['voucher_exists', 'voucher_retired', 'function_not_enabled', 'supply_not_zero'] as const),
    ...(['receiver_not_active', 'receiver_does_not_accept', 'offer_needed', 'offer_state_forbids'] as const),
    ...(['deadline_passed', 'deadline_not_passed', 'unit_change_with_holdings', 'terms_changed'] as const),
    ...([
      'quote_exists',
      'quote_expired',
      'quote_superseded',
      'quote_withdrawn',
      'price_beyond_limit',
      'order_state_forbids',
    ] as const),
    ...(['exceeds_order_quantity', 'pledge_state_forbids', 'exceeds_pledged_quantity'] as const),
    ...(['enforcement_not_agreed', 'exceeds_frozen_quantity', 'frozen_under_another_case', 'too_many_cases'] as const),
    ...(['exceeds_inventory', 'issuer_lacks_cash', 'exceeds_available_quantity', 'not_the_voucher'] as const),
  ],
  422: [
    ...(['not_a_pair', 'chain_incomplete', 'chain_terms_differ'] as const),
    ...(['kind_not_checked', 'act_unfit'] as const),
    ...(['campaign_unfit', 'window_empty', 'promotion_incomplete', 'promotion_terms_differ'] as const),
    ...(['not_a_metal', 'provider_is_receiver', 'licence_terms_unfit', 'foreign_link'] as const),
    ...(['voucher_not_taken', 'exceeds_merchant_limit', 'code_life_too_long'] as const),
    ...(['payer_is_merchant', 'fee_exceeds_amount', 'buyer_is_provider'] as const),
    ...(['device_not_proven', 'not_home'] as const),
    'seal_key_unusable',
    ...([
      'window_too_long',
      'own_recommendation',
      'sharing_not_consented',
      'recommendation_part_required',
      'ambiguous_window',
    ] as const),
    ...(['parameter_unfit', 'target_unfit', 'not_its_target', 'trait_unfit', 'unknown_trait'] as const),
    ...(['unknown_field', 'trait_value_unfit', 'trait_not_declared', 'trait_twice'] as const),
    ...(['demand_traits_required', 'traits_contradict', 'match_unfit', 'until_too_far'] as const),
    ...(['giver_is_receiver', 'provider_is_recommender'] as const),
    ...(['keeper_is_party', 'device_without_seal_key'] as const),
    ...(['not_endorsed', 'instruction_expired', 'valid_until_too_far', 'supply_over_cap'] as const),
    ...(['sender_is_receiver', 'deadline_in_past', 'trade_terms_missing', 'not_a_currency'] as const),
    ...(['quote_inverted', 'issuer_cannot_trade', 'proceeds_below_fee', 'amount_over_cap'] as const),
    ...(['pledgee_is_holder', 'term_before_answer'] as const),
  ],
}
const statusOf = new Map(
  Object.entries(statuses).flatMap(([status, codes]) => codes.map((code) => [code as string, Number(status)] as const)),
)

describe('refusal codes', () => {
  it('are those of this test and no others', () => {
    expect(Object.keys(refusals).sort()).deep.equal([...statusOf.keys()].sort())
  })

  for (const [code, { status, recorded, meaning }] of Object.entries(refusals)) {
    it(`${code} is told as ${status}, says whether it is recorded, and has a meaning`, () => {
      expect(code).match(/^[a-z]+(_[a-z]+)*$/)
      expect(status).equal(statusOf.get(code))
      expect(recorded).a('boolean')
      expect(meaning).match(/^[A-Z].*\.$/)
    })
  }

  it('are carried with their values by the error that a rule throws', () => {
    const refusal = new Refusal('unknown_voucher', { voucher: 'XX-1' })
    expect(refusal).instanceOf(Error)
    expect([refusal.code, refusal.values, refusal.message]).deep.equal([
      'unknown_voucher',
      { voucher: 'XX-1' },
      'unknown_voucher',
    ])
  })
})
