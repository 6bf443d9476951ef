import { expect } from 'chai'
import type { Envelope } from '../../chaincode/envelope.ts'
import { stopProcess } from '../../network/process.ts'
import { readMetric } from '../../network/ready.ts'
import { type OrdererOrganisation, ordererOrganisations } from '../../network/topology.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { gateways, report, startEverything, topology } from './support/network.ts'
import { type Answer, get, idOf, openSession, Person, post, waitForOutcome } from './support/people.ts'
import { requireProof } from './support/proof.ts'
import { fund, readScene, register, type Scene } from './support/scene.ts'

/** What is said of an instruction that is kept until whoever is needed runs again. */
const waitsFor = (organisation: string) => ({
  ...{ code: 'organisation_unavailable', outcome: 'pending', values: { organisation } },
})

/** Sends an instruction until it is said for whom it waits, which may take longer than one request does; it is kept all the while. */
const requirePromise = async (url: string, envelope: Envelope, organisation: string): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    const { status, body } = await post(url, envelope)
    if (status !== 503 && tries < 10) {
      expect([status, body.status], JSON.stringify(body)).to.deep.equal([202, 'pending'])
      continue
    }
    expect(status).to.equal(503)
    expect(body).to.deep.include(waitsFor(organisation))
    return
  }
}

/** Ends a process as if its machine had failed. */
const fail = (process: string) => stopProcess(topology.dataFolder, process, 0)

const leads = async ({ orderer }: OrdererOrganisation): Promise<boolean> =>
  (await readMetric(orderer.operationsPort, 'consensus_etcdraft_is_leader')) === 1

/** The orderers' leader, and the others. */
const orderersByRank = async (): Promise<string[]> => {
  const all = await Promise.all(ordererOrganisations(topology).map(async (one) => ({ one, isFirst: await leads(one) })))
  return all.toSorted((a, b) => Number(b.isFirst) - Number(a.isFirst)).map(({ one }) => `orderer-${one.name}`)
}

describe('a network of which one part is down', () => {
  let scene: Scene
  let ines: Person
  let joan: Person
  let kurt: Person
  /** What each of them must hold in the end. */
  const expected = new Map<Person, bigint>()
  /** What was sent, and the outcome that it came to. */
  const sent: { envelope: Envelope; outcome?: Answer['body'] }[] = []

  const homes = () =>
    [
      [ines, gateways.bank, 'BankMSP'],
      [joan, gateways.institution, 'InstitutionMSP'],
      [kurt, gateways.supplier, 'SupplierMSP'],
    ] as const

  before(async () => {
    scene = await readScene()
    ines = await register('bank', scene.registrars.bank, new Person('outage-ines'))
    joan = await register('institution', scene.registrars.institution, new Person('outage-joan'))
    kurt = await register('supplier', scene.registrars.supplier, new Person('outage-kurt'))
    for (const [person] of homes()) {
      await fund(scene, person, '1000')
      expected.set(person, 1_000n)
    }
  })

  const pay = (from: Person, to: Person): Envelope => {
    expected.set(from, (expected.get(from) ?? 0n) - 1n)
    expected.set(to, (expected.get(to) ?? 0n) + 1n)
    const envelope = from.envelope('voucher.transfer', {
      ...{ voucher: scene.voucher, to: to.participant, quantity: '1' },
    })
    sent.push({ envelope })
    return envelope
  }
  const acceptance = (): Envelope => {
    const envelope = kurt.envelope('participant.accept', { accepts: 'all' })
    sent.push({ envelope })
    return envelope
  }

  /** What needs nobody but those who are left is honoured, both ways, and what nobody may do is refused as ever. */
  const goesOn = async (url: string) => {
    for (const envelope of [pay(ines, joan), pay(joan, ines)]) {
      const { status, body } = await post(url, envelope, 60)
      expect([status, body.status], JSON.stringify(body)).to.deep.equal([200, 'accepted'])
    }
    const tooMuch = { voucher: scene.voucher, to: joan.participant, quantity: '999999' }
    const { body } = await post(url, ines.envelope('voucher.transfer', tooMuch), 60)
    expect(body.code).to.equal('exceeds_available_quantity')
  }

  /** Once all runs again, everything that was sent comes to one outcome, is told the same again, and moved what it says once. */
  const resumes = async () => {
    await startEverything()
    for (const one of sent) {
      const { body } = await waitForOutcome(gateways.supplier, idOf(one.envelope), 120)
      expect(body.status, JSON.stringify(body)).to.equal('accepted')
      one.outcome ??= body
      expect((await post(gateways.institution, one.envelope, 60)).body).to.deep.equal(one.outcome)
    }
    await waitUntilAllStand(topology)
    for (const [person, url, mspId] of homes()) {
      const { body } = await get(url, `/v1/accounts/${person.participant}`, await openSession(url, mspId, person))
      expect(BigInt(body.balances[scene.voucher].available), person.participant).to.equal(expected.get(person))
    }
  }

  for (const [what, process] of [
    ['a peer', 'peer-supplier'],
    ['the process of its chaincode', 'chaincode-ledger-supplier'],
  ] as const) {
    it(`SX-011 without ${what} goes on where the others are enough, promises the rest by name, and resumes with nothing lost or doubled`, async () => {
      await fail(process)
      await goesOn(gateways.institution)
      for (const envelope of [pay(kurt, joan), pay(ines, kurt)])
        await requirePromise(gateways.institution, envelope, 'SupplierMSP')
      await goesOn(gateways.bank)
      await resumes()
    })
  }

  it('SX-011 without a server goes on at the others, keeps nothing of what only it can take, and takes it once it is back', async () => {
    await fail('gateway-supplier')
    await goesOn(gateways.bank)
    const envelope = acceptance()
    const { status, body } = await post(gateways.institution, envelope)
    expect([status, body.code]).to.deep.equal([503, 'home_gateway_unavailable'])
    const passing = pay(kurt, joan)
    // Its customers reach the home of the voucher through any other server.
    expect((await post(gateways.bank, passing, 60)).body).to.include({ status: 'accepted' })
    await startEverything()
    expect((await post(gateways.institution, envelope, 60)).body).to.include({ status: 'accepted' })
    await resumes()
  })

  it('SX-011 without an orderer, though it leads, goes on with everything; without two promises all; and resumes with nothing lost or doubled', async () => {
    const [leader = '', second = ''] = await orderersByRank()
    await fail(leader)
    // Until the others have chosen another leader, it is promised.
    const first = pay(ines, joan)
    const { body: answer } = await post(gateways.institution, first, 60)
    if (answer.code !== undefined) expect(answer).to.deep.include(waitsFor('ordering-service'))
    expect((await waitForOutcome(gateways.institution, idOf(first))).body).to.include({ status: 'accepted' })
    await goesOn(gateways.institution)
    expect((await post(gateways.institution, pay(kurt, ines), 60)).body).to.include({ status: 'accepted' })
    await fail(second)
    for (const envelope of [pay(ines, joan), pay(kurt, ines)])
      await requirePromise(gateways.institution, envelope, 'ordering-service')
    await resumes()
  })

  it('SX-011 leaves a chain that an auditor proves', async () => {
    await requireProof(topology, report)
  })
})
