import { expect } from 'chai'
import {
  areFields,
  needsOf,
  profileIn,
  startingProfile,
  textsOf,
  traitsOf,
} from '../../../../terminal/web/state/profile-form.ts'

describe('A profile as it is typed', () => {
  it('holds numbers and codes of traits, and refuses what is neither', () => {
    expect(traitsOf('years = 12, certified=yes|partly')).deep.equal([
      { trait: 'years', number: 12 },
      { trait: 'certified', codes: ['yes', 'partly'] },
    ])
    expect(traitsOf('')).deep.equal([])
    for (const typed of ['years', 'Years=12', 'years=1,certified=', 'a=b=c,=3'])
      expect(traitsOf(typed)).equal(undefined)
  })

  it('holds up to sixteen needs and fields', () => {
    expect(needsOf('lamp-1, LAMP-1，ring')).deep.equal(['LAMP-1', 'RING'])
    expect(needsOf('a lamp')).equal(undefined)
    expect(needsOf(Array.from({ length: 17 }, (_, index) => `N${index}`).join(','))).equal(undefined)
    expect(areFields('jewellery')).equal(true)
    expect(areFields('jewellery!')).equal(false)
    expect(areFields(Array.from({ length: 17 }, (_, index) => `field-${index}`).join(','))).equal(false)
  })

  it('S3-014 is stored as it was typed, and keeps conditions of needs that it does not show', () => {
    const needs = [{ identifier: 'RING', traits: [{ trait: 'metal', anyOf: ['gold'] }], parameters: [] }]
    const typed = { status: 'active', fields: 'jewellery', traits: 'years=12', needs: 'RING, LAMP-1' } as const
    expect(profileIn(typed, { matcher: 'finder', needs })).deep.equal({
      ...{ matcher: 'finder', status: 'active', fields: ['jewellery'], traits: [{ trait: 'years', number: 12 }] },
      needs: [needs[0], { identifier: 'LAMP-1', traits: [], parameters: [] }],
    })
    const unread = { status: 'inactive', fields: '!', traits: '!', needs: '!' } as const
    expect(profileIn(unread, { matcher: 'finder', needs: [] })).deep.equal({
      ...{ matcher: 'finder', status: 'inactive', fields: [], traits: [], needs: [] },
    })
  })

  it('is shown again as it was typed, and empty where nothing is stored', () => {
    expect(textsOf(undefined)).equal(startingProfile)
    const traits = [{ trait: 'years', number: 12 }, { trait: 'certified', codes: ['yes', 'partly'] }, { trait: 'bare' }]
    const needs = [{ identifier: 'RING', traits: [], parameters: [] }]
    expect(textsOf({ status: 'active', fields: ['a1', 'b2'], traits, needs })).deep.equal({
      ...{ status: 'active', fields: 'a1, b2', traits: 'years=12, certified=yes|partly, bare=', needs: 'RING' },
    })
  })
})
