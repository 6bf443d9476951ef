import { z } from 'zod'
import { byteLength, fromBase64url } from '#platform'
import { documentBytesMaximum, readBounded, textOf } from '../../../chaincode/wire/bounded-json.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import type { DeviceSigner } from '../device-signer.ts'
import { TerminalFault } from '../errors.ts'
import { addedBytes, decryptBytes, type EncryptedText, encryptText } from '../sealing/encrypted-text.ts'
import { readCredential, signCredential } from './credential.ts'
import { type Certified, goods, price } from './goods.ts'
import { readSelective, signSelective } from './selective.ts'
import { areSame } from './token.ts'

const document = z.strictObject({ format: z.literal(1), credential: z.string(), selective: z.string() })

/** The most bytes of an encrypted body: its document, and what AES-GCM adds. */
export const bodyBytesMaximum = documentBytesMaximum + addedBytes

const purpose = 'assay-certificate-body-1'

/** An encrypted body: what is laid down, by which name (the `body` of the certificate's row), and the key that only links carry. */
export type SealedBody = EncryptedText

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
export const sealDocument = (text: string): Promise<SealedBody> => encryptText(text, purpose)

const wrongKey = (): TerminalFault =>
  new TerminalFault('wrong_certificate_key', {
    problem: 'the key of the link does not open this certificate',
    next: 'Ask whoever gave you the link for the whole of it, with all that stands behind the #.',
  })

/** Decrypts a body; refuses `wrong_certificate_key` for another key, and for bytes that were never sealed by `sealDocument`. */
export const openDocument = async (bytes: Uint8Array, key: string): Promise<string> => {
  if (fromBase64url(key)?.length !== 32) throw wrongKey()
  if (bytes.length > bodyBytesMaximum) throw malformed(`longer than ${bodyBytesMaximum} bytes`)
  const opened = await decryptBytes(bytes, key, purpose)
  if (opened === undefined) throw wrongKey()
  const text = textOf(opened)
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
