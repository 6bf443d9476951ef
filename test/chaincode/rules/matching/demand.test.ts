import { expect } from 'chai'
import { demandAnswers, profiles, traits } from '../../../../chaincode/domains/matching/tables.ts'
import type { Condition } from '../../../../chaincode/domains/matching/traits.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { demandOf, expectedOf, honest, matchmaking, matchOf, reputed } from '../../../support/matched-rows.ts'
import { demand, type Matchmaking } from '../../../support/matchmaking.ts'
import { nothing } from '../../../support/workshop.ts'

const field: Condition = { trait: 'field', anyOf: ['clocks'] }
const positive = (atLeast: number): Condition => ({ trait: 'positive-rating-rate', atLeast })
const success = (atLeast: number): Condition => ({ trait: 'success-rate', atLeast })

/** What becomes of a demand of alice's: `accepted`, or the code and the values of its refusal. */
const openedWith = async (on: Matchmaking, change: Partial<Body<'demand.open'>>) => {
  const outcome = await on.workshop.send(on.workshop.alice, 'demand.open', on.opening(change))
  return 'code' in outcome ? { code: outcome.code, ...outcome.values } : { code: outcome.status }
}

/** Who is found for a demand for these traits, once it is opened. */
const foundFor = async (on: Matchmaking, wanted: Condition[], id: string): Promise<string[]> => {
  await on.workshop.done(on.workshop.alice, 'demand.open', on.opening({ demand: id, wanted }))
  expect(demandOf(on, id).wanted).deep.equal(wanted)
  return expectedOf(on, id).chosen.map(({ holder }) => holder)
}

/** Names of demands, each like no other. */
const names = Array.from({ length: 7 }, (_none, place) => `${'BCDEFGH'[place]}`.repeat(42).concat('A'))

