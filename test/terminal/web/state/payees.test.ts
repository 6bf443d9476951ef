import 'fake-indexeddb/auto'
import { expect } from 'chai'
import type { KeptResult } from '../../../../terminal/web/platform/database.ts'
import { Device } from '../../../support/devices.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { payees, recentPayees, results } = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/payees.ts')),
  ...(await import('../../../../terminal/web/state/instructing.ts')),
}))

const alice = new Device('alice', ['customer'])
const accepted = { status: 'accepted', effects: {} }

const kept = (kind: string, body: object, result: object = accepted): KeptResult => {
  const instruction = alice.instruction(kind as 'voucher.transfer', body as never)
  return { id: `${instruction.number}`, account: 'alice', kind, envelope: alice.sign(instruction), madeAt: 1, result }
}
const given = (to: string, result?: object) => kept('voucher.transfer', { voucher: 'CNY', to, quantity: '5' }, result)

describe('to whom one gave something', () => {
  const before = results.value
  afterEach(() => {
    results.value = before
  })

  it('is the latest first, each once, by transfer or by offer, also while it is under way', () => {
    const offer = { voucher: 'CNY', to: 'carol', quantity: '5', answerBy: '1' }
    const pending = { status: 'pending', taken: true }
    results.value = [given('bob', pending), kept('transfer.offer', offer), given('bob'), given('dora')]
    expect(payees.value).deep.equal(['bob', 'carol', 'dora'])
  })

  it('is nobody whom the ledger refused, and nobody who is named otherwise', () => {
    const refused = { status: 'refused', code: 'unknown_participant', values: {} }
    const issue = kept('participant.accept', { accepts: 'all' })
    results.value = [given('nobody', refused), issue]
    expect(payees.value).deep.equal([])
  })

  it('is offered to choose from for the latest four', () => {
    results.value = ['a', 'b', 'c', 'd', 'e'].map((name) => given(`${name}-1`))
    expect(recentPayees.value).deep.equal(['a-1', 'b-1', 'c-1', 'd-1'])
    expect(payees.value).to.have.lengthOf(5)
  })
})
