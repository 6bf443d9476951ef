import { expect } from 'chai'
import {
  certificateIn,
  certificateRules,
  linksIn,
  specificationIn,
  startingCertificate,
} from '../../../../../terminal/web/screens/provider-desk/certificate-form.ts'

const unit = { base: 'fen', shownAs: 'CNY', basePerShown: '100' }
const units = { cash: unit, metal: { base: 'mg', shownAs: 'g', basePerShown: '1000' } }
const now = 1_000_000
const day = 86_400
const typed = { ...startingCertificate, item: 'CLOCK-1', title: 'A clock', price: '120.50' }

describe('A certificate as its provider types it', () => {
  it('is taken with its price in base units, its days from now, and nothing that was left out', () => {
    const wanted = certificateIn(typed, { units, now })
    expect(wanted).include({ item: 'CLOCK-1', title: 'A clock', cash: 'CNY', price: '12050' })
    expect(wanted?.expiresAt).equal(String(now + 90 * 86_400_000))
    expect(wanted?.specification).deep.equal([])
    expect(wanted).not.have.any.keys('introduction', 'metal', 'links', 'traits')
    expect(wanted).include({ exclusive: false, passable: true })
    const periods = { accept: 2 * day, ship: 7 * day, deliver: 14 * day, confirm: 7 * day, decide: 14 * day }
    expect(wanted?.periods).deep.equal(periods)
  })

  it('allows what was chosen', () => {
    const allowed = (allows: string) => certificateIn({ ...typed, allows }, { units, now })?.allows
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

  it('has links whose addresses stand as browsers write them, and none that leads to no page', () => {
    expect(linksIn('Manual = https://Example.org/a=b; 图片＝http://example.org')).deep.equal([
      { text: 'Manual', address: 'https://example.org/a=b' },
      { text: '图片', address: 'http://example.org/' },
    ])
    expect(linksIn('')).deep.equal([])
    const refused = ['Manual', 'Manual=javascript:alert(1)', '=https://example.org', 'A=https://me:you@example.org']
    for (const text of refused) expect(linksIn(text), text).equal(undefined)
  })

  it('says what comes with a piece, who may have it, and how long it and each step last', () => {
    const more = {
      ...{ metal: 'AU-9999', metalQuantity: '1.5', links: 'Manual=https://example.org/', introduction: 'It ticks.' },
      ...{ traits: 'finish=copper; height=20' },
      ...{ exclusive: 'yes', passable: 'no', life: 'other', days: '3', ship: '1' },
    }
    const wanted = certificateIn({ ...typed, ...more }, { units, now })
    expect(wanted?.metal).deep.equal({ voucher: 'AU-9999', quantity: '1500' })
    expect(wanted?.links).deep.equal([{ text: 'Manual', address: 'https://example.org/' }])
    expect(wanted?.traits).deep.equal([
      { trait: 'finish', codes: ['copper'] },
      { trait: 'height', number: 20 },
    ])
    expect(wanted).include({ introduction: 'It ticks.', exclusive: true, passable: false })
    expect(wanted).include({ expiresAt: String(now + 3 * day * 1000) })
    expect(wanted?.periods).include({ accept: 2 * day, ship: day })
    expect(certificateIn({ ...typed, life: '365' }, { units, now })?.expiresAt).equal(String(now + 365 * day * 1000))
  })

  it('waits for the unit of its metal, and for how much there is of it', () => {
    const metal = { ...typed, metal: 'AU-9999', metalQuantity: '1' }
    expect(certificateIn(metal, { units: { ...units, metal: undefined }, now })).equal(undefined)
    expect(certificateIn({ ...metal, metalQuantity: '' }, { units, now })).equal(undefined)
    expect(certificateIn({ ...typed, metalQuantity: '1' }, { units, now })).equal(undefined)
  })

  const wrong: Partial<typeof typed>[] = [
    ...[{ item: 'clock' }, { title: '' }, { title: 'x'.repeat(61) }, { introduction: 'left\u202eright' }],
    ...[{ specification: 'Height' }, { traits: 'copper' }, { price: '0' }, { price: '1.005' }, { price: '-1' }],
    ...[{ days: '0' }, { days: '366' }, { days: '1.5' }, { days: '' }].map((one) => ({ ...one, life: 'other' })),
    ...[{ cash: 'cny' }, { links: 'Manual' }, { metal: 'au' }, { ship: '0' }, { accept: '91' }, { decide: '' }],
  ]
  for (const change of wrong) {
    const [name = 'item'] = Object.keys(change) as (keyof ReturnType<typeof certificateRules>)[]
    it(`is none with ${name} as ${encodeURIComponent(change[name] ?? '').slice(0, 20)}, which its field says`, () => {
      expect(certificateIn({ ...typed, ...change }, { units, now })).equal(undefined)
      const held = (texts: typeof typed) => certificateRules(units, texts)[name].shape.safeParse(texts[name]).success
      expect([held({ ...typed, ...change }), held(typed)]).deep.equal([false, true])
    })
  }

  it('waits for the unit of its cash', () => {
    expect(certificateIn(typed, { units: { ...units, cash: undefined }, now })).equal(undefined)
  })
})
