import { AwsClient } from 'aws4fetch'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import { partBytes } from '../../chaincode/wire/manifest.ts'
import { BlobFault, type BlobStore } from './blob-store.ts'

/** Which bucket, and the keys to it. */
export interface Bucket {
  endpoint: string
  bucket: string
  region: string
  prefix: string
  accessKey: string
  secretKey: string
}

const patienceMilliseconds = 20_000
// A list of a thousand names; a longer answer is none of a store's.
const listBytes = 2 * 2 ** 20
const namesMaximum = 2_000_000

interface Put {
  headers?: { readonly [name: string]: string }
  body?: Uint8Array<ArrayBuffer>
}

type Method = 'PUT' | 'GET' | 'HEAD' | 'DELETE'

/** No more than so many bytes of an answer, whatever its length says; undefined for a longer one. */
const readUpTo = async (response: Response, most: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of response.body ?? []) {
    length += piece.length
    // Leaving the loop cancels what is still on its way.
    if (length > most) return undefined
    pieces.push(piece)
  }
  return Uint8Array.from(Buffer.concat(pieces))
}

const unescaped = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|apos);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
  )

const elementsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => unescaped(text))

/**
 * Keeps blobs in a bucket of an object store that speaks S3, under a prefix. Requests are signed (Signature Version 4), with the digest of
 * what is put among what is signed, so that the store takes nothing else; no key is in an address. The store is believed in nothing: whoever
 * reads checks the digest.
 */
export class BucketBlobs implements BlobStore {
  readonly #client: AwsClient
  readonly #bucket: Bucket
  readonly #page: number

  /** `page`: how many names are asked for at a time. */
  constructor(bucket: Bucket, { page = 1_000 } = {}) {
    this.#page = page
    const { accessKey, secretKey, region } = bucket
    this.#bucket = bucket
    // Who asked is told at once, and asks again; nothing waits here.
    this.#client = new AwsClient({
      accessKeyId: accessKey,
      secretAccessKey: secretKey,
      region,
      service: 's3',
      retries: 0,
    })
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    const sha256 = Buffer.from(name, 'base64url').toString('hex')
    const headers = { 'content-type': 'application/octet-stream', 'x-amz-content-sha256': sha256 }
    const response = await this.#ask('PUT', this.#urlOf(name), { headers, body: Uint8Array.from(bytes) })
    await this.#end(response, 'PUT', [200])
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    const response = await this.#ask('GET', this.#urlOf(name))
    if (response.status !== 200) {
      await this.#end(response, 'GET', [404])
      return undefined
    }
    return this.#whole(response, partBytes)
  }

  async has(name: string): Promise<boolean> {
    const response = await this.#ask('HEAD', this.#urlOf(name))
    await this.#end(response, 'HEAD', [200, 404])
    return response.status === 200
  }

  async delete(name: string): Promise<void> {
    await this.#end(await this.#ask('DELETE', this.#urlOf(name)), 'DELETE', [200, 204, 404])
  }

  async *names(): AsyncGenerator<string> {
    const { prefix } = this.#bucket
    for await (const key of this.#keys()) {
      const name = key.slice(prefix.length)
      if (key.startsWith(prefix) && instructionIdName.safeParse(name).success) yield name
    }
  }

  async *#keys(): AsyncGenerator<string> {
    let [behind, count]: [string, number] = ['', 0]
    for (;;) {
      const xml = await this.#listed(behind)
      const keys = elementsOf(xml, 'Key')
      yield* keys
      const last = keys.at(-1)
      count += keys.length
      if (last === undefined || elementsOf(xml, 'IsTruncated')[0] !== 'true') return
      // A list that does not go on, or never ends, is none of a store's.
      if (last <= behind || count > namesMaximum) throw new BlobFault('the object store gives a list without an end')
      behind = last
    }
  }

  /** A page of the list behind a key, by the older of the two ways to list, which all stores know and which needs no token of theirs. */
  async #listed(behind: string): Promise<string> {
    const { endpoint, bucket, prefix } = this.#bucket
    const query = new URLSearchParams({ prefix, marker: behind, 'max-keys': `${this.#page}` })
    const response = await this.#ask('GET', `${endpoint.replace(/\/+$/, '')}/${bucket}?${query}`)
    if (response.status !== 200) await this.#end(response, 'GET', [200])
    const bytes = await this.#whole(response, listBytes)
    if (bytes === undefined) throw new BlobFault('the object store gives a longer list than it was asked for')
    return Buffer.from(bytes).toString()
  }

  /** Only digests are names, so that no name leads out of the prefix. */
  #urlOf(name: string): string {
    const { endpoint, bucket, prefix } = this.#bucket
    return `${endpoint.replace(/\/+$/, '')}/${bucket}/${prefix}${instructionIdName.parse(name)}`
  }

  async #ask(method: Method, url: string, parts: Put = {}): Promise<Response> {
    try {
      const signed = await this.#client.sign(url, { method, ...parts })
      return await fetch(signed, { signal: AbortSignal.timeout(patienceMilliseconds), redirect: 'error' })
    } catch {
      // The cause could quote the address, and with it who has which package.
      throw new BlobFault('the object store does not answer')
    }
  }

  async #whole(response: Response, most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      return await readUpTo(response, most)
    } catch {
      throw new BlobFault('the object store broke off its answer')
    }
  }

  /** Lets go of an answer of which nothing more is wanted; throws for a status that is none of these. */
  async #end(response: Response, method: Method, expected: readonly number[]): Promise<void> {
    await response.body?.cancel().catch(() => {})
    if (expected.includes(response.status)) return
    const why = response.status === 403 ? ': its keys or its clock are refused' : ''
    throw new BlobFault(`the object store answers ${response.status} to ${method}${why}`)
  }
}
