import type { PublicKey } from '../../chaincode/wire/instruction.ts'

/**
 * A device's key as the rest of the terminal sees it: who it is and how it signs. The private half stays behind this, in
 * a file of this machine or in a browser's own store.
 */
export interface DeviceSigner {
  /** The device's id: the thumbprint of its public key. */
  readonly device: string
  readonly publicKey: PublicKey
  /** The ES256 signature over a text: 64 bytes (r, s) in base64url, with low s. */
  sign(text: string): Promise<string>
}
