import { expect } from 'chai'
import { type Profile, profiles } from '../../../../chaincode/domains/matching/tables.ts'
import type { Condition, TraitValue } from '../../../../chaincode/domains/matching/traits.ts'
import { fitting } from '../../../../chaincode/domains/recommendations/fitting.ts'
import { type Participant, participants } from '../../../../chaincode/domains/registry/tables.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { matchedRows, matchmaking } from '../../../support/matched-rows.ts'
import type { Matchmaking } from '../../../support/matchmaking.ts'

type Change = Partial<Body<'profile.set'>>

/** What becomes of bob's profile: `accepted`, or the code and the values of its refusal. */
const setBy = async (on: Matchmaking, change: Change) => {
  const outcome = await on.workshop.send(on.workshop.bob, 'profile.set', on.profile(change))
  return 'code' in outcome ? { code: outcome.code, ...outcome.values } : { code: outcome.status }
}

const profileOf = ({ workshop }: Matchmaking, participant: string): Profile | undefined =>
  workshop.scene.view.find(profiles, 'clock-finder', participant)

/** Traits of goods and of holders, with codes and with numbers. */
const registered = async ({ workshop, finder }: Matchmaking): Promise<void> => {
  const declared = { source: 'declared' } as const
  const bodies: Body<'trait.register'>[] = [
    { trait: 'colour', of: 'goods', codes: ['red', 'blue'], ...declared },
    { trait: 'weight', of: 'goods', least: 1, most: 10, ...declared },
    { trait: 'repairs', of: 'holder', codes: ['at-home'], ...declared },
    { trait: 'deals', of: 'holder', least: 0, most: 1_000, source: 'interactions' },
  ]
  for (const body of bodies) await workshop.done(finder, 'trait.register', body)
}

const need = (traits: Condition[], parameters: Condition[] = []) => ({ identifier: 'CLOCK-1', traits, parameters })

