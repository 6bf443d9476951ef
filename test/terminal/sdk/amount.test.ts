import { expect } from 'chai'
import fc from 'fast-check'
import { fromShown, toShown, typedText, type Unit } from '../../../terminal/sdk/amount.ts'

const gram: Unit = { base: '1 mg', shownAs: 'g', basePerShown: '1000' }
const yuan: Unit = { base: '1 fen', shownAs: 'CNY', basePerShown: '100' }
const dozen: Unit = { base: '1 piece', shownAs: 'dozen', basePerShown: '12' }

const quantities = fc.bigInt(1n, 2n ** 96n - 1n).map(String)

describe('an amount as people write it', () => {
  it('S0-038 is the same count of base units again when it is read, for every count and unit', () => {
    fc.assert(
      fc.property(quantities, fc.constantFrom(gram, yuan), (quantity, unit) => {
        expect(fromShown(toShown(quantity, unit) ?? '', unit)).deep.equal({ quantity })
        expect(fromShown(typedText(quantity, unit, { isPadded: true }), unit)).deep.equal({ quantity })
      }),
    )
  })

  it('is not turned into a unit that would need rounding', () => {
    expect(toShown('13', dozen)).equal(undefined)
    expect(fromShown('13', dozen)).deep.equal({ quantity: '13' })
    expect(fromShown('1.5', dozen)).deep.equal({ fault: 'too_fine' })
  })

  it('keeps the sign of a loss', () => expect(toShown('-5', yuan)).equal('-0.05'))

  it('S0-007 is refused on the terminal, with the reason, when it is missing, no number, too fine, nothing or too large', () => {
    const faults = {
      '': 'empty',
      ' ': 'empty',
      abc: 'not_a_number',
      '1e3': 'not_a_number',
      '-1': 'not_a_number',
    } as const
    for (const [text, fault] of Object.entries(faults)) expect(fromShown(text, gram), text).deep.equal({ fault })
    expect(fromShown('.', gram)).deep.equal({ fault: 'not_a_number' })
    expect(fromShown('0.0001', gram)).deep.equal({ fault: 'too_fine' })
    expect(fromShown('0.000', gram)).deep.equal({ fault: 'zero' })
    expect(fromShown('9'.repeat(29), gram)).deep.equal({ fault: 'too_large' })
    expect(fromShown((2n ** 96n).toString(), dozen)).deep.equal({ fault: 'too_large' })
  })

  it('may be grouped by commas and blanks, and end in noughts', () => {
    expect(fromShown('1,234.5000', gram)).deep.equal({ quantity: '1234500' })
    expect(fromShown(' 1 234 ', gram)).deep.equal({ quantity: '1234000' })
    expect(fromShown('.5', gram)).deep.equal({ quantity: '500' })
  })
})
