import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import type { PublicKey } from '../device.ts'

/** The suite of every seal (RFC 9180): DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
export const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})

export const sealAlgorithm = { name: 'ECDH', namedCurve: 'P-256' } as const

// The name that browsers and Node have for it in common.
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** A device's second key pair, to which others seal; its private half opens and cannot be read out. */
export interface SealKey {
  /** The device whose key it is. */
  device: string
  publicKey: PublicKey
  pair: { privateKey: Key; publicKey: Key }
}

/** A public key to which something is sealed, and whose device opens it: a row `seal-key` of the ledger. */
export interface Recipient {
  device: string
  publicKey: PublicKey
}

/** The key of a recipient as WebCrypto has it; rejects for one that is no point of P-256. */
export const importRecipient = ({ crv, kty, x, y }: PublicKey): Promise<Key> =>
  crypto.subtle.importKey('jwk', { crv, kty, x, y }, sealAlgorithm, true, [])
