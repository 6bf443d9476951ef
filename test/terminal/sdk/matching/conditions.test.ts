import { expect } from 'chai'
import type { Condition } from '../../../../chaincode/domains/matching/traits.ts'
import {
  conditionIn,
  parameterIn,
  showCondition,
  showParameter,
  showValue,
  valueIn,
  withCondition,
} from '../../../../terminal/sdk/matching/conditions.ts'

describe('conditions and values of traits, as they are typed', () => {
  it('S1-001 are read and shown alike, rates as percentages', () => {
    for (const typed of ['success-rate>=92.5%', 'positive-rating-rate<=100%', 'weight>=5', 'colour=red,blue'])
      expect(showCondition(conditionIn(typed) as never)).equal(typed)
    expect(conditionIn('success-rate>=92.5%')).deep.equal({ trait: 'success-rate', atLeast: 9_250 })
    for (const typed of ['success-rate>=1.5', 'weight', 'colour>=red', 'colour=Red', 'weight>=99999999999'])
      expect(conditionIn(typed), typed).equal(undefined)
  })

  it('S1-002 are one condition where a least and a most one are of one trait', () => {
    const typed = ['weight>=5', 'weight<=9', 'colour=red', 'colour=blue']
    const joined = typed
      .map((text) => conditionIn(text) as Condition)
      .reduce<Condition[]>((before, one) => withCondition(before, one), [])
    expect(joined.map(showCondition)).deep.equal(['weight>=5 weight<=9', 'colour=red,blue'])
  })

  it('S3-003 S3-004 are values and parameters, and nothing of what is neither', () => {
    for (const typed of ['weight=500', 'colour=red,blue']) expect(showValue(valueIn(typed) as never)).equal(typed)
    for (const typed of ['weight=500', 'grade=first']) expect(showParameter(parameterIn(typed) as never)).equal(typed)
    for (const typed of ['weight', '=5', 'colour=Red']) expect(valueIn(typed), typed).equal(undefined)
    for (const typed of ['grade', 'grade=first,second']) expect(parameterIn(typed), typed).equal(undefined)
  })
})
