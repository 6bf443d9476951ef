import { expect } from 'chai'
import type { FieldRule } from '../../../../terminal/web/state/use-fields.ts'
import {
  amountRule,
  baseUnitsOf,
  caseNumberRule,
  participantRule,
  referenceRule,
  voucherRule,
  wholeNumberRule,
} from '../../../../terminal/web/words/desk-rules.ts'

const gram = { base: '1 mg', shownAs: 'g', basePerShown: '1000' }

const isRight = ({ shape }: FieldRule, text: string): boolean => shape.safeParse(text).success
const wordsFor = ({ words }: FieldRule, text: string): string => (typeof words === 'function' ? words(text) : words).en

describe('the fields of the desks', () => {
  it('take an amount above nothing in its unit, and nothing while the unit is not known', () => {
    const rule = amountRule(gram)
    expect(['1.5', '0.001', '0', 'x', '', '0.0001'].map((text) => isRight(rule, text))).deep.equal([
      true,
      true,
      ...[false, false, false, false],
    ])
    expect(baseUnitsOf('1.5', gram)).equal('1500')
    expect([baseUnitsOf('x', gram), baseUnitsOf('1.5', undefined)]).deep.equal([undefined, undefined])
    expect(isRight(amountRule(undefined), '1')).equal(false)
  })

  it('say what is wrong with an amount, and that an amount is wanted where nobody can tell', () => {
    expect(wordsFor(amountRule(gram), '')).equal('Enter a quantity.')
    const general = wordsFor(amountRule(undefined), '1')
    expect(general).to.be.a('string').that.is.not.empty
    expect(wordsFor(amountRule(gram), '1')).equal(general)
  })

  it('take a whole number between its bounds, both included', () => {
    const rule = wholeNumberRule({ zh: '', en: '' }, 2, 300)
    expect(['1', '2', '300', '301', '2.5', '', '-2', '0000000002'].map((text) => isRight(rule, text))).deep.equal([
      ...[false, true, true, false, false, false, false, false],
    ])
  })

  it('are held to the ledger’s own shapes', () => {
    const given: [FieldRule, string, string][] = [
      [participantRule, 'alice', 'Alice!'],
      [voucherRule, 'AU-9999', 'au'],
      [caseNumberRule, 'C-2027-1', ''],
      [referenceRule, 'R-1', ''],
    ]
    for (const [rule, right, wrong] of given)
      expect([isRight(rule, right), isRight(rule, wrong)]).deep.equal([true, false])
  })
})
