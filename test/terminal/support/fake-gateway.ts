import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { shapeEnvelope } from '../../../chaincode/envelope.ts'
import type { PublicKey } from '../../../chaincode/wire/device.ts'
import { resultSignatureHeader, resultSignatureText, resultText } from '../../../chaincode/wire/result-signature.ts'
import { isSignedBy } from '../../../chaincode/wire/signature.ts'
import { Device, signatureOver } from '../../support/devices.ts'
import { mint, publishedVoucher } from './published-voucher.ts'

export interface Received {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export interface Reply {
  status: number
  body: unknown
  headers?: { [name: string]: string }
}

/** An answer about an instruction as it goes over the line, with the value of its signature's header. */
export interface Sealed {
  text: string
  signature: string | undefined
}

/** A reply; or `drop`: take the request and close without an answer; or `hang`: take it and never answer. */
type Answer = Reply | 'drop' | 'hang'
type Script = (received: Received, id: string) => Answer

const challenge = 'challenge-of-this-very-gateway'

export const problem = (status: number, code: string, more: object = {}): Reply => ({
  status,
  body: { type: `urn:assay:problem:${code}`, title: code, status, code, ...more },
})

export const acceptedDocument = (id: string, effects: object = {}) => ({
  id,
  status: 'accepted',
  effects,
  ledger: { block: '7', transaction: 'ab', position: '7.0.0', validation: 'VALID' },
})

/**
 * Plays what a gateway's documentation promises, over real HTTP. `scripts` take over the next answers to POST
 * /v1/instructions one by one; afterwards every instruction is accepted. What was accepted stays known.
 */
export class FakeGateway {
  readonly received: Received[] = []
  readonly scripts: Script[] = []
  readonly accepted = new Map<string, string>()
  readonly devices = new Map<string, PublicKey>()
  /** The tokens that are good now. */
  tokens = ['first-token']
  mspId = 'BankMSP'
  /** What it publishes as GOLD-1G. */
  voucher: unknown = publishedVoucher()
  readInstruction: ((id: string) => Reply) | undefined
  /** Who has the key that its results are signed with, and the keys that it publishes, by MSP. */
  key: Device
  resultKeys: { [mspId: string]: PublicKey }
  /** What it answers to readers with a session, and to who hands something in, by the path without its query. */
  readonly pages = new Map<string, unknown>()
  /** What was laid down, by the path, and who asked for it with which query. */
  readonly laid = new Map<string, Buffer>()
  /** What somebody on the line makes of its answers about instructions, and of lists of requests. */
  forge: (sealed: Sealed) => Sealed = (sealed) => sealed
  readonly #server: Server

  constructor(key = new Device('gateway', [])) {
    this.key = key
    this.resultKeys = { BankMSP: key.publicKey }
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
    return this
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get sent(): string[] {
    return this.received
      .filter(({ method, path }) => method === 'POST' && path === '/v1/instructions')
      .map((r) => r.body)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** An answer about an instruction, signed as an organisation with a key: its own, unless told otherwise. */
  seal(text: string, mspId = this.mspId, key = this.key): Sealed {
    const signature = signatureOver(resultText({ mspId, body: text }), key.privateKey)
    return { text, signature: resultSignatureText({ mspId, signature }) }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const received = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(parts).toString(),
    }
    this.received.push(received)
    const [place = ''] = received.path.split('?')
    if (received.method === 'PUT') this.laid.set(place, Buffer.concat(parts))
    const kept = received.method === 'GET' ? this.laid.get(place) : undefined
    if (kept !== undefined) return void response.end(kept)
    const answer = this.#answer(received)
    if (answer === 'hang') return
    if (answer === 'drop') {
      request.socket.destroy()
      return
    }
    this.#reply(response, answer, received.path)
  }

  #reply(response: ServerResponse, { status, body, headers }: Reply, path: string): void {
    const json = JSON.stringify(body)
    const { text, signature } = /^\/v1\/(instructions|accounts\/[^/]+\/(recommendation-)?requests)/.test(path)
      ? this.forge(this.seal(json))
      : { text: json, signature: undefined }
    const signed = signature === undefined ? {} : { [resultSignatureHeader]: signature }
    response.writeHead(status, { 'content-type': 'application/json', ...signed, ...headers })
    response.end(text)
  }

