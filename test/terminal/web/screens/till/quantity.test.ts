import { expect } from 'chai'
import fc from 'fast-check'
import {
  decimalsOf,
  readQuantity,
  showFigure,
  showQuantity,
} from '../../../../../terminal/web/screens/till/quantity.ts'

const cny = { base: '1 fen', shownAs: 'CNY', basePerShown: '100' }
const gold = { base: '1 mg', shownAs: 'g', basePerShown: '1000' }
const jpy = { base: '1 yen', shownAs: 'JPY', basePerShown: '1' }
const odd = { base: '1 mg', shownAs: 'dwt', basePerShown: '1555' }

describe('Quantities in the unit of their voucher', () => {
  it('are shown with all their places and grouped', () => {
    expect(showQuantity('2500', cny)).to.equal('25.00 CNY')
    expect(showQuantity(123456789n, cny)).to.equal('1,234,567.89 CNY')
    expect(showQuantity('5', gold)).to.equal('0.005 g')
    expect(showQuantity('1200', jpy)).to.equal('1,200 JPY')
  })

  it('are never rounded: a unit that would need it is counted in base units', () => {
    expect(decimalsOf(odd)).to.equal(undefined)
    expect(showQuantity('3110', odd)).to.equal('3,110 × 1 mg')
  })

  it('are read back exactly', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 2n ** 96n - 1n }),
        fc.constantFrom(cny, gold, jpy, odd),
        (quantity, unit) => {
          fc.pre(quantity < 10n ** 19n)
          expect(readQuantity(showFigure(quantity, unit), unit)).to.equal(quantity.toString())
        },
      ),
    )
  })

  it('are not read out of anything else: nothing, more places than there are, letters, signs', () => {
    for (const text of ['', '0', '0.00', '1.234', '1e3', '-5', '+5', '1.2.3', 'abc']) {
      expect(readQuantity(text, cny), text).to.equal(undefined)
    }
    expect(readQuantity('25.', cny)).to.equal('2500')
  })
})
