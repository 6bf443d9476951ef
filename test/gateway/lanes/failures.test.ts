import { status } from '@grpc/grpc-js'
import { GatewayError } from '@hyperledger/fabric-gateway'
import { expect } from 'chai'
import { pino } from 'pino'
import sinon from 'sinon'
import { Endorsers } from '../../../gateway/lanes/endorsers.ts'
import { Lane, type LaneOptions } from '../../../gateway/lanes/lane.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import type { Pending } from '../../../gateway/outbox/outbox.ts'

const [bank, institution] = ['BankMSP', 'InstitutionMSP'] as const

const said = (code: number, message: string) => ({ code, details: [], cause: new Error(message) as never, message })
const absent = (organisation: string) =>
  new GatewayError(said(status.UNAVAILABLE, `no peers available for org(s): ${organisation}`))
const wrongClock = () =>
  new GatewayError(
    said(status.ABORTED, 'the transaction time lies outside this endorser’s clock bound for org(s): BankMSP'),
  )

type Outcomes = (ids: string[]) => object[]
const accepted: Outcomes = (ids) => ids.map((id) => ({ id, status: 'accepted', effects: {} }))

/** What the network does with the tries of a lane, one after the other; with all later ones it does what it should. */
interface Network {
  endorsing?: (Error | undefined)[]
  submitting?: (Error | undefined)[]
  /** What the blocks say of a transaction; null where no block holds it in time. */
  validations?: (string | null)[]
  outcomes?: Outcomes
  organisations?: string[]
  quorum?: number
  /** The organisations that an instruction turns out to need. */
  needs?: readonly string[]
}

const openLane = (network: Network = {}) => {
  const { endorsing = [], submitting = [], validations = [], outcomes = accepted } = network
  const [tries, committed, asked]: [string[][], string[][], string[][]] = [[], [], []]
  const told = { rejected: [] as object[], repeated: [] as string[], outages: [] as [string[], string][], doubts: 0 }
  const contract = {
    newProposal: (
      _name: string,
      { arguments: ids, endorsingOrganizations }: { arguments: string[]; endorsingOrganizations: string[] },
    ) => ({
      endorse: async () => {
        tries.push(ids)
        asked.push(endorsingOrganizations)
        const failure = endorsing.shift()
        if (failure !== undefined) throw failure
        return {
          getResult: () => Buffer.from(JSON.stringify(outcomes(ids))),
          getTransactionId: () => 'tx',
          submit: async () => {
            const lost = submitting.shift()
            if (lost !== undefined) throw lost
            committed.push(ids)
          },
        }
      },
    }),
  }
  const metrics = createMetrics()
  const lane = new Lane({
    ...{ contract, metrics, log: pino({ level: 'silent' }), homes: [bank], batchMaximum: 20 },
    endorsers: new Endorsers(bank, {
      peerOrganisations: network.organisations ?? [bank, institution],
      quorum: network.quorum ?? 1,
    }),
    follower: {
      waitFor: async () => {
        const validation = validations.shift()
        return validation === null ? undefined : { validation: validation ?? 'VALID' }
      },
    },
    events: {
      rejected: (outcome: object) => told.rejected.push(outcome),
      repeated: (id: string) => told.repeated.push(id),
      outage: (ids: string[], organisation: string) => told.outages.push([ids, organisation]),
      clockDoubted: () => {
        told.doubts += 1
      },
      needs: () => network.needs ?? [],
    },
    freshen: (text: string) => text,
    projection: { rowText: () => undefined },
  } as unknown as LaneOptions)
  const push = (...ids: string[]) => {
    for (const id of ids) {
      lane.push({ pending: { id, sender: id, envelope: id } as Pending, stored: Promise.resolve(), needs: [bank] })
    }
  }
  return { lane, tries, asked, committed, told, push, metrics }
}

const notEndorsed = (id: string) => ({ id, status: 'rejected', code: 'not_endorsed', values: {} })

