import { expect } from 'chai'
import { pino } from 'pino'
import { Lane, type LaneOptions } from '../../../gateway/lanes/lane.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import type { Pending } from '../../../gateway/outbox/outbox.ts'

const pause = (milliseconds: number) => new Promise((resume) => setTimeout(resume, milliseconds))

/** A lane before a ledger that accepts everything after a while, and what went on in which order. */
const openLane = () => {
  const steps: string[] = []
  const submitted: string[] = []
  const endorse = async (texts: string[]) => ({
    getResult: () => Buffer.from(JSON.stringify(texts.map((id) => ({ id, status: 'accepted', effects: {} })))),
    getTransactionId: () => 'tx',
    submit: async () => {
      steps.push('transaction begins')
      submitted.push(...texts)
      await pause(20)
      steps.push('transaction ends')
    },
  })
  const contract = {
    newProposal: (_name: string, { arguments: texts }: { arguments: string[] }) => ({ endorse: () => endorse(texts) }),
  }
  const lane = new Lane({
    contract,
    follower: { waitFor: async () => ({ validation: 'VALID' }) },
    endorsers: { choose: () => ['BankMSP'], succeeded: () => {} },
    ...{ homes: ['BankMSP'], batchMaximum: 10, metrics: createMetrics(), log: pino({ level: 'silent' }) },
    events: { rejected: () => {}, repeated: () => {}, outage: () => {}, clockDoubted: () => {} },
    freshen: (text: string) => `${text} fresh`,
    projection: { rowText: () => undefined },
  } as unknown as LaneOptions)
  const work = (name: string) => async () => {
    steps.push(`${name} begins`)
    await pause(20)
    steps.push(`${name} ends`)
  }
  return { lane, steps, submitted, work }
}

const entry = (id: string) => ({
  pending: { id, envelope: id } as Pending,
  stored: Promise.resolve(),
  needs: ['BankMSP'],
})

/** True when nothing began before what had begun was over. */
const isInTurn = (steps: readonly string[]): boolean =>
  steps.every((step, index) => step.endsWith('begins') === (index % 2 === 0))

describe('work beside the instructions of a lane', () => {
  it('is done while no transaction of the lane is in flight, and holds up none for good', async () => {
    const { lane, steps, submitted, work } = openLane()
    lane.push(entry('a'))
    const folds = [lane.alone(work('fold')), lane.alone(work('fold'))]
    lane.push(entry('b'))
    await Promise.all(folds)
    lane.push(entry('c'))
    await pause(100)
    expect(submitted.sort()).deep.equal(['a fresh', 'b fresh', 'c fresh'])
    expect(steps.filter((step) => step === 'fold ends').length).equal(2)
    expect(isInTurn(steps), steps.join()).equal(true)
  })

  it('is done by an idle lane too, and tells its own failure without stopping the lane', async () => {
    const { lane, submitted, work } = openLane()
    await lane.alone(work('fold'))
    const failure = await lane.alone(() => Promise.reject(new Error('no'))).catch((error: Error) => error.message)
    expect(failure).equal('no')
    lane.push(entry('a'))
    await pause(60)
    expect(submitted).deep.equal(['a fresh'])
  })
})
