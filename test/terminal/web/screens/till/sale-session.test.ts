import { expect } from 'chai'
import sinon from 'sinon'
import { Refusal } from '../../../../../chaincode/refusal.ts'
import { GatewayProblem, Outage, TerminalFault } from '../../../../../terminal/sdk/errors.ts'
import type { PaymentStatus } from '../../../../../terminal/sdk/payments.ts'
import type { Result } from '../../../../../terminal/sdk/result.ts'
import { type SalePayment, type SalePort, SaleSession } from '../../../../../terminal/web/screens/till/sale-session.ts'

const sale = { orderNumber: '20261125-AB-001', voucher: 'CNY', quantity: '2500' }
const code = '621234567890123456'
const outage = () => new Outage({ gateway: 'https://bank.example', reached: 'perhaps', reason: 'no answer in time' })
const problem = (status: number, name: string, retryAfterSeconds?: number) =>
  new GatewayProblem({ status, code: name, title: name, retryAfterSeconds, values: {}, outcome: 'none' })

const stage = () => {
  const calls: string[] = []
  const ledger: { payment?: SalePayment } = {}
  const reply = {
    claim: async (): Promise<SalePayment> => {
      ledger.payment = { payment: 'p1', status: 'claimed' }
      return ledger.payment
    },
    byOrder: async (): Promise<SalePayment | undefined> => ledger.payment,
    reverse: async (): Promise<Result> => {
      ledger.payment = { payment: 'p1', status: 'reversed' }
      return { id: 'i', status: 'accepted', effects: {} }
    },
  }
  const port: SalePort<SalePayment> = {
    claim: async ({ orderNumber }) => {
      calls.push(`claim ${orderNumber}`)
      return reply.claim()
    },
    byOrder: async () => {
      calls.push('ask')
      return reply.byOrder()
    },
    reverse: async (payment) => {
      calls.push(`reverse ${payment}`)
      return reply.reverse()
    },
  }
  const become = (status: PaymentStatus) => {
    ledger.payment = { payment: 'p1', status }
  }
  return { calls, reply, ledger, become, session: new SaleSession(port, Date.now) }
}

