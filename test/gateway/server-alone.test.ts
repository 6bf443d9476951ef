import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { pino } from 'pino'
import { demands, matches, requests } from '../../chaincode/domains/matching/tables.ts'
import {
  deliveries,
  recommendationMatches,
  recommendationRequests,
  recommendations,
  rights,
} from '../../chaincode/domains/recommendations/tables.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { GatewayDevice } from '../../gateway/services/gateway-device.ts'
import { MatchingService } from '../../gateway/services/matching-service.ts'
import { Device } from '../support/devices.ts'
import { Scene } from '../support/scene.ts'
import { Till } from '../support/till.ts'
import { TillGateway } from './support/till-gateway.ts'

const demand = digest('an old clock is wanted')
const settled = () => new Promise((resume) => setImmediate(resume))

/**
 * The server's side and nothing else: a gateway over HTTP with the matching service that runs in it. The terminals are stubs, which post
 * bytes and know no more of the server than its addresses.
 */
class ServerAlone {
  readonly gateway: TillGateway
  readonly finder: Device
  readonly stubs: ReadonlyMap<string, Device>
  readonly #folder = mkdtempSync(join(tmpdir(), 'assay-alone-'))
  #service: MatchingService | undefined

  private constructor(gateway: TillGateway, { finder, stubs }: Pick<ServerAlone, 'finder' | 'stubs'>) {
    this.gateway = gateway
    this.finder = finder
    this.stubs = stubs
  }

  static async open(): Promise<ServerAlone> {
    const till = await Till.open(await Scene.open())
    const [alice, finder] = [till.alice, new Device('clock-finder', ['matcher'])]
    const stubs = new Map([['alice', alice]])
    await till.scene.register(finder, 'BankMSP', 'organisation')
    for (const name of ['ada', 'ben', 'cid', 'dan'])
      stubs.set(name, await till.scene.register(new Device(name, ['customer']), 'BankMSP'))
    const settings = { matcher: 'clock-finder', counterparties: 1, status: 'open' } as const
    await till.done(till.scene.registrars.BankMSP, 'matcher.set', settings)
    return new ServerAlone(await TillGateway.open({}, till), { finder, stubs })
  }

  stub(name: string): Device {
    return this.stubs.get(name) as Device
  }

  /** The envelope that a stub would post. */
  envelope<K extends Kind>(name: string, kind: K, body: Body<K>): string {
    return this.gateway.till.instruct(this.stub(name), kind, body, { validUntil: `${Date.now() + 60_000}` })
  }

  async post(body: string, type = 'application/json'): Promise<{ status: number; code: string }> {
    const response = await fetch(`${this.gateway.server.url}/v1/instructions`, {
      method: 'POST',
      headers: { 'content-type': type, prefer: 'wait=10' },
      body,
    })
    const { code = 'none' } = (await response.json()) as { code?: string }
    return { status: response.status, code }
  }

  async stored(name: string, fields: string[], needs: string[] = []): Promise<void> {
    const wanted = needs.map((identifier) => ({ identifier, traits: [], parameters: [] }))
    const profile = { matcher: 'clock-finder', fields, traits: [], needs: wanted, status: 'active' as const }
    expect(await this.post(this.envelope(name, 'profile.set', profile))).include({ status: 200 })
  }

  opening(change: Partial<Body<'demand.open'>> = {}): Body<'demand.open'> {
    return {
      ...{ demand, matcher: 'clock-finder', title: 'An old clock', wanted: [{ trait: 'field', anyOf: ['clocks'] }] },
      ...{ goods: [], minHolders: 2, several: false, until: `${Date.now() + 600_000}` },
      ...{ publicKey: this.stub('alice').publicKey, ...change },
    }
  }

  recommending(change: object = {}): Body<'recommendation.open'> {
    return {
      ...{ matcher: 'clock-finder', title: 'A clock', identifier: 'CLOCK', traits: [], parameters: [] },
      windows: [{ form: 'duration', milliseconds: '600000' }],
      ...{ targets: [{ kind: 'goods', target: digest('goods information') }], ...change },
    }
  }

  /** Has the matching service do all that there is to do. */
  async serve(): Promise<void> {
    const { projection, instructions } = this.gateway
    const keyFile = join(this.#folder, 'finder.key')
    writeFileSync(keyFile, this.finder.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    this.#service ??= new MatchingService({
      device: new GatewayDevice({ participant: 'clock-finder', keyFile }, { ledger: 'assay', projection }),
      // No recommender here consents to anything.
      sharing: { keyToSet: async () => undefined, isWanted: () => false, share: async () => undefined },
      ...{ projection, instructions, follower: { nextBlock: async () => {} }, isCaughtUp: () => true },
      log: pino({ level: 'silent' }),
    })
    const work = () => projection.matching.work('clock-finder', BigInt(Date.now()), 100)
    while (work().length > 0) {
      this.#service.look()
      await settled()
    }
  }

