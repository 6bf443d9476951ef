import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Shared } from '../../../chaincode/domains/recommendations/shared.ts'
import { recommendationRequests } from '../../../chaincode/domains/recommendations/tables.ts'
import { sealKeys } from '../../../chaincode/domains/registry/tables.ts'
import type { SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import { seal } from '../../../chaincode/wire/sealing/sealed-document.ts'
import { type SharedTexts, withSalt } from '../../../chaincode/wire/sealing/shared-texts.ts'
import { GatewayDevice } from '../../../gateway/services/gateway-device.ts'
import { MatchingService } from '../../../gateway/services/matching-service.ts'
import { Sharing } from '../../../gateway/services/sharing.ts'
import { readMatching } from '../../../terminal/sdk/matching/records.ts'
import { consentToShare, openShared, type Told } from '../../../terminal/sdk/matching/sharing.ts'
import { createSealKey } from '../../../terminal/sdk/node/seal-key-file.ts'
import type { Device } from '../../support/devices.ts'
import { Recommending } from '../../support/recommending.ts'
import { Scene } from '../../support/scene.ts'
import { EventReader } from '../support/event-reader.ts'
import { TillGateway } from '../support/till-gateway.ts'

const contact = 'letters@book-shop.example'
const place = 'Book Lane 1, Shanghai'

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? String(error),
  )

