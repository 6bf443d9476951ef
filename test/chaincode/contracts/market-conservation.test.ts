import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { type Kind, kindNames, type RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { MemberList, Played } from '../../market/days.ts'
import { isPlayed } from '../../market/drawing/envelopes.ts'
import { runs } from '../../support/runs.ts'

const program = join(import.meta.dirname, '..', '..', '..', 'scripts', 'market.ts')
const days = 180
const daysOfOthers = 12

/** Plays days in a process of its own, whose coverage nobody wants. */
const playDays = async (asked: { seed: number; first: number; days: number; members: MemberList }): Promise<Played> => {
  const { NODE_V8_COVERAGE: _coverage, ...env } = process.env
  const words = Object.entries(asked).flatMap(([name, value]) => [`--${name}`, `${value}`])
  const child = spawn(process.execPath, [program, '--json', ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await text(child.stdout)) as Played
}

const seedOfRun = (seed: number | undefined): number => seed ?? Math.floor(Math.random() * 2 ** 30)

/** The days on which everything must have been met are the same each time: of days drawn anew some would lack something once in a while. */
const steady = { seed: 1, first: 55, days: 90, members: 'own' } as const

/** Plays the steady days, and beside them the others of one seed, as many at once as there are processors. */
const playAll = (): Promise<Played[]> => {
  const { numRuns, seed } = runs(days)
  const others = Math.max(1, numRuns - steady.days)
  const processes = Math.max(1, Math.min(availableParallelism(), 4) - 1)
  const share = Math.ceil(others / processes)
  const drawn = seedOfRun(seed)
  const firsts = Array.from({ length: processes }, (_, place) => 1 + place * share)
  return Promise.all([
    playDays(steady),
    ...firsts.map((first) => playDays({ seed: drawn, first, days: share, members: 'own' })),
  ])
}

const requireAgreement = (played: readonly Played[]): void => {
  const failures = played.flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
  if (failures.length === 0) return
  throw new Error(failures.map(({ day, what, again }) => `day ${day}: ${what}\nplay it again: ${again}`).join('\n'))
}

/**
 * What must have been met on the steady days besides every kind, so that a market on which nothing of interest happens fails here. What comes
 * about less than once in ten days or so is left out. Whoever changes what is drawn, and misses one thing of these, may choose other days.
 */
const endings = ['ENDORSEMENT_POLICY_FAILURE', 'MVCC_READ_CONFLICT', 'VALID', 'repeated']
const particulars = [
  ...['payment.claim that settles a purchase', 'payment.approve that settles a purchase'],
  'payment.claim that settles a buy',
  ...['payment.claim of any home', 'merchant.register of any home', 'merchant.close of any home'],
  ...['demand.match that ends as matched', 'demand.match that ends as no-match', 'demand.match that drops somebody'],
  ...['recommendation.match that ends as matched', 'recommendation.match that ends as no-match'],
  'recommendation.match that drops somebody',
  ...['in-time', 'early', 'late'].map((verdict) => `recommendation.answer that ends as ${verdict}`),
  'recommendation.deliver that ends as delivered',
  ...['enriched', 'user-rejected', 'institution-rejected'].map((status) => `chain.enrich that ends as ${status}`),
  ...['executed', 'refused'].map((verdict) => `chain.answer that ends as ${verdict}`),
  ...['settled', 'refused', 'conflict'].map((status) => `chain.settle that ends as ${status}`),
  ...['withdrawn', 'position-rejected'].map((status) => `chain.withdraw that ends as ${status}`),
]
/** What is honoured less often than that: a reward must have been held for somebody, and too long. Its rule has tests of its own. */
const rare: readonly Kind[] = ['reward.expire']
const refused: readonly RefusalCode[] = [
  ...(['wrong_ledger', 'unknown_device', 'revoked_device', 'bad_signature'] as const),
  ...(['not_home', 'number_too_far', 'instruction_expired', 'valid_until_too_far'] as const),
  ...(['participant_not_active', 'device_lacks_role', 'stamp_missing', 'bad_stamp'] as const),
  ...(['stamp_too_old', 'not_a_party', 'deadline_passed', 'deadline_not_passed'] as const),
  ...(['deadline_in_past', 'role_not_grantable', 'not_registrar_of_home', 'unknown_participant'] as const),
  ...(['participant_state_forbids', 'participant_holds_balance', 'device_key_taken', 'device_not_found'] as const),
  ...(['receiver_not_active', 'exceeds_available_quantity', 'frozen_under_another_case', 'unknown_voucher'] as const),
  ...(['voucher_exists', 'voucher_retired', 'not_the_issuer', 'not_the_voucher'] as const),
  ...(['function_not_enabled', 'supply_not_zero', 'sender_is_receiver', 'receiver_does_not_accept'] as const),
  ...(['not_a_currency', 'unit_change_with_holdings', 'exceeds_frozen_quantity', 'offer_state_forbids'] as const),
  ...(['pledge_state_forbids', 'pledgee_is_holder', 'exceeds_pledged_quantity'] as const),
  ...(['unknown_quote', 'quote_exists', 'quote_expired', 'quote_superseded'] as const),
  ...(['quote_withdrawn', 'quote_inverted', 'price_beyond_limit', 'proceeds_below_fee'] as const),
  ...(['order_state_forbids', 'exceeds_order_quantity', 'merchant_not_registered', 'voucher_not_taken'] as const),
  ...(['unknown_payment', 'payment_code_taken', 'code_used', 'code_cancelled'] as const),
  ...(['code_life_too_long', 'prompt_needed'] as const),
  ...(['payment_state_forbids', 'exceeds_refundable_quantity'] as const),
  ...(['provider_not_registered', 'item_has_certificate', 'foreign_link', 'licence_terms_unfit'] as const),
  ...(['not_the_provider', 'purchase_state_forbids'] as const),
  ...(['unknown_matcher', 'matcher_closed', 'not_the_matcher', 'trait_unfit', 'unknown_trait'] as const),
  ...(['trait_value_unfit', 'traits_contradict', 'demand_traits_required', 'demand_exists', 'demand_closed'] as const),
  ...(['matched_already', 'match_unfit', 'not_matched', 'asked_already', 'not_asked'] as const),
  ...(['chain_state_forbids', 'chain_incomplete', 'chain_terms_differ', 'position_unavailable'] as const),
  ...(['position_stale', 'position_too_small', 'institution_not_open', 'not_a_pair', 'foreign_client'] as const),
  ...(['approval_missing', 'unknown_approval', 'approval_state_forbids', 'already_proposed'] as const),
  ...(['same_participant', 'not_the_act', 'act_unfit', 'kind_not_checked'] as const),
  ...(['rated_already', 'target_unfit', 'recommendation_part_required'] as const),
]

describe('a market, whatever two hundred instructions of a day do on it', () => {
  let played: Played[] = []

  it('plays every kind that there is: each has a page in its book and a way to draw it', () => {
    expect(kindNames.filter((kind) => !isPlayed(kind))).deep.equal([])
  })

  it('is as its own book says after each transaction of 180 days: of all kinds, all at once, lost, sent again, late, by the wrong ones', async function () {
    this.timeout(0)
    played = await playAll()
    requireAgreement(played)
    const sum = played.reduce((total, one) => total + one.days, 0)
    expect(sum).least(runs(days).numRuns)
  })

  it('is so on 12 days among two banks and two institutions, where three must endorse', async function () {
    this.timeout(0)
    const { numRuns, seed } = runs(daysOfOthers)
    const others = await playDays({ seed: seedOfRun(seed), first: 1, days: numRuns, members: 'two-and-two' })
    requireAgreement([others])
    expect(others.days).equal(numRuns)
  })

  it('was tried with every kind that was honoured, and every refusal and ending that is to be expected on so many days', () => {
    const met = new Set(Object.keys((played[0] as Played).met))
    const expected = kindNames.filter((kind) => !rare.includes(kind))
    expect([...expected, ...particulars, ...endings, ...refused].filter((one) => !met.has(one))).deep.equal([])
  })
})
