import { p256 } from '@noble/curves/nist.js'
import { sha256 as hash } from '@noble/hashes/sha2.js'
import type { PublicKey } from '../device.ts'

// As `node.ts`, for where there is no `node:crypto`. WebCrypto would do, but only asynchronously.

const encoder = new TextEncoder()

/** The SHA-256 of a text in base64url. */
export const sha256 = (text: string): string => toBase64url(hash(encoder.encode(text)))

/** How many bytes a text takes in UTF-8. */
export const byteLength = (text: string): number => encoder.encode(text).length

/** Bytes in base64url, without padding. */
export const toBase64url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** The bytes of a text in base64url; undefined for a text that is not exactly what these bytes are written as. */
export const fromBase64url = (text: string): Uint8Array | undefined => {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined
  const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(decoded, (character) => character.charCodeAt(0))
  return toBase64url(bytes) === text ? bytes : undefined
}

const uncompressed = 0x04

/** The point as X9.62 writes it whole; undefined when a coordinate is no 32 bytes. */
const pointOf = ({ x, y }: PublicKey): Uint8Array | undefined => {
  const [left, right] = [fromBase64url(x), fromBase64url(y)]
  if (left?.length !== 32 || right?.length !== 32) return undefined
  return Uint8Array.from([uncompressed, ...left, ...right])
}

/** True when the key is a point of P-256. */
export const isPoint = (key: PublicKey): boolean => {
  const point = pointOf(key)
  return point !== undefined && p256.utils.isValidPublicKey(point, false)
}

/** True when the 64 bytes (r, s) are an ES256 signature by `key` over the text. Never throws. */
export const isSignature = (key: PublicKey, text: string, bytes: Uint8Array): boolean => {
  const point = pointOf(key)
  if (point === undefined) return false
  try {
    return p256.verify(bytes, encoder.encode(text), point, { lowS: false })
  } catch {
    return false
  }
}
