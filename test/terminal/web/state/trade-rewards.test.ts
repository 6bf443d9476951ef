import { expect } from 'chai'
import { rewardLifecycle } from '../../../../chaincode/rules/promotions/reward.ts'
import type { ListedTradeReward } from '../../../../terminal/sdk/promotions.ts'
import {
  isUndone,
  rewardMoment,
  rewardSteps,
  rewardsByState,
  rewardToneOf,
} from '../../../../terminal/web/state/trade-rewards.ts'

type Status = ListedTradeReward['status']
const states = Object.keys(rewardLifecycle) as Status[]

const reward = (status: Status, change: object = {}) =>
  ({ chain: 'c1', leg: 'promoter', executor: 'desk', receiver: 'alice', status, ...change }) as ListedTradeReward

describe('rewards for trades', () => {
  it('S2-062 stand by their state, what is owed back first', () => {
    const all = [reward('paid'), reward('due'), reward('owed'), reward('paid', { leg: 'trader' })]
    expect(rewardsByState(all).map(({ status, rewards }) => [status, rewards.length])).deep.equal([
      ['owed', 1],
      ['due', 1],
      ['paid', 2],
    ])
    expect(rewardsByState(states.map((status) => reward(status))).map(({ status }) => status)).have.members(states)
  })

  it('have the colour of how they went', () => {
    expect(Object.fromEntries(states.map((status) => [status, rewardToneOf(status)]))).deep.equal({
      ...{ due: undefined, held: 'warn', paid: 'good', owed: 'bad' },
      ...{ expired: 'warn', 'taken-back': undefined, none: undefined },
    })
  })

  it('say from when they can be paid, or until when they are held', () => {
    expect(rewardMoment(reward('due', { payableFrom: '7' }))).deep.equal({ from: '7' })
    expect(rewardMoment(reward('held', { payableFrom: '7', heldUntil: '9' }))).deep.equal({ until: '9' })
    for (const one of [reward('due'), reward('held'), reward('paid', { payableFrom: '7', heldUntil: '9' })])
      expect(rewardMoment(one)).equal(undefined)
  })
})

describe('the steps of a reward', () => {
  const desk = { self: 'desk', now: 8 }
  const none = { mayPay: false, mayExpire: false, mayTakeBack: false }

  it('S2-058 S2-059 S2-060 are paying it once its hold is over, by who pays it alone', () => {
    const due = reward('due', { payableFrom: '7' })
    expect(rewardSteps(due, desk)).deep.equal({ ...none, mayPay: true })
    expect(rewardSteps(due, { self: 'desk', now: 7 })).deep.equal(none)
    expect(rewardSteps(due, { self: 'alice', now: 8 })).deep.equal(none)
    expect(rewardSteps(reward('due'), desk)).deep.equal(none)
    expect(rewardSteps(reward('paid'), desk)).deep.equal(none)
  })

  it('are paying what is held while it is, and ending it behind that, which anybody may', () => {
    const held = reward('held', { payableFrom: '1', heldUntil: '8' })
    expect(rewardSteps(held, desk)).deep.equal({ ...none, mayPay: true })
    expect(rewardSteps(held, { self: 'alice', now: 8 })).deep.equal(none)
    expect(rewardSteps(held, { self: 'alice', now: 9 })).deep.equal({ ...none, mayExpire: true })
    expect(rewardSteps(held, { self: 'desk', now: 9 })).deep.equal({ ...none, mayExpire: true })
  })

  it('S2-062 are taking it back once its trade was undone, from whatever state has something to take', () => {
    expect((['settled', 'answered', 'voided', 'refused'] as const).map(isUndone)).deep.equal([false, false, true, true])
    const taken = states.filter(
      (status) =>
        rewardSteps(reward(status, { payableFrom: '7', heldUntil: '9' }), { ...desk, chain: 'voided' }).mayTakeBack,
    )
    // As the life of a reward has it: what is reversed, taken back or owed.
    const byLife = states.filter(
      (status) => 'reverse' in rewardLifecycle[status] || 'take-back' in rewardLifecycle[status],
    )
    expect(taken).have.members(byLife)
    const due = reward('due', { payableFrom: '7' })
    expect(rewardSteps(due, { ...desk, chain: 'voided' })).deep.equal({ ...none, mayTakeBack: true })
    expect(rewardSteps(due, { ...desk, chain: 'settled' })).deep.equal({ ...none, mayPay: true })
    expect(rewardSteps(due, { self: 'alice', now: 8, chain: 'voided' })).deep.equal(none)
  })
})
