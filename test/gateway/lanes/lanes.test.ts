import { status } from '@grpc/grpc-js'
import { GatewayError } from '@hyperledger/fabric-gateway'
import { expect } from 'chai'
import { pino } from 'pino'
import sinon from 'sinon'
import { knownEnvelope } from '../../../chaincode/envelope.ts'
import type { Rejected } from '../../../chaincode/outcome.ts'
import { Endorsers } from '../../../gateway/lanes/endorsers.ts'
import { Lanes } from '../../../gateway/lanes/lanes.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { Outbox, type Pending } from '../../../gateway/outbox/outbox.ts'
import { Follower } from '../../../gateway/projection/follower.ts'
import type { Projection, Recorded } from '../../../gateway/projection/projection.ts'
import { projectionOf } from '../support/blocks.ts'
import { readStory, type Story } from '../support/story.ts'

const [bank, supplier] = ['BankMSP', 'SupplierMSP'] as const
const message = (organisation: string) => `no peers available for org(s): ${organisation}`
const absent = (organisation: string) =>
  new GatewayError({
    ...{ code: status.UNAVAILABLE, details: [], message: message(organisation) },
    cause: new Error(message(organisation)) as never,
  })

describe('the lanes of a gateway', () => {
  let story: Story
  let projection: Projection
  let outbox: Outbox
  let follower: Follower
  let lanes: Lanes
  let clock: sinon.SinonFakeTimers
  let answer: () => object
  let asked: string[][]
  let beside: { [name: string]: string }[]
  const rejected: Rejected[] = []
  const again: string[] = []

  before(async () => {
    story = await readStory()
  })
  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    rejected.length = 0
    again.length = 0
    asked = []
    beside = []
    projection = projectionOf(story.blocks)
    outbox = new Outbox(':memory:')
    const log = pino({ level: 'silent' })
    follower = new Follower({ network: {} as never, projection, log })
    type Question = { arguments: string[]; transientData: { [name: string]: string } }
    const newProposal = (_name: string, { arguments: ids, transientData }: Question) => ({
      endorse: async () => {
        asked.push(ids)
        beside.push(transientData)
        return { getResult: () => Buffer.from(JSON.stringify(ids.map(answer))) }
      },
    })
    lanes = new Lanes({
      ...{ projection, outbox, follower, log, metrics: createMetrics(), lanesPerHome: 2, batchMaximum: 10 },
      endorsers: new Endorsers(bank, { peerOrganisations: [bank, supplier], quorum: 1 }),
      ...{ contract: { newProposal } as never, freshen: (text: string) => text },
    })
    lanes.onRejected((outcome) => rejected.push(outcome))
    lanes.onAgain(({ id }) => again.push(id))
  })
  afterEach(() => {
    lanes.stop()
    follower.close()
    outbox.close()
    projection.close()
    clock.restore()
  })

  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await clock.tickAsync(10)
  }
  const settle = () => clock.tickAsync(20)

  const first = (): Recorded => {
    const found = projection.lists.instructions('alice', { limit: 200 }).items.at(-1)
    if (found === undefined) throw new Error('the story has nothing of alice')
    return found
  }

  /** Promises an instruction that claims the number of what alice sent first, or another. */
  const promise = async (id: string, number?: string): Promise<Pending> => {
    const { from: sender, device, number: used } = knownEnvelope(first().envelope).instruction
    const claim = { sender, device, number: number ?? used }
    const pending = { id, envelope: id, receivedAt: 1n, ...claim }
    const { stored } = outbox.store(pending)
    await clock.tickAsync(10)
    await stored
    return pending
  }
  const route = { homes: [bank], receivers: [], subject: 'alice' }
  const idOfFirst = () => first().id

  it('send what is confidential apart from all else, with a salt of its own for each try', async () => {
    answer = () => ({ status: 'repeated' })
    const pending = { ...(await promise('hidden', '99999')), confidential: 'a text' }
    const open = await promise('open', '99998')
    const alone = { ...route, isConfidential: true }
    lanes.push(pending, alone)
    lanes.push(open, route)
    await until(() => asked.length >= 2)
    expect(asked.slice(0, 2)).deep.equal([['hidden'], ['open']])
    const [hidden, shown] = beside
    expect(hidden).include({ 'confidential:hidden': 'a text' })
    expect(hidden?.['salt']).match(/^[A-Za-z0-9_-]{43}$/)
    expect(Object.keys(shown ?? {})).not.include('salt')
    expect([lanes.waitingFor(alone), lanes.expectedWaitSeconds({ ...alone, subject: 'x' })]).deep.equal([undefined, 0])
  })

  it('settle what the ledger knows already when it says that the number was used', async () => {
    answer = () => ({ status: 'repeated' })
    const pending = await promise(idOfFirst())
    lanes.push(pending, route)
    await until(() => outbox.size === 0)
    expect([rejected, again]).deep.equal([[], []])
  })

  it('reject what another instruction was before, and name that one', async () => {
    answer = () => ({ status: 'repeated' })
    const pending = await promise('late')
    lanes.push(pending, route)
    await until(() => rejected.length === 1)
    const values = { number: pending.number, first: idOfFirst() }
    expect(rejected).deep.equal([{ id: 'late', status: 'rejected', code: 'number_used', values }])
    expect(again).deep.equal([])
  })

  it('ask again after a block, or a second, where the blocks do not tell yet, and not for what is settled meanwhile', async () => {
    answer = () => ({ status: 'repeated' })
    lanes.push(await promise('one', '99999'), route)
    lanes.push(await promise('two', '99998'), route)
    await until(() => asked.flat().length === 2)
    await settle()
    outbox.settle(['two'])
    await clock.tickAsync(900)
    expect(again).deep.equal([])
    await clock.tickAsync(200)
    expect([again, rejected]).deep.equal([['one'], []])
  })

  it('ask the members that a refused instruction turns out to need, once what it builds on has come in', async () => {
    const members: string[][] = []
    const newProposal = (_name: string, { endorsingOrganizations }: { endorsingOrganizations: string[] }) => ({
      endorse: async () => {
        members.push(endorsingOrganizations)
        if (members.length === 1) throw new Error('an endorser refused')
        return { getResult: () => Buffer.from(JSON.stringify([{ status: 'rejected', code: 'bad_signature' }])) }
      },
    })
    lanes = new Lanes({
      ...{ projection, outbox, follower, log: pino({ level: 'silent' }), metrics: createMetrics() },
      ...{ lanesPerHome: 2, batchMaximum: 10, contract: { newProposal } as never, freshen: (text: string) => text },
      endorsers: new Endorsers(bank, { peerOrganisations: [bank, supplier], quorum: 1 }),
    })
    lanes.onRejected((outcome) => rejected.push(outcome))
    lanes.onRoute(() => ({ ...route, receivers: [supplier] }))
    lanes.push(await promise('early', '99997'), route)
    await until(() => rejected.length === 1)
    expect(members).deep.equal([[bank], [bank, supplier]])
  })

  it('do nothing about an instruction that nobody waits for any more', async () => {
    answer = () => ({ status: 'repeated' })
    const pending = await promise('gone', '99999')
    outbox.settle(['gone'])
    lanes.push(pending, route)
    await until(() => asked.length === 1)
    await clock.tickAsync(2_000)
    expect([again, rejected]).deep.equal([[], []])
  })

  it('tell an outage of those who wait, whom they wait for each once, and a doubted clock', async () => {
    const outages: string[][] = []
    let doubts = 0
    lanes.onOutage((ids) => outages.push(ids))
    lanes.onClockDoubted(() => {
      doubts += 1
    })
    answer = () => {
      throw absent(bank)
    }
    const subjects = ['alice', 'bob', 'carol', 'dora']
    const promised = await Promise.all(subjects.map((subject, index) => promise(subject, `9999${index}`)))
    for (const [index, pending] of promised.entries()) lanes.push(pending, { ...route, subject: subjects[index] ?? '' })
    expect(lanes.missing).deep.equal([])
    await until(() => lanes.missing.length > 0 && outages.flat().length >= 4)
    expect(lanes.missing).deep.equal([bank])
    expect(doubts).equal(0)
    answer = () => {
      const words = 'the transaction time lies outside this endorser’s clock bound'
      throw new GatewayError({ code: status.ABORTED, details: [], message: words, cause: new Error(words) as never })
    }
    await until(() => doubts > 0)
  })

  it('do other work in the lane of what it changes, when no transaction of that is in flight', async () => {
    answer = () => ({ status: 'rejected' })
    const steps: string[] = []
    lanes.push(await promise('one', '99999'), route)
    await lanes.alone(route, async () => steps.push(`after ${asked.flat().length}`))
    expect(steps).to.have.lengthOf(1)
    await until(() => asked.length === 1)
    const failure = await lanes
      .alone(route, () => Promise.reject(new Error('no')))
      .catch((error: Error) => error.message)
    expect(failure).equal('no')
  })
})
