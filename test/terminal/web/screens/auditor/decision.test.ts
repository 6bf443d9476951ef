import { expect } from 'chai'
import { decisionOf } from '../../../../../terminal/web/screens/auditor/decision.ts'

const paid = { held: '1200', amount: '1200' }

describe('An auditor’s decision of a dispute', () => {
  it('gives all, a part or nothing of what is held to the buyer, and the rest to the provider', () => {
    const none = { fee: '0' }
    const all = { ...none, refund: '1200', provider: '0', metalOf: 'provider' }
    expect(decisionOf(paid, 'all', undefined)).deep.equal(all)
    const nothing = { ...none, refund: '0', provider: '1200', metalOf: 'buyer' }
    expect(decisionOf(paid, 'nothing', '700')).deep.equal(nothing)
    const part = { ...none, refund: '200', provider: '1000', metalOf: 'buyer' }
    expect(decisionOf(paid, 'part', '200')).deep.equal(part)
  })

  it('leaves the bank whose code paid the order its share of the fee, rounded down, and none where all goes back', () => {
    const byCode = { ...paid, fee: { bank: 'city-bank', quantity: '7' } }
    expect(decisionOf(byCode, 'nothing', undefined)).include({ provider: '1193', fee: '7' })
    expect(decisionOf(byCode, 'part', '200')).include({ refund: '200', provider: '995', fee: '5' })
    expect(decisionOf(byCode, 'all', undefined)).include({ refund: '1200', provider: '0', fee: '0' })
  })

  it('is none for a part that is nothing, all, more, or no quantity', () => {
    for (const part of ['0', '1200', '1201', undefined]) expect(decisionOf(paid, 'part', part)).equal(undefined)
  })
})