describe('a demand', () => {
  it(
    'S1-001 is stored under its name with the wanted traits, and is refused without any',
    matchmaking(async (on) => {
      const { scene, alice } = on.workshop
      expect(await openedWith(on, { wanted: [] })).deep.equal({ code: 'demand_traits_required' })
      expect(demandOf(on)).equal(undefined)
      const effects = await on.workshop.done(alice, 'demand.open', on.opening({ wanted: [field, success(9_000)] }))
      const until = scene.now + 3_600_000n
      expect(effects).deep.equal({ demand, matcher: 'clock-finder', status: 'open', expiresAt: `${until}` })
      expect(demandOf(on)).deep.equal({
        ...on.opening({ wanted: [field, success(9_000)] }),
        ...{ requester: 'alice', home: 'BankMSP', matcherHome: 'BankMSP', openedAt: scene.now, until, status: 'open' },
      })
    }),
  )

  for (const [id, trait] of [
    ['S1-002', 'positive-rating-rate'],
    ['S1-003', 'success-rate'],
  ] as const) {
    it(
      `${id} takes the ${trait} alone and is matched by it, and no rate outside of 0 to 100 percent`,
      matchmaking(async (on) => {
        const part = trait === 'success-rate' ? { successes: 9n } : { ratings: 10n, positives: 9n }
        reputed(on, 'bob', part)
        for (const bound of [10_001, 1_000_000_000]) {
          const refused = { code: 'trait_value_unfit', trait }
          expect(await openedWith(on, { wanted: [{ trait, atLeast: bound }] })).deep.equal(refused)
          expect(await openedWith(on, { wanted: [{ trait, atMost: bound }] })).deep.equal(refused)
        }
        const negative = { wanted: [{ trait, atLeast: -1 }] }
        expect((await openedWith(on, negative)).code).equal('malformed_instruction')
        expect((await openedWith(on, { wanted: [{ trait, anyOf: ['high'] }] })).code).equal('trait_value_unfit')
        expect(await foundFor(on, [{ trait, atLeast: 9_000 }], demand)).deep.equal(['bob'])
        expect(await foundFor(on, [{ trait, atLeast: 0, atMost: 8_999 }], nothing)).deep.equal([])
      }),
    )
  }

  it(
    'S1-004 takes fields of interest alone, and no field that the service does not list where it lists any',
    matchmaking(async (on) => {
      const { workshop } = on
      expect(await openedWith(on, { wanted: [{ trait: 'field', anyOf: ['clocks', 'ships'] }] })).deep.equal({
        ...{ code: 'unknown_field', field: 'ships' },
      })
      expect((await openedWith(on, { wanted: [{ trait: 'field', atLeast: 1 }] })).code).equal('trait_value_unfit')
      expect((await openedWith(on, { wanted: [{ trait: 'field', atMost: 1 }] })).code).equal('trait_value_unfit')
      expect(await foundFor(on, [field], demand)).deep.equal(['bob', 'carol'])
      const { fields: _fields, ...free } = on.settings()
      await workshop.done(workshop.scene.registrars.BankMSP, 'matcher.set', free)
      await workshop.done(workshop.bob, 'profile.set', on.profile({ fields: ['ships'] }))
      expect(await foundFor(on, [{ trait: 'field', anyOf: ['ships'] }], nothing)).deep.equal(['bob'])
    }),
  )

  it(
    'S1-005 takes each mix of the three traits and finds who has all of it, and no empty mix',
    matchmaking(async (on) => {
      reputed(on, 'bob', { successes: 9n, ratings: 10n, positives: 9n })
      reputed(on, 'carol', { successes: 8n, ratings: 10n, positives: 9n })
      const [all, onlyBob] = [positive(9_000), success(9_000)]
      const mixes = [[all], [onlyBob], [all, onlyBob], [field], [all, field], [onlyBob, field], [all, onlyBob, field]]
      for (const [place, mix] of mixes.entries()) {
        const expected = mix.includes(onlyBob) ? ['bob'] : ['bob', 'carol']
        expect(await foundFor(on, mix, names[place] as string)).deep.equal(expected)
      }
      expect((await openedWith(on, { wanted: [], goods: [] })).code).equal('demand_traits_required')
    }),
  )

  it(
    'S1-006 takes further traits once they are registered, and names one that is not',
    matchmaking(async (on) => {
      const { workshop, finder } = on
      const wanted: Condition[] = [{ trait: 'repairs', anyOf: ['at-home'] }]
      const unknown = { code: 'unknown_trait', trait: 'repairs' }
      expect(await openedWith(on, { wanted })).deep.equal(unknown)
      await workshop.done(finder, 'trait.register', {
        ...{ trait: 'repairs', of: 'holder', codes: ['at-home', 'in-shop'], source: 'declared' },
      })
      expect(workshop.scene.view.find(traits, 'clock-finder', 'repairs')).deep.include({
        home: 'BankMSP',
        of: 'holder',
      })
      const repairs = [{ trait: 'repairs', codes: ['at-home'] }]
      await workshop.done(workshop.bob, 'profile.set', on.profile({ traits: repairs }))
      expect(await openedWith(on, { wanted: [{ trait: 'repairs', anyOf: ['by-post'] }] })).deep.equal({
        ...{ code: 'trait_value_unfit', trait: 'repairs' },
      })
      expect(await openedWith(on, { goods: wanted })).deep.equal(unknown)
      expect(await openedWith(on, { goods: [success(1)] })).deep.equal({ ...unknown, trait: 'success-rate' })
      expect(await openedWith(on, { goods: [field] })).deep.equal({ ...unknown, trait: 'field' })
      expect(await foundFor(on, wanted, demand)).deep.equal(['bob'])
    }),
  )

  it(
    'S1-007 can be withdrawn by its requester, once, and nobody is matched or asked any more',
    matchmaking(async (on) => {
      const { workshop, finder } = on
      const { alice, bob } = workshop
      expect(await workshop.code(alice, 'demand.withdraw', { demand })).equal('unknown_demand')
      await workshop.done(alice, 'demand.open', on.opening())
      await workshop.done(finder, 'demand.match', honest(on))
      await workshop.done(finder, 'demand.request', { demand, holder: 'bob' })
      expect(await workshop.code(bob, 'demand.withdraw', { demand })).equal('not_a_party')
      expect(await workshop.done(alice, 'demand.withdraw', { demand })).deep.equal({ demand, status: 'withdrawn' })
      expect(demandOf(on).status).equal('withdrawn')
      expect(await workshop.code(alice, 'demand.withdraw', { demand })).equal('demand_closed')
      expect(await workshop.code(finder, 'demand.request', { demand, holder: 'carol' })).equal('demand_closed')
      await workshop.done(alice, 'demand.open', on.opening({ demand: nothing }))
      await workshop.done(alice, 'demand.withdraw', { demand: nothing })
      expect(await workshop.code(finder, 'demand.match', on.matching({ demand: nothing }))).equal('demand_closed')
      expect(matchOf(on, nothing)).equal(undefined)
    }),
  )

  it(
    'S1-007 is over behind its end: at that moment somebody is asked, a millisecond later nobody',
    matchmaking(async (on) => {
      const { workshop, finder } = on
      for (const id of [demand, nothing]) {
        await workshop.done(workshop.alice, 'demand.open', on.opening({ demand: id, until: workshop.ahead(1_000n) }))
      }
      workshop.wait(1_000n)
      await workshop.done(finder, 'demand.match', honest(on))
      await workshop.done(finder, 'demand.request', { demand, holder: 'bob' })
      workshop.wait(1n)
      expect(await workshop.code(finder, 'demand.request', { demand, holder: 'carol' })).equal('demand_closed')
      const late = on.matching({ demand: nothing })
      expect(await workshop.code(finder, 'demand.match', late)).equal('demand_closed')
      expect((await openedWith(on, { demand: names[0] as string, until: workshop.ahead(-1n) })).code).equal(
        'deadline_in_past',
      )
      expect(await openedWith(on, { demand: names[0] as string, until: workshop.ahead(0n) })).deep.equal({
        code: 'accepted',
      })
    }),
  )

  for (const end of ['withdrawn', 'over'] as const) {
    it(
      `S1-007 takes no late answer and no late decline once it is ${end}, from whoever was asked in time`,
      matchmaking(async (on) => {
        const { workshop } = on
        const { alice, bob, carol } = workshop
        await on.asked({ until: workshop.ahead(1_000n) })
        if (end === 'withdrawn') await workshop.done(alice, 'demand.withdraw', { demand })
        else workshop.wait(1_001n)
        expect(await workshop.code(bob, 'demand.answer', on.answering())).equal('demand_closed')
        expect(await workshop.code(carol, 'demand.decline', { demand })).equal('demand_closed')
        for (const holder of ['bob', 'carol'])
          expect(workshop.scene.view.find(demandAnswers, demand, holder)).equal(undefined)
        expect(workshop.instance(on.instance).offered, 'nothing is kept').equal(undefined)
      }),
    )
  }

  const contradictions: readonly (readonly [what: string, code: string, condition: Condition])[] = [
    ['a least above the most', 'traits_contradict', { trait: 'success-rate', atLeast: 2, atMost: 1 }],
    ['a rate above the whole', 'trait_value_unfit', { trait: 'success-rate', atLeast: 10_001 }],
    ['no bound at all', 'traits_contradict', { trait: 'success-rate' }],
    ['none of the fields', 'traits_contradict', { trait: 'field', anyOf: [] }],
    ['no word on the field', 'traits_contradict', { trait: 'field' }],
    ['an age outside of what ages there are', 'trait_value_unfit', { trait: 'age', atMost: 101 }],
  ]
  for (const [what, code, condition] of contradictions) {
    it(
      `S1-011 with ${what} is refused before anybody is looked for`,
      matchmaking(async (on) => {
        const { trait } = condition
        expect(await openedWith(on, { wanted: [field, condition].slice(trait === 'field' ? 1 : 0) })).deep.equal({
          ...{ code, trait },
        })
        expect(demandOf(on)).equal(undefined)
        expect(await on.workshop.code(on.finder, 'demand.match', on.matching())).equal('unknown_demand')
      }),
    )
  }

  it(
    'S1-011 combines all of its parts in one search',
    matchmaking(async (on) => {
      const { workshop } = on
      const old = { traits: [{ trait: 'age', number: 60 }] }
      await workshop.done(workshop.bob, 'profile.set', on.profile(old))
      await workshop.done(workshop.carol, 'profile.set', on.profile({ ...old, fields: ['tea'] }))
      const parts: Condition[] = [field, { trait: 'age', atLeast: 50, atMost: 60 }]
      expect(await foundFor(on, parts, demand)).deep.equal(['bob'])
      expect(await openedWith(on, { wanted: [field, field] })).deep.equal({ code: 'trait_twice', trait: 'field' })
    }),
  )

  it(
    'names a service that may match, and a name that nobody drew before',
    matchmaking(async (on) => {
      const { workshop } = on
      expect(await openedWith(on, { matcher: 'bob' })).deep.equal({ code: 'unknown_matcher', matcher: 'bob' })
      await workshop.done(workshop.alice, 'demand.open', on.opening())
      const again = await workshop.send(workshop.carol, 'demand.open', on.opening())
      expect(again).deep.include({ status: 'refused', code: 'demand_exists' })
      expect(demandOf(on).requester).equal('alice')
      await workshop.done(workshop.scene.registrars.BankMSP, 'matcher.set', on.settings({ status: 'closed' }))
      expect(await openedWith(on, { demand: nothing })).deep.equal({ code: 'matcher_closed', matcher: 'clock-finder' })
      expect(await workshop.code(workshop.bob, 'profile.set', on.profile())).equal('matcher_closed')
      expect(workshop.scene.view.find(profiles, 'clock-finder', 'bob')?.status).equal('active')
    }),
  )
})
