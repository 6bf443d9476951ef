import { expect } from 'chai'
import sinon from 'sinon'
import { Refusal } from '../../../../chaincode/refusal.ts'
import { GatewayProblem, Outage, TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { faultWords, problemWords } from '../../../../terminal/web/dictionary/problems.ts'
import { refusalWords } from '../../../../terminal/web/dictionary/refusals.ts'
import { faultOf } from '../../../../terminal/web/state/fault.ts'
import { loadRefusalWords, reasonOf } from '../../../../terminal/web/words/reason.ts'

describe('what went wrong', () => {
  afterEach(() => sinon.restore())

  it('has the words of the ledger’s code, the gateway’s or this terminal’s, and of an unknown one, also one that every object has', async () => {
    await loadRefusalWords()
    expect(reasonOf('wrong_ledger')).equal(refusalWords.wrong_ledger)
    expect(reasonOf('wrong_credentials')).equal(problemWords.wrong_credentials)
    expect(reasonOf('outage')).equal(faultWords.outage)
    for (const code of ['unheard_of', 'toString', '__proto__'])
      expect(reasonOf(code), code).equal(faultWords.unknown_fault)
  })

  it('is a code with its values, whoever threw it', () => {
    const problem = { status: 429, code: 'too_many_requests', title: '', values: { count: 3 } }
    expect(faultOf(new GatewayProblem(problem))).deep.equal({ code: 'too_many_requests', values: { count: 3 } })
    expect(faultOf(new GatewayProblem({ ...problem, retryAfterSeconds: 0 })).retryAfterSeconds).equal(0)
    expect(faultOf(new Refusal('wrong_ledger', { rule: 'x' }))).deep.equal({
      code: 'wrong_ledger',
      values: { rule: 'x' },
    })
    const fault = new TerminalFault('outbox_damaged', { problem: '', next: '' })
    expect(faultOf(fault)).deep.equal({ code: 'outbox_damaged', values: {} })
    const outage = new Outage({ gateway: '', reached: 'perhaps', reason: '' })
    expect(faultOf(outage)).deep.equal({ code: 'outage', values: { reached: 'perhaps' } })
  })

  it('is told to the console where nobody foresaw it', () => {
    const log = sinon.stub(console, 'error')
    const error = new Error('unforeseen')
    expect(faultOf(error)).deep.equal({ code: 'unknown_fault', values: {} })
    expect(log.args).deep.equal([[error]])
  })
})