describe('a lane before a network that fails', () => {
  let clock: sinon.SinonFakeTimers
  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  })
  afterEach(() => clock.restore())

  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await clock.tickAsync(10)
  }

  it('gives up what the network refuses three times alone, and only that', async () => {
    const refusal = () => new Error('the chaincode has failed')
    // The pair once, then each alone: the first three times, the other never again.
    const { tries, committed, told, push } = openLane({ endorsing: [refusal(), refusal(), refusal(), refusal()] })
    push('a', 'b')
    await until(() => committed.length === 1)
    expect(tries).deep.equal([['a', 'b'], ['a'], ['a'], ['a'], ['b']])
    expect(told.rejected).deep.equal([notEndorsed('a')])
    expect(committed).deep.equal([['b']])
  })

  it('waits a second before it asks again what was refused', async () => {
    const { tries, committed, push } = openLane({ endorsing: [new Error('the chaincode has failed')] })
    push('a')
    await until(() => tries.length === 1)
    await clock.tickAsync(900)
    expect(tries).to.have.lengthOf(1)
    await clock.tickAsync(200)
    expect(committed).deep.equal([['a']])
  })

  it('counts a transaction that the peers found invalid as refused, and makes a lost one anew for ever', async () => {
    const invalid = Array.from({ length: 3 }, () => 'ENDORSEMENT_POLICY_FAILURE')
    const first = openLane({ validations: invalid })
    first.push('a')
    await until(() => first.told.rejected.length === 1)
    expect([first.committed.length, first.told.rejected]).deep.equal([3, [notEndorsed('a')]])
    const lost = openLane({ validations: [null, null, null, null] })
    lost.push('a')
    await until(() => lost.committed.length === 5)
    expect(lost.told.rejected).deep.equal([])
  })

  it('counts each transaction by what became of it', async () => {
    const { committed, push, metrics } = openLane({ validations: ['MVCC_READ_CONFLICT', null] })
    push('a')
    await until(() => committed.length === 3)
    const { values } = await metrics.transactions.get()
    const counted = Object.fromEntries(values.map(({ labels, value }) => [labels.validation, value]))
    expect(counted).deep.equal({ MVCC_READ_CONFLICT: 1, UNKNOWN: 1, VALID: 1 })
  })

  it('tells what the ledger took no notice of, each by the id under which it is known here', async () => {
    const outcomes: Outcomes = () => [
      { status: 'rejected', code: 'bad_signature', values: {}, id: 'another' },
      { status: 'repeated' },
      { status: 'accepted', effects: {}, id: 'c' },
    ]
    const { committed, told, push } = openLane({ outcomes })
    push('a', 'b', 'c')
    await until(() => committed.length === 1)
    await clock.tickAsync(10)
    const [rejected] = told.rejected
    expect(rejected).deep.equal({ status: 'rejected', code: 'bad_signature', values: {}, id: 'a' })
    expect([told.rejected.length, told.repeated]).deep.equal([1, ['b']])
  })

  it('holds all that it has while the ordering service does not answer, and says so of what queues too', async () => {
    const lost = Object.assign(new GatewayError(said(status.UNAVAILABLE, 'no orderer')), { name: 'SubmitError' })
    const { lane, tries, committed, told, push } = openLane({ submitting: [lost] })
    push('a')
    await until(() => tries.length === 1)
    push('b')
    await until(() => told.outages.length === 1)
    expect(told.outages[0]?.[1]).equal('ordering-service')
    expect(lane.waitingFor).equal('ordering-service')
    await until(() => committed.length === 2)
    expect([lane.waitingFor, committed]).deep.equal([undefined, [['a'], ['b']]])
  })

  it('names the absent home of its accounts, and what queued behind it', async () => {
    const { lane, tries, told, push } = openLane({ endorsing: [absent(bank)] })
    push('a')
    await until(() => tries.length === 1)
    push('b')
    await until(() => lane.waitingFor === undefined && tries.length > 1)
    expect(told.outages[0]?.[1]).equal(bank)
    expect(told.doubts).equal(0)
  })

  it('S3-040 expects no wait while an organisation is absent, so that what comes then is kept and not turned away as too much', async () => {
    const { lane, committed, told, push } = openLane({ endorsing: [absent(bank)] })
    push('a')
    await until(() => told.outages.length === 1)
    push(...Array.from({ length: 1_000 }, (_, index) => `b${index}`))
    expect(lane.expectedWaitSeconds).equal(0)
    await until(() => committed.flat().length === 1_001)
  })

  it('has the clocks compared when an endorser refused for the time', async () => {
    const { committed, told, push } = openLane({ endorsing: [wrongClock()] })
    push('a')
    await until(() => committed.length === 1)
    expect([told.doubts, told.outages]).deep.equal([1, [[['a'], bank]]])
  })

  it('asks whom an instruction turns out to need, where what it builds on was not known yet as it was taken', async () => {
    const { asked, committed, told, push } = openLane({
      ...{ validations: ['ENDORSEMENT_POLICY_FAILURE'], needs: [institution] },
    })
    push('a')
    await until(() => committed.length === 2)
    expect(asked).deep.equal([[bank], [bank, institution]])
    expect(told.rejected).deep.equal([])
  })

  it('tries no more once it is stopped', async () => {
    const { lane, tries, push } = openLane({ endorsing: Array.from({ length: 9 }, () => absent(bank)) })
    push('a')
    await until(() => tries.length === 1)
    lane.stop()
    push('b')
    await clock.tickAsync(10_000)
    expect(tries.length).most(2)
    expect(tries.flat()).not.include('b')
  })

  it('asks another organisation at once where one that it does not need is absent, and names no outage', async () => {
    const organisations = [bank, institution, 'SupplierMSP']
    const { lane, tries, committed, told, push } = openLane({
      endorsing: [absent(institution)],
      organisations,
      quorum: 2,
    })
    push('a')
    await until(() => committed.length === 1)
    expect([tries.length, told.outages, lane.waitingFor]).deep.equal([2, [], undefined])
  })
})
