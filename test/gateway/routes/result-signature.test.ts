import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { pino } from 'pino'
import type { PublicKey } from '../../../chaincode/wire/device.ts'
import {
  isResultSignedBy,
  readResultSignature,
  resultSignatureHeader,
} from '../../../chaincode/wire/result-signature.ts'
import { createApp } from '../../../gateway/app.ts'
import { Problem } from '../../../gateway/problem.ts'
import { instructionRoutes } from '../../../gateway/routes/instructions.ts'
import type { InstructionDocument } from '../../../gateway/services/document.ts'
import type { Answer, Instructions } from '../../../gateway/services/instructions.ts'
import { relayEnvelope } from '../../../gateway/services/relay.ts'
import type { ResultSigner } from '../../../gateway/services/result-signer.ts'
import { Device } from '../../support/devices.ts'
import { freshSigner } from '../support/signer.ts'

const id = 'I'.repeat(43)
const receivedAt = '1800000000000'
const accepted: InstructionDocument = { id, status: 'accepted', effects: { voucher: 'AU-9999', holder: 'Zoë' } }

/** A gateway whose instructions all end as the test says; `otherGateways` are asked for those that it does not know. */
class Place {
  readonly signer: ResultSigner
  readonly otherGateways: string[] = []
  outcome: () => Promise<Answer> = async () => ({ document: accepted })
  known: InstructionDocument | undefined = accepted
  readonly #server: Server

  constructor(mspId: string) {
    this.signer = freshSigner(mspId)
    const instructions = { accept: () => this.outcome(), find: () => this.known } as unknown as Instructions
    const { otherGateways, signer } = this
    const routes = [instructionRoutes({ instructions, projection: {} as never, mspId, otherGateways, signer })]
    this.#server = createServer(
      createApp({ gateways: {}, limits: { requestsPerMinute: 1_000 } }, { log: pino({ level: 'silent' }), routes }),
    )
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async ask(path = `/v1/instructions/${id}`, body?: string) {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${this.url}${path}`, body === undefined ? {} : { method: 'POST', headers, body })
    const text = await response.text()
    return { status: response.status, text, signature: response.headers.get(resultSignatureHeader) }
  }

  post(body = '{}') {
    return this.ask('/v1/instructions', body)
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

const isBy = (key: PublicKey, { text, signature }: { text: string; signature: string | null }): boolean => {
  const read = readResultSignature(signature)
  return read !== undefined && isResultSignedBy(key, text, read)
}

describe('the signature of results', () => {
  let home: Place
  let relay: Place
  beforeEach(async () => {
    home = await new Place('InstitutionMSP').listen()
    relay = await new Place('SupplierMSP').listen()
    relay.known = undefined
    relay.otherGateways.push(home.url)
  })
  afterEach(() => {
    home.close()
    relay.close()
  })

  const outcomes: [string, number, () => Promise<Answer>][] = [
    ['an acceptance', 200, async () => ({ document: accepted })],
    ['a refusal', 409, async () => ({ document: { id, status: 'refused', code: 'exceeds_available_quantity' } })],
    ['a rejection', 401, async () => ({ document: { id, status: 'rejected', code: 'unknown_device' } })],
    ['a promise', 202, async () => ({ document: { id, status: 'pending', receivedAt } })],
    ['an outage', 503, async () => ({ document: { id, status: 'pending', receivedAt, waitingFor: 'BankMSP' } })],
    ['too much load', 429, () => Promise.reject(new Problem('overloaded', { id, outcome: 'none' }))],
  ]
  for (const [what, status, outcome] of outcomes) {
    it(`covers exactly the bytes of ${what}`, async () => {
      home.outcome = outcome
      const answer = await home.post()
      expect(answer.status).to.equal(status)
      expect(JSON.parse(answer.text).id).to.equal(id)
      expect(readResultSignature(answer.signature)?.mspId).to.equal('InstitutionMSP')
      expect(isBy(home.signer.publicKey, answer)).to.equal(true)
      expect(isBy(relay.signer.publicKey, answer)).to.equal(false)
      expect(isBy(home.signer.publicKey, { ...answer, text: `${answer.text} ` })).to.equal(false)
    })
  }

  it('covers the time of receipt of what is promised, also while an organisation is absent', async () => {
    for (const [what, , outcome] of outcomes.filter(([, status]) => status === 202 || status === 503)) {
      home.outcome = outcome
      expect(JSON.parse((await home.post()).text), what).to.include({ receivedAt })
    }
  })

  it('covers what is answered to a question, be it known or not', async () => {
    expect(isBy(home.signer.publicKey, await home.ask())).to.equal(true)
    home.known = undefined
    const unknown = await home.ask()
    expect(unknown.status).to.equal(404)
    expect(isBy(home.signer.publicKey, unknown)).to.equal(true)
  })

  it('is not on answers about anything else', async () => {
    expect((await home.ask('/v1/elsewhere')).signature).to.equal(null)
  })

  it('stays the home’s when another gateway passes the home’s answer on, byte for byte', async () => {
    const device = new Device('alice', ['customer'])
    const envelope = { ...JSON.parse(device.sign(device.instruction('voucher.retire', { voucher: 'AU-9999' }))), id }
    const { url } = home
    relay.outcome = async () => ({
      relayed: await relayEnvelope({ url, own: 'SupplierMSP', envelope, waitSeconds: 0 }),
    })
    for (const [what, , outcome] of outcomes) {
      home.outcome = outcome
      const [direct, relayed] = [await home.post(), await relay.post()]
      expect([relayed.status, relayed.text], what).to.deep.equal([direct.status, direct.text])
      expect(isBy(home.signer.publicKey, relayed), what).to.equal(true)
    }
    const [direct, relayed] = [await home.ask(), await relay.ask()]
    expect(relayed.text).to.equal(direct.text)
    expect(isBy(home.signer.publicKey, relayed)).to.equal(true)
    home.close()
    const outage = await relay.post()
    expect(JSON.parse(outage.text)).to.include({ code: 'home_gateway_unavailable', id })
    expect(isBy(relay.signer.publicKey, outage)).to.equal(true)
  })

  it('is never lent to another gateway’s answer that came without one', async () => {
    relay.outcome = async () => ({ relayed: { status: 200, contentType: 'application/json', body: '{}' } })
    expect(await relay.post()).to.deep.equal({ status: 200, text: '{}', signature: null })
  })
})
