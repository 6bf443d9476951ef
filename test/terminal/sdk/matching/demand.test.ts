import { join } from 'node:path'
import { expect } from 'chai'
import { matchingKinds } from '../../../../chaincode/domains/matching/kinds.ts'
import { thumbprint } from '../../../../chaincode/wire/signature.ts'
import { readHandedKey } from '../../../../terminal/sdk/certificates/handover.ts'
import type { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { acceptOffer, type Offer, openDemand, openOffer, sealOffer } from '../../../../terminal/sdk/matching/demand.ts'
import { readDemand } from '../../../../terminal/sdk/matching/records.ts'
import { createProfile, profileDemandKeys, profileSealKey } from '../../../../terminal/sdk/node/profile.ts'
import type { ListedInstance } from '../../../../terminal/sdk/purchases.ts'
import { filesBelow, SecretScan } from '../../../support/secret-scan.ts'
import { FakeGateway } from '../../support/fake-gateway.ts'
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
})
