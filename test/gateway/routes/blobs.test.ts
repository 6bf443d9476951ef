import { expect } from 'chai'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import type { PublicKey } from '../../../chaincode/wire/device.ts'
import { partBytes } from '../../../chaincode/wire/manifest.ts'
import { digestOfBytes } from '../../../gateway/services/document-fetch.ts'
import { MailboxPurge } from '../../../gateway/services/mailbox-purge.ts'
import type { Device } from '../../support/devices.ts'
import { Packaging } from '../../support/packaging.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

const binary = 'application/octet-stream'

describe('the mailbox of sealed packages', () => {
  let of: Packaging
  /** The giver's gateway, and the receiver's. */
  let giver: TestServer
  let receiver: TestServer
  const keys: { [mspId: string]: PublicKey } = {}
  const resultKeys = { learn: async () => {}, published: () => keys }
  const part = Buffer.alloc(partBytes, 7)
  const last = Buffer.from('the end')
  const manifest = Buffer.from(
    canonical({ format: 1, size: part.length + last.length, parts: [part, last].map(digestOfBytes) }),
  )

  const openAt = async (mspId: string, change: object = {}) => {
    const configuration = { mspId, gateways: {}, ...change }
    const opened = await new TestServer(projectionOf(blocksOf(of.on.scene.ledger)), undefined, {
      ...{ resultKeys, configuration },
    } as never).listen()
    keys[mspId] = opened.signer.publicKey
    return opened
  }

  before(async () => {
    of = await Packaging.open()
    await of.on.done(of.on.shop, 'package.deliver', of.body({ package: digestOfBytes(manifest) }))
  })
  beforeEach(async () => {
    giver = await openAt('SupplierMSP')
    receiver = await openAt('BankMSP', { gateways: { SupplierMSP: giver.url } })
  })
  afterEach(async () => {
    await Promise.all([giver.close(), receiver.close()])
  })

  const put = async (
    bytes: Uint8Array,
    { by = of.on.shop as Device | null, name = digestOfBytes(bytes), at = giver, type = binary } = {},
  ) => {
    const headers = { ...(await at.headersOf(by ?? undefined)), 'content-type': type }
    const response = await fetch(`${at.url}/v1/blobs/${name}`, { method: 'PUT', headers, body: bytes as never })
    return { status: response.status, code: ((await response.json()) as { code?: string }).code }
  }
  const get = async (
    bytes: Uint8Array,
    { by, at = giver, interaction = of.interaction }: { by?: Device; at?: TestServer; interaction?: string } = {},
  ) => {
    const url = `${at.url}/v1/blobs/${digestOfBytes(bytes)}?interaction=${interaction}`
    const response = await fetch(url, { headers: await at.headersOf(by) })
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
  }
  const layAll = async () => {
    for (const bytes of [part, last, manifest]) expect((await put(bytes)).status).equal(201)
  }

  it('keeps each part under its digest, says which of them it has, and takes the same one again', async () => {
    const isThere = async (by: Device) => {
      const headers = await giver.headersOf(by)
      return (await fetch(`${giver.url}/v1/blobs/${digestOfBytes(part)}`, { method: 'HEAD', headers })).status
    }
    expect(await isThere(of.on.shop)).equal(404)
    expect((await put(part)).status).equal(201)
    expect((await put(part)).status).equal(200)
    expect(await isThere(of.on.shop)).equal(200)
    expect(await isThere(of.on.alice), 'another’s is not told').equal(404)
  })

  it('takes nothing under another digest, without a session, of another type, above a part’s size, or beyond what one may have', async () => {
    expect(await put(last, { name: digestOfBytes(part) })).deep.equal({ status: 422, code: 'digest_differs' })
    expect((await put(last, { by: null })).status).equal(401)
    expect((await put(last, { type: 'text/plain' })).status).equal(415)
    expect((await put(Buffer.alloc(partBytes + 1))).status).equal(413)
    const narrow = await openAt('SupplierMSP', { limits: { mailboxBytesPerParticipant: 1_000 } })
    expect((await put(last, { at: narrow })).status).equal(201)
    expect((await put(part, { at: narrow })).code).equal('documents_too_many')
    await narrow.close()
  })

  it('gives parts to who delivered and who is to receive, at their own gateways, and to nobody else', async () => {
    await layAll()
    for (const bytes of [manifest, part, last]) {
      expect((await get(bytes, { by: of.on.shop })).bytes.equals(bytes)).equal(true)
      expect((await get(bytes, { by: of.on.alice, at: receiver })).bytes.equals(bytes)).equal(true)
      expect((await get(bytes, { by: of.on.till.shop, at: receiver })).status).equal(404)
      expect((await get(bytes, { at: giver })).status).equal(401)
    }
    expect(receiver.blobs.kept.size, 'what is of another home is not kept').equal(0)
  })

  it('gives no blob that the package does not name, nor one of another interaction, nor one that was altered', async () => {
    await layAll()
    const foreign = Buffer.from('of another package')
    await put(foreign)
    expect((await get(foreign, { by: of.on.alice, at: receiver })).status).equal(404)
    expect((await get(part, { by: of.on.alice, at: receiver, interaction: 'I'.repeat(43) })).status).equal(404)
    giver.blobs.kept.set(digestOfBytes(last), Buffer.from('altered'))
    expect((await get(last, { by: of.on.shop })).status).equal(404)
    expect((await get(last, { by: of.on.alice, at: receiver })).status).equal(404)
  })

  it('tells who asks when the store does not answer, here and from another home, and does all else meanwhile', async () => {
    await layAll()
    giver.blobs.isAway = true
    expect(await put(part)).deep.equal({ status: 503, code: 'mailbox_unavailable' })
    const headers = await giver.headersOf(of.on.shop)
    const asked = await fetch(`${giver.url}/v1/blobs/${digestOfBytes(part)}`, { method: 'HEAD', headers })
    expect([asked.status, asked.headers.get('retry-after')]).deep.equal([503, '5'])
    const problem = async (by: Device, at: TestServer) => {
      const { status, bytes } = await get(part, { by, at })
      const { code, title } = JSON.parse(bytes.toString())
      expect(title).contain('again')
      return [status, code]
    }
    expect(await problem(of.on.shop, giver)).deep.equal([503, 'mailbox_unavailable'])
    expect(await problem(of.on.alice, receiver)).deep.equal([503, 'home_gateway_unavailable'])
    expect((await giver.get('/v1/vouchers')).status).equal(200)
    giver.blobs.isAway = false
    expect((await get(part, { by: of.on.alice, at: receiver })).status).equal(200)
  })

  it('has one bound for many parts that come at once', async () => {
    const narrow = await openAt('SupplierMSP', { limits: { mailboxBytesPerParticipant: 2_500 } })
    const parts = Array.from({ length: 8 }, (_, place) => Buffer.alloc(800, place))
    const codes = await Promise.all(parts.map(async (bytes) => (await put(bytes, { at: narrow })).code))
    expect(codes.filter((code) => code === undefined).length).equal(2)
    await narrow.close()
  })

  it('gives nothing that was purged, and takes it again', async () => {
    await layAll()
    const foreign = Buffer.from('of no package')
    await put(foreign)
    const purge = new MailboxPurge({
      ...{ blobs: giver.kept, laid: giver.laid, records: giver.projection.records, mspId: 'SupplierMSP' },
      ...{ terms: { unused: 1_000, ended: 1_000 }, isUpToDate: () => true, now: () => giver.now + 1_001 },
      ...{ metrics: giver.metrics, log: { info: () => {}, warn: () => {} } },
    })
    expect(await purge.run()).equal(1)
    purge.stop()
    expect((await get(part, { by: of.on.alice, at: receiver })).status).equal(200)
    expect((await put(foreign)).status, 'laid down anew').equal(201)
  })
})
