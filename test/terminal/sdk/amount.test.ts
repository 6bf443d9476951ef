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

  it('may be grouped by commas or blanks in whole groups of three, and end in noughts', () => {
    expect(fromShown('1,234.5000', gram)).deep.equal({ quantity: '1234500' })
    expect(fromShown(' 1 234 ', gram)).deep.equal({ quantity: '1234000' })
    expect(fromShown('.5', gram)).deep.equal({ quantity: '500' })
  })

  it('is never multiplied by a comma: one that parts no thousands is refused, and so is one that means a fraction', () => {
    const texts = [
      '100,50',
      '1,5',
      '1，5',
      '1,2345',
      '12,34,567',
      '0,500',
      ',5',
      '5,',
      '1,234,5',
      '1.234,50',
      '１００，５０',
    ]
    for (const text of [...texts, '1 234,567', '1,234 567', '1,,234'])
      for (const unit of [gram, yuan]) expect(fromShown(text, unit), text).deep.equal({ fault: 'decimal_comma' })
    for (const text of ['1 5', '12 34', '1.2.3', '1.5 0', "1'234"])
      expect(fromShown(text, gram), text).deep.equal({ fault: 'not_a_number' })
  })

  it('is read whatever the width of its digits, points and blanks', () => {
    expect(fromShown('１２３．５', gram)).deep.equal({ quantity: '123500' })
    expect(fromShown('１，２３４。５', gram)).deep.equal({ quantity: '1234500' })
    expect(fromShown('1\u202f234.5', gram)).deep.equal({ quantity: '1234500' })
    expect(fromShown('١٢٣', gram)).deep.equal({ fault: 'not_a_number' })
  })

  const wide = (text: string) => text.replaceAll(/[0-9.]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
  /** The whole part with separators put in anywhere, one kind and the other in turn; the fraction as it is. */
  const parted = (shown: string, places: readonly number[], [first, second]: readonly [string, string]): string => {
    const [whole = '', fraction] = shown.split('.')
    const signs = [...whole]
    for (const [index, place] of places.entries())
      signs.splice(place % (signs.length + 1), 0, index % 2 === 0 ? first : second)
    return signs.join('') + (fraction === undefined ? '' : `.${fraction}`)
  }

  it('S0-038 is itself or refused, in every grouping, with every separator and width: never another amount', () => {
    const separator = fc.constantFrom('', ',', '，', ' ', '\u00a0', '\u202f', "'")
    fc.assert(
      fc.property(
        fc.constantFrom(gram, yuan),
        fc.bigInt(1n, 10n ** 15n),
        fc.array(fc.nat(14), { maxLength: 4 }),
        fc.tuple(separator, separator),
        fc.boolean(),
        (unit, quantity, places, separators, isWide) => {
          const typed = parted(toShown(quantity.toString(), unit) as string, places, separators)
          const read = fromShown(isWide ? wide(typed) : typed, unit)
          const isItself = 'quantity' in read && read.quantity === quantity.toString()
          expect(isItself || 'fault' in read, `${typed} was read as ${JSON.stringify(read)}`).equal(true)
          if (places.length === 0) expect(isItself, typed).equal(true)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
