import { expect } from 'chai'
import { conditionsOf, parametersOf, valuesOf } from '../../../../terminal/web/state/trait-texts.ts'

const many = (count: number, sign: string) =>
  Array.from({ length: count }, (_, place) => `trait-${place}${sign}5`).join(' ')

describe('Traits as they are typed', () => {
  it('S1-006 are conditions on goods, whatever stands between them', () => {
    const wanted = [
      { trait: 'finish', anyOf: ['copper', 'brass'] },
      { trait: 'capacity', atLeast: 30, atMost: 40 },
    ]
    for (const typed of [
      'finish=copper,brass capacity>=30 capacity<=40',
      'Finish = copper, brass; capacity >= 30, capacity<=40',
      'finish＝copper，brass；capacity≥30；capacity≤40',
    ])
      expect(conditionsOf(typed), typed).deep.equal(wanted)
    expect(conditionsOf('capacity=30')).deep.equal([{ trait: 'capacity', atLeast: 30, atMost: 30 }])
    expect(conditionsOf('')).deep.equal([])
    expect(conditionsOf(many(16, '>='))).length(16)
    for (const typed of [
      'copper',
      'finish>=copper',
      '>=5',
      'finish=!',
      'finish',
      'capacity>=99999999999',
      many(17, '>='),
    ])
      expect(conditionsOf(typed), typed).equal(undefined)
  })

  it('S3-003 S3-004 S3-005 are values of goods, and parameters with their types', () => {
    expect(valuesOf('weight=500; colour=red, blue')).deep.equal([
      { trait: 'weight', number: 500 },
      { trait: 'colour', codes: ['red', 'blue'] },
    ])
    expect(parametersOf('weight=500, grade=first')).deep.equal([
      { parameter: 'weight', type: 'number', value: 500 },
      { parameter: 'grade', type: 'code', value: 'first' },
    ])
    for (const typed of ['weight', 'weight>=5', many(33, '=')]) {
      expect(valuesOf(typed), typed).equal(undefined)
      expect(parametersOf(typed), typed).equal(undefined)
    }
    expect(parametersOf('grade=first,second')).equal(undefined)
  })
})
