import { join } from 'node:path'
import { expect } from 'chai'
import { matchingKinds } from '../../../../chaincode/domains/matching/kinds.ts'
import { thumbprint } from '../../../../chaincode/wire/signature.ts'
import { readHandedKey } from '../../../../terminal/sdk/certificates/handover.ts'
import type { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { acceptOffer, type Offer, openDemand, openOffer, sealOffer } from '../../../../terminal/sdk/matching/demand.ts'
import { type Listed, readDemand } from '../../../../terminal/sdk/matching/records.ts'
import { createProfile, profileDemandKeys, profileSealKey } from '../../../../terminal/sdk/node/profile.ts'
import type { ListedInstance } from '../../../../terminal/sdk/purchases.ts'
import { filesBelow, SecretScan } from '../../../support/secret-scan.ts'
import { acceptedDocument, FakeGateway } from '../../support/fake-gateway.ts'
import { freshId, page } from '../../support/matching.ts'
import { aliceAt, rejection, withFolder } from '../../support/scene.ts'

const wanted = {
  ...{ matcher: 'matching-service', title: 'Bars of 100 g', wanted: [{ trait: 'field', anyOf: ['bullion'] }] },
  ...{ goods: [], minHolders: 2, several: false, until: '1800000900000' },
}

const codeOf = async (promise: Promise<unknown>): Promise<string> => (await rejection<TerminalFault>(promise)).code

describe('the terminal that demands', () => {
  let gateway: FakeGateway
  beforeEach(async () => {
    gateway = await new FakeGateway().listen()
  })
  afterEach(() => gateway.close())

  const profileIn = (folder: string) => createProfile(join(folder, 'alice'), { participant: 'alice', name: 'alice' })

  it('S1-067 sends the demand under an alias and a key of its own, which no other demand and no device has', () =>
    withFolder(async (folder) => {
      const profile = await profileIn(folder)
      const keys = profileDemandKeys(profile)
      const { terminal } = aliceAt(gateway)
      const bodies = [await openDemand(wanted, keys), await openDemand(wanted, keys)]
      for (const body of bodies) expect((await terminal.instruct('demand.open', body)).status).equal('accepted')
      const sent = gateway.sent.map((text) => JSON.parse(text).instruction.body)
      expect(sent).deep.equal(bodies)
      for (const body of sent) matchingKinds['demand.open'].body.parse(body)
      const names = sent.flatMap((body) => [body.demand, thumbprint(body.publicKey)])
      const device = profile.signer.device
      const seal = (await profileSealKey(profile)).publicKey
      expect(new Set([...names, device, thumbprint(seal)]).size).equal(6)
    }))

  it('S1-067 keeps a demand that could not leave, says so, and sends the same one later', async () =>
    withFolder(async (folder) => {
      const { terminal } = aliceAt(gateway)
      await terminal.resultKeys()
      const body = await openDemand(wanted, profileDemandKeys(await profileIn(folder)))
      for (let tries = 0; tries < 40; tries += 1) gateway.scripts.push(() => 'drop')
      const result = await terminal.instruct('demand.open', body, { waitSeconds: 2 })
      expect(result).include({ status: 'pending', taken: false })
      expect((await terminal.unsettled()).map(({ instruction }) => instruction.body)).deep.equal([body])
      gateway.scripts.length = 0
      expect((await terminal.resend())[0]?.status).equal('accepted')
      expect(new Set(gateway.sent).size, 'the same bytes').equal(1)
      expect(await terminal.unsettled()).deep.equal([])
    }))

  const offerTo = async (folder: string, change: Partial<Offer> = {}) => {
    const profile = await profileIn(folder)
    const keys = profileDemandKeys(profile)
    const { demand, publicKey } = await openDemand(wanted, keys)
    const { terminal } = aliceAt(gateway)
    const [certificate, key] = [freshId(), freshId()]
    const sealedKey = await sealOffer(terminal, { demand, publicKey }, { certificate, key })
    const offer: Offer = { demand, holder: 'bob', certificate, sealedKey, ...change }
    return { profile, keys, terminal, offer, key }
  }

  it('S1-068 opens what is offered before it accepts, and seals it anew to its own devices at the acceptance', () =>
    withFolder(async (folder) => {
      const { profile, keys, terminal, offer, key } = await offerTo(folder)
      expect(await openOffer(terminal, offer, keys)).equal(key)
      expect(gateway.received.at(-1)?.path).contain(`?demand=${offer.demand}`)
      const own = await profileSealKey(profile)
      const device = { device: own.device, publicKey: own.publicKey }
      gateway.pages.set('/v1/participants/alice/seal-keys', page(device))
      const body = await acceptOffer(terminal, offer, keys)
      expect(body).include({ demand: offer.demand, holder: 'bob' })
      expect(body.sealedKey).not.equal(offer.sealedKey)
      const instance = {
        ...{ instance: freshId(), certificate: offer.certificate, holder: 'alice', sealedKey: body.sealedKey },
      } as ListedInstance
      expect(await readHandedKey(terminal, instance, own)).equal(key)
      const scan = new SecretScan([{ name: 'key', value: key }])
      for (const bytes of gateway.laid.values()) expect(scan.find(bytes, 'laid down')).deep.equal([])
      expect(scan.findIn(filesBelow(folder))).deep.equal([])
    }))

  it('S1-068 opens for no other demand, certificate or device, and says what to do', () =>
    withFolder(async (folder) => {
      const { keys, terminal, offer } = await offerTo(folder)
      expect(await codeOf(openOffer(terminal, { ...offer, certificate: freshId() }, keys))).equal('sealed_unreadable')
      const { demand } = await openDemand(wanted, keys)
      expect(await codeOf(openOffer(terminal, { ...offer, demand }, keys))).equal('sealed_for_others')
      expect(await codeOf(openOffer(terminal, { ...offer, demand: freshId() }, keys))).equal('demand_key_missing')
      for (const part of ['sealedKey', 'certificate'])
        expect(await codeOf(openOffer(terminal, { ...offer, [part]: undefined }, keys))).equal('no_key_handed_over')
      expect(await acceptOffer(terminal, { demand, holder: 'bob' }, keys)).deep.equal({ demand, holder: 'bob' })
      gateway.pages.set('/v1/participants/alice/seal-keys', page())
      expect(await codeOf(acceptOffer(terminal, offer, keys))).equal('no_seal_key')
    }))

  it('S1-026 reads its demand from a stub of a server, and ignores an answer about another one', async () => {
    const { terminal, events } = aliceAt(gateway)
    const id = freshId()
    const { publicKey } = aliceAt(gateway).signer
    const demand = {
      ...{ ...wanted, demand: id, requester: 'alice', home: 'BankMSP', matcherHome: 'SupplierMSP' },
      ...{ openedAt: '1', publicKey, status: 'open' },
    }
    const answered = { demand: id, holder: 'bob', home: 'BankMSP', status: 'declined' }
    const view = { demand, holders: [{ holder: 'bob', state: 'declined' }], answers: [answered], height: '9' }
    const told = (body: object) => gateway.pages.set(`/v1/demands/${id}`, body)
    told(view)
    expect((await readDemand(terminal, id)).answers).deep.equal([answered])
    told({ ...view, demand: { ...demand, demand: freshId() } })
    expect(await codeOf(readDemand(terminal, id))).equal('answer_dropped')
    told({ ...view, answers: [{ ...answered, demand: freshId() }] })
    expect(await codeOf(readDemand(terminal, id))).equal('answer_dropped')
    expect(events).deep.include({ event: 'answer_dropped', path: `/v1/demands/${id}`, reason: 'foreign_id' })
  })

  /** What a stub of a server says of a demand, to which somebody has offered something. */
  const viewOf = (demand: Listed<'demands'>, offer: Offer) => {
    const answer = { ...offer, home: 'BankMSP', status: 'offered', until: '1800000900000' }
    return { demand, holders: [{ holder: offer.holder, state: 'offered' }], answers: [answer], height: '9' }
  }
  const rowOf = ({ demand, publicKey }: Pick<Listed<'demands'>, 'demand' | 'publicKey'>): Listed<'demands'> =>
    ({
      ...{ ...wanted, demand, publicKey, requester: 'alice', home: 'BankMSP', matcherHome: 'SupplierMSP' },
      ...{ openedAt: '1', status: 'open' },
    }) as Listed<'demands'>

  /** Sends two demands of one terminal, each of which is offered something; gives what the stub says of each. */
  const twoDemands = async (folder: string) => {
    const keys = profileDemandKeys(await profileIn(folder))
    const { terminal, events } = aliceAt(gateway)
    const views: { view: ReturnType<typeof viewOf>; key: string }[] = []
    for (const holder of ['bob', 'carol']) {
      const body = await openDemand(wanted, keys)
      expect((await terminal.instruct('demand.open', body)).status).equal('accepted')
      const [certificate, key] = [freshId(), freshId()]
      const sealedKey = await sealOffer(terminal, body, { certificate, key })
      views.push({ view: viewOf(rowOf(body), { demand: body.demand, holder, certificate, sealedKey }), key })
    }
    return { keys, terminal, events, views: views as [(typeof views)[0], (typeof views)[0]] }
  }

  it('S1-026 sends its demand to a stub of a server, later obtains by it what was offered, and accepts that', () =>
    withFolder(async (folder) => {
      const { keys, terminal, views } = await twoDemands(folder)
      for (const { view, key } of views) {
        const { demand } = view.demand
        gateway.pages.set(`/v1/demands/${demand}`, view)
        const [offer] = (await readDemand(terminal, demand)).answers
        expect(await openOffer(terminal, offer as Offer, keys)).equal(key)
        const own = { device: freshId(), publicKey: aliceAt(gateway).signer.publicKey }
        gateway.pages.set('/v1/participants/alice/seal-keys', page(own))
        const body = await acceptOffer(terminal, offer as Offer, keys)
        expect((await terminal.instruct('demand.accept', body)).status).equal('accepted')
      }
      const sent = gateway.sent.map((text) => JSON.parse(text).instruction)
      expect(sent.map(({ kind }) => kind)).deep.equal([
        ...['demand.open', 'demand.open', 'demand.accept', 'demand.accept'],
      ])
      const names = views.map(({ view }) => view.demand.demand)
      expect(sent.map(({ body }) => body.demand)).deep.equal([...names, ...names])
    }))

  it('S1-026 ignores what a stub of a server says under one demand of another of the same terminal, in any part, and opens and sends nothing for it', () =>
    withFolder(async (folder) => {
      const { keys, terminal, events, views } = await twoDemands(folder)
      const [{ view: own }, { view: other }] = views
      const path = `/v1/demands/${own.demand.demand}`
      const match = {
        ...{ demand: other.demand.demand, matcher: 'matching-service', requester: 'alice', home: 'BankMSP' },
        ...{ version: 1, block: '7', found: 2, list: freshId(), chosen: [], dropped: [], status: 'matched' },
      }
      const before = gateway.received.length
      const foreign = [
        other,
        { ...own, demand: other.demand },
        { ...own, match },
        { ...own, answers: other.answers },
        { ...own, answers: [...own.answers, ...other.answers] },
      ]
      for (const view of foreign) {
        gateway.pages.set(path, view)
        expect(await codeOf(readDemand(terminal, own.demand.demand))).equal('answer_dropped')
      }
      const dropped = events.filter((one) => one.event === 'answer_dropped')
      expect(dropped).deep.equal(foreign.map(() => ({ event: 'answer_dropped', path, reason: 'foreign_id' })))
      const asked = gateway.received.slice(before).map((one) => one.path.split('?')[0])
      expect(asked.filter((one) => one !== path && !one?.startsWith('/v1/sessions'))).deep.equal([])
      const mixed = { ...(other.answers[0] as Offer), demand: own.demand.demand }
      expect(await codeOf(openOffer(terminal, mixed, keys)), 'what was sealed to the other one').equal(
        'sealed_for_others',
      )
    }))

  it('S1-026 believes no outcome of its demand under another id, and sends the same one until it is told its own', () =>
    withFolder(async (folder) => {
      const { terminal, events } = aliceAt(gateway)
      const body = await openDemand(wanted, profileDemandKeys(await profileIn(folder)))
      gateway.scripts.push(() => ({ status: 200, body: acceptedDocument(freshId(), { demand: body.demand }) }))
      expect(await terminal.instruct('demand.open', body, { waitSeconds: 2 })).include({ status: 'pending' })
      expect((await terminal.unsettled()).map(({ instruction }) => instruction.body)).deep.equal([body])
      expect(events.map((one) => ('reason' in one ? one.reason : ''))).include('foreign_id')
      expect((await terminal.resend()).map(({ status }) => status)).deep.equal(['accepted'])
      expect(new Set(gateway.sent).size, 'the same bytes').equal(1)
    }))
})