describe('a profile', () => {
  it(
    'S1-014 is stored beforehand with its service, and replaced by what is said anew',
    matchmaking(async (on) => {
      await registered(on)
      const traits: TraitValue[] = [
        { trait: 'age', number: 100 },
        { trait: 'repairs', codes: ['at-home'] },
      ]
      const effects = await on.workshop.done(on.workshop.bob, 'profile.set', on.profile({ traits }))
      expect(effects).deep.equal({ matcher: 'clock-finder', status: 'active' })
      expect(profileOf(on, 'bob')).deep.equal({ ...on.profile({ traits }), participant: 'bob', home: 'SupplierMSP' })
      expect(await setBy(on, { status: 'inactive', fields: [] })).deep.equal({ code: 'accepted' })
      expect(profileOf(on, 'bob')).deep.include({ status: 'inactive', fields: [], traits: [] })
      expect(profileOf(on, 'carol')?.status).equal('active')
    }),
  )

  it(
    'S3-014 keeps what somebody wants recommended, by which it is found; without a stored need it never is',
    matchmaking(async (on) => {
      await registered(on)
      const needs = [need([{ trait: 'colour', anyOf: ['red'] }], [{ trait: 'year', atLeast: 1900 }])]
      expect(await setBy(on, { needs })).deep.equal({ code: 'accepted' })
      expect(profileOf(on, 'bob')?.needs).deep.equal(needs)
      await on.workshop.done(on.workshop.carol, 'profile.set', on.profile({ needs: [] }))
      const rows = matchedRows(on.workshop.scene)
      const all = [...rows.each(profiles, 'clock-finder')].map((profile) => ({
        profile,
        participant: rows.find(participants, profile.participant) as Participant,
      }))
      const parameters = [{ parameter: 'year', type: 'number' as const, value: 1900 }]
      const told = { identifier: 'CLOCK-1', recommender: 'alice', matcher: 'clock-finder', parameters }
      expect(fitting(all, { ...told, traits: [{ trait: 'colour', codes: ['red'] }] }, [])).deep.equal(['bob'])
      expect(fitting(all, { ...told, traits: [{ trait: 'colour', codes: ['blue'] }] }, [])).deep.equal([])
    }),
  )

  const faulty: readonly (readonly [
    what: string,
    refused: { code: string; [name: string]: string },
    change: Change,
  ])[] = [
    ['a service that there is not', { code: 'unknown_matcher', matcher: 'bob' }, { matcher: 'bob' }],
    ['a field that the service does not list', { code: 'unknown_field', field: 'ships' }, { fields: ['ships'] }],
    [
      'a rate of its own',
      { code: 'trait_not_declared', trait: 'positive-rating-rate' },
      { traits: [{ trait: 'positive-rating-rate', number: 1 }] },
    ],
    ['a count of its own', { code: 'trait_not_declared', trait: 'deals' }, { traits: [{ trait: 'deals', number: 1 }] }],
    [
      'a trait that there is not',
      { code: 'unknown_trait', trait: 'height' },
      { traits: [{ trait: 'height', number: 1 }] },
    ],
    [
      'fields among its traits',
      { code: 'unknown_trait', trait: 'field' },
      { traits: [{ trait: 'field', codes: ['clocks'] }] },
    ],
    ['nothing of codes', { code: 'trait_value_unfit', trait: 'repairs' }, { traits: [{ trait: 'repairs' }] }],
    ['a trait of goods', { code: 'unknown_trait', trait: 'weight' }, { traits: [{ trait: 'weight', number: 1 }] }],
    ['a number too high', { code: 'trait_value_unfit', trait: 'age' }, { traits: [{ trait: 'age', number: 101 }] }],
    [
      'codes for a number',
      { code: 'trait_value_unfit', trait: 'age' },
      { traits: [{ trait: 'age', codes: ['at-home'] }] },
    ],
    [
      'a number with codes',
      { code: 'trait_value_unfit', trait: 'age' },
      { traits: [{ trait: 'age', number: 1, codes: ['x1'] }] },
    ],
    ['nothing of a number', { code: 'trait_value_unfit', trait: 'age' }, { traits: [{ trait: 'age' }] }],
    [
      'a number for codes',
      { code: 'trait_value_unfit', trait: 'repairs' },
      { traits: [{ trait: 'repairs', number: 1 }] },
    ],
    [
      'a code that there is not',
      { code: 'trait_value_unfit', trait: 'repairs' },
      { traits: [{ trait: 'repairs', codes: ['by-post'] }] },
    ],
    [
      'a trait twice',
      { code: 'trait_twice', trait: 'age' },
      {
        traits: [
          { trait: 'age', number: 1 },
          { trait: 'age', number: 2 },
        ],
      },
    ],
    [
      'a need of a trait of holders',
      { code: 'unknown_trait', trait: 'age' },
      { needs: [need([{ trait: 'age', atLeast: 1 }])] },
    ],
    [
      'a need of a rate',
      { code: 'unknown_trait', trait: 'success-rate' },
      { needs: [need([]), need([{ trait: 'success-rate', atLeast: 1 }])] },
    ],
    [
      'a need that nothing can meet',
      { code: 'traits_contradict', trait: 'weight' },
      { needs: [need([{ trait: 'weight', atLeast: 3, atMost: 2 }])] },
    ],
    [
      'a need below the least',
      { code: 'trait_value_unfit', trait: 'weight' },
      { needs: [need([{ trait: 'weight', atMost: 0 }])] },
    ],
  ]
  for (const [what, refused, change] of faulty) {
    it(
      `S1-013 with ${what} is refused, and nothing of it is kept`,
      matchmaking(async (on) => {
        await registered(on)
        const before = profileOf(on, 'bob')
        expect(await setBy(on, change)).deep.equal(refused)
        expect(profileOf(on, 'bob')).deep.equal(before)
      }),
    )
  }
})
