import { expect } from 'chai'
import { worthIn } from '../../../../../terminal/web/screens/home/worth.ts'

const source = { quote: 'Q-1', issuer: 'mint' }
const value = {
  amount: '5643400',
  cash: 'CNY',
  price: '56434',
  at: '1',
  isStale: true,
  ageMilliseconds: '60000',
  source,
}

describe('what a holding is worth on the first page', () => {
  it('carries the mark of a price that has ended', () => {
    expect(worthIn({ referenceValue: value })).include({ amount: '5643400', cash: 'CNY', isStale: true })
    expect(worthIn({ referenceValue: { ...value, isStale: false } })).include({ isStale: false })
  })

  it('is nothing where the fields tell none', () => {
    for (const fields of [{}, { referenceValue: { notApplicable: true } }, { referenceValue: '5' }])
      expect(worthIn(fields)).equal(undefined)
  })
})
