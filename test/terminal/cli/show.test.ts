import { expect } from 'chai'
import { showQuantity } from '../../../terminal/cli/show.ts'

const unit = (base: string, shownAs: string, basePerShown: string) => ({ base, shownAs, basePerShown })

describe('showing a quantity', () => {
  const cases: [string, ReturnType<typeof unit>, string][] = [
    ['1500', unit('1 mg', 'g', '1000'), '1.5 g (1500 × 1 mg)'],
    ['1', unit('1 mg', 'g', '1000'), '0.001 g (1 × 1 mg)'],
    ['1000', unit('1 mg', 'g', '1000'), '1 g (1000 × 1 mg)'],
    ['0', unit('1 fen', 'yuan', '100'), '0 yuan (0 × 1 fen)'],
    ['1234567', unit('0.001 oz', 'oz', '1000'), '1234.567 oz (1234567 × 0.001 oz)'],
    ['5', unit('1 JPY', 'yen', '1'), '5 yen (5 × 1 JPY)'],
    [
      '79228162514264337593543950335',
      unit('1 mg', 'kg', '1000000'),
      '79228162514264337593543.950335 kg (79228162514264337593543950335 × 1 mg)',
    ],
  ]
  for (const [quantity, ofUnit, shown] of cases) {
    it(`gives ${quantity} of ${ofUnit.base} as ${shown}`, () => expect(showQuantity(quantity, ofUnit)).to.equal(shown))
  }

  it('stays with the base unit where the shown one would need rounding', () => {
    expect(showQuantity('7', unit('1 grain', 'dram', '27'))).to.equal('7 × 1 grain')
  })

  it('says that it counts base units where the unit is not known', () => {
    expect(showQuantity('7')).to.equal('7 base units')
  })
})
