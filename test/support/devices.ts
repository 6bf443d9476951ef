import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { envelopeText } from '../../chaincode/wire/envelope.ts'
import type { Body, DeviceRole, Instruction, Kind, NewDevice, PublicKey } from '../../chaincode/wire/instruction.ts'
import { signatureText, signingText, thumbprint } from '../../chaincode/wire/signature.ts'

/** An ES256 signature over a text, 64 bytes in base64url with low s. */
export const signatureOver = (text: string, privateKey: KeyObject): string =>
  signatureText(sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }))

/** The moment at which tests begin, in UTC milliseconds; nothing in them reads the machine's clock. */
export const testNow = 1_800_000_000_000n
const oneHour = 3_600_000n

/** What an instruction may be made with, other than its kind and body. */
export type Head = Partial<Pick<Instruction, 'ledger' | 'from' | 'device' | 'number' | 'validUntil'>>

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

  constructor(participant: string, roles: DeviceRole[], name = 'test device') {
    this.participant = participant
    this.name = name
    this.roles = roles
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x, y } = publicKey.export({ format: 'jwk' })
    this.publicKey = { crv: 'P-256', kty: 'EC', x: x as string, y: y as string }
    this.privateKey = privateKey
    this.id = thumbprint(this.publicKey)
  }

  /** The device as a registrar enters it. */
  get entry(): NewDevice {
    return { name: this.name, publicKey: this.publicKey, roles: this.roles }
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
