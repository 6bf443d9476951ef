import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { envelopeText, shapeEnvelope } from '../../../chaincode/envelope.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import type { Configuration } from '../../../gateway/configuration.ts'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { challengeText } from '../../../gateway/services/challenges.ts'
import { recordedDocument, rejectedDocument } from '../../../gateway/services/document.ts'
import type { Answer } from '../../../gateway/services/instructions.ts'
import { Device, signatureOver } from '../../support/devices.ts'
import { only, Scene } from '../../support/scene.ts'
import { blockOf, blocksOf, projectionOf } from './blocks.ts'
import { type Answer as HttpAnswer, TestServer } from './server.ts'

export const goodPassword = 'a horse, a battery, a staple'

/** What a request is sent with. */
interface Sending {
  method?: string
  token?: string
  body?: unknown
}

/** How one tries to log in, where not as usual. */
interface Try {
  account?: string
  password?: string
  purpose?: 'session' | 'login' | 'authorisation'
  /** Whose key signs, when not the device's own. */
  signer?: Device
}

/**
 * The bank's gateway over HTTP, before a ledger in memory that really decides: what the gateway files is endorsed, committed
 * and read back. It has a registrar device of its own.
 */
export class Branch {
  readonly scene: Scene
  readonly projection: Projection
  readonly server: TestServer
  readonly registrar: Device
  readonly #folder: string

  private constructor(parts: Pick<Branch, 'scene' | 'projection' | 'server' | 'registrar'>, folder: string) {
    this.scene = parts.scene
    this.projection = parts.projection
    this.server = parts.server
    this.registrar = parts.registrar
    this.#folder = folder
  }

  static async open(configuration: Partial<Configuration> = {}, log?: Logger): Promise<Branch> {
    const scene = await Scene.open()
    const registrar = new Device('bank-service', ['registrar'])
    await scene.enrol(registrar, 'BankMSP')
    const folder = mkdtempSync(join(tmpdir(), 'assay-branch-'))
    const keyFile = join(folder, 'service.key')
    writeFileSync(keyFile, registrar.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const service = { participant: registrar.participant, keyFile }
    const projection = projectionOf(blocksOf(scene.ledger))
    const accept = (value: unknown) => file(scene, projection, value)
    const change = {
      configuration: { service, ...configuration },
      instructions: { accept },
      ...(log === undefined ? {} : { log }),
    }
    const server = await new TestServer(projection, { streamsMaximum: 10 }, change).listen()
    return new Branch({ scene, projection, server, registrar }, folder)
  }

  /** Sends JSON and reads the answer, with the header that says when to come back. */
  async ask(
    path: string,
    { method = 'POST', token, body }: Sending,
  ): Promise<HttpAnswer & { retryAfter: string | null }> {
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json(), retryAfter: response.headers.get('retry-after') }
  }

  /** Has the bank's registrar set what somebody logs in with. */
  async setCredentials(
    account: string,
    change: { password?: string; messageAddress?: string; roles?: DeviceRole[] } = {},
  ) {
    const token = await this.server.tokenOf(this.scene.registrars.BankMSP)
    const body = { password: goodPassword, messageAddress: `${account}@example.org`, ...change }
    return this.ask(`/v1/credentials/${account}`, { method: 'PUT', token, body })
  }

  /** A fresh challenge for the device, signed by its key or another. */
  async proofOf(
    device: Device,
    { account = device.participant, purpose = 'authorisation', signer = device }: Try = {},
  ) {
    const { body } = await this.ask('/v1/sessions/challenge', { body: { participant: account, device: device.id } })
    const { challenge } = body as { challenge: string }
    const text = challengeText({ ledger: 'assay', mspId: 'BankMSP', challenge, purpose })
    return { challenge, signature: signatureOver(text, signer.privateKey) }
  }

  async logIn(device: Device, change: Try = {}) {
    const { account = device.participant, password = goodPassword } = change
    const proof = await this.proofOf(device, { purpose: 'login', ...change })
    return this.ask('/v1/logins', { body: { account, password, publicKey: device.publicKey, ...proof } })
  }

  /** Begins to have a device authorised by a ticket. */
  async begin(
    device: Device,
    ticket: string,
    way: string,
    change: Try & { name?: string; card?: { proof: string } } = {},
  ) {
    const { name = 'new phone', card = device.cardFor('alice'), ...rest } = change
    const body = { way, name, proof: card.proof, ...(await this.proofOf(device, rest)) }
    return this.ask('/v1/device-authorisations', { token: ticket, body })
  }

  async confirm(device: Device, ticket: string, id: string, answer: object, change: Try = {}) {
    const body = { ...answer, ...(await this.proofOf(device, change)) }
    return this.ask(`/v1/device-authorisations/${id}/confirmations`, { token: ticket, body })
  }

  /** The newest message to an address, and the digits in it. */
  async newestMessage(to: string): Promise<{ text: string; code: string }> {
    const { body } = await this.server.get(`/development/inbox.json?to=${encodeURIComponent(to)}`)
    const { text } = body.items[0] as { text: string }
    return { text, code: text.match(/^[0-9]{8}$/m)?.[0] ?? '' }
  }

  /** The device of an account as the ledger has it. */
  deviceOf(account: string, { id }: Device) {
    return this.scene.account(account).devices[id]
  }

  async close(): Promise<void> {
    await this.server.close()
    rmSync(this.#folder, { recursive: true })
  }
}

/** Brings an instruction to the ledger in memory and into the projection, as lanes and blocks do. */
const file = async (scene: Scene, projection: Projection, value: unknown): Promise<Answer> => {
  const envelope = shapeEnvelope(value)
  scene.now = BigInt(Date.now())
  const applied = await scene.apply(envelopeText(envelope), { gateway: 'BankMSP' })
  const block = scene.ledger.blocks.at(-1)
  if (block !== undefined) projection.apply(blockOf(block))
  const outcome = only(applied)
  if (outcome.status === 'rejected') return { document: rejectedDocument(outcome) }
  const recorded = projection.instruction(envelope.id)
  if (recorded === undefined) throw new Error(`${envelope.id} is nowhere`)
  return { document: recordedDocument(recorded) }
}