  /** What the server keeps and has done so far, in numbers that anything stored would change. */
  get kept(): { height: bigint; promised: number; submitted: number } {
    const { projection, outbox, submitted } = this.gateway
    return { height: projection.height, promised: outbox.size, submitted: submitted.length }
  }

  /** Who was asked for the demand, as the rows of the requests say. */
  get asked(): string[] {
    const { view } = this.gateway.projection
    return [...this.stubs.keys()].filter((name) => view.find(requests, demand, name) !== undefined)
  }

  async close(): Promise<void> {
    this.#service?.stop()
    await this.gateway.close()
    rmSync(this.#folder, { recursive: true })
  }
}

describe('the server’s side alone, before stubs of terminals', () => {
  let on: ServerAlone
  beforeEach(async () => {
    on = await ServerAlone.open()
  })
  afterEach(() => on.close())

  /** Posts what must be turned away, each with a status from 400 to 499, and insists that nothing of it is kept. */
  const requireTurnedAway = async (bodies: { [what: string]: string }): Promise<{ [what: string]: string }> => {
    const codes: { [what: string]: string } = {}
    const before = on.kept
    for (const [what, body] of Object.entries(bodies)) {
      const { status, code } = await on.post(body)
      expect(status, what).within(400, 499)
      expect(on.kept, what).deep.equal(before)
      codes[what] = code
    }
    return codes
  }

  it('S1-025 S1-065 S1-066 receives a demand, finds the two who fit in what they stored, and sends a request to each of them and to nobody else', async () => {
    await on.stored('ada', ['coins', 'clocks'])
    await on.stored('ben', ['clocks'])
    await on.stored('cid', ['coins'])
    await on.stored('dan', [])
    expect(await on.post(on.envelope('alice', 'demand.open', on.opening()))).include({ status: 200 })
    expect(on.asked, 'before the match').deep.equal([])
    await on.serve()
    const match = on.gateway.projection.view.find(matches, demand)
    expect(match).deep.include({ status: 'matched', found: 2, chosen: [{ holder: 'ada' }, { holder: 'ben' }] })
    expect(on.asked).deep.equal(['ada', 'ben'])
    for (const [name, count] of [
      ...on.asked.map((one) => [one, 1] as const),
      ['cid', 0] as const,
      ['dan', 0] as const,
    ]) {
      const { status, body } = await on.gateway.server.get(`/v1/accounts/${name}/requests`, on.stub(name))
      expect([status, body.items.length], name).deep.equal([200, count])
      expect(JSON.stringify(body)).not.contain('alice')
    }
  })

  it('S1-025 S1-065 S1-066 finds one alone, or nobody in an empty database: it says so with the number, and sends nothing', async () => {
    for (const [stored, found] of [
      [[], 0],
      [['ada'], 1],
    ] as const) {
      for (const name of stored) await on.stored(name, ['clocks'])
      const name = digest(`wanted of ${found}`)
      expect(await on.post(on.envelope('alice', 'demand.open', on.opening({ demand: name })))).include({ status: 200 })
      await on.serve()
      expect(on.gateway.projection.view.find(matches, name)).include({ status: 'no-match', found })
      for (const holder of on.stubs.keys())
        expect(on.gateway.projection.view.find(requests, name, holder)).equal(undefined)
    }
    expect(on.gateway.submitted.filter((text) => text.includes('demand.request'))).deep.equal([])
  })

  it('S1-025 takes nothing of a stub without an id or a signature of its own, and so finds nobody and asks nobody', async () => {
    for (const name of ['ada', 'ben']) await on.stored(name, ['clocks'])
    const { demand: _demand, ...nameless } = on.opening()
    const { instruction, signature } = JSON.parse(on.envelope('alice', 'demand.open', on.opening()))
    const byAnother = JSON.parse(on.envelope('ada', 'demand.open', on.opening())).signature
    const { device: _device, ...withoutDevice } = instruction
    const stranger = new Device('alice', ['customer'], 'never registered')
    const text = (value: object) => JSON.stringify(value)
    const codes = await requireTurnedAway({
      'no id of a demand': on.envelope('alice', 'demand.open', nameless as never),
      'no id of a device': text({ instruction: withoutDevice, signature }),
      'no signature': text({ instruction }),
      'an empty signature': text({ instruction, signature: '' }),
      'another’s signature': text({ instruction, signature: byAnother }),
      'altered behind the signature': text({ instruction: { ...instruction, from: 'ada' }, signature }),
      'a device that nobody registered': on.gateway.till.instruct(stranger, 'demand.open', on.opening()),
    })
    expect(codes).deep.equal({
      ...{ 'no id of a demand': 'malformed_instruction', 'no id of a device': 'malformed_instruction' },
      ...{ 'no signature': 'malformed_instruction', 'an empty signature': 'malformed_instruction' },
      ...{ 'another’s signature': 'bad_signature', 'altered behind the signature': 'unknown_device' },
      'a device that nobody registered': 'unknown_device',
    })
    await on.serve()
    expect(on.gateway.projection.view.find(demands, demand)).equal(undefined)
    expect(on.asked).deep.equal([])
  })

  const malformed = (instruction: { body: object }, signature: string): { [what: string]: string } => {
    const withBody = (change: object) =>
      JSON.stringify({ instruction: { ...instruction, body: { ...instruction.body, ...change } }, signature })
    return {
      'no JSON': '{"instruction":',
      'nothing at all': '',
      'a list': '[]',
      'no instruction': JSON.stringify({ signature }),
      'a member that nobody knows': withBody({ colour: 'red' }),
      'a number for a text': withBody({ title: 7 }),
      'a service by no name': withBody({ matcher: 'Not A Name' }),
      'a member beside the envelope': JSON.stringify({ instruction, signature, stamp: {} }),
      'more than an instruction may be': withBody({ title: 'x'.repeat(30_000) }),
    }
  }

  it('S1-064 accepts demands, and turns away what is malformed with a status of 4xx and nothing stored', async () => {
    const { instruction, signature } = JSON.parse(on.envelope('alice', 'demand.open', on.opening()))
    const withBody = (change: object) =>
      JSON.stringify({ instruction: { ...instruction, body: { ...instruction.body, ...change } }, signature })
    const codes = await requireTurnedAway({
      ...malformed(instruction, signature),
      'what is wanted as no list': withBody({ wanted: { trait: 'field' } }),
      'a bound that is no number': withBody({ wanted: [{ trait: 'success-rate', atLeast: 'many' }] }),
      'no time': withBody({ until: 'tomorrow' }),
      'no holder at all': withBody({ minHolders: 0 }),
    })
    expect(codes['no JSON']).equal('malformed_json')
    expect(codes['more than an instruction may be']).equal('request_too_large')
    expect(codes['what is wanted as no list']).equal('malformed_instruction')
    const whole = JSON.stringify({ instruction, signature })
    expect(await on.post(whole, 'text/plain')).deep.equal({ status: 415, code: 'unsupported_media_type' })
    expect(on.gateway.projection.view.find(demands, demand)).equal(undefined)
    expect(await on.post(whole)).include({ status: 200 })
    expect(on.gateway.projection.view.find(demands, demand)).deep.include({
      ...{ requester: 'alice', wanted: [{ trait: 'field', anyOf: ['clocks'] }], status: 'open' },
    })
  })

  it('S1-064 refuses with a code what is well formed and asks for nothing, or names no service, and keeps no demand of it', async () => {
    for (const [change, status, code] of [
      [{ wanted: [] }, 422, 'demand_traits_required'],
      [{ matcher: 'nobody-here' }, 404, 'unknown_matcher'],
      [{ until: `${Date.now() - 60_000}` }, 422, 'deadline_in_past'],
    ] as const) {
      const posted = await on.post(on.envelope('alice', 'demand.open', on.opening(change as never)))
      expect(posted, code).deep.equal({ status, code })
      expect(on.gateway.projection.view.find(demands, demand), code).equal(undefined)
    }
    await on.serve()
    expect(on.asked).deep.equal([])
  })

  it('S3-066 takes in what is recommended, when it is wanted and what is delivered under one id, and nothing that is malformed', async () => {
    const envelope = on.envelope('alice', 'recommendation.open', on.recommending())
    const { instruction, signature } = JSON.parse(envelope)
    const withBody = (change: object) =>
      JSON.stringify({ instruction: { ...instruction, body: { ...instruction.body, ...change } }, signature })
    await requireTurnedAway({
      ...malformed(instruction, signature),
      'a window of no form': withBody({ windows: [{ form: 'soon' }] }),
      'an end before the beginning': withBody({ windows: [{ form: 'interval', from: '2', until: '1', zone: 'UTC' }] }),
      'a target of no kind': withBody({ targets: [{ kind: 'song', target: digest('a song') }] }),
      'an altered target': withBody({ targets: [{ kind: 'goods', target: digest('other goods') }] }),
    })
    const id = digest(envelope.slice(envelope.indexOf(':') + 1, envelope.lastIndexOf(',"signature"')))
    expect(on.gateway.projection.view.find(recommendations, id)).equal(undefined)
    expect(await on.post(envelope)).include({ status: 200 })
    const { identifier, targets, windows } = on.recommending()
    expect(on.gateway.projection.view.find(recommendations, id)).deep.include({
      ...{ recommender: 'alice', identifier, targets, window: windows[0] },
    })
  })

  it('S3-013 S3-067 S3-068 finds in its database who wants what is recommended, and asks those alone; nobody is told as such', async () => {
    await on.stored('ada', [], ['CLOCK'])
    await on.stored('ben', ['clocks'])
    const opened = async (change: object = {}) => {
      const envelope = on.envelope('alice', 'recommendation.open', on.recommending(change))
      expect(await on.post(envelope)).include({ status: 200 })
      await on.serve()
      return digest(envelope.slice(envelope.indexOf(':') + 1, envelope.lastIndexOf(',"signature"')))
    }
    const id = await opened()
    const { view } = on.gateway.projection
    expect(view.find(recommendationMatches, id)).deep.include({ status: 'matched', found: 1, chosen: ['ada'] })
    for (const [name, count] of [
      ['ada', 1],
      ['ben', 0],
      ['cid', 0],
    ] as const) {
      const { body } = await on.gateway.server.get(`/v1/accounts/${name}/recommendation-requests`, on.stub(name))
      expect(body.items.length, name).equal(count)
    }
    expect(view.find(recommendationMatches, await opened({ identifier: 'LAMP' }))).include({
      ...{ status: 'no-match', found: 0 },
    })
    const told = await on.gateway.server.get(`/v1/recommendations/${id}`, on.stub('alice'))
    expect(told.body.match.status).equal('matched')
  })

  /** What stands in the events that concern a stub from the first on, up to its request. */
  const eventsOf = async (name: string): Promise<string> => {
    const abort = new AbortController()
    const headers = await on.gateway.server.headersOf(on.stub(name))
    const { body } = await fetch(`${on.gateway.server.url}/v1/events?after=0.0.0`, { headers, signal: abort.signal })
    const reader = body?.getReader()
    let text = ''
    while (reader !== undefined && !text.includes('recommendation.request')) {
      const { done, value } = await reader.read()
      if (done) break
      text += new TextDecoder().decode(value)
    }
    abort.abort()
    return text
  }

  /** All that a stub is told, in its events and in its own lists. */
  const toldTo = async (name: string): Promise<string> => {
    const lists = ['recommendation-requests', 'answers', 'rights', 'deliveries', 'recommendations', 'interactions']
    const seen = [await eventsOf(name)]
    for (const list of [...lists, 'instructions']) {
      const { status, body } = await on.gateway.server.get(`/v1/accounts/${name}/${list}`, on.stub(name))
      expect(status, list).equal(200)
      seen.push(JSON.stringify(body))
    }
    return seen.join('\n')
  }

  /** Has prices recommended to ada and ben and delivered to ada, under a key that is sealed to her; gives the name of it. */
  const deliveredToAda = async (target: string, sealedKey: string): Promise<string> => {
    for (const name of ['ada', 'ben']) await on.stored(name, [], ['CLOCK'])
    const recommending = on.recommending({ targets: [{ kind: 'numbers', target }] })
    const opening = on.envelope('alice', 'recommendation.open', recommending)
    expect(await on.post(opening)).include({ status: 200 })
    await on.serve()
    const recommendation = digest(opening.slice(opening.indexOf(':') + 1, opening.lastIndexOf(',"signature"')))
    expect(await on.post(on.envelope('ada', 'recommendation.answer', { recommendation }))).include({ status: 200 })
    const delivery = { recommendation, participant: 'ada', target, sealedKey, until: `${Date.now() + 60_000}` }
    expect(await on.post(on.envelope('alice', 'recommendation.deliver', delivery))).include({ status: 200 })
    return recommendation
  }

  it('S3-020 S3-042 tells who is asked neither what is delivered, nor its key, nor who else was asked or answered, by any route or event', async () => {
    const [prices, sealedKey] = [digest('prices'), digest('a key, sealed to ada')]
    const id = await deliveredToAda(prices, sealedKey)
    const rows = [
      ...[recommendations.key(id), recommendationMatches.key(id), recommendationRequests.key(id, 'ada')],
      ...[rights.key(id, 'ada'), deliveries.key(id, 'ada')],
    ]
    const { server } = on.gateway
    for (const path of [`/v1/recommendations/${id}`, ...rows.map((key) => `/v1/records/${key}/history`)]) {
      const answers = [await server.get(path, on.stub('ben')), await server.get(path, on.stub('cid'))]
      expect(
        answers.map(({ status }) => status),
        path,
      ).deep.equal([403, 403])
    }
    const told = await toldTo('ben')
    expect(told).contain(id).and.contain(prices)
    for (const secret of [sealedKey, 'sealedKey', '"numbers"', '"ada"']) expect(told, secret).not.contain(secret)
    const own = await server.get('/v1/accounts/ada/deliveries', on.stub('ada'))
    expect(own.body.items[0]).include({ sealedKey, status: 'delivered' })
  })
})
