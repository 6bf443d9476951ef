import { expect } from 'chai'
import sinon from 'sinon'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { challengeText } from '../../../gateway/services/challenges.ts'
import { Sessions } from '../../../gateway/services/sessions.ts'
import { Device, signatureOver } from '../../support/devices.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { codeOf } from '../support/refused.ts'
import { readStory, type Story } from '../support/story.ts'

describe('sessions', () => {
  let story: Story
  let projection: Projection
  let afterRevocation: Projection
  let sessions: Sessions
  let clock: sinon.SinonFakeTimers
  const secret = new Uint8Array(32).fill(1)
  const at = (mspId: string, key = secret) => new Sessions({ ledger: 'assay', mspId, secret: key, projection })

  before(async () => {
    story = await readStory()
    projection = projectionOf(story.blocks)
    const scene = story.scene.copy()
    const revoke = { participant: 'alice', device: scene.alice.id }
    await scene.honoured(scene.instruct(scene.alice, 'device.revoke', revoke), { gateway: 'BankMSP' })
    afterRevocation = projectionOf(blocksOf(scene.ledger))
  })
  after(() => {
    projection.close()
    afterRevocation.close()
  })
  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date'] })
    sessions = at('BankMSP')
  })
  afterEach(() => clock.restore())

  const claimOf = (device: Device) => ({ participant: device.participant, device: device.id })
  const answerTo = (challenge: string, device: Device, change: object = {}) => ({
    ...claimOf(device),
    challenge,
    signature: signatureOver(
      challengeText({ ledger: 'assay', mspId: 'BankMSP', challenge, ...change }),
      device.privateKey,
    ),
  })
  const openFor = async (device: Device) =>
    (await sessions.open(answerTo(sessions.challenges.issue(claimOf(device)).challenge, device))).token
  const codeOfOpening = (request: Parameters<Sessions['open']>[0]) => codeOf(sessions.open(request))
  const codeOfReading = (header: string | undefined, where = sessions) => codeOf(where.read(header))

  it('tell who asks, with the roles and the home that the ledger gives the device now', async () => {
    const token = await openFor(story.scene.treasury)
    expect(await sessions.read(`Bearer ${token}`)).to.deep.equal({
      ...claimOf(story.scene.treasury),
      home: 'InstitutionMSP',
      roles: ['issuer', 'customer'],
    })
  })

  it('take a challenge once', async () => {
    const { challenge } = sessions.challenges.issue(claimOf(story.scene.alice))
    const answer = answerTo(challenge, story.scene.alice)
    await sessions.open(answer)
    expect(await codeOfOpening(answer)).to.equal('bad_signature')
  })

  it('SX-012 take no challenge after a minute, nor after a wrong answer', async () => {
    const { alice } = story.scene
    const late = sessions.challenges.issue(claimOf(alice))
    clock.tick(60_001)
    expect(await codeOfOpening(answerTo(late.challenge, alice))).to.equal('bad_signature')
    const { challenge } = sessions.challenges.issue(claimOf(alice))
    const good = answerTo(challenge, alice)
    expect(await codeOfOpening({ ...good, signature: 'A'.repeat(86) })).to.equal('bad_signature')
    expect(await codeOfOpening(good)).to.equal('bad_signature')
  })

  const wrong: [string, (challenge: string, devices: Story['scene']) => Parameters<Sessions['open']>[0]][] = [
    ['of another device', (challenge, { bob }) => answerTo(challenge, bob)],
    ['for another ledger', (challenge, { alice }) => answerTo(challenge, alice, { ledger: 'elsewhere' })],
    ['for another gateway', (challenge, { alice }) => answerTo(challenge, alice, { mspId: 'SupplierMSP' })],
    ['to a challenge that nobody gave', (_challenge, { alice }) => answerTo('A'.repeat(32), alice)],
    [
      'in another’s name',
      (challenge, { alice, bob }) => ({ ...answerTo(challenge, alice), participant: bob.participant }),
    ],
  ]
  for (const [what, request] of wrong) {
    it(`refuse an answer ${what} as bad_signature`, async () => {
      const { challenge } = sessions.challenges.issue(claimOf(story.scene.alice))
      expect(await codeOfOpening(request(challenge, story.scene))).to.equal('bad_signature')
    })
  }

  it('give a challenge to a stranger too, and no session', async () => {
    const stranger = new Device('stranger', ['customer'])
    const { challenge } = sessions.challenges.issue(claimOf(stranger))
    expect(await codeOfOpening(answerTo(challenge, stranger))).to.equal('bad_signature')
  })

  it('remember a bounded number of challenges', async () => {
    const { alice } = story.scene
    const first = sessions.challenges.issue(claimOf(alice))
    for (let count = 0; count < 10_000; count += 1) sessions.challenges.issue(claimOf(alice))
    expect(await codeOfOpening(answerTo(first.challenge, alice))).to.equal('bad_signature')
  })

  it('SX-012 end after a quarter of an hour', async () => {
    const header = `Bearer ${await openFor(story.scene.alice)}`
    clock.tick(14 * 60_000)
    expect(await codeOfReading(header)).to.equal('none')
    clock.tick(61_000)
    expect(await codeOfReading(header)).to.equal('session_expired')
  })

  it('are good at one gateway, under one secret', async () => {
    const header = `Bearer ${await openFor(story.scene.alice)}`
    expect(await codeOfReading(header, at('SupplierMSP'))).to.equal('session_expired')
    expect(await codeOfReading(header, at('BankMSP', new Uint8Array(32).fill(2)))).to.equal('session_expired')
  })

  it('end when the device is revoked', async () => {
    const header = `Bearer ${await openFor(story.scene.alice)}`
    const there = new Sessions({ ledger: 'assay', mspId: 'BankMSP', secret, projection: afterRevocation })
    expect(await codeOfReading(header)).to.equal('none')
    expect(await codeOfReading(header, there)).to.equal('session_expired')
  })

  const [head, body] = ['{"alg":"none"}', '{"sub":"alice"}'].map((text) => Buffer.from(text).toString('base64url'))
  for (const [header, code] of [
    [undefined, 'session_required'],
    ['', 'session_required'],
    ['Basic YTpi', 'session_required'],
    ['Bearer ', 'session_required'],
    ['Bearer a b', 'session_required'],
    ['Bearer x', 'session_expired'],
    ['Not Bearer x', 'session_required'],
    ['Bearer x y', 'session_required'],
    [`Bearer ${head}.${body}.`, 'session_expired'],
  ] as const) {
    it(`read the header ${header} as ${code}`, async () => {
      expect(await codeOfReading(header)).to.equal(code)
    })
  }
})
