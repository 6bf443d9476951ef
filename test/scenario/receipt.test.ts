import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { Envelope } from '../../chaincode/envelope.ts'
import type { Body } from '../../chaincode/vocabulary.ts'
import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { connectFabric } from '../../gateway/fabric/connect.ts'
import { matcherParticipant } from '../../scripts/matcher.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { gateways, startEverything, stopPeer, topology } from './support/network.ts'
import { honoured, idOf, Person, post, waitForOutcome } from './support/people.ts'
import { readScene, type Scene } from './support/scene.ts'

const provableMilliseconds = 30_000

/** A row as the supplier's peer has it. */
const rowOf = async (key: string) => {
  const configuration = JSON.parse(readFileSync(join(topology.dataFolder, 'gateways', 'supplier.json'), 'utf8'))
  const fabric = connectFabric(configuration)
  try {
    const options = { arguments: [key], endorsingOrganizations: [configuration.mspId] }
    return JSON.parse(Buffer.from(await fabric.contract('query').evaluate('get', options)).toString())
  } finally {
    fabric.close()
  }
}

const until = (moment: number) => sleep(Math.max(0, moment - Date.now()))

describe('what is judged by its receipt', () => {
  let scene: Scene
  let shop: Person
  let reader: Person
  let other: Person
  const needs = [{ identifier: 'RECEIPT-BOOK', traits: [], parameters: [] }]
  const profile = { matcher: matcherParticipant, fields: [], traits: [], needs, status: 'active' as const }

  const register = async (organisation: 'bank' | 'supplier', person: Person, roles: DeviceRole[]): Promise<Person> => {
    const body = { participant: person.participant, type: 'person', device: person.newDevice(roles) } as const
    await honoured(gateways[organisation], scene.registrars[organisation], 'participant.register', body)
    return person
  }

  before(async () => {
    scene = await readScene()
    shop = await register('supplier', new Person('receipt-bookshop'), ['merchant'])
    reader = await register('bank', new Person('receipt-reader'), ['customer'])
    other = await register('bank', new Person('receipt-rival'), ['customer'])
    for (const one of [reader, other]) await honoured(gateways.bank, one, 'profile.set', profile)
  })

  const content = digest('what is said of a book')

  /** Waits until the network's service has asked somebody. */
  const untilAsked = async (recommendation: string, { participant }: Person): Promise<void> => {
    for (;;) {
      if ((await rowOf(`recommendation-request~${recommendation}~${participant}`)) !== null) return
      await sleep(200)
    }
  }

  /** Has the supplier's shop recommend something; gives its name once both were asked and every gateway knows it. */
  const opened = async (window: Body<'recommendation.open'>['windows'][number]): Promise<string> => {
    const envelope = shop.envelope('recommendation.open', {
      ...{ matcher: matcherParticipant, title: 'A book', identifier: 'RECEIPT-BOOK', traits: [], parameters: [] },
      ...{ windows: [window], targets: [{ kind: 'goods', target: content }] },
    })
    const { status, body } = await post(gateways.supplier, envelope)
    expect([status, body.status], JSON.stringify(body)).to.deep.equal([200, 'accepted'])
    for (const one of [reader, other]) await untilAsked(idOf(envelope), one)
    await waitUntilAllStand(topology)
    return idOf(envelope)
  }

  /** Sends an answer that cannot reach the ledger now; gives the time of receipt that the bank promises it with. */
  const promised = async (envelope: Envelope): Promise<number> => {
    const { status, body } = await post(gateways.bank, envelope, 0)
    expect(status === 202 || body.code === 'organisation_unavailable', JSON.stringify(body)).to.equal(true)
    expect(body.receivedAt).to.match(/^[0-9]{13}$/)
    return Number(body.receivedAt)
  }

  it('S3-027 is answered in time; what is accepted marks who recommended, and the home’s sweeper folds the mark', async () => {
    const recommendation = await opened({ form: 'duration', milliseconds: '600000' })
    expect((await honoured(gateways.bank, reader, 'recommendation.answer', { recommendation })).verdict).to.equal(
      'in-time',
    )
    const again = await post(gateways.bank, reader.envelope('recommendation.answer', { recommendation }))
    expect(again.body.code).to.equal('answered_already')
    const delivery = { recommendation, participant: reader.participant, target: content }
    const until = String(Date.now() + 600_000)
    await honoured(gateways.supplier, shop, 'recommendation.deliver', { ...delivery, until })
    await waitUntilAllStand(topology)
    await honoured(gateways.bank, reader, 'recommendation.accept', { recommendation })
    const key = `reputation~${shop.participant}`
    let row = await rowOf(key)
    for (; row === null; row = await rowOf(key)) await sleep(200)
    expect(row).to.deep.equal({
      participant: shop.participant,
      home: 'SupplierMSP',
      interactions: '1',
      counterparties: '1',
    })
  })

  it('S3-040 stays in time with a needed peer down for 20 seconds, in which the window ends', async () => {
    const at = Date.now() + 25_000
    const recommendation = await opened({ form: 'moment', at: `${at}`, zone: 'Asia/Shanghai' })
    await until(at - 12_000)
    // What is under way as the peer stops holds up nothing behind it.
    for (const one of [reader, other]) await post(gateways.bank, one.envelope('profile.set', profile), 0)
    await stopPeer('bank')
    const down = Date.now()
    const [inTime, late] = [reader, other].map((one) => one.envelope('recommendation.answer', { recommendation }))
    // As late as may be, so that the ledger has as long as may be to come back.
    await until(at - 1_000)
    const receivedAt = await promised(inTime as Envelope)
    expect(receivedAt).to.be.at.most(at)
    await until(at + 1)
    await promised(late as Envelope)
    await until(down + 20_000)
    await startEverything()
    const { body } = await waitForOutcome(gateways.bank, idOf(inTime as Envelope))
    expect(body, JSON.stringify(body)).to.deep.include({
      ...{ status: 'accepted', effects: { verdict: 'in-time', receivedAt: `${receivedAt}` } },
    })
    const { body: after } = await waitForOutcome(gateways.bank, idOf(late as Envelope))
    expect(after.effects.verdict, JSON.stringify(after)).to.equal('late')
    const answer = await rowOf(`answer~${recommendation}~${idOf(inTime as Envelope)}`)
    expect(answer).to.include({ verdict: 'in-time', receivedAt: `${receivedAt}`, participant: reader.participant })
  })

  it('S3-040 is not provable at 31 seconds: its number is unused, and a new try with the same number is honoured', async () => {
    const recommendation = await opened({ form: 'duration', milliseconds: '600000' })
    await stopPeer('bank')
    const envelope = other.envelope('recommendation.answer', { recommendation })
    const receivedAt = await promised(envelope)
    await until(receivedAt + provableMilliseconds + 1_000)
    await startEverything()
    const { body } = await waitForOutcome(gateways.bank, idOf(envelope))
    expect(body).to.deep.include({
      ...{ status: 'rejected', code: 'receipt_not_provable', values: { receivedAt: `${receivedAt}` } },
    })
    expect(await rowOf(`answer~${recommendation}~${idOf(envelope)}`)).to.equal(null)
    const { number } = envelope.instruction
    const again = other.envelope('recommendation.answer', { recommendation }, { number })
    expect(idOf(again)).not.to.equal(idOf(envelope))
    const { body: outcome } = await post(gateways.bank, again)
    expect([outcome.status, outcome.number], JSON.stringify(outcome)).to.deep.equal(['accepted', number])
    expect(outcome.effects.verdict).to.equal('in-time')
    await waitUntilAllStand(topology)
  })
})
