import { expect } from 'chai'
import sinon from 'sinon'
import { GatewayProblem } from '../../../../../terminal/sdk/errors.ts'
import type { Result } from '../../../../../terminal/sdk/result.ts'
import {
  type LiveCode,
  type PayPort,
  PaySession,
  type Question,
} from '../../../../../terminal/web/screens/pay/pay-session.ts'

const accepted: Result = { id: 'i', status: 'accepted', effects: {} } as Result
const refused = (code: string): Result => ({ id: 'i', status: 'refused', code, values: {} }) as Result

interface Scene {
  session: PaySession<Question>
  clock: sinon.SinonFakeTimers
  calls: string[]
  /** What the ledger asks of this device. */
  questions: Question[]
  /** Every code that was ever drawn. */
  codes: LiveCode[]
  reply: { approve: () => Promise<Result>; request: () => Promise<void> }
  rule: { isOn: boolean }
}

const stage = (): Scene => {
  const clock = sinon.useFakeTimers({ now: 1_000_000 })
  const [calls, questions, codes]: [string[], Question[], LiveCode[]] = [[], [], []]
  const reply: Scene['reply'] = { approve: async () => accepted, request: async () => {} }
  const rule = { isOn: false }
  const port: PayPort<Question> = {
    requestCode: async () => {
      calls.push('request')
      await reply.request()
      const code = { payment: `p${codes.length + 1}`, digits: '6'.repeat(18), expiresAt: Date.now() + 60_000 }
      codes.push(code)
      return code
    },
    cancelCode: async (payment) => calls.push(`cancel ${payment}`),
    openQuestions: async () => [...questions],
    approve: async ({ payment }, isPrompted) => {
      calls.push(`approve ${payment}${isPrompted ? '' : ' by rule'}`)
      return reply.approve()
    },
    decline: async ({ payment }) => {
      calls.push(`decline ${payment}`)
      return accepted
    },
    outcomeOf: async (id) => {
      calls.push(`outcome ${id}`)
      return accepted
    },
    isWithinRule: () => rule.isOn,
  }
  return { session: new PaySession(port, { now: Date.now }), clock, calls, questions, codes, reply, rule }
}

const claimed = ({ questions }: Scene): Question => {
  const question = { payment: 'p1', answerBy: Date.now() + 45_000 }
  questions.push(question)
  return question
}

