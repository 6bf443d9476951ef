import { expect } from 'chai'
import fc from 'fast-check'
import { partsPerMillion, percentOf } from '../../../../terminal/web/state/rate.ts'

describe('A fee as a percentage', () => {
  it('is read exactly', () => {
    expect(partsPerMillion('0.2')).to.equal(2000)
    expect(partsPerMillion(' 1.25 % ')).to.equal(12_500)
    expect(partsPerMillion('0')).to.equal(0)
    expect(partsPerMillion('50')).to.equal(500_000)
  })

  it('is not read out of anything else', () => {
    for (const text of ['', '.', '-1', '50.0001', '1.23456', 'abc', '1e1', '0,2']) {
      expect(partsPerMillion(text), text).to.equal(undefined)
    }
  })

  it('is written as short as it goes', () => {
    expect([0, 10_000, 12_500, 1].map(percentOf)).to.deep.equal(['0', '1', '1.25', '0.0001'])
  })

  it('is written as it is read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500_000 }), (parts) => {
        expect(partsPerMillion(percentOf(parts))).to.equal(parts)
      }),
    )
  })
})
