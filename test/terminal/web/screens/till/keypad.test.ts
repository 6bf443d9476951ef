import { expect } from 'chai'
import fc from 'fast-check'
import { type PadKey, padKeys, pressed } from '../../../../../terminal/web/screens/till/keypad.ts'

const type = (keys: PadKey[], decimals = 2) => keys.reduce((text, key) => pressed(text, key, decimals), '')

describe('The keypad of a till', () => {
  it('makes an amount key by key', () => {
    expect(type(['1', '2', '.', '5', '0'])).to.equal('12.50')
    expect(type(['.', '5'])).to.equal('0.5')
    expect(type(['0', '0', '7'])).to.equal('7')
    expect(type(['1', '00'])).to.equal('100')
    expect(type(['1', '2', 'back', '3'])).to.equal('13')
    expect(type(['1', '2', 'clear'])).to.equal('')
  })

  it('takes no more places than the unit has', () => {
    expect(type(['1', '.', '2', '3', '4'])).to.equal('1.23')
    expect(type(['1', '.', '2', '00'])).to.equal('1.20')
    expect(type(['1', '.', '5'], 0)).to.equal('15')
  })

  it('holds an amount or nothing at every moment', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...padKeys), { maxLength: 40 }), (keys) => {
        let text = ''
        for (const key of keys) {
          text = pressed(text, key, 3)
          expect(text).to.match(/^$|^(0|[1-9][0-9]{0,11})(\.[0-9]{0,3})?$/)
        }
      }),
    )
  })
})
