import { setTimeout as pause } from 'node:timers/promises'
import { status } from '@grpc/grpc-js'
import { GatewayError } from '@hyperledger/fabric-gateway'
import { expect } from 'chai'
import { pino } from 'pino'
import { Endorsers } from '../../../gateway/lanes/endorsers.ts'
import { Lanes } from '../../../gateway/lanes/lanes.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import type { Pending } from '../../../gateway/outbox/outbox.ts'

const [bank, institution, supplier] = ['BankMSP', 'InstitutionMSP', 'SupplierMSP'] as const

const outageOf = (organisation: string): Error => {
  const message = `failed to find any endorsing peers for org(s): ${organisation}`
  return new GatewayError({ code: status.UNAVAILABLE, details: [], cause: new Error(message) as never, message })
}

/** Lanes over a network in which organisations can be absent; what they bring to an outcome, and what they say of outages. */
const openLanes = () => {
  const absent = new Set<string>()
  const done: string[] = []
  const outages: string[] = []
  const newProposal = (_name: string, asked: { arguments: string[]; endorsingOrganizations: string[] }) => ({
    endorse: async () => {
      const missing = asked.endorsingOrganizations.find((organisation) => absent.has(organisation))
      if (missing !== undefined) throw outageOf(missing)
      done.push(...asked.arguments)
      // What the endorsers say is not recorded, so that nothing has to be submitted.
      return { getResult: () => Buffer.from(JSON.stringify(asked.arguments.map(() => ({ status: 'rejected' })))) }
    },
  })
  const lanes = new Lanes({
    ...{
      endorsers: new Endorsers(bank, { peerOrganisations: [bank, institution, supplier], quorum: 2 }),
      lanesPerHome: 2,
      batchMaximum: 10,
    },
    ...{ contract: { newProposal }, metrics: createMetrics(), log: pino({ level: 'silent' }) },
    freshen: (text: string) => text,
    projection: { rowText: () => undefined },
  } as unknown as ConstructorParameters<typeof Lanes>[0])
  lanes.onOutage((ids) => outages.push(...ids))
  const push = (id: string, ...receivers: string[]) =>
    lanes.push({ id, envelope: id } as Pending, { homes: [bank], receivers, subject: 'alice' })
  return { lanes, absent, done, outages, push }
}

const until = async (isSo: () => boolean): Promise<void> => {
  for (let turns = 0; turns < 300 && !isSo(); turns += 1) await pause(10)
  expect(isSo()).equal(true)
}

describe('gifts to customers of an absent organisation', () => {
  let opened: ReturnType<typeof openLanes>
  beforeEach(() => {
    opened = openLanes()
  })
  afterEach(() => opened.lanes.stop())

  it('wait without holding up what the same sender sends to others, and go on once it is back', async () => {
    const { lanes, absent, done, outages, push } = opened
    absent.add(supplier)
    push('a', bank)
    push('b', supplier)
    push('c', institution)
    push('d', supplier)
    await until(() => done.length === 2 && outages.includes('b'))
    expect([...done].sort()).deep.equal(['a', 'c'])
    expect(lanes.waitingFor({ homes: [bank], receivers: [supplier] })).equal(supplier)
    expect(lanes.waitingFor({ homes: [bank], receivers: [institution] })).equal(undefined)
    push('e', supplier)
    push('f', institution)
    await until(() => done.includes('f'))
    expect(done).not.include('e')
    absent.clear()
    await until(() => done.length === 6)
    expect(lanes.waitingFor({ homes: [bank], receivers: [supplier] })).equal(undefined)
  })

  it('hold up everything only where the absent organisation is the home of the accounts that change', async () => {
    const { lanes, absent, done, push } = opened
    absent.add(bank)
    push('a', institution)
    push('b', supplier)
    await until(() => lanes.waitingFor({ homes: [bank], receivers: [] }) === bank)
    expect(done).deep.equal([])
    absent.clear()
    await until(() => done.length === 2)
  })
})
