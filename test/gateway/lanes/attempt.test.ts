import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import { pino } from 'pino'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { Lane, type LaneOptions } from '../../../gateway/lanes/lane.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import type { Pending } from '../../../gateway/outbox/outbox.ts'

type Asked = { arguments: string[]; transientData: { [key: string]: string } }

/** A lane before a ledger that accepts everything; what the endorsers were asked, what was submitted, and what was given up. */
const openLane = (validations: string[] = []) => {
  const asked: Asked[] = []
  const submitted: string[][] = []
  const rejected: string[] = []
  const newProposal = (_name: string, question: Asked) => ({
    endorse: async () => {
      asked.push(question)
      const outcomes = question.arguments.map((id) => ({ id, status: 'accepted', effects: {} }))
      return {
        getResult: () => Buffer.from(JSON.stringify(outcomes)),
        getTransactionId: () => 'tx',
        submit: async () => void submitted.push(question.arguments),
      }
    },
  })
  const lane = new Lane({
    contract: { newProposal },
    follower: { waitFor: async () => ({ validation: validations.shift() ?? 'VALID' }) },
    endorsers: { choose: () => ['BankMSP'], succeeded: () => {} },
    ...{ homes: ['BankMSP'], batchMaximum: 20, metrics: createMetrics(), log: pino({ level: 'silent' }) },
    events: {
      rejected: ({ id }: { id: string }) => rejected.push(id),
      repeated: () => {},
      outage: () => {},
      clockDoubted: () => {},
    },
    freshen: (text: string) => text,
    projection: { rowText: (key: string) => (key === accounts.key('nobody') ? undefined : `row of ${key}`) },
  } as unknown as LaneOptions)
  const push = (id: string, { sender = id, stored = Promise.resolve() } = {}) =>
    lane.push({ pending: { id, sender, envelope: id } as Pending, stored, needs: ['BankMSP'] })
  return { lane, asked, submitted, rejected, push }
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await pause(5)
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

describe('a try of a lane', () => {
  it('sends the accounts of its senders along while they are few, each once, and nothing of whom nobody knows', async () => {
    const { asked, submitted, push } = openLane()
    for (const [id, sender] of Object.entries({ a: 'alice', b: 'bob', c: 'alice', d: 'nobody' })) push(id, { sender })
    await until(() => submitted.length === 1)
    const rows = ['alice', 'bob'].map(accounts.key).map((key) => [`row:${key}`, `row of ${key}`])
    expect(asked[0]?.transientData).deep.equal(Object.fromEntries(rows))
  })

  it('sends none along with many', async () => {
    const { asked, submitted, push } = openLane()
    for (const index of range(9)) push(`payer-${index}`)
    await until(() => submitted.length === 1)
    expect([asked[0]?.arguments.length, asked[0]?.transientData]).deep.equal([9, {}])
  })

  it('asks the endorsers while the disk is written, and submits nothing before it is', async () => {
    const { asked, submitted, push } = openLane()
    let write = () => {}
    push('a', { stored: new Promise<void>((resume) => (write = resume)) })
    await until(() => asked.length === 1)
    await pause(20)
    expect(submitted).deep.equal([])
    write()
    await until(() => submitted.length === 1)
    expect(asked.length).equal(1)
  })

  it('makes a transaction anew after a conflict, the same instructions in the same order, and gives none of them up', async () => {
    const { asked, submitted, rejected, push } = openLane(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'])
    for (const id of ['a', 'b']) push(id)
    await until(() => submitted.length === 3)
    push('c')
    await until(() => submitted.length === 4)
    expect(submitted).deep.equal([['a', 'b'], ['a', 'b'], ['a', 'b'], ['c']])
    expect([asked.length, rejected]).deep.equal([4, []])
  })

  it('parts a batch that meets one conflict after the other, so that one instruction holds up no other', async () => {
    const { submitted, rejected, push } = openLane(Array.from({ length: 3 }, () => 'MVCC_READ_CONFLICT'))
    for (const id of ['a', 'b']) push(id)
    await until(() => submitted.length === 5)
    expect(submitted).deep.equal([['a', 'b'], ['a', 'b'], ['a', 'b'], ['a'], ['b']])
    expect(rejected).deep.equal([])
  })

  it('leaves out what could not be written, which was promised to nobody, and goes on with the others', async () => {
    const { asked, submitted, rejected, push } = openLane()
    const failing = Promise.reject(new Error('the disk is full'))
    failing.catch(() => {})
    push('a')
    push('b', { stored: failing })
    push('c')
    await until(() => submitted.length === 1)
    expect(asked.map(({ arguments: ids }) => ids)).deep.equal([
      ['a', 'b', 'c'],
      ['a', 'c'],
    ])
    expect([submitted, rejected]).deep.equal([[['a', 'c']], []])
  })

  it('submits nothing at all where nothing could be written, and takes what comes next', async () => {
    const { submitted, push } = openLane()
    const failing = Promise.reject(new Error('the disk is full'))
    failing.catch(() => {})
    push('a', { stored: failing })
    await pause(150)
    push('b')
    await until(() => submitted.length > 0)
    expect(submitted).deep.equal([['b']])
  })
})
