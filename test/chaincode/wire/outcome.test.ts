import { expect } from 'chai'
import { isRecorded, type Outcome } from '../../../chaincode/outcome.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { Scene } from '../../support/scene.ts'

const outcomes: Outcome[] = [
  { id: 'a', status: 'accepted', effects: { quantity: '7' } },
  { id: 'b', status: 'refused', code: 'unknown_voucher', values: { voucher: 'XX-1' } },
  { id: 'c', status: 'rejected', code: 'bad_signature', values: {} },
  { id: 'd', status: 'repeated' },
]

describe('outcomes', () => {
  it('are recorded when they used a number up: accepted and refused, but not rejected and repeated', () => {
    expect(outcomes.map(isRecorded)).deep.equal([true, true, false, false])
  })

  it('come back from their canonical text as they were', () => {
    const text = canonical(outcomes as never)
    expect(JSON.parse(text)).deep.equal(outcomes)
    expect(canonical(JSON.parse(text))).equal(text)
  })

  it('stand in the block in the order of the envelopes, in canonical form', async () => {
    const scene = await Scene.open()
    const good = scene.transfer(scene.treasury, 'bob', 7n)
    const { outcomes: answered, proposal } = await scene.apply([
      good,
      'nonsense',
      good,
      scene.transfer(scene.alice, 'bob', 1n),
    ])
    expect(answered.map(({ status }) => status)).deep.equal(['accepted', 'rejected', 'repeated', 'refused'])
    expect(canonical(JSON.parse(proposal.response))).equal(proposal.response)
  })

  it('of recorded instructions, and only those, are announced in the one event of the transaction', async () => {
    const scene = await Scene.open()
    const good = scene.transfer(scene.treasury, 'bob', 7n)
    const { outcomes: answered, proposal } = await scene.apply([
      'nonsense',
      good,
      scene.transfer(scene.alice, 'bob', 1n),
    ])
    const announced = answered.filter(isRecorded).map(({ id, status }) => ({ id, status }))
    expect(proposal.event?.name).equal('instructions')
    expect(JSON.parse(proposal.event?.payload ?? '')).deep.equal(announced)
    expect(announced.map(({ status }) => status)).deep.equal(['accepted', 'refused'])
  })
})