describe('what a matching service tells of a recommender', () => {
  let on: Recommending
  let gateway: TillGateway
  let folder: string
  let service: MatchingService
  let aliceKey: SealKey
  let logged: object[]

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-sharing-'))
    on = await Recommending.open(await Scene.open())
    gateway = await TillGateway.open({}, on.till)
    aliceKey = await createSealKey(join(folder, 'alice.key'), on.alice.id)
    await gateway.meanwhile(async () => {
      await on.wants(on.alice)
      await on.done(on.alice, 'device.set-seal-key', { publicKey: aliceKey.publicKey })
    })
    service = serviceOf()
  })
  afterEach(async () => {
    service.stop()
    await gateway.close()
    rmSync(folder, { recursive: true })
  })

  /** The matching service of this gateway, with the finder's own device; `look` is all that blocks do for it. */
  const serviceOf = (): MatchingService => {
    const keyFile = join(folder, 'finder.key')
    writeFileSync(keyFile, on.finder.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const { projection, instructions, server } = gateway
    const device = new GatewayDevice({ participant: 'book-finder', keyFile }, { ledger: 'assay', projection })
    logged = []
    const log = {
      warn: (values: object) => logged.push(values),
      info: (values: object) => logged.push(values),
    } as never
    const sharing = new Sharing({ device, projection, documents: server.documents, log })
    const nextBlock = () => new Promise<void>((resume) => setImmediate(resume))
    return new MatchingService({
      ...{ device, projection, instructions, sharing, log, isCaughtUp: () => true },
      follower: { nextBlock: nextBlock as never },
    })
  }

  /** Looks, and lets things take their course, until something is there. */
  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (;;) {
      service.look()
      const found = find()
      if (found !== undefined) return found
      await new Promise((resume) => setImmediate(resume))
    }
  }

  /** Has the ledger's own test go on with a device's numbers where its terminal or gateway left them. */
  const goOn = (device: Device): void => {
    device.next = (on.scene.account(device.participant).devices[device.id]?.highest ?? 0n) + 1n
  }

  const introduced = () => until(() => gateway.projection.view.find(sealKeys, 'book-finder', on.finder.id))

  const recommend = async (shared?: Shared, by = on.till.shop): Promise<string> => {
    const body = on.body({ form: 'duration', milliseconds: '600000' })
    const result = await gateway
      .terminal(by)
      .instruct('recommendation.open', { ...body, ...(shared === undefined ? {} : { shared }) })
    if (result.status !== 'accepted') throw new Error(JSON.stringify(result))
    return result.id
  }

  const asked = (recommendation: string, { participant } = on.alice) =>
    until(() => gateway.projection.view.find(recommendationRequests, recommendation, participant))

  const consented = async (told: Told): Promise<Shared> => {
    await introduced()
    return (await consentToShare(gateway.terminal(on.till.shop), 'book-finder', told)) as Shared
  }

  /** What alice's own terminal reads of it. */
  const told = async (recommendation: string): Promise<Told> => {
    const terminal = gateway.terminal(on.alice)
    const items = (await readMatching(terminal, 'recommendation-requests')).items
    const request = items.find((one) => one.recommendation === recommendation)
    return openShared(terminal, request as (typeof items)[0], aliceKey)
  }

  for (const [row, part, text] of [
    ['S3-017', 'contact', contact],
    ['S3-018', 'place', place],
  ] as const) {
    it(`${row} is its ${part}, where it consented, sealed to who is asked, and nothing where it did not`, async () => {
      const recommendation = await recommend(await consented({ [part]: text }))
      const { shared = {} } = await asked(recommendation)
      expect(Object.keys(shared).sort()).deep.equal([part, 'sealed'].sort())
      expect((await told(recommendation))[part]).equal(text)
      const silent = await recommend()
      expect(await asked(silent)).not.have.property('shared')
      expect(await told(silent)).deep.equal({})
    })
  }

  it('S3-017 S3-018 stands in clear in no row, block, event, log, address or answer of the gateway', async () => {
    const paths: string[] = []
    const listening: typeof fetch = (input, init) => {
      paths.push(String(input instanceof Request ? input.url : input))
      return fetch(input, init)
    }
    await introduced()
    const shop = gateway.terminal(on.till.shop, [], listening)
    const shared = (await consentToShare(shop, 'book-finder', { contact, place })) as Shared
    const recommendation = await recommend(shared)
    const { shared: passed } = await asked(recommendation)
    const alice = gateway.terminal(on.alice, [], listening)
    const { items } = await readMatching(alice, 'recommendation-requests')
    expect(await openShared(alice, items[0] as (typeof items)[0], aliceKey)).deep.equal({ contact, place })
    const { server } = gateway
    const answers = await Promise.all([
      server.get('/v1/accounts/alice/recommendation-requests', on.alice),
      server.get('/v1/accounts/alice/instructions', on.alice),
      server.get(`/v1/recommendations/${recommendation}`, on.till.shop),
    ])
    expect(answers.map(({ status }) => status)).deep.equal([200, 200, 200])
    const events = new EventReader(`${server.url}/v1/events?after=0.0.0`, await server.headersOf(on.alice))
    await events.open()
    await events.until(() => events.events.some((event) => JSON.stringify(event).includes(passed?.sealed ?? '?')))
    const documents = await Promise.all(
      [shared.sealed, passed?.sealed].map(async (digest = '') => {
        const reader = { participant: digest === shared.sealed ? 'book-finder' : 'alice' }
        const which = { as: 'recommendation', of: recommendation, digest, isRelayed: false } as const
        return Buffer.from(await server.documents.readSealed(reader, which)).toString()
      }),
    )
    const rows = on.scene.ledger.rows()
    const said = JSON.stringify([rows, gateway.submitted, answers, events.events, logged, paths, documents])
    expect(said).include(shared.contact).and.include(passed?.sealed)
    for (const text of [contact, place]) {
      expect(said).not.include(text)
      expect(said).not.include(Buffer.from(text).toString('base64url').slice(0, 12))
    }
    await events.cut()
  })

  it('S3-017 is not told where the document is not to be had or is another; who is asked is asked all the same', async () => {
    const shared = await consented({ contact })
    const other = await consented({ contact: 'somebody@else.example' })
    const missing = await recommend({ ...shared, sealed: 'M'.repeat(42).concat('A') })
    expect(await asked(missing)).not.have.property('shared')
    const another = await recommend({ ...shared, sealed: other.sealed })
    expect(await asked(another)).not.have.property('shared')
    expect(logged).deep.equal([
      { recommendation: missing, participant: 'alice', code: 'not_found' },
      { recommendation: another, participant: 'alice', code: 'sealed_unreadable' },
    ])
  })

  it('S3-017 is not told of who copied the document of another, nor to who has no device that could open it', async () => {
    const shared = await consented({ contact })
    const copy = await recommend(shared, on.till.other)
    expect(await asked(copy)).not.have.property('shared')
    goOn(on.till.other)
    await gateway.meanwhile(() => on.wants(on.till.other))
    const own = await recommend(shared)
    expect((await asked(own)).shared?.contact).equal(shared.contact)
    expect(await asked(own, on.till.other)).not.have.property('shared')
    expect(logged).deep.equal([
      { recommendation: copy, participant: 'alice', code: 'sealed_unreadable' },
      { recommendation: own, participant: 'tea-house', code: 'no_seal_key' },
    ])
  })

  it('S3-017 is sealed to the key that the service has after each start, which is another than it signs with', async () => {
    const known = await introduced()
    expect(known.publicKey).not.deep.equal(on.finder.publicKey)
    const sent = gateway.submitted.length
    service.stop()
    service = serviceOf()
    const recommendation = await recommend(await consented({ contact }))
    await asked(recommendation)
    expect((await told(recommendation)).contact).equal(contact)
    expect(gateway.submitted.slice(sent).join()).not.include('device.set-seal-key')
  })

  it('S3-017 is fetched by who is asked and who passes it on alone, and goes to no service without a key', async () => {
    const shop = gateway.terminal(on.till.shop)
    expect(await codeOf(consentToShare(shop, 'book-finder', { contact }))).equal('no_seal_key')
    const recommendation = await recommend(await consented({ contact }))
    const { shared } = await asked(recommendation)
    const fetched = async (device: Device) => {
      const path = `/v1/sealed-documents/${shared?.sealed}?recommendation=${recommendation}`
      const headers = await gateway.server.headersOf(device)
      return (await fetch(`${gateway.server.url}${path}`, { headers })).status
    }
    expect(await fetched(on.alice)).equal(200)
    expect(await fetched(on.finder)).equal(200)
    expect(await fetched(on.till.other)).equal(404)
  })

  it('S3-017 S3-018 is shown as not fitting where the service passed on something else than was consented to', async () => {
    const shared = await consented({ contact, place })
    const finder = gateway.terminal(on.finder)
    goOn(on.finder)
    const passOn = async (texts: SharedTexts): Promise<string> => {
      let recommendation = ''
      await gateway.meanwhile(async () => {
        const { shop } = on.till
        recommendation = await on.openedOnly({ form: 'duration', milliseconds: '600000' }, { by: shop, shared })
        await on.done(on.finder, 'recommendation.match', on.matching(recommendation, ['alice']))
      })
      const context = { asked: 'alice', recommendation }
      const { bytes, digest } = await seal(texts, { recipients: [aliceKey], context })
      await finder.putBytes(`/v1/sealed-documents/${digest}`, bytes)
      const request = { recommendation, participant: 'alice', shared: { ...shared, sealed: digest } }
      await gateway.meanwhile(() => on.done(on.finder, 'recommendation.request', request))
      return recommendation
    }
    const forged = await passOn({ contact: withSalt('thief@else.example'), place: withSalt(place) })
    expect(await codeOf(told(forged))).equal('shared_unfit')
    expect(await codeOf(told(await passOn({})))).equal('shared_unfit')
    const hidden = gateway.terminal(on.till.shop)
    expect(await codeOf(consentToShare(hidden, 'book-finder', { contact: 'two\nlines' }))).equal('shared_unfit')
  })
})
