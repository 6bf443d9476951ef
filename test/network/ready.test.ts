import { expect } from 'chai'
import { type OrdererState, problemOf } from '../../network/ready.ts'

describe('An orderer', () => {
  const state = (name: string, block: number, activeNodes = 3): OrdererState => ({ name, block, activeNodes })

  it('is well when it knows a leader and has every block that another one has', () => {
    const states = [state('bank', 7), state('institution', 7, 2), state('supplier', 7)]
    expect(states.map((_one, index) => problemOf(states, index, 3))).to.deep.equal([undefined, undefined, undefined])
  })

  it('is stuck when it knows no leader, lags behind, or tells nothing, also while two others lead', () => {
    const states = [state('bank', 9), state('institution', 9, 0), state('supplier', 8), undefined]
    expect(states.map((_one, index) => problemOf(states, index, 3))).to.deep.equal([
      undefined,
      'orderer-institution knows no leader',
      'orderer-supplier stands at block 8 of 9',
      'an orderer does not tell its figures',
    ])
  })
})
