import { expect } from 'chai'
import type { CrashStep } from '../../gateway/crash-point.ts'
import { takeDown } from '../../network/down.ts'
import { listProcesses, stopProcess } from '../../network/process.ts'
import { gateways, restartGateway, startEverything, stopPeer, topology } from './support/network.ts'
import { get, idOf, openSession, Person, post, waitForOutcome } from './support/people.ts'
import { fund, readScene, register, type Scene } from './support/scene.ts'

const availableOf = async (person: Person, url: string, mspId: string, voucher: string): Promise<bigint> => {
  const token = await openSession(url, mspId, person)
  const { body } = await get(url, `/v1/accounts/${person.participant}`, token)
  return BigInt(body['balances'][voucher]?.['available'] ?? '0')
}

describe('faults change no outcome', () => {
  let scene: Scene
  let frank: Person
  let grace: Person
  const frankHas = () => availableOf(frank, gateways.bank, 'BankMSP', scene.voucher)
  const graceHas = () => availableOf(grace, gateways.supplier, 'SupplierMSP', scene.voucher)
  const pay = (from: Person, to: Person, quantity: string) =>
    from.envelope('voucher.transfer', { voucher: scene.voucher, to: to.participant, quantity })

  before(async () => {
    scene = await readScene()
    frank = await register('bank', scene.registrars.bank, new Person('frank'))
    grace = await register('supplier', scene.registrars.supplier, new Person('grace'))
    await fund(scene, frank, '1000')
    await fund(scene, grace, '1000')
  })

  const steps: CrashStep[] = ['received', 'stored', 'endorsed', 'submitted', 'committed', 'answered', 'projected']
  for (const step of steps) {
    it(`has exactly one outcome when the gateway is killed at the step “${step}”, and tells it by the id`, async () => {
      const before = { frank: await frankHas(), grace: await graceHas() }
      await restartGateway('institution', { ASSAY_CRASH_AT: step })
      const transfer = pay(frank, grace, '7')
      const answer = await post(gateways.institution, transfer).catch((error: Error) => error)
      // The answer is on its way before the tables are written, and stays true without them.
      if (step === 'projected' && !(answer instanceof Error)) expect(answer.body['status']).to.equal('accepted')
      else expect(answer, 'the gateway was to die before it answered').to.be.an('error')
      await restartGateway('institution')
      const known = await get(gateways.institution, `/v1/instructions/${idOf(transfer)}`)
      expect(known.status).to.equal(step === 'received' ? 404 : 200)
      if (known.status === 404) await post(gateways.institution, transfer)
      const { body } = await waitForOutcome(gateways.institution, idOf(transfer))
      expect(body['status']).to.equal('accepted')
      expect((await post(gateways.institution, transfer)).body).to.deep.equal(body)
      await waitForOutcome(gateways.supplier, idOf(transfer))
      expect(await frankHas()).to.equal(before.frank - 7n)
      expect(await graceHas()).to.equal(before.grace + 7n)
    })
  }

  it('lets at most as many parallel spends win as the balance allows', async () => {
    const before = await frankHas()
    const share = (before / 3n).toString()
    const spends = Array.from({ length: 8 }, () => pay(frank, grace, share))
    const answers = await Promise.all(
      spends.map((spend, index) => post(Object.values(gateways)[index % 3] as string, spend)),
    )
    const codes = answers.map(({ status, body }) => (status === 200 ? 'accepted' : body['code'])).sort()
    const expected = [...Array(3).fill('accepted'), ...Array(5).fill('exceeds_available_quantity')]
    expect(codes).to.deep.equal(expected)
    expect(await frankHas()).to.equal(before - BigInt(share) * 3n)
  })

  it('keeps going without an organisation that is not needed, and tells which one is missing where it is', async () => {
    await fund(scene, frank, '100')
    await stopPeer('supplier')
    const needless = async () => {
      const { status, body } = await post(gateways.institution, pay(frank, scene.carol, '1'))
      expect(status, JSON.stringify(body)).to.equal(200)
    }
    await needless()
    const needed = [pay(grace, frank, '1'), pay(frank, grace, '1'), pay(frank, grace, '1')]
    for (const envelope of needed) {
      const outage = await post(gateways.institution, envelope)
      expect(outage.status).to.equal(503)
      expect(outage.body).to.include({ code: 'organisation_unavailable', outcome: 'pending' })
      expect(outage.body['values']).to.deep.equal({ organisation: 'SupplierMSP' })
      await needless()
    }
    const state = await get(gateways.institution, '/ready')
    expect(state.status, 'the others go on').to.equal(200)
    expect(state.body['problems'].join()).to.contain('promised work waits for SupplierMSP')
    await startEverything()
    for (const envelope of needed) {
      const { body } = await waitForOutcome(gateways.institution, idOf(envelope), 60)
      expect(body['status']).to.equal('accepted')
    }
  })

  it('S0-050 runs the servers and the terminal as separate processes, each restarted alone, and says which one is missing', async () => {
    const processes = listProcesses(topology.dataFolder).filter(({ name }) => name.startsWith('gateway-'))
    expect(new Set(processes.map(({ pid }) => pid).concat(process.pid)).size).to.equal(4)
    await stopProcess(topology.dataFolder, 'gateway-institution')
    const sent = pay(frank, grace, '1')
    const outage = await post(gateways.supplier, sent)
    expect(outage.body).to.include({ code: 'home_gateway_unavailable', status: 503 })
    expect((await get(gateways.supplier, `/v1/vouchers/${scene.voucher}`)).status).to.equal(200)
    await restartGateway('institution')
    expect((await post(gateways.supplier, sent)).body).to.include({ status: 'accepted' })
    await stopProcess(topology.dataFolder, 'gateway-supplier')
    expect((await post(gateways.institution, pay(frank, grace, '1'))).status).to.equal(200)
    await restartGateway('supplier')
    const outcome = await waitForOutcome(gateways.supplier, idOf(sent))
    expect(outcome.body['status']).to.equal('accepted')
  })

  it('remembers everything over a stop and a start', async () => {
    const before = { frank: await frankHas(), grace: await graceHas() }
    await takeDown(topology)
    await startEverything()
    expect(await frankHas()).to.equal(before.frank)
    expect(await graceHas()).to.equal(before.grace)
    expect((await post(gateways.institution, pay(frank, grace, '1'))).status).to.equal(200)
  })
})
