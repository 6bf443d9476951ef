import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import S3rver from 's3rver'

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** What Signature Version 4 says of a request under a secret key, as its specification has it: s3rver itself checks none. */
const signatureOf = ({ method, url = '', headers }: IncomingMessage, secretKey: string): string => {
  const { authorization = '' } = headers
  const [, scope = '', signed = ''] = /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(authorization) ?? []
  const [path = '', query = ''] = url.split('?')
  const sorted = query === '' ? '' : query.replaceAll('+', '%20').split('&').sort().join('&')
  const names = signed.split(';')
  const named = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const canonical = [method, path, sorted, named, signed, headers['x-amz-content-sha256']].join('\n')
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const key = scope.split('/').reduce<string | Buffer>((made, one) => hmac(made, one), `AWS4${secretKey}`)
  return hmac(key, text).toString('hex')
}

const readAll = async (incoming: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = []
  for await (const piece of incoming) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** An object store for tests: s3rver, with a server before it that takes only what is signed under the secret key, over these very bytes. */
export class SignedStore {
  readonly #behind: S3rver
  readonly #server: Server
  #port = 0

  constructor(directory: string, { bucket, secretKey }: { bucket: string; secretKey: string }) {
    const configureBuckets = [{ name: bucket, configs: [] }]
    this.#behind = new S3rver({ port: 0, silent: true, directory, configureBuckets })
    this.#server = createServer(async (incoming, response) => {
      const body = await readAll(incoming)
      const digest = incoming.headers['x-amz-content-sha256']
      const isSigned = incoming.headers.authorization?.endsWith(`Signature=${signatureOf(incoming, secretKey)}`)
      const isWhole = digest === 'UNSIGNED-PAYLOAD' || digest === sha256(body)
      if (isSigned !== true || !isWhole) {
        response.writeHead(403).end()
        return
      }
      const { method, url: path, headers } = incoming
      const passed = request({ port: this.#port, method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      })
      passed.end(body)
    })
  }

  /** Starts it, and gives where it answers. */
  async run(): Promise<string> {
    this.#port = (await this.#behind.run()).port
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    await this.#behind.close()
  }
}
