import { setImmediate as turn } from 'node:timers/promises'
import type { Contract } from '@hyperledger/fabric-gateway'
import { expect } from 'chai'
import { pino } from 'pino'
import { Endorsers } from '../../../gateway/lanes/endorsers.ts'
import { Lanes } from '../../../gateway/lanes/lanes.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import type { Pending } from '../../../gateway/outbox/outbox.ts'

describe('the wait that a lane expects', () => {
  let held: ((result: object) => void)[]
  let lanes: Lanes

  const open = (batchMaximum: number) => {
    held = []
    // What the endorsers say is not recorded, so that nothing has to be submitted.
    const endorse = () => new Promise((resolve) => held.push(resolve))
    lanes = new Lanes({
      ...{
        endorsers: new Endorsers('BankMSP', { peerOrganisations: ['BankMSP', 'SupplierMSP'], quorum: 2 }),
        lanesPerHome: 2,
        batchMaximum,
      },
      contract: { newProposal: () => ({ endorse }) } as unknown as Contract,
      ...{ metrics: createMetrics(), log: pino({ level: 'silent' }), freshen: (text: string) => text },
      projection: { rowText: () => undefined },
    } as unknown as ConstructorParameters<typeof Lanes>[0])
  }
  beforeEach(() => open(2))
  afterEach(() => lanes.stop())

  const route = { homes: ['BankMSP'], receivers: [], subject: 'alice' }
  const push = (count: number) => {
    for (let index = 0; index < count; index += 1) lanes.push({ id: `${index}`, envelope: '{}' } as Pending, route)
  }
  const settle = async (outcomes: object[]) => {
    for (const resolve of held.splice(0)) resolve({ getResult: () => Buffer.from(JSON.stringify(outcomes)) })
    for (let turns = 0; turns < 10; turns += 1) await turn()
  }

  it('is nothing while nothing is under way', () => {
    expect([lanes.expectedWaitSeconds(route), lanes.averageWaitSeconds]).deep.equal([0, 0])
  })

  it('grows by a transaction with each batch that queues, and counts the one under way', async () => {
    push(2)
    await turn()
    const one = lanes.expectedWaitSeconds(route)
    push(3)
    expect(lanes.expectedWaitSeconds(route) / one).closeTo(2.5, 1e-9)
  })

  it('is longer for a batch larger than the last ones, but no more than twice as long', async () => {
    open(10)
    push(1)
    await turn()
    const one = lanes.expectedWaitSeconds(route)
    push(1)
    expect(lanes.expectedWaitSeconds(route) / one).closeTo(2, 1e-9)
    push(8)
    expect(lanes.expectedWaitSeconds(route) / one).closeTo(2, 1e-9)
  })

  it('grows while the transaction under way takes longer than any before', async () => {
    push(1)
    await turn()
    const first = lanes.expectedWaitSeconds(route)
    while (lanes.expectedWaitSeconds(route) === first) await new Promise((resume) => setTimeout(resume, 20))
    expect(lanes.expectedWaitSeconds(route)).greaterThan(first)
  })

  it('is an average over the lanes, so that one crowded lane does not close the others', async () => {
    push(8)
    await turn()
    expect(lanes.averageWaitSeconds).closeTo(lanes.expectedWaitSeconds(route) / 2, 1e-9)
  })

  it('ends when all have their outcome', async () => {
    push(2)
    await turn()
    await settle([{ status: 'rejected' }, { status: 'rejected' }])
    expect(lanes.averageWaitSeconds).equal(0)
  })

  it('is as long for what waits for its turn as for what is under way', async () => {
    push(1)
    const waiting = lanes.expectedWaitSeconds(route)
    expect(waiting).greaterThan(0)
    await turn()
    expect(lanes.expectedWaitSeconds(route)).closeTo(waiting, 0.05)
  })
})
