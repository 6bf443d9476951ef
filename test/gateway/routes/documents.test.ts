import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import type { PublicKey } from '../../../chaincode/wire/device.ts'
import type { GoodsRecords, Party } from '../../../gateway/services/goods-records.ts'
import { Device } from '../../support/devices.ts'
import { Scene } from '../../support/scene.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

const digestOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('base64url')
const certificate = 'C'.repeat(43)
const purchase = 'P'.repeat(43)
const instance = 'I'.repeat(43)
const binary = 'application/octet-stream'

/** What the ledger is made to say: alice sells, bob buys; who is at home where is the scene's. */
interface Said {
  body?: string
  sealed?: string
  isEvidence?: boolean
  handed?: string
  text?: string
}

describe('documents under a digest', () => {
  let scene: Scene
  let server: TestServer
  let other: TestServer
  let said: Said
  const keys: { [mspId: string]: PublicKey } = {}

  const alice: Party = { participant: 'alice', home: 'BankMSP' }
  const bob: Party = { participant: 'bob', home: 'SupplierMSP' }
  const records: GoodsRecords = {
    isOpenProvider: (participant) => participant === 'alice',
    providerOf: (of, digest) => (of === certificate && digest === said.body ? alice : undefined),
    authorOf: (of, digest) => (of === purchase && digest === said.text ? bob : undefined),
    partiesOf: (_as, of, digest) => {
      const found = of === purchase ? said.sealed : of === instance ? said.handed : undefined
      return digest === found ? [bob, alice] : undefined
    },
    isEvidence: (of, digest) => of === purchase && digest === said.sealed && said.isEvidence === true,
  }
  const resultKeys = { learn: async () => {}, published: () => keys }
  const stranger = new Device('stranger', ['customer'])
  const auditor = new Device('auditor-desk', ['auditor'])

  const openAt = async (mspId: string, gateways = {}): Promise<TestServer> => {
    const change = { records, resultKeys, configuration: { mspId, gateways } }
    const opened = await new TestServer(projectionOf(blocksOf(scene.ledger)), undefined, change).listen()
    keys[mspId] = opened.signer.publicKey
    return opened
  }

  beforeEach(async () => {
    said = {}
    scene = await Scene.open()
    await scene.register(stranger, 'SupplierMSP')
    await scene.enrol(auditor, scene.homes.auditor)
    server = await openAt('BankMSP')
    other = await openAt('SupplierMSP', { BankMSP: server.url })
  })
  afterEach(async () => {
    await Promise.all([server.close(), other.close()])
  })

  const put = async (
    path: string,
    bytes: Uint8Array | string,
    { by, type = binary, at = server }: { by?: Device; type?: string; at?: TestServer },
  ) => {
    const headers = { ...(await at.headersOf(by)), 'content-type': type }
    const response = await fetch(`${at.url}${path}`, { method: 'PUT', headers, body: bytes as never })
    return { status: response.status, body: (await response.json()) as { code?: string; digest?: string } }
  }
  const get = async (path: string, { by, at = server }: { by?: Device; at?: TestServer } = {}) => {
    const response = await fetch(`${at.url}${path}`, { headers: await at.headersOf(by) })
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
  }
  const codeOf = ({ bytes }: { bytes: Buffer }): string => JSON.parse(bytes.toString()).code
  const countOf = async (kind: string, event: string): Promise<number> => {
    const { values } = await server.metrics.documents.get()
    return values.find(({ labels }) => labels['kind'] === kind && labels['event'] === event)?.value ?? 0
  }

  describe('as bodies of certificates', () => {
    const body = randomBytes(5_000)
    const path = `/v1/certificate-bodies/${digestOf(body)}`

    it('are laid down by an open provider and given to anybody, kept by no cache', async () => {
      expect(await put(path, body, { by: scene.alice })).deep.equal({ status: 201, body: { digest: digestOf(body) } })
      expect((await put(path, body, { by: scene.alice })).status).equal(200)
      const { status, headers, bytes } = await get(path)
      expect({ status, isSame: bytes.equals(body) }).deep.equal({ status: 200, isSame: true })
      expect(headers.get('content-type')).equal(binary)
      expect(headers.get('cache-control')).equal('no-store')
      expect(headers.get('x-content-type-options')).equal('nosniff')
      expect(await countOf('certificate-body', 'kept')).equal(1)
    })

    it('are refused to others, of another digest, of another type, too large, and above the room that one has', async () => {
      const codes = async (answers: ReturnType<typeof put>[]) =>
        (await Promise.all(answers)).map(({ status, body: { code } }) => [status, code])
      const large = randomBytes(65_536 + 29)
      expect(
        await codes([
          put(path, body, {}),
          put(path, body, { by: scene.bob }),
          put(path, randomBytes(5_000), { by: scene.alice }),
          put(path, body, { by: scene.alice, type: 'text/html' }),
          put(`/v1/certificate-bodies/${digestOf(large)}`, large, { by: scene.alice }),
          put('/v1/certificate-bodies/short', body, { by: scene.alice }),
        ]),
      ).deep.equal([
        [401, 'session_required'],
        [403, 'not_allowed'],
        [422, 'digest_differs'],
        [415, 'unsupported_media_type'],
        [413, 'request_too_large'],
        [404, 'not_found'],
      ])
      expect(await countOf('certificate-body', 'refused')).equal(2)
      const filling = Array.from({ length: 4 }, () => randomBytes(60_000))
      const ends = []
      for (const bytes of filling) {
        ends.push(await put(`/v1/certificate-bodies/${digestOf(bytes)}`, bytes, { by: scene.alice }))
      }
      expect(ends.map(({ status }) => status)).deep.equal([201, 201, 201, 403])
      expect(ends[3]?.body.code).equal('documents_too_many')
      expect((await get(path)).status).equal(404)
    })

    it('come from the home of the certificate where they are not here, and stay here then', async () => {
      await put(path, body, { by: scene.alice })
      expect((await get(path, { at: other })).status).equal(404)
      expect((await get(`${path}?certificate=${certificate}`, { at: other })).status).equal(404)
      said.body = digestOf(body)
      expect((await get(`${path}?certificate=${certificate}`, { at: other })).bytes.equals(body)).equal(true)
      expect((await get(path, { at: other })).bytes.equals(body)).equal(true)
      expect((await get(`${path}?certificate=x`, { at: other })).status).equal(400)
    })

    it('are not taken from a gateway that gives other bytes, too many or none, and are passed on once', async () => {
      said.body = digestOf(body)
      let answer: Uint8Array = randomBytes(5_000)
      let asked = 0
      const lying = createServer((_request, response) => {
        asked += 1
        response.end(answer)
      })
      await new Promise<void>((resolve) => lying.listen(0, '127.0.0.1', resolve))
      const url = `http://127.0.0.1:${(lying.address() as AddressInfo).port}`
      const third = await openAt('SupplierMSP', { BankMSP: url })
      const wanted = `${path}?certificate=${certificate}`
      expect((await get(wanted, { at: third })).status).equal(404)
      answer = Buffer.concat([body, randomBytes(200_000)])
      expect((await get(wanted, { at: third })).status).equal(404)
      expect(asked).equal(2)
      lying.closeAllConnections()
      await new Promise((resolve) => lying.close(resolve))
      expect((await get(wanted, { at: third })).status).equal(404)
      await third.close()
      const relayed = await fetch(`${other.url}${wanted}`, { headers: { 'assay-relayed-by': 'BankMSP' } })
      expect(relayed.status).equal(404)
    })
  })

  describe('as sealed documents', () => {
    const sealed = randomBytes(900)
    const path = `/v1/sealed-documents/${digestOf(sealed)}`
    const named = `${path}?purchase=${purchase}`

    it('S1-051 are for who laid them down and both sides of the purchase; others learn not even that they are there', async () => {
      expect((await put(path, sealed, { by: scene.bob })).status).equal(201)
      expect((await get(path, { by: scene.bob })).bytes.equals(sealed)).equal(true)
      for (const by of [scene.alice, stranger, scene.registrars.BankMSP]) {
        const [here, nowhere] = [await get(named, { by }), await get(`/v1/sealed-documents/${'N'.repeat(43)}`, { by })]
        expect([here.status, here.bytes.toString()]).deep.equal([404, nowhere.bytes.toString()])
      }
      expect(codeOf(await get(named))).equal('session_required')
      said.sealed = digestOf(sealed)
      expect((await get(named, { by: scene.alice })).bytes.equals(sealed)).equal(true)
      expect((await get(path, { by: scene.alice })).status).equal(404)
      expect((await get(named, { by: stranger })).status).equal(404)
    })

    it('S1-020 are for both sides of what was handed over, also at the home of who got it', async () => {
      said.handed = digestOf(sealed)
      const named = `${path}?instance=${instance}`
      await put(path, sealed, { by: scene.alice })
      expect((await get(named, { by: scene.bob })).bytes.equals(sealed)).equal(true)
      expect((await get(named, { by: scene.bob, at: other })).bytes.equals(sealed)).equal(true)
      expect((await get(named, { by: stranger, at: other })).status).equal(404)
      expect((await get(`${path}?purchase=${purchase}`, { by: scene.bob })).status).equal(404)
    })

    it('S1-051 come from the other side’s home to a side of the purchase, and to no gateway of a third', async () => {
      said.sealed = digestOf(sealed)
      await put(path, sealed, { by: scene.bob })
      expect((await get(named, { by: scene.alice, at: other })).bytes.equals(sealed)).equal(true)
      expect((await get(named, { by: stranger, at: other })).status).equal(404)
      const third = await openAt('InstitutionMSP', { BankMSP: server.url })
      expect((await get(named, { by: scene.alice, at: third })).status).equal(404)
      await third.close()
      const { publicKey } = other.signer
      keys['SupplierMSP'] = new Device('mallory', []).publicKey
      expect((await get(named, { by: scene.alice, at: other })).status).equal(404)
      keys['SupplierMSP'] = publicKey
      const unsigned = await fetch(`${server.url}${named}`, { headers: { 'assay-relayed-by': 'SupplierMSP' } })
      expect(unsigned.status).equal(401)
    })

    it('are for auditors at any member’s gateway where they are evidence, and not where they are an address', async () => {
      const third = await openAt('InstitutionMSP', { BankMSP: server.url })
      await put(path, sealed, { by: scene.bob })
      said.sealed = digestOf(sealed)
      const places = [server, third]
      const seen = () => Promise.all(places.map(async (at) => (await get(named, { by: auditor, at })).status))
      expect(await seen()).deep.equal([404, 404])
      said.isEvidence = true
      expect(await seen()).deep.equal([200, 200])
      expect((await get(named, { by: stranger })).status).equal(404)
      expect((await get(path, { by: auditor })).status).equal(404)
      await third.close()
    })

    it('are not for a gateway whose signature is of another path or an older time', async () => {
      said.sealed = digestOf(sealed)
      await put(path, sealed, { by: scene.bob })
      const ask = async (asked: string, at: number) => {
        const asker = `${at};${other.signer.sign(`GET ${asked}\n${at}`)}`
        const headers = { 'assay-relayed-by': 'SupplierMSP', 'assay-asked-by': asker }
        return (await fetch(`${server.url}${named}`, { headers })).status
      }
      expect(await ask(named, Date.now())).equal(200)
      expect(await ask(path, Date.now())).equal(401)
      expect(await ask(named, Date.now() - 60_000)).equal(401)
      expect(await ask(named, Number.NaN)).equal(401)
    })
  })

  describe('as texts of reviews', () => {
    const text = '<b>Good</b> 好吃'
    const path = `/v1/review-texts/${digestOf(text)}`
    const named = `${path}?purchase=${purchase}`
    const type = 'text/plain; charset=utf-8'
    const remove = async (by?: Device, at = server) =>
      (await fetch(`${at.url}${path}`, { method: 'DELETE', headers: await at.headersOf(by) })).status

    it('S1-037 are given as text, and only where the ledger has the review', async () => {
      expect((await put(path, text, { by: scene.bob, type })).status).equal(201)
      expect((await get(named)).status).equal(404)
      said.text = digestOf(text)
      const { bytes, headers } = await get(named)
      expect(bytes.toString()).equal(text)
      expect(headers.get('content-type')).equal(type)
      expect(headers.get('cache-control')).equal('no-store')
      expect((await get(path)).status).equal(400)
    })

    it('are of 1 to 2,000 characters', async () => {
      const texts = ['', '好'.repeat(2_001), Buffer.from([0xff, 0xfe])]
      for (const one of texts) {
        const { status } = await put(`/v1/review-texts/${digestOf(one)}`, one, { by: scene.bob, type })
        expect(status).equal(400)
      }
      const longest = '𠮷'.repeat(2_000)
      expect((await put(`/v1/review-texts/${digestOf(longest)}`, longest, { by: scene.bob, type })).status).equal(201)
    })

    it('are removed for good by their author, also where somebody else laid down the same', async () => {
      said.text = digestOf(text)
      await put(path, text, { by: scene.bob, type })
      await put(path, text, { by: stranger, type })
      expect([await remove(), await remove(scene.alice)]).deep.equal([401, 404])
      expect((await get(named)).status).equal(200)
      expect(await remove(scene.bob)).equal(200)
      const gone = await get(named)
      expect([gone.status, codeOf(gone)]).deep.equal([410, 'text_removed'])
      expect((await put(path, text, { by: scene.bob, type })).body.code).equal('text_removed')
      expect(await remove(scene.bob)).equal(404)
    })

    it('are removed by the desk of this gateway, and by that of no other', async () => {
      said.text = digestOf(text)
      await put(path, text, { by: scene.bob, type })
      expect(await remove(scene.registrars.SupplierMSP)).equal(404)
      expect(await remove(scene.registrars.BankMSP)).equal(200)
      expect((await get(named)).status).equal(410)
    })

    it('come from the author’s home, and are kept nowhere else', async () => {
      said.text = digestOf(text)
      await put(path, text, { by: scene.bob, type, at: other })
      const asking = await openAt('BankMSP', { SupplierMSP: other.url })
      expect((await get(named, { at: asking })).bytes.toString()).equal(text)
      expect(await remove(scene.bob, other)).equal(200)
      expect((await get(named, { at: asking })).status).equal(404)
      await asking.close()
    })
  })
})

