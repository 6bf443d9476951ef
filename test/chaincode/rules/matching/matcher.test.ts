import { expect } from 'chai'
import { matchers, traits } from '../../../../chaincode/domains/matching/tables.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { matchmaking } from '../../../support/matched-rows.ts'
import type { Matchmaking } from '../../../support/matchmaking.ts'

const setBy = (on: Matchmaking, change: Partial<Body<'matcher.set'>>): Promise<string> =>
  on.workshop.code(on.workshop.scene.registrars.BankMSP, 'matcher.set', on.settings(change))

describe('a matching service', () => {
  it(
    'is let match by a registrar of its own home, which says its settings anew and closes it',
    matchmaking(async (on) => {
      const { workshop } = on
      const { registrars, view } = workshop.scene
      expect(view.find(matchers, 'clock-finder')).deep.equal({ ...on.settings(), home: 'BankMSP' })
      expect(await setBy(on, { matcher: 'nobody-here' })).equal('unknown_participant')
      expect(await setBy(on, { matcher: 'bob' })).equal('not_registrar_of_home')
      expect(await workshop.code(workshop.alice, 'matcher.set', on.settings())).equal('device_lacks_role')
      const { fields: _fields, ...free } = on.settings({ counterparties: 7, status: 'closed' })
      expect(await workshop.done(registrars.BankMSP, 'matcher.set', free)).deep.equal({
        ...{ matcher: 'clock-finder', status: 'closed' },
      })
      expect(view.find(matchers, 'clock-finder')).deep.equal({ ...free, home: 'BankMSP' })
    }),
  )

  it(
    'is active',
    matchmaking(async (on) => {
      const { registrars } = on.workshop.scene
      const freeze = { participant: 'clock-finder', caseNumber: 'CASE-1' }
      await on.workshop.done(registrars.BankMSP, 'participant.freeze', freeze)
      expect(await setBy(on, {})).equal('receiver_not_active')
    }),
  )
})

describe('a further trait', () => {
  const number = { trait: 'height', of: 'holder' as const, least: 0, most: 300, source: 'declared' as const }
  const codes = { trait: 'height', of: 'goods' as const, codes: ['low', 'high'], source: 'declared' as const }

  const good: readonly Body<'trait.register'>[] = [
    number,
    { ...number, of: 'goods' },
    { ...number, least: 300 },
    { ...number, source: 'interactions' },
    { ...number, source: 'counterparties' },
    codes,
    { ...codes, of: 'holder' },
  ]
  it(
    'S1-006 is a number or codes of holders or of goods, declared or counted, and can be said anew',
    matchmaking(async ({ workshop, finder }) => {
      for (const body of good) {
        const effects = await workshop.done(finder, 'trait.register', body)
        expect(effects).deep.equal({ matcher: 'clock-finder', trait: 'height' })
        const row = { ...body, matcher: 'clock-finder', home: 'BankMSP' }
        expect(workshop.scene.view.find(traits, 'clock-finder', 'height')).deep.equal(row)
      }
    }),
  )

  const { least: _least, ...withoutLeast } = number
  const { most: _most, ...withoutMost } = number
  const { codes: _codes, ...withoutCodes } = codes
  const faulty: readonly (readonly [what: string, code: string, body: Body<'trait.register'>])[] = [
    ['neither numbers nor codes', 'trait_unfit', withoutCodes],
    ['both', 'trait_unfit', { ...number, codes: ['low'] }],
    ['codes and a least', 'trait_unfit', { ...codes, least: 1 }],
    ['codes and a most', 'trait_unfit', { ...codes, most: 1 }],
    ['no least', 'trait_unfit', withoutLeast],
    ['no most', 'trait_unfit', withoutMost],
    ['a least above the most', 'trait_unfit', { ...number, least: 301 }],
    ['counted codes', 'trait_unfit', { ...codes, of: 'holder', source: 'interactions' }],
    ['counts of goods', 'trait_unfit', { ...number, of: 'goods', source: 'counterparties' }],
    ['the name of a rate', 'trait_reserved', { ...number, trait: 'success-rate' }],
    ['the name of the field', 'trait_reserved', { ...codes, trait: 'field' }],
  ]
  for (const [what, code, body] of faulty) {
    it(
      `S1-006 with ${what} is refused`,
      matchmaking(async ({ workshop, finder }) => {
        expect(await workshop.code(finder, 'trait.register', body)).equal(code)
        expect(workshop.scene.view.find(traits, 'clock-finder', body.trait)).equal(undefined)
      }),
    )
  }

  it(
    'is registered by who may match now',
    matchmaking(async (on) => {
      const { workshop, finder } = on
      expect(await workshop.code(workshop.bob, 'trait.register', number)).equal('device_lacks_role')
      const { scene } = workshop
      await workshop.done(scene.registrars.BankMSP, 'matcher.set', on.settings({ status: 'closed' }))
      expect(await workshop.code(finder, 'trait.register', number)).equal('matcher_closed')
    }),
  )
})
