import { expect } from 'chai'
import {
  certificateIn,
  certificateRules,
  specificationIn,
  startingCertificate,
} from '../../../../../terminal/web/screens/provider-desk/certificate-form.ts'

const unit = { base: 'fen', shownAs: 'CNY', basePerShown: '100' }
const now = 1_000_000
const typed = { ...startingCertificate, item: 'CLOCK-1', title: 'A clock', price: '120.50' }

describe('A certificate as its provider types it', () => {
  it('is taken with its price in base units, its days from now, and nothing that was left out', () => {
    const wanted = certificateIn(typed, { unit, now })
    expect(wanted).include({ item: 'CLOCK-1', title: 'A clock', cash: 'CNY', price: '12050' })
    expect(wanted?.expiresAt).equal(String(now + 90 * 86_400_000))
    expect(wanted?.specification).deep.equal([])
    expect(wanted).not.have.any.keys('introduction', 'metal', 'links')
  })

  it('allows what was chosen', () => {
    const allowed = (allows: string) => certificateIn({ ...typed, allows }, { unit, now })?.allows
    expect(allowed('both')).deep.equal(['order', 'pay'])
    expect(allowed('order')).deep.equal(['order'])
    expect(allowed('pay')).deep.equal(['pay'])
  })

  it('has a specification of names and values, whose values may hold the sign too', () => {
    expect(specificationIn('Height = 20 cm; 材质＝胡桃木；Sum=1=1')).deep.equal([
      { name: 'Height', value: '20 cm' },
      { name: '材质', value: '胡桃木' },
      { name: 'Sum', value: '1=1' },
    ])
    expect(specificationIn('')).deep.equal([])
    for (const text of ['Height', '=20 cm', 'Height=']) expect(specificationIn(text), text).equal(undefined)
  })

  const wrong: Partial<typeof typed>[] = [
    ...[{ item: 'clock' }, { title: '' }, { title: 'x'.repeat(61) }, { introduction: 'left\u202eright' }],
    ...[{ specification: 'Height' }, { price: '0' }, { price: '1.005' }, { price: '-1' }],
    ...[{ days: '0' }, { days: '366' }, { days: '1.5' }, { cash: 'cny' }],
  ]
  for (const change of wrong) {
    const [name = 'item'] = Object.keys(change) as (keyof ReturnType<typeof certificateRules>)[]
    it(`is none with ${name} as ${encodeURIComponent(change[name] ?? '').slice(0, 20)}, which its field says`, () => {
      expect(certificateIn({ ...typed, ...change }, { unit, now })).equal(undefined)
      expect(certificateRules(unit)[name].shape.safeParse(change[name]).success).equal(false)
      expect(certificateRules(unit)[name].shape.safeParse(typed[name]).success).equal(true)
    })
  }

  it('waits for the unit of its cash', () => {
    expect(certificateIn(typed, { unit: undefined, now })).equal(undefined)
  })
})
