import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { partBytes } from '../../../chaincode/wire/manifest.ts'
import { BlobFault } from '../../../gateway/mailbox/blob-store.ts'
import { type Bucket, BucketBlobs } from '../../../gateway/mailbox/bucket-blobs.ts'
import { digestOfBytes } from '../../../gateway/services/document-fetch.ts'
import { SignedStore } from '../support/signed-store.ts'

const bucket = 'assay-parts'
const keys = { accessKey: 'S3RVER', secretKey: 'the secret key of the bank' }

const all = async (names: AsyncIterable<string>): Promise<string[]> => {
  const found: string[] = []
  for await (const name of names) found.push(name)
  return found
}

describe('a mailbox in a bucket of an object store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bucket-'))
  let server: SignedStore
  let endpoint: string
  const part = Buffer.alloc(partBytes, 5)
  const name = digestOfBytes(part)
  const last = Buffer.from('the last part')

  const blobsWith = (change: Partial<Bucket> = {}) =>
    new BucketBlobs({ endpoint, bucket, region: 'us-east-1', prefix: 'bank/', ...keys, ...change }, { page: 3 })
  const faultOf = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work
    } catch (error) {
      expect(error).instanceOf(BlobFault)
      const { message, cause } = error as Error
      expect(cause).equal(undefined)
      for (const hidden of ['S3RVER', 'another secret', keys.secretKey, name, endpoint])
        expect(message).not.contain(hidden)
      return message
    }
    throw new Error('it worked')
  }

  before(async () => {
    server = new SignedStore(folder, { bucket, secretKey: keys.secretKey })
    endpoint = await server.run()
  })
  after(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })
  afterEach(async () => {
    for (const prefix of ['bank/', 'supplier/']) {
      const blobs = blobsWith({ prefix })
      for (const one of await all(blobs.names())) await blobs.delete(one)
    }
  })

  it('puts, finds, gives and deletes bytes under their digest, and takes the same ones again', async () => {
    const blobs = blobsWith()
    expect(await blobs.has(name)).equal(false)
    expect(await blobs.get(name)).equal(undefined)
    await blobs.put(name, part)
    await blobs.put(name, part)
    expect(await blobs.has(name)).equal(true)
    expect(Buffer.from((await blobs.get(name)) ?? []).equals(part)).equal(true)
    await blobs.delete(name)
    await blobs.delete(name)
    expect(await blobs.has(name)).equal(false)
  })

  it('lists what lies under its own prefix, page by page, and passes over what is no part', async () => {
    const [blobs, others] = [blobsWith(), blobsWith({ prefix: 'supplier/' })]
    const names: string[] = []
    for (let place = 0; place < 8; place += 1) {
      const bytes = Buffer.from(`part ${place}`)
      names.push(digestOfBytes(bytes))
      await blobs.put(digestOfBytes(bytes), bytes)
    }
    await others.put(name, part)
    expect((await all(blobs.names())).sort()).deep.equal(names.sort())
    expect(await all(others.names())).deep.equal([name])
  })

  it('says that its keys are refused, and where the bucket is missing', async () => {
    const wrong = blobsWith({ secretKey: 'another secret' })
    expect(await faultOf(wrong.put(name, part))).contain('answers 403 to PUT: its keys')
    expect(await faultOf(wrong.has(name))).contain('answers 403 to HEAD')
    expect(await faultOf(all(wrong.names()))).contain('answers 403 to GET')
    expect(await faultOf(blobsWith().put(digestOfBytes(last), part)), 'other bytes than were signed').contain('403')
    expect(await blobsWith().has(name), 'nothing was kept').equal(false)
    expect(await faultOf(blobsWith({ bucket: 'no-such-bucket' }).put(name, part))).contain('answers 404 to PUT')
  })

  it('is told as a fault while the store does not answer, and goes on once it does', async () => {
    const blobs = blobsWith({ endpoint: 'http://127.0.0.1:9' })
    for (const work of [blobs.put(name, part), blobs.get(name), blobs.has(name), blobs.delete(name)]) {
      expect(await faultOf(work)).equal('the object store does not answer')
    }
  })

  it('takes what the store altered for what it is: the digest differs', async () => {
    const blobs = blobsWith()
    await blobs.put(name, part)
    const [file] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('_object'))
    const path = join(folder, file as string)
    const bytes = readFileSync(path)
    bytes[100] = (bytes[100] as number) ^ 1
    writeFileSync(path, bytes)
    const given = (await blobs.get(name)) ?? new Uint8Array()
    expect(digestOfBytes(given)).not.equal(name)
  })

  describe('a hostile store', () => {
    let hostile: Server
    const serve = async (listener: RequestListener): Promise<BucketBlobs> => {
      hostile = createServer(listener)
      await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve))
      return blobsWith({ endpoint: `http://127.0.0.1:${(hostile.address() as AddressInfo).port}` })
    }
    afterEach(() => {
      hostile.closeAllConnections()
      hostile.close()
    })

    it('gives no more than a part may have', async () => {
      const blobs = await serve((_request, response) => response.end(Buffer.alloc(partBytes + 1)))
      expect(await blobs.get(name)).equal(undefined)
    })

    it('sends nobody elsewhere, and cannot break off unnoticed', async () => {
      const elsewhere = await serve((_request, response) => response.writeHead(307, { location: '/else' }).end())
      expect(await faultOf(elsewhere.get(name))).equal('the object store does not answer')
      hostile.close()
      const broken = await serve((_request, response) => {
        response.writeHead(200, { 'content-length': '1000' })
        response.write('half', () => response.destroy())
      })
      expect(await faultOf(broken.get(name))).contain('broke off')
    })

    it('has no end of its list, and names nothing that leads elsewhere', async () => {
      const long = await serve((_request, response) => response.end(Buffer.alloc(3 * 2 ** 20, 'x')))
      expect(await faultOf(all(long.names()))).contain('longer list')
      hostile.close()
      const names = ['bank/../../etc/passwd', 'bank/', 'other', `bank/${name}`, `x/${name}`]
      const xml = names.map((one) => `<Contents><Key>${one}</Key></Contents>`).join('')
      const odd = await serve((_request, response) => response.end(`<ListBucketResult>${xml}</ListBucketResult>`))
      expect(await all(odd.names())).deep.equal([name])
      hostile.close()
      const page = '<IsTruncated>true</IsTruncated><Contents><Key>bank/a</Key></Contents>'
      const endless = await serve((_request, response) => response.end(page))
      expect(await faultOf(all(endless.names()))).contain('without an end')
    })

    it('is shown no secret key, and no address with a signature in it', async () => {
      const seen: string[] = []
      const blobs = await serve((request, response) => {
        seen.push(request.url ?? '', JSON.stringify(request.headers))
        response.end()
      })
      await blobs.put(name, Buffer.from('x'))
      expect(seen[0]).equal(`/${bucket}/bank/${name}`)
      expect(seen[1]).contain('AWS4-HMAC-SHA256').and.contain('x-amz-content-sha256')
      expect(seen.join()).not.contain(keys.secretKey)
    })
  })
})
