import { createPublicKey, hkdfSync, type KeyObject } from 'node:crypto'
import { accounts, type Device } from '../../chaincode/domains/registry/tables.ts'
import type { Envelope } from '../../chaincode/envelope.ts'
import type { Body, Instruction, Kind } from '../../chaincode/vocabulary.ts'
import type { PublicKey } from '../../chaincode/wire/device.ts'
import { signatureBy } from '../../chaincode/wire/platform/node.ts'
import { type SealKey, suite } from '../../chaincode/wire/sealing/seal-key.ts'
import { signatureText, signingText, thumbprint } from '../../chaincode/wire/signature.ts'
import { readPrivateKey } from '../files/keys.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Projection } from '../projection/projection.ts'

const validMilliseconds = 60_000
const sealPurpose = 'assay-gateway-device-seal-key-1'

/** A device whose key this gateway holds, and which signs instructions like anybody's. */
export class GatewayDevice {
  readonly participant: string
  readonly device: string
  readonly #key: KeyObject
  readonly #ledger: string
  readonly #projection: Projection
  #number = 0n

  /** Reads the key of a participant's device from its file; refuses by FileFault what is no such key. */
  constructor(
    { participant, keyFile }: { participant: string; keyFile: string },
    { ledger, projection, outbox }: { ledger: string; projection: Projection; outbox?: Pick<Outbox, 'all'> },
  ) {
    this.#key = readPrivateKey(keyFile)
    const { x, y } = createPublicKey(this.#key).export({ format: 'jwk' }) as { x: string; y: string }
    const publicKey: PublicKey = { crv: 'P-256', kty: 'EC', x, y }
    this.participant = participant
    this.device = thumbprint(publicKey)
    this.#ledger = ledger
    this.#projection = projection
    // What an earlier run signed, and the projection does not know yet, has used its number up.
    for (const { device, number } of outbox?.all() ?? []) {
      if (device === this.device && BigInt(number) > this.#number) this.#number = BigInt(number)
    }
  }

  /** The device as the ledger knows it now; undefined while it is not there. */
  get known(): Device | undefined {
    return this.#projection.view.find(accounts, this.participant)?.devices[this.device]
  }

  /**
   * The key pair to which others seal what this device alone opens. It comes from the device's own key by a derivation that is used for
   * nothing else, so that there is one file to keep, and neither key tells anything of the other.
   */
  async sealKey(): Promise<SealKey> {
    const { d } = this.#key.export({ format: 'jwk' }) as { d: string }
    const material = hkdfSync('sha256', Buffer.from(d, 'base64url'), Buffer.alloc(0), sealPurpose, 32)
    const pair = await suite.kem.deriveKeyPair(material)
    const { x, y } = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as { x: string; y: string }
    return { device: this.device, publicKey: { crv: 'P-256', kty: 'EC', x, y }, pair }
  }

  /** A signed instruction under the device's next number, good for a minute. */
  sign<K extends Kind>(kind: K, body: Body<K>): Envelope<K> {
    const highest = this.known?.highest ?? 0n
    this.#number = (this.#number > highest ? this.#number : highest) + 1n
    const instruction: Instruction<K> = {
      ledger: this.#ledger,
      kind,
      from: this.participant,
      device: this.device,
      number: this.#number.toString(),
      validUntil: String(Date.now() + validMilliseconds),
      body,
    }
    return { instruction, signature: this.signText(signingText(instruction as unknown as Instruction)) }
  }

  /** This device's signature over a text (ES256, 64 bytes in base64url, low s). */
  signText(text: string): string {
    return signatureText(signatureBy(this.#key, Buffer.from(text)))
  }
}