describe('the keys for sealed documents', () => {
  it('are told to anybody, of devices that are active now, without anything else of the account', async () => {
    const scene = await Scene.open()
    const way = { gateway: 'BankMSP' } as const
    const tablet = new Device('alice', ['customer'])
    const add = { participant: 'alice', device: tablet.entry }
    await scene.honoured(scene.instruct(scene.registrars.BankMSP, 'device.add', add), way)
    const [one, two] = [new Device('alice', []).publicKey, new Device('alice', []).publicKey]
    await scene.honoured(scene.instruct(scene.alice, 'device.set-seal-key', { publicKey: one }), way)
    await scene.honoured(scene.instruct(tablet, 'device.set-seal-key', { publicKey: two }), way)
    const told = async (id = 'alice') => {
      const server = await new TestServer(projectionOf(blocksOf(scene.ledger))).listen()
      const { body, status } = await server.get(`/v1/participants/${id}/seal-keys`)
      await server.close()
      return status === 200 ? body.items : body.code
    }
    expect(await told()).have.deep.members([
      { device: scene.alice.id, publicKey: one },
      { device: tablet.id, publicKey: two },
    ])
    const revoke = { participant: 'alice', device: tablet.id }
    await scene.honoured(scene.instruct(scene.alice, 'device.revoke', revoke), way)
    expect(await told()).deep.equal([{ device: scene.alice.id, publicKey: one }])
    expect(await told('bob')).deep.equal([])
    expect([await told('nobody-here'), await told('No..one')]).deep.equal(['not_found', 'not_found'])
  })

  it('are told to anybody of auditors, of active devices with that role alone', async () => {
    const scene = await Scene.open()
    const [desk, other] = [new Device('auditor-desk', ['auditor']), new Device('auditor-desk', ['auditor'])]
    for (const device of [desk, other]) await scene.enrol(device, scene.homes.auditor)
    const told = async () => {
      const server = await new TestServer(projectionOf(blocksOf(scene.ledger))).listen()
      const { body } = await server.get('/v1/auditors/seal-keys')
      await server.close()
      return body.items
    }
    expect(await told()).deep.equal([])
    const publicKey = new Device('auditor-desk', []).publicKey
    const set = scene.instruct(desk, 'device.set-seal-key', { publicKey, through: 'BankMSP' })
    const ofAlice = scene.instruct(scene.alice, 'device.set-seal-key', { publicKey: new Device('alice', []).publicKey })
    await scene.honoured([set, ofAlice], { gateway: 'BankMSP' })
    expect(await told()).deep.equal([{ device: desk.id, publicKey }])
  })
})