describe('A sale at the till', () => {
  let clock: sinon.SinonFakeTimers
  let scene: ReturnType<typeof stage>
  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: 1_000_000 })
    scene = stage()
  })
  afterEach(() => {
    scene.session.close()
    clock.restore()
  })

  it('S4-026 S4-039 waits for the payer and asks by order number until the end is final', async () => {
    const { session, calls, become } = scene
    await session.claim(sale, code)
    expect(session.state.value).to.deep.include({ is: 'waiting', sale })
    await clock.tickAsync(6_500)
    expect(calls).to.deep.equal([`claim ${sale.orderNumber}`, 'ask', 'ask'])
    become('captured')
    await clock.tickAsync(3_000)
    expect(session.state.value).to.deep.include({ is: 'final', payment: { payment: 'p1', status: 'captured' } })
    await clock.tickAsync(60_000)
    expect(calls, 'nobody asks after the end').to.have.lengthOf(4)
  })

  it('S4-031 S4-032 tells that the payer declined, and that the time is over', async () => {
    for (const status of ['declined', 'expired'] as const) {
      const { session, become } = stage()
      await session.claim(sale, code)
      become(status)
      await session.ask()
      expect(session.state.value, status).to.deep.include({ is: 'final', payment: { payment: 'p1', status } })
    }
  })

  it('S4-019 S4-020 S4-021 S4-025 goes back to the draft with the reason when a code is no good', async () => {
    const mistyped = new TerminalFault('code_mistyped', { problem: 'a digit is mistyped', next: 'Read it again.' })
    for (const error of [
      problem(404, 'code_unknown'),
      new Refusal('code_used'),
      new Refusal('code_expired'),
      mistyped,
    ]) {
      const { session, reply } = stage()
      reply.claim = async () => {
        throw error
      }
      await session.claim(sale, code)
      expect(session.state.value).to.deep.equal({ is: 'drafting', trouble: { code: error.code, values: {} } })
    }
  })

  it('S4-019 says until when no other code is taken after too many wrong ones', async () => {
    const { session, reply } = scene
    reply.claim = async () => {
      throw problem(423, 'claims_locked', 30)
    }
    await session.claim(sale, code)
    expect(session.state.value).to.deep.include({
      trouble: { code: 'claims_locked', values: {}, until: 1_030_000 },
    })
  })

  it('S4-029 S4-039 asks by order number after a lost answer, and claims nothing again by itself', async () => {
    const { session, reply, calls, become } = scene
    reply.claim = async () => {
      become('claimed')
      throw outage()
    }
    await session.claim(sale, code)
    expect(session.state.value).to.deep.equal({ is: 'unknown', sale, isSilent: true })
    await clock.tickAsync(3_000)
    expect(session.state.value.is).to.equal('waiting')
    expect(calls).to.deep.equal([`claim ${sale.orderNumber}`, 'ask'])
  })

  it('S4-039 asks too when the claim was taken and only its outcome is not known', async () => {
    const { session, reply } = scene
    reply.claim = async () => {
      throw new TerminalFault('outcome_unknown', { problem: 'not known yet', next: 'Ask again.' })
    }
    await session.claim(sale, code)
    expect(session.state.value.is).to.equal('unknown')
  })

  it('S4-039 frees the sale for another scan once a claim that is unknown can no longer arrive', async () => {
    const { session, reply } = scene
    reply.claim = async () => {
      throw outage()
    }
    await session.claim(sale, code)
    await session.ask()
    expect(session.state.value.is, 'it may still arrive').to.equal('unknown')
    await clock.tickAsync(91_000)
    expect(session.state.value).to.deep.equal({ is: 'drafting', trouble: { code: 'not_claimed', values: sale } })
  })

  it('S4-039 never takes an earlier payment under the order number for the answer to a new claim', async () => {
    const { session, reply, become, ledger } = scene
    await session.claim(sale, code)
    become('declined')
    await session.ask()
    session.startAnew()
    reply.claim = async () => {
      throw outage()
    }
    await session.claim(sale, code)
    await session.ask()
    expect(session.state.value.is, 'p1 was declined before').to.equal('unknown')
    ledger.payment = { payment: 'p2', status: 'captured' }
    await session.ask()
    expect(session.state.value).to.deep.include({ is: 'final', payment: { payment: 'p2', status: 'captured' } })
  })

  it('keeps what it knows while nobody answers, and says that it is silent', async () => {
    const { session, reply } = scene
    await session.claim(sale, code)
    reply.byOrder = async () => {
      throw outage()
    }
    await session.ask()
    expect(session.state.value).to.deep.include({ is: 'waiting', isSilent: true })
  })

  it('claims once for one press', async () => {
    const { session, calls } = scene
    await Promise.all([session.claim(sale, code), session.claim(sale, code)])
    expect(calls.filter((call) => call.startsWith('claim'))).to.have.lengthOf(1)
  })

  it('S4-030 says that the payer’s yes was refused, and goes on waiting', async () => {
    const { session } = scene
    await session.claim(sale, code)
    session.noteRefusedAnswer('another')
    expect(session.state.value).not.to.have.property('trouble')
    session.noteRefusedAnswer('p1')
    await session.ask()
    expect(session.state.value).to.deep.include({ is: 'waiting', trouble: { code: 'answer_refused', values: {} } })
  })

  it('S4-040 takes the question back before the payer has answered', async () => {
    const { session } = scene
    await session.claim(sale, code)
    await session.reverse()
    expect(session.state.value).to.deep.include({ is: 'final', payment: { payment: 'p1', status: 'reversed' } })
  })

  it('S4-040 shows the payment that came first when it is too late to take the question back', async () => {
    const { session, reply, become } = scene
    await session.claim(sale, code)
    reply.reverse = async () => {
      become('captured')
      return { id: 'i', status: 'refused', code: 'payment_state_forbids', values: {} }
    }
    await session.reverse()
    expect(session.state.value).to.deep.include({ is: 'final', payment: { payment: 'p1', status: 'captured' } })
  })

  it('S4-039 takes up a sale again after a reload', async () => {
    const { session, become } = scene
    become('captured')
    await session.resume({ ...sale, startedAt: clock.now - 5_000 })
    expect(session.state.value).to.deep.include({ is: 'final', sale })
    session.startAnew()
    expect(session.state.value).to.deep.equal({ is: 'drafting' })
  })

  it('S4-039 remembers over a reload which payments had ended before the claim', async () => {
    const { session, become } = scene
    become('declined')
    await session.resume({ ...sale, startedAt: clock.now - 5_000, earlier: ['p1'] })
    expect(session.state.value.is).to.equal('unknown')
    expect(session.earlier).to.deep.equal(['p1'])
  })
})
