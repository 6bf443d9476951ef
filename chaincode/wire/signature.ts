import { fromBase64url, isPoint, isSignature, sha256, toBase64url } from '#platform'
import { canonical, type Json } from './canonical.ts'
import type { PublicKey } from './device.ts'

const curveOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The text that the device signs. */
export const signingText = (instruction: object): string => canonical({ ...instruction } as Json)

/** The SHA-256 of a text in base64url; over the signed text it is the instruction's id, known before sending. */
export const digest = (text: string): string => sha256(text)

/** A device's id: the thumbprint of its public key (RFC 7638, SHA-256), in base64url. */
export const thumbprint = (key: PublicKey): string => digest(canonical({ ...key }))

/**
 * What a device signs for its card: that this key is to be the participant's. Without it, whoever saw a public key first could have it
 * put on another account, and its owner could never use it (decision 0026).
 */
export const cardText = ({ participant, device }: { participant: string; device: string }): string =>
  `assay-device\n${participant}\n${device}`

/** True when the key is a point of P-256; a key off the curve is refused before it reaches the ledger. */
export const isUsableKey = (key: PublicKey): boolean => isPoint(key)

const numberOf = (bytes: Uint8Array): bigint => {
  let number = 0n
  for (const byte of bytes) number = (number << 8n) | BigInt(byte)
  return number
}

const bytesOf = (number: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, index) => Number((number >> BigInt(8 * (31 - index))) & 0xffn))

const half = bytesOf(curveOrder / 2n)

// Byte by byte, since every signature that is checked comes through here.
const isLow = (s: Uint8Array): boolean => {
  for (let place = 0; place < 32; place += 1) {
    /* c8 ignore next -- the half has all its bytes */
    const [here, there] = [s[place] ?? 0, half[place] ?? 0]
    if (here !== there) return here < there
  }
  return true
}

/** The same signature with the smaller of its two possible `s` values, so that each text has one signature per nonce. */
export const lowS = (signature: Uint8Array): Uint8Array => {
  const s = signature.subarray(32)
  if (isLow(s)) return signature
  return Uint8Array.from([...signature.subarray(0, 32), ...bytesOf(curveOrder - numberOf(s))])
}

/** A signature of 64 bytes (r, s), with whichever `s`, as it goes into an envelope: low `s`, in base64url. */
export const signatureText = (signature: Uint8Array): string => toBase64url(lowS(signature))

/** True when `signature` (ES256, 64 bytes in base64url, low s) is by `key` over `text`. Never throws. */
export const isSignedBy = (key: PublicKey, text: string, signature: string): boolean => {
  const bytes = fromBase64url(signature)
  if (bytes?.length !== 64 || lowS(bytes) !== bytes) return false
  return isSignature(key, text, bytes)
}
