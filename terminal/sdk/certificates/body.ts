import { z } from 'zod'
import { byteLength, fromBase64url, toBase64url } from '#platform'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { digestOf, documentBytesMaximum, readBounded, textOf, utf8 } from '../bounded-json.ts'
import type { DeviceSigner } from '../device-signer.ts'
import { TerminalFault } from '../errors.ts'
import { readCredential, signCredential } from './credential.ts'
import { type Certified, goods, price } from './goods.ts'
import { readSelective, signSelective } from './selective.ts'
import { areSame } from './token.ts'

const document = z.strictObject({ format: z.literal(1), credential: z.string(), selective: z.string() })

const keyBytes = 32
const ivBytes = 12
const tagBytes = 16

/** The most bytes of an encrypted body: its document, and what AES-GCM adds. */
export const bodyBytesMaximum = documentBytesMaximum + ivBytes + tagBytes

const purpose = utf8('assay-certificate-body-1')

/** An encrypted body: what is laid down, by which name, and the key that only links carry. */
export interface SealedBody {
  bytes: Uint8Array<ArrayBuffer>
  /** SHA-256 of the bytes in base64url: the `body` of the certificate's row. */
  digest: string
  /** 32 bytes in base64url. */
  key: string
}

const imported = (key: Uint8Array<ArrayBuffer>, use: 'encrypt' | 'decrypt') =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use])

/**
 * The document of a certificate: both signed forms of what the provider says. Refuses `malformed_certificate` for what a reader would
 * refuse, with the member at fault.
 */
export const makeDocument = async (certified: Certified, signer: DeviceSigner): Promise<string> => {
  const wrong = [goods.safeParse(certified.goods), price.safeParse(certified.price)].flatMap(
    ({ error }) => error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [],
  )
  if (certified.goods.payee !== certified.goods.provider) wrong.push('payee: must be the provider')
  if (wrong.length > 0) throw malformed(wrong.join('; '))
  const text = canonical({
    format: 1,
    credential: await signCredential(certified, signer),
    selective: await signSelective(certified, signer),
  })
  if (byteLength(text) > documentBytesMaximum) throw malformed(`longer than ${documentBytesMaximum} bytes`)
  return text
}

/** Encrypts a document with AES-256-GCM under a key of its own, which is used for nothing else. */
export const sealDocument = async (text: string): Promise<SealedBody> => {
  const key = crypto.getRandomValues(new Uint8Array(keyBytes))
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const algorithm = { name: 'AES-GCM', iv, additionalData: purpose }
  const sealed = await crypto.subtle.encrypt(algorithm, await imported(key, 'encrypt'), utf8(text))
  const bytes = Uint8Array.from([...iv, ...new Uint8Array(sealed)])
  return { bytes, digest: await digestOf(bytes), key: toBase64url(key) }
}

const wrongKey = (): TerminalFault =>
  new TerminalFault('wrong_certificate_key', {
    problem: 'the key of the link does not open this certificate',
    next: 'Ask whoever gave you the link for the whole of it, with all that stands behind the #.',
  })

/** Decrypts a body; refuses `wrong_certificate_key` for another key, and for bytes that were never sealed by `sealDocument`. */
export const openDocument = async (bytes: Uint8Array, key: string): Promise<string> => {
  const raw = fromBase64url(key)
  if (raw?.length !== keyBytes) throw wrongKey()
  if (bytes.length > bodyBytesMaximum) throw malformed(`longer than ${bodyBytesMaximum} bytes`)
  const algorithm = { name: 'AES-GCM', iv: Uint8Array.from(bytes.subarray(0, ivBytes)), additionalData: purpose }
  const sealed = Uint8Array.from(bytes.subarray(ivBytes))
  const imports = await imported(Uint8Array.from(raw), 'decrypt')
  const opened = await crypto.subtle.decrypt(algorithm, imports, sealed).catch(() => {
    throw wrongKey()
  })
  const text = textOf(new Uint8Array(opened))
  if (text === undefined) throw malformed('it is no text')
  return text
}

/** Why what a provider signed is no certificate. */
export const malformed = (problem: string): TerminalFault =>
  new TerminalFault('malformed_certificate', {
    problem: `this is no certificate as this version reads them: ${problem}`,
    next: 'Do not use it, and tell its provider.',
  })

/** A document as read. */
export interface ReadDocument {
  certified: Certified
  /** The device that signed both forms. */
  device: string
  /** Both signed forms, as any standard verifier takes them. */
  credential: string
  selective: string
}

/**
 * Reads a document: its form, both signatures, and that both forms say the same. Refuses `malformed_certificate`, and
 * `altered_certificate` where a signature is not by the key that it names.
 */
export const readDocument = async (text: string): Promise<ReadDocument> => {
  const read = readBounded(text, document)
  if (read === undefined) throw malformed('its form is another, too large or too deep')
  const { credential, selective } = read
  const [whole, hiding] = await Promise.all([readCredential(credential), readSelective(selective)])
  if (whole === undefined) throw malformed('its credential')
  if (hiding === undefined) throw malformed('its SD-JWT credential')
  if (!whole.isSigned || !hiding.isSigned || whole.device !== hiding.device) throw altered('its signature')
  requireAlike(whole.certified, hiding.certified)
  return { certified: whole.certified, device: whole.device, credential, selective }
}

const inSeconds = (certified: Certified): object => ({
  ...certified,
  validFrom: Math.floor(certified.validFrom / 1000),
  expiresAt: Math.floor(certified.expiresAt / 1000),
})

const requireAlike = (one: Certified, other: Certified): void => {
  if (!areSame(inSeconds(one), inSeconds(other))) throw malformed('its two credentials differ')
}

/** Why a certificate is not the one that its provider put on the ledger. */
export const altered = (member: string): TerminalFault =>
  new TerminalFault('altered_certificate', {
    problem: `this certificate is not the one on the ledger: ${member} differs`,
    next: 'Do not use it. Ask its provider for the link.',
  })
