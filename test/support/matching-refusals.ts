import type { Body, RefusalCode } from '../../chaincode/vocabulary.ts'
import { demand, Matchmaking } from './matchmaking.ts'
import type { Scenario } from './trade-refusals.ts'
import { nothing } from './workshop.ts'

const at =
  (gateway: 'BankMSP' | 'SupplierMSP' | 'InstitutionMSP') =>
  (make: (on: Matchmaking) => string | Promise<string>): Scenario => ({
    way: { gateway },
    make: async (scene) => make(await Matchmaking.open(scene)),
  })
/** What alice, the service and the bank's registrar send. */
const byBank = at('BankMSP')
/** What bob and the provider send. */
const bySupplier = at('SupplierMSP')

const opening = (change: Partial<Body<'demand.open'>>): Scenario =>
  byBank((on) => on.workshop.instruct(on.workshop.alice, 'demand.open', on.opening(change)))

const profiled = (change: Partial<Body<'profile.set'>>): Scenario =>
  bySupplier((on) => on.workshop.instruct(on.workshop.bob, 'profile.set', on.profile(change)))

const registering = (body: Body<'trait.register'>): Scenario =>
  byBank(({ workshop, finder }) => workshop.instruct(finder, 'trait.register', body))

const matching = (change: Partial<Body<'demand.match'>>, by: 'finder' | 'other' = 'finder'): Scenario =>
  byBank(async (on) => {
    const { workshop, finder } = on
    await workshop.done(workshop.alice, 'demand.open', on.opening())
    return workshop.instruct(by === 'finder' ? finder : await on.otherFinder(), 'demand.match', on.matching(change))
  })

const asking = (make: (on: Matchmaking) => Promise<string>): Scenario =>
  byBank(async (on) => {
    await on.asked()
    return make(on)
  })

const rewarding = (by: 'bob' | 'maker', isTwice = false): Scenario =>
  bySupplier(async (on) => {
    const { workshop, instance } = on
    const { certificate } = workshop.instance(instance)
    const target = by === 'bob' ? { target: instance, certificate } : { target: certificate }
    const interaction = await on.recommended(workshop[by], { kind: 'certificate', ...target })
    const reward = {
      interaction,
      recommender: workshop[by].participant,
      voucher: 'AU-9999',
      quantity: '1',
      reason: 'thanks',
    }
    await workshop.scene.honoured(workshop.scene.transfer(workshop.scene.treasury, 'clockmaker', 10n))
    if (isTwice) await workshop.done(workshop.maker, 'interaction.reward', reward)
    return workshop.instruct(workshop.maker, 'interaction.reward', reward)
  })

const ofServices: { [Code in RefusalCode]?: Scenario } = {
  unknown_matcher: opening({ matcher: 'bob' }),
  matcher_closed: byBank(async (on) => {
    const { workshop } = on
    await workshop.done(workshop.scene.registrars.BankMSP, 'matcher.set', on.settings({ status: 'closed' }))
    return workshop.instruct(workshop.alice, 'demand.open', on.opening())
  }),
  not_the_matcher: matching({}, 'other'),
  trait_reserved: registering({ trait: 'field', of: 'holder', codes: ['any'], source: 'declared' }),
  trait_unfit: registering({ trait: 'height', of: 'holder', source: 'declared' }),
  unknown_trait: opening({ wanted: [{ trait: 'height', atLeast: 1 }] }),
  unknown_field: opening({ wanted: [{ trait: 'field', anyOf: ['ships'] }] }),
  trait_value_unfit: opening({ wanted: [{ trait: 'success-rate', atLeast: 10_001 }] }),
  trait_not_declared: profiled({ traits: [{ trait: 'success-rate', number: 10_000 }] }),
  trait_twice: opening({
    wanted: [
      { trait: 'age', atLeast: 1 },
      { trait: 'age', atMost: 2 },
    ],
  }),
  traits_contradict: opening({ wanted: [{ trait: 'age', atLeast: 2, atMost: 1 }] }),
}

const ofDemands: { [Code in RefusalCode]?: Scenario } = {
  demand_traits_required: opening({ wanted: [] }),
  unknown_demand: byBank(({ workshop }) => workshop.instruct(workshop.alice, 'demand.withdraw', { demand: nothing })),
  demand_exists: asking(async (on) => on.workshop.instruct(on.workshop.alice, 'demand.open', on.opening())),
  demand_closed: asking(async ({ workshop }) => {
    await workshop.done(workshop.alice, 'demand.withdraw', { demand })
    return workshop.instruct(workshop.alice, 'demand.withdraw', { demand })
  }),
  matched_already: asking(async (on) => on.workshop.instruct(on.finder, 'demand.match', on.matching())),
  match_unfit: matching({ found: 1 }),
  not_matched: asking(async ({ workshop, finder }) =>
    workshop.instruct(finder, 'demand.request', { demand, holder: 'clockmaker' }),
  ),
  asked_already: asking(async ({ workshop, finder }) =>
    workshop.instruct(finder, 'demand.request', { demand, holder: 'bob' }),
  ),
  not_asked: bySupplier(async (on) => {
    await on.asked()
    return on.workshop.instruct(on.workshop.maker, 'demand.decline', { demand })
  }),
}

const ofAnswers: { [Code in RefusalCode]?: Scenario } = {
  unknown_answer: asking(async ({ workshop }) =>
    workshop.instruct(workshop.alice, 'demand.accept', { demand, holder: 'carol' }),
  ),
  answer_state_forbids: byBank(async (on) => {
    const { workshop } = on
    await on.offered()
    await workshop.done(workshop.alice, 'demand.reject', { demand, holder: 'bob' })
    return workshop.instruct(workshop.alice, 'demand.accept', { demand, holder: 'bob' })
  }),
  instance_offered: bySupplier(async (on) => {
    await on.offered()
    return on.workshop.instruct(on.workshop.bob, 'instance.use', { instance: on.instance, use: 'read' })
  }),
  unknown_interaction: byBank(({ workshop }) =>
    workshop.instruct(workshop.alice, 'interaction.rate', { interaction: nothing, rating: 5 }),
  ),
  interaction_state_forbids: byBank(async (on) => {
    const interaction = await on.accepted()
    return on.workshop.instruct(on.workshop.alice, 'interaction.rate', { interaction, rating: 5 })
  }),
  rated_already: byBank(async (on) => {
    const interaction = await on.completed()
    await on.workshop.done(on.workshop.alice, 'interaction.rate', { interaction, rating: 5 })
    return on.workshop.instruct(on.workshop.alice, 'interaction.rate', { interaction, rating: 1 })
  }),
  rewarded_already: rewarding('bob', true),
  provider_is_recommender: rewarding('maker'),
}

/** One way to each refusal of demands, matching, and what comes of it. */
export const matchingRefusals: { [Code in RefusalCode]?: Scenario } = { ...ofServices, ...ofDemands, ...ofAnswers }
