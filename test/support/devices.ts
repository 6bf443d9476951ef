import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
} from 'node:crypto'
import type { NewDevice } from '../../chaincode/domains/registry/kinds.ts'
import { envelopeText } from '../../chaincode/envelope.ts'
import type { Body, Instruction, Kind } from '../../chaincode/vocabulary.ts'
import type { DeviceRole, PublicKey } from '../../chaincode/wire/device.ts'
import type { RegistrarEnrolment } from '../../chaincode/wire/registrar.ts'
import { cardText, signatureText, signingText, thumbprint } from '../../chaincode/wire/signature.ts'

/** An ES256 signature over a text, 64 bytes in base64url with low s. */
export const signatureOver = (text: string, privateKey: KeyObject): string =>
  signatureText(sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }))

/** The moment at which tests begin, in UTC milliseconds; nothing in them reads the machine's clock. */
export const testNow = 1_800_000_000_000n
const oneHour = 3_600_000n

/** What an instruction may be made with, other than its kind and body. */
export type Head = Partial<Pick<Instruction, 'ledger' | 'from' | 'device' | 'number' | 'validUntil'>>

/** A new private key. */
const newPrivateKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

const base64urlOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** The same private key for the same text, so that what is drawn from a seed has the same ids in every process. */
export const privateKeyFrom = (text: string): KeyObject => {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(hash('sha256', text, 'buffer'))
  const [x = '', y = ''] = [pair.getPublicKey().subarray(1, 33), pair.getPublicKey().subarray(33)].map(base64urlOf)
  const key = { kty: 'EC', crv: 'P-256', d: base64urlOf(pair.getPrivateKey()), x, y }
  return createPrivateKey({ format: 'jwk', key })
}

/** A participant's device: it keeps the private key and its own counter, and signs instructions. */
export class Device {
  readonly participant: string
  readonly name: string
  readonly roles: DeviceRole[]
  readonly publicKey: PublicKey
  readonly privateKey: KeyObject
  readonly id: string
  /** The number of the next instruction. */
  next = 1n

  constructor(participant: string, roles: DeviceRole[], name = 'test device', privateKey = newPrivateKey()) {
    this.participant = participant
    this.name = name
    this.roles = roles
    const { x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
    this.publicKey = { crv: 'P-256', kty: 'EC', x: x as string, y: y as string }
    this.privateKey = privateKey
    this.id = thumbprint(this.publicKey)
  }

  /** The device's card, as its owner gives it to a registrar or an administrator. */
  get card(): RegistrarEnrolment {
    return this.cardFor(this.participant)
  }

  /** A card for whichever account, signed by this device's key. */
  cardFor(participant: string): RegistrarEnrolment {
    const { name, publicKey, id: device } = this
    return { participant, name, publicKey, proof: signatureOver(cardText({ participant, device }), this.privateKey) }
  }

  /** The device as a terminal has it: who it is, and how it signs. */
  get signer() {
    const { id: device, publicKey, privateKey } = this
    return { device, publicKey, sign: async (text: string) => signatureOver(text, privateKey) }
  }

  /** The device as a registrar enters it. */
  get entry(): NewDevice {
    const { participant: _participant, ...card } = this.card
    return { ...card, roles: this.roles }
  }

  /** An instruction of this device, not signed yet; takes the next number unless the head gives one. */
  instruction<K extends Kind>(kind: K, body: Body<K>, head: Head = {}): Instruction<K> {
    const number = head.number ?? this.#takeNumber()
    const { ledger = 'assay', from = this.participant, device = this.id, validUntil = String(testNow + oneHour) } = head
    return { ledger, kind, from, device, number, validUntil, body }
  }

  #takeNumber(): string {
    this.next += 1n
    return (this.next - 1n).toString()
  }

  /** The envelope text of an instruction, signed by this device, whatever it claims. */
  sign(instruction: Instruction): string {
    return envelopeText({ instruction, signature: signatureOver(signingText(instruction), this.privateKey) })
  }
}