describe('The pay screen of a customer', () => {
  let scene: Scene
  beforeEach(() => {
    scene = stage()
  })
  afterEach(async () => {
    await scene.session.suspend()
    scene.clock.restore()
  })

  it('S4-017 S4-018 shows a code at once, and another one before the first dies', async () => {
    const { session, clock, calls, codes } = scene
    await session.open()
    expect(session.code.value).to.deep.include({ is: 'shown', code: codes[0] })
    await clock.tickAsync(49_000)
    expect(calls).to.deep.equal(['request'])
    await clock.tickAsync(2_000)
    expect(session.code.value).to.deep.include({ is: 'shown', code: codes[1] })
    expect(calls).to.deep.equal(['request', 'request'])
  })

  it('keeps a living code while another one cannot be had, and never shows a dead one', async () => {
    const { session, clock, reply } = scene
    await session.open()
    reply.request = async () => {
      throw new Error('no answer')
    }
    await clock.tickAsync(55_000)
    expect(session.code.value.is).to.equal('shown')
    await clock.tickAsync(10_000)
    expect(session.code.value.is).to.equal('failed')
    reply.request = async () => {}
    await session.wake()
    expect(session.code.value.is).to.equal('shown')
  })

  it('S4-014 takes a living code off when the ledger refuses this payer another one', async () => {
    const { session, reply } = scene
    await session.open()
    const title = 'It is frozen or closed.'
    const refusal = new GatewayProblem({ status: 409, code: 'participant_not_active', title, outcome: 'refused' })
    reply.request = () => Promise.reject(refusal)
    await session.renew()
    expect(session.code.value).to.deep.equal({ is: 'failed', error: refusal })
  })

  it('takes the code off and withdraws it when nobody looks', async () => {
    const { session, clock, calls } = scene
    await session.open()
    await session.suspend()
    expect(session.code.value).to.deep.equal({ is: 'off', why: 'left' })
    expect(calls).to.deep.equal(['request', 'cancel p1'])
    await clock.tickAsync(120_000)
    expect(calls).to.have.lengthOf(2)
  })

  it('shows none after it was hidden, until the payer wants one', async () => {
    const { session, clock, calls } = scene
    await session.open()
    await session.hide()
    await clock.tickAsync(120_000)
    expect(calls).to.deep.equal(['request', 'cancel p1'])
    expect(session.code.value).to.deep.equal({ is: 'off', why: 'hidden' })
    await session.renew()
    expect(session.code.value.is).to.equal('shown')
  })

  it('withdraws a code that comes when nobody looks any more', async () => {
    const { session, clock, calls, reply } = scene
    reply.request = () => clock.tickAsync(0).then(() => new Promise((resolve) => setTimeout(resolve, 1000)))
    const opening = session.open()
    await clock.tickAsync(10)
    await session.suspend()
    await clock.tickAsync(2000)
    await opening
    expect(calls).to.deep.equal(['request', 'cancel p1'])
    expect(session.code.value.is).not.to.equal('shown')
  })

  it('S4-026 S4-027 asks when the code is claimed, and shows no code meanwhile', async () => {
    const { session, clock, calls } = scene
    await session.open()
    const question = claimed(scene)
    await session.look()
    expect(session.asked.value).to.deep.equal({ question, stage: { is: 'open' } })
    expect(session.code.value).to.deep.equal({ is: 'off', why: 'taken' })
    await clock.tickAsync(20_000)
    expect(calls, 'nothing is withdrawn or asked for').to.deep.equal(['request'])
  })

  it('S4-026 finds an open question again after a reload, before it asks for any code', async () => {
    const question = claimed(scene)
    await scene.session.open()
    expect(scene.session.asked.value?.question).to.equal(question)
    expect(scene.calls).to.deep.equal([])
  })

  it('S4-030 says yes once, however often the button is pressed', async () => {
    const { session, calls } = scene
    claimed(scene)
    await session.open()
    await Promise.all([session.answer('yes'), session.answer('yes'), session.answer('no')])
    expect(calls).to.deep.equal(['approve p1'])
    expect(session.asked.value?.stage).to.deep.include({ is: 'done', answer: 'yes', result: accepted })
  })

  it('S4-030 tells a refusal for want of funds, after which the payer can answer again', async () => {
    const { session, calls, reply } = scene
    claimed(scene)
    await session.open()
    reply.approve = async () => refused('exceeds_available_quantity')
    await session.answer('yes')
    expect(session.asked.value?.stage).to.deep.equal({ is: 'open', refusal: refused('exceeds_available_quantity') })
    await session.answer('no')
    expect(calls).to.deep.equal(['approve p1', 'decline p1'])
  })

  it('tells the outcome of an answer that was pending, without sending it again', async () => {
    const { session, calls, reply } = scene
    const pending: Result = { id: 'i', status: 'pending', taken: true }
    claimed(scene)
    await session.open()
    reply.approve = async () => pending
    await session.answer('yes')
    expect(session.asked.value?.stage).to.deep.equal({ is: 'unknown', answer: 'yes', result: pending })
    await session.answer('yes')
    await session.look()
    expect(calls).to.deep.equal(['approve p1', 'outcome i'])
    expect(session.asked.value?.stage).to.deep.include({ is: 'done', answer: 'yes' })
  })

  it('S4-031 says no', async () => {
    const { session, calls } = scene
    claimed(scene)
    await session.open()
    await session.answer('no')
    expect(calls).to.deep.equal(['decline p1'])
    expect(session.asked.value?.stage).to.deep.include({ is: 'done', answer: 'no' })
  })

  it('S4-032 says that the time is over, and sends nothing any more', async () => {
    const { session, clock, calls } = scene
    claimed(scene)
    await session.open()
    await clock.tickAsync(46_000)
    expect(session.asked.value?.stage).to.deep.equal({ is: 'expired' })
    await session.answer('yes')
    expect(calls).to.deep.equal([])
  })

  it('S4-040 says so when the merchant takes the question back', async () => {
    const { session, questions } = scene
    claimed(scene)
    await session.open()
    questions.length = 0
    await session.look()
    expect(session.asked.value?.stage).to.deep.equal({ is: 'withdrawn' })
  })

  it('S4-041 says yes by itself only within the payer’s rule and only while somebody looks', async () => {
    const { session, calls, rule } = scene
    rule.isOn = true
    claimed(scene)
    await session.look()
    expect(calls).to.deep.equal([])
    await session.goOn()
    await session.open()
    expect(calls).to.deep.equal(['approve p1 by rule'])
  })

  it('S4-041 asks the payer when the ledger refuses what the rule let through', async () => {
    const { session, calls, rule, reply } = scene
    rule.isOn = true
    reply.approve = async () => refused('prompt_needed')
    claimed(scene)
    await session.open()
    expect(session.asked.value?.stage).to.deep.include({ is: 'open' })
    reply.approve = async () => accepted
    await session.answer('yes')
    expect(calls).to.deep.equal(['approve p1 by rule', 'approve p1'])
  })

  it('goes on with a fresh code after the outcome was read', async () => {
    const { session, questions } = scene
    claimed(scene)
    await session.open()
    await session.answer('yes')
    questions.length = 0
    await session.goOn()
    expect(session.asked.value).to.equal(undefined)
    expect(session.code.value.is).to.equal('shown')
  })
})
