import { join } from 'node:path'
import { expect } from 'chai'
import type { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { Answering, type Told } from '../../../../terminal/sdk/matching/answering.ts'
import type { Content } from '../../../../terminal/sdk/matching/content.ts'
import {
  type DeliveryMeans,
  deliver,
  deliveryBody,
  dueDeliveries,
  keepContent,
  openDelivered,
} from '../../../../terminal/sdk/matching/delivery.ts'
import { type Listed, readRecommendation } from '../../../../terminal/sdk/matching/records.ts'
import { createProfile, profileContentKeys } from '../../../../terminal/sdk/node/profile.ts'
import { createSealKey } from '../../../../terminal/sdk/node/seal-key-file.ts'
import { acceptedDocument, FakeGateway } from '../../support/fake-gateway.ts'
import { ask, freshId, page, recommended as recommendedTo } from '../../support/matching.ts'
import { aliceAt, rejection, withFolder } from '../../support/scene.ts'

const numbers: Content = { kind: 'numbers', title: 'Prices', values: ['560.25'] }
const codeOf = async (promise: Promise<unknown>): Promise<string> => (await rejection<TerminalFault>(promise)).code

describe('what is delivered for a recommendation', () => {
  let gateway: FakeGateway
  beforeEach(async () => {
    gateway = await new FakeGateway().listen()
  })
  afterEach(() => gateway.close())

  const recommended = async (folder: string) => {
    const profile = await createProfile(join(folder, 'alice'), { participant: 'alice', name: 'alice' })
    const contentKeys = profileContentKeys(profile)
    const { terminal } = aliceAt(gateway)
    const bob = await createSealKey(join(folder, 'bob.key'), freshId())
    gateway.pages.set('/v1/participants/bob/seal-keys', page({ device: bob.device, publicKey: bob.publicKey }))
    const certificateKeys: string[] = []
    const means: DeliveryMeans = {
      ...{ contentKeys, goodForMilliseconds: 60_000 },
      sealCertificate: async (certificate) => {
        certificateKeys.push(certificate)
        return undefined
      },
    }
    return { terminal, means, bob, certificateKeys, target: await keepContent(terminal, numbers, contentKeys) }
  }

  const atBob = (participant = 'bob') => ({
    participant,
    readBytes: async (path: string) => Uint8Array.from(gateway.laid.get(path.split('?')[0] ?? '') ?? []),
  })

  it('S3-056 S3-074 goes to the receiver’s device sealed, and opens there once it was accepted', () =>
    withFolder(async (folder) => {
      const { terminal, means, bob, target } = await recommended(folder)
      const recommendation = freshId()
      const body = await deliveryBody(terminal, { recommendation, to: 'bob', target }, means)
      const row: Listed<'deliveries'> = {
        ...{ recommendation, participant: 'bob', home: 'BankMSP', recommender: 'alice', recommenderHome: 'BankMSP' },
        ...{ target, sealedKey: body.sealedKey, until: body.until, status: 'accepted' },
      }
      expect(await openDelivered(atBob(), row, bob)).deep.equal(numbers)
      for (const status of ['delivered', 'rejected', 'no-certificate'] as const)
        expect(await codeOf(openDelivered(atBob(), { ...row, status }, bob)), status).equal('delivery_not_accepted')
      expect(await codeOf(openDelivered(atBob('eve'), row, bob))).equal('sealed_unreadable')
      expect(await codeOf(openDelivered(atBob(), { ...row, recommendation: freshId() }, bob))).equal(
        'sealed_unreadable',
      )
      for (const part of ['sealedKey', 'target'])
        expect(await codeOf(openDelivered(atBob(), { ...row, [part]: undefined }, bob))).equal('no_key_handed_over')
    }))

  it('S3-074 S3-076 comes to a terminal that has a stub of a server alone: asked, it responds; delivered and accepted, it opens; else neither', () =>
    withFolder(async (folder) => {
      const { terminal, means, target } = await recommended(folder)
      const own = await createSealKey(join(folder, 'alice.key'), freshId())
      gateway.pages.set('/v1/participants/alice/seal-keys', page({ device: own.device, publicKey: own.publicKey }))
      const told: Told['did'][] = []
      const responding = new Answering({
        ...{ terminal, rules: [{ of: 'recommendation', decision: { do: 'answer' } }] },
        ...{ sealOffer: async () => undefined, tell: ({ did }) => void told.push(did) },
      })
      ask(gateway, {})
      await responding.round()
      expect([told, gateway.sent], 'before the request').deep.equal([[], []])
      const request = recommendedTo({ targets: [target.target] })
      const { recommendation } = request
      ask(gateway, { recommendations: [request] })
      await responding.round()
      expect(told).deep.equal(['answered'])
      const { sealedKey, until } = await deliveryBody(terminal, { recommendation, to: 'alice', target }, means)
      const row: Listed<'deliveries'> = {
        ...{ recommendation, participant: 'alice', home: 'BankMSP', recommender: 'bookshop', until, target, sealedKey },
        ...{ recommenderHome: 'SupplierMSP', status: 'delivered' },
      }
      expect(await codeOf(openDelivered(atBob('alice'), row, own)), 'before it is accepted').equal(
        'delivery_not_accepted',
      )
      expect(await openDelivered(atBob('alice'), { ...row, status: 'accepted' }, own)).deep.equal(numbers)
    }))

  it('S3-074 opens nothing while its bytes are missing or altered, says so, changes nothing by that, and opens once they are there', () =>
    withFolder(async (folder) => {
      const { terminal, means, bob, target } = await recommended(folder)
      const recommendation = freshId()
      const body = await deliveryBody(terminal, { recommendation, to: 'bob', target }, means)
      const row: Listed<'deliveries'> = {
        ...{ recommendation, participant: 'bob', home: 'BankMSP', recommender: 'alice', recommenderHome: 'BankMSP' },
        ...{ target, sealedKey: body.sealedKey, until: body.until, status: 'accepted' },
      }
      const before = [structuredClone(row), gateway.received.length]
      for (const path of [...gateway.laid.keys()]) {
        const whole = gateway.laid.get(path) as Buffer
        const flipped = Buffer.from(whole)
        flipped[flipped.length - 1] = (flipped.at(-1) as number) ^ 1
        for (const wrong of [flipped, whole.subarray(1), Buffer.alloc(0)]) {
          gateway.laid.set(path, wrong)
          expect(await codeOf(openDelivered(atBob(), row, bob)), path).oneOf(['sealed_unreadable', 'content_unfit'])
        }
        gateway.laid.set(path, whole)
        expect(await openDelivered(atBob(), row, bob)).deep.equal(numbers)
      }
      expect([row, gateway.received.length]).deep.equal(before)
    }))

  it('S3-056 is delivered by the device that has its key alone, and to devices that can open it', () =>
    withFolder(async (folder) => {
      const { terminal, means, target } = await recommended(folder)
      const foreign = { ...target, target: freshId() }
      const to = { recommendation: freshId(), to: 'bob' }
      expect(await codeOf(deliveryBody(terminal, { ...to, target: foreign }, means))).equal('demand_key_missing')
      gateway.pages.set('/v1/participants/bob/seal-keys', page())
      expect(await codeOf(deliveryBody(terminal, { ...to, target }, means))).equal('no_seal_key')
    }))

  const refusal = (code: string, values: object) => (_received: unknown, id: string) => ({
    ...{ status: 409, body: { id, status: 'refused', outcome: 'refused', code, title: code, values } },
  })

  it('delivers the first target that can still be had, by the key of its own certificate', () =>
    withFolder(async (folder) => {
      const { terminal, means, target, certificateKeys } = await recommended(folder)
      const [instance, certificate, own] = [freshId(), freshId(), freshId()]
      const of = {
        recommendation: freshId(),
        targets: [
          { kind: 'certificate', target: instance, certificate } as const,
          { kind: 'certificate', target: own } as const,
          target,
        ],
      }
      gateway.scripts.push(refusal('not_the_next_target', {}), refusal('not_the_next_target', {}))
      expect((await deliver(terminal, of, { to: 'bob', means })).status).equal('accepted')
      const bodies = gateway.sent.map((text) => JSON.parse(text).instruction.body)
      expect(bodies.map((body) => body.target)).deep.equal([instance, own, target.target])
      expect(bodies.map((body) => 'sealedKey' in body)).deep.equal([false, false, true])
      expect(certificateKeys).deep.equal([certificate, own])
      expect((await deliver(terminal, of, { to: 'bob', named: own, means })).status).equal('accepted')
      expect(JSON.parse(gateway.sent.at(-1) ?? '').instruction.body.target, 'S3-023').equal(own)
    }))

  it('says that nothing can be had, and stops where the receiver is to have nothing more', () =>
    withFolder(async (folder) => {
      const { terminal, means, target } = await recommended(folder)
      const of = { recommendation: freshId(), targets: [target] }
      const unavailable = (_received: unknown, id: string) => ({
        ...{ status: 200, body: acceptedDocument(id, { status: 'no-certificate' }) },
      })
      gateway.scripts.push(refusal('not_the_next_target', {}), unavailable)
      const none = await deliver(terminal, of, { to: 'bob', means })
      expect(none).deep.include({ status: 'accepted', effects: { status: 'no-certificate' } })
      expect(JSON.parse(gateway.sent.at(-1) ?? '').instruction.body).not.have.property('target')
      for (const code of ['delivered_already', 'not_in_time']) {
        const before = gateway.sent.length
        gateway.scripts.push(refusal(code, {}))
        expect(await deliver(terminal, of, { to: 'bob', means })).include({ status: 'refused', code })
        expect(gateway.sent.length - before).equal(1)
      }
    }))

  it('is due to who answered one’s own recommendation in time and was delivered nothing', async () => {
    const { terminal } = aliceAt(gateway)
    const right = (participant: string, recommender = 'alice') => ({
      ...{ recommendation: freshId(), participant, recommender, home: 'BankMSP', answer: freshId(), status: 'in-time' },
    })
    const [bob, carol, own] = [right('bob'), right('carol'), right('alice', 'bookshop')]
    gateway.pages.set('/v1/accounts/alice/rights', page(bob, carol, own))
    const delivered = {
      ...{ recommendation: bob.recommendation, participant: 'bob', home: 'BankMSP', recommender: 'alice' },
      ...{ recommenderHome: 'BankMSP', until: '9', status: 'rejected' },
    }
    gateway.pages.set('/v1/accounts/alice/deliveries', page(delivered))
    expect(await dueDeliveries(terminal)).deep.equal([carol])
  })

  it('S3-076 ignores what a stub of a server says of another recommendation, in whichever part of its answer', async () => {
    const { terminal, events } = aliceAt(gateway)
    const id = freshId()
    const recommendation = {
      ...{
        recommendation: id,
        recommender: 'alice',
        home: 'BankMSP',
        matcher: 'm-service',
        matcherHome: 'SupplierMSP',
      },
      ...{ title: 'A book', identifier: 'BOOK-1', traits: [], parameters: [], strict: false, startedAt: '1' },
      ...{ window: { form: 'duration', milliseconds: '1' }, targets: [], status: 'open' },
    }
    const of = (name: string) => ({ recommendation: name, participant: 'bob', recommender: 'alice', home: 'BankMSP' })
    const partsOf = (name: string) => ({
      answers: [{ ...of(name), answer: freshId(), verdict: 'in-time', receivedAt: '1' }],
      rights: [{ ...of(name), answer: freshId(), status: 'in-time' }],
      deliveries: [{ ...of(name), recommenderHome: 'BankMSP', until: '9', status: 'no-certificate' }],
      match: {
        ...{
          recommendation: name,
          matcher: 'm-service',
          recommender: 'alice',
          home: 'BankMSP',
          version: 1,
          block: '7',
        },
        ...{ found: 1, list: freshId(), chosen: ['bob'], dropped: [], status: 'matched' },
      },
    })
    const view = { recommendation, ...partsOf(id), height: '9' }
    const path = `/v1/recommendations/${id}`
    gateway.pages.set(path, view)
    expect((await readRecommendation(terminal, id)).rights).deep.equal(view.rights)
    const other = freshId()
    const foreign = { recommendation: { ...recommendation, recommendation: other }, ...partsOf(other) }
    for (const [part, value] of Object.entries(foreign)) {
      gateway.pages.set(path, { ...view, [part]: value })
      expect(await codeOf(readRecommendation(terminal, id)), part).equal('answer_dropped')
    }
    const reasons = events.map((one) => ('reason' in one ? one.reason : ''))
    expect(reasons).deep.equal(Object.keys(foreign).map(() => 'foreign_id'))
    expect(gateway.sent).deep.equal([])
  })
})
