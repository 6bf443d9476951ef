import { expect } from 'chai'
import { type OrdererState, problemOf } from '../../network/ready.ts'

describe('An orderer', () => {
  const state = (name: string, block: number, activeNodes = 3): OrdererState => ({ name, block, activeNodes })

  const names = ['bank', 'institution', 'supplier', 'auditor']
  const problems = (states: readonly (OrdererState | undefined)[]) =>
    states.map((_one, index) => problemOf(states, { index, name: names[index] as string, count: 3 }))

  it('is well when it knows a leader and has every block that another one has', () => {
    const states = [state('bank', 7), state('institution', 7, 2), state('supplier', 7)]
    expect(problems(states)).to.deep.equal([undefined, undefined, undefined])
  })

  it('is stuck when it knows no leader, lags behind, or tells nothing, also while two others lead', () => {
    const states = [state('bank', 9), state('institution', 9, 0), state('supplier', 8), undefined]
    expect(problems(states)).to.deep.equal([
      undefined,
      'orderer-institution knows no leader',
      'orderer-supplier stands at block 8 of 9',
      'orderer-auditor does not tell its figures',
    ])
  })
})
