import { expect } from 'chai'
import { priorityClasses } from '../../../../chaincode/domains/trade-chain/priority.ts'
import {
  deliveredOf,
  mendingOf,
  pathToneOf,
  publishedClasses,
  reachToneOf,
  stepMinutes,
  waitingIn,
} from '../../../../terminal/web/state/dispatch.ts'

const queued = (chain: string, change: object = {}) => ({
  ...{ chain, client: `client of ${chain}`, class: 'basic' as const, waited: '0', standing: 'basic' as const },
  ...change,
})

describe('what waits to be sent', () => {
  const items = [
    {
      ...{ institution: 'AMSP', unanswered: 8, waiting: 5 },
      chains: [
        queued('old', { waited: '2', standing: 'active' as const }),
        queued('often', { class: 'regular', standing: 'regular' }),
        queued('new'),
      ],
    },
    { institution: 'BMSP', unanswered: 1, waiting: 0, chains: [] },
  ]
  const [full, idle] = waitingIn({ unansweredMaximum: 8, items })

  it('S2-021 S2-022 stands in its order, each with its place and for how long it waited at least', () => {
    expect(full?.trades.map(({ chain, place, minutes }) => [chain, place, minutes])).deep.equal([
      ['old', 1, 2 * stepMinutes],
      ['often', 2, 0],
      ['new', 3, 0],
    ])
    expect(full?.trades[0]).deep.include({ client: 'client of old', class: 'basic', standing: 'active' })
  })

  it('is counted by class, with how many stand in no line', () => {
    expect(full?.counts).deep.equal([
      ['basic', 2],
      ['regular', 1],
      ['active', 0],
      ['prime', 0],
    ])
    expect([full?.untold, idle?.untold]).deep.equal([2, 0])
  })

  it('is held up where as many are unanswered as may be, and nowhere else', () => {
    expect([full, idle].map((at) => [at?.institution, at?.isFull, at?.unansweredMaximum])).deep.equal([
      ['AMSP', true, 8],
      ['BMSP', false, 8],
    ])
  })
})

describe('the published classes', () => {
  it('S2-020 ask for days and volume, and stand at the top the sooner the higher they are', () => {
    const classes = publishedClasses()
    expect(classes.map((one) => one.class)).deep.equal([...priorityClasses])
    expect(classes[0]).deep.equal({ class: 'basic', leastDays: '0', leastVolume: '0', minutesToTop: 30 })
    expect(classes.at(-1)).deep.equal({ class: 'prime', leastDays: '20', leastVolume: '2000000', minutesToTop: 0 })
  })
})

describe('how an institution is reached', () => {
  it('S2-024 S2-025 is an alarm without a path, a warning with one alone, and nothing to say with several', () => {
    const states = ['none', 'one', 'several'] as const
    expect(states.map((state) => reachToneOf({ state }))).deep.equal(['bad', 'warn', undefined])
  })

  it('says of each path whether the last delivery failed, or what was measured counts no more', () => {
    const path = { name: 'a', host: 'h', port: '1' }
    const states = ['failing', 'old', 'unmeasured', 'measured'] as const
    expect(states.map((state) => pathToneOf({ ...path, state }))).deep.equal(['bad', 'warn', 'warn', 'good'])
  })

  it('S2-027 says of a trade over which path it came, and what failed last', () => {
    const failed = { path: 'a', at: 1, result: 'timed_out' }
    const again = { path: 'b', at: 2, result: 'refused_503' }
    const came = { path: 'c', at: 3, result: 'acknowledged' }
    expect(deliveredOf([failed, again, came])).deep.equal({ over: 'c', failures: 2, lastFailure: again })
    expect(deliveredOf([failed])).deep.equal({ over: undefined, failures: 1, lastFailure: failed })
    expect(deliveredOf([came])).deep.equal({ over: 'c', failures: 0, lastFailure: undefined })
  })
})

describe('a trade that does not go on by itself', () => {
  const day = 86_400_000
  const late = { answerBy: '1000' }

  it('S2-043 is marked as unknown by a dispatcher once its time to answer is over', () => {
    const may = (roles: ('dispatcher' | 'credit')[], now: number, status: 'sent' | 'answered' = 'sent') =>
      mendingOf({ ...late, status }, { roles, now }).mayMarkUnknown
    expect(may(['dispatcher'], 1001)).equal(true)
    expect(may(['dispatcher'], 1000)).equal(false)
    expect(may(['credit'], 1001)).equal(false)
    expect(may(['dispatcher'], 1001, 'answered')).equal(false)
    expect(mendingOf({ status: 'sent' }, { roles: ['dispatcher'], now: 1001 }).mayMarkUnknown).equal(false)
  })

  it('S2-042 is reconciled by officers for credit while its answer does not fit', () => {
    const may = (status: 'conflict' | 'unknown', roles: ('dispatcher' | 'credit')[]) =>
      mendingOf({ ...late, status }, { roles, now: 0 }).mayReconcile
    expect(may('conflict', ['credit'])).equal(true)
    expect(may('conflict', ['dispatcher'])).equal(false)
    expect(may('unknown', ['credit'])).equal(false)
  })

  it('S2-043 is an auditor’s to void thirty days behind its time to answer, unless it has ended', () => {
    const from = (change: object) => mendingOf({ status: 'unknown', ...late, ...change }, { roles: [], now: 0 })
    expect(from({}).voidableFrom).equal(`${1000 + 30 * day}`)
    expect(from({ status: 'settled' }).voidableFrom).equal(undefined)
    expect(from({ status: 'received', answerBy: undefined }).voidableFrom).equal(undefined)
    const may = (roles: ('auditor' | 'credit')[], now: number, status: 'unknown' | 'settled' = 'unknown') =>
      mendingOf({ ...late, status }, { roles, now }).mayVoid
    expect(may(['auditor'], 1001 + 30 * day)).equal(true)
    expect(may(['auditor'], 1000 + 30 * day)).equal(false)
    expect(may(['credit'], 1001 + 30 * day)).equal(false)
    expect(may(['auditor'], 1001 + 30 * day, 'settled')).equal(false)
  })
})