  #answer(received: Received): Answer {
    const { method, path, body } = received
    if (method === 'POST' && path === '/v1/instructions') {
      const { confidential: _beside, ...envelope } = JSON.parse(body)
      const { id } = shapeEnvelope(envelope)
      return this.scripts.shift()?.(received, id) ?? this.accept(id, body)
    }
    if (method === 'PUT') return { status: 201, body: {} }
    const page = this.pages.get(path.split('?')[0] ?? '')
    if (page !== undefined) return { status: 200, body: page }
    if (method === 'POST') return this.#session(path, JSON.parse(body))
    return this.#read(path, received.headers.authorization)
  }

  /** Accepts an instruction, as if a block held it. */
  accept(id: string, envelope: string): Reply {
    this.accepted.set(id, envelope)
    return { status: 200, body: acceptedDocument(id, { voucher: 'GOLD-1G', quantity: '1500', available: '2500' }) }
  }

  #session(path: string, body: { device: string; challenge: string; signature: string }): Reply {
    if (path === '/v1/sessions/challenge') return { status: 200, body: { challenge, expiresAt: '1' } }
    const key = this.devices.get(body.device)
    const text = `assay-session\nassay\n${this.mspId}\n${challenge}`
    const isGood = key !== undefined && body.challenge === challenge && isSignedBy(key, text, body.signature)
    return isGood
      ? { status: 200, body: { token: this.tokens.at(-1), expiresAt: '9000000000000' } }
      : problem(401, 'bad_signature')
  }

  #read(path: string, authorization: string | undefined): Reply {
    const [, , table, name = '', more] = path.split('/')
    if (table === 'ledger') {
      const { mspId, resultKeys } = this
      const ledger = { ledger: 'assay', organisation: 'bank', mspId, gateways: {}, resultKeys, height: '9' }
      return { status: 200, body: ledger }
    }
    if (table === 'vouchers' && name === 'GOLD-1G') return { status: 200, body: this.voucher }
    if (table === 'participants') return this.#device(path)
    if (table === 'instructions') return this.#instruction(name, more)
    if (table === 'accounts') return this.#account(name, authorization)
    return problem(404, 'not_found')
  }

  #device(path: string): Reply {
    const isMint = path === `/v1/participants/mint/devices/${mint.id}`
    return isMint ? { status: 200, body: { publicKey: mint.publicKey, status: 'active' } } : problem(404, 'not_found')
  }

  #instruction(id: string, more: string | undefined): Reply {
    if (this.readInstruction !== undefined) return this.readInstruction(id)
    const envelope = this.accepted.get(id)
    if (envelope === undefined) return problem(404, 'not_found', { id })
    if (more === undefined) return { status: 200, body: acceptedDocument(id) }
    const { instruction, signature } = shapeEnvelope(JSON.parse(envelope))
    const publicKey = this.devices.get(instruction.device)
    return { status: 200, body: { id, envelope: { instruction, signature }, publicKey, outcome: acceptedDocument(id) } }
  }

  #account(participant: string, authorization: string | undefined): Reply {
    if (authorization === undefined) return problem(401, 'session_required')
    if (!this.tokens.includes(authorization.replace('Bearer ', ''))) return problem(401, 'session_expired')
    const devices = Object.fromEntries([...this.devices].map(([id]) => [id, { highest: '41', status: 'active' }]))
    const balance = { available: '4000', reserved: '0', pledged: '500', frozen: '0', total: '4500' }
    return {
      status: 200,
      body: {
        participant: { participant, home: 'BankMSP', status: 'active', accepts: 'all' },
        account: { devices },
        credits: [],
        balances: { 'GOLD-1G': balance },
        height: '9',
      },
    }
  }
}
