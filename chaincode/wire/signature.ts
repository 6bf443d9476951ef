import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { canonical } from './canonical.ts'
import type { Instruction, PublicKey } from './instruction.ts'

const curveOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const halfOrder = curveOrder / 2n

/** The text that the device signs. */
export const signingText = (instruction: Instruction): string => canonical({ ...instruction })

/** The SHA-256 of a text in base64url; over the signed text it is the instruction's id, known before sending. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** A device's id: the thumbprint of its public key (RFC 7638, SHA-256), in base64url. */
export const thumbprint = (key: PublicKey): string => digest(canonical({ ...key }))

// Importing a key costs as much as checking a signature. A key's import depends on nothing but the key, so it is kept.
const imported = new Map<string, KeyObject>()
const importedMaximum = 10_000

const importKey = (key: PublicKey): KeyObject => {
  const name = `${key.x}${key.y}`
  const known = imported.get(name)
  if (known !== undefined) return known
  const fresh = createPublicKey({ key: { ...key }, format: 'jwk' })
  if (imported.size >= importedMaximum) imported.clear()
  imported.set(name, fresh)
  return fresh
}

/** True when the key is a point of P-256; a key off the curve is refused before it reaches the ledger. */
export const isUsableKey = (key: PublicKey): boolean => {
  try {
    importKey(key)
    return true
  } catch {
    return false
  }
}

/** The same signature with the smaller of its two possible `s` values, so that each text has one signature per nonce. */
export const lowS = (signature: Buffer): Buffer => {
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`)
  if (s <= halfOrder) return signature
  const low = Buffer.from((curveOrder - s).toString(16).padStart(64, '0'), 'hex')
  return Buffer.concat([signature.subarray(0, 32), low])
}

const derInteger = (bytes: Buffer): Buffer => {
  const start = bytes.findIndex((byte) => byte !== 0)
  const trimmed = bytes.subarray(start)
  const positive = (trimmed[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), trimmed]) : trimmed
  return Buffer.concat([Buffer.from([0x02, positive.length]), positive])
}

/** A signature of 64 bytes (r, s) in the DER form that Fabric and the platform's fastest check take. */
export const derOf = (signature: Buffer): Buffer => {
  const content = Buffer.concat([derInteger(signature.subarray(0, 32)), derInteger(signature.subarray(32))])
  return Buffer.concat([Buffer.from([0x30, content.length]), content])
}

/** True when `signature` (ES256, 64 bytes in base64url, low s) is by `key` over `text`. Never throws. */
export const isSignedBy = (key: PublicKey, text: string, signature: string): boolean => {
  const bytes = Buffer.from(signature, 'base64url')
  if (bytes.length !== 64 || bytes.toString('base64url') !== signature || !lowS(bytes).equals(bytes)) return false
  try {
    // With DER and the bare key the check costs a quarter less than with an options object naming the other form.
    return verify('sha256', Buffer.from(text), importKey(key), derOf(bytes))
  } catch {
    return false
  }
}
