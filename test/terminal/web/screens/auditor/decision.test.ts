import { expect } from 'chai'
import { decisionOf } from '../../../../../terminal/web/screens/auditor/decision.ts'

describe('An auditor’s decision of a dispute', () => {
  it('gives all, a part or nothing of what is held to the buyer, and the rest to the provider', () => {
    expect(decisionOf('1200', 'all', undefined)).deep.equal({ refund: '1200', captured: '0', metalOf: 'provider' })
    expect(decisionOf('1200', 'nothing', '700')).deep.equal({ refund: '0', captured: '1200', metalOf: 'buyer' })
    expect(decisionOf('1200', 'part', '200')).deep.equal({ refund: '200', captured: '1000', metalOf: 'buyer' })
  })

  it('is none for a part that is nothing, all, more, or no quantity', () => {
    for (const part of ['0', '1200', '1201', undefined]) expect(decisionOf('1200', 'part', part)).equal(undefined)
  })
})
