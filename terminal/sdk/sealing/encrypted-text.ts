import { fromBase64url, toBase64url } from '#platform'
import { digestOf, utf8 } from '../../../chaincode/wire/bounded-json.ts'

const keyBytes = 32
const ivBytes = 12
const tagBytes = 16

/** How many bytes encryption adds to a text. */
export const addedBytes = ivBytes + tagBytes

/** An encrypted text: what is laid down, by which name, and its key. */
export interface EncryptedText {
  bytes: Uint8Array<ArrayBuffer>
  /** SHA-256 of the bytes in base64url. */
  digest: string
  /** 32 bytes in base64url. */
  key: string
}

const algorithmOf = (iv: Uint8Array<ArrayBuffer>, purpose: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: utf8(purpose),
})

const imported = (key: Uint8Array<ArrayBuffer>, use: 'encrypt' | 'decrypt') =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use])

/** Encrypts a text for one purpose with AES-256-GCM, under a key of its own that is used for nothing else. */
export const encryptText = async (text: string, purpose: string): Promise<EncryptedText> => {
  const key = crypto.getRandomValues(new Uint8Array(keyBytes))
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const sealed = await crypto.subtle.encrypt(algorithmOf(iv, purpose), await imported(key, 'encrypt'), utf8(text))
  const bytes = Uint8Array.from([...iv, ...new Uint8Array(sealed)])
  return { bytes, digest: await digestOf(bytes), key: toBase64url(key) }
}

/** What was encrypted for this purpose under this key; undefined for another key, another purpose, and anything else. */
export const decryptBytes = async (
  bytes: Uint8Array,
  key: string,
  purpose: string,
): Promise<Uint8Array | undefined> => {
  const raw = fromBase64url(key)
  if (raw?.length !== keyBytes) return undefined
  const algorithm = algorithmOf(Uint8Array.from(bytes.subarray(0, ivBytes)), purpose)
  const sealed = Uint8Array.from(bytes.subarray(ivBytes))
  const opening = await imported(Uint8Array.from(raw), 'decrypt')
  return crypto.subtle.decrypt(algorithm, opening, sealed).then(
    (opened) => new Uint8Array(opened),
    () => undefined,
  )
}
