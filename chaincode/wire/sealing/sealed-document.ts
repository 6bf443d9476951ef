import { z } from 'zod'
import { fromBase64url, toBase64url } from '#platform'
import { digestOf, readBounded, textOf, utf8 } from '../bounded-json.ts'
import { canonical } from '../canonical.ts'
import { deviceId, instructionIdName, participantId } from '../identifiers.ts'
import { SealFault } from './seal-fault.ts'
import { importRecipient, type Recipient, type SealKey, suite } from './seal-key.ts'

/** Between whom, and about which certificate, something is sealed. It is authenticated with it, and so opens nowhere else. */
export const sealContext = z.strictObject({
  provider: participantId,
  buyer: participantId,
  certificate: instructionIdName,
})
export type SealContext = z.infer<typeof sealContext>

/** To whom a certificate is handed on, whose key is sealed: the same for what is no order. */
const handoverContext = z.strictObject({ to: participantId, certificate: instructionIdName })

/** To which demand the key of an offered certificate is sealed: under its alias, since nobody knows yet who asks (decision 0044). */
const offerContext = z.strictObject({ demand: instructionIdName, certificate: instructionIdName })

/** Which target of a recommendation is delivered to whom, whose key is sealed. */
const deliveryContext = z.strictObject({
  to: participantId,
  recommendation: instructionIdName,
  target: instructionIdName,
})

/** Which recommender's contact or place is sealed to the service that it trusts with it: the recommendation has no name yet. */
const consentContext = z.strictObject({ recommender: participantId, matcher: participantId })

/** Who is asked under which recommendation, to whom the service seals that anew. */
const requestContext = z.strictObject({ asked: participantId, recommendation: instructionIdName })

/** Which key of which interaction's package is sealed to whom: the keeper, or who is to open the package (decision 0047). */
const keyContext = z.strictObject({
  to: participantId,
  interaction: instructionIdName,
  part: z.enum(['first', 'second']),
})

const anyContext = z.union([
  keyContext,
  ...([sealContext, handoverContext, offerContext, deliveryContext] as const),
  ...([consentContext, requestContext] as const),
])
type AnyContext = z.infer<typeof anyContext>

/** The most bytes of a sealed document. */
export const sealedBytesMaximum = 16_384

/** To how many devices a document is sealed at most. */
export const recipientsMaximum = 32
const plainBytesMaximum = 4_096
const paddedTo = 512
const keyBytes = 32
const ivBytes = 12

const base64url = z.string().regex(/^[A-Za-z0-9_-]*$/)

const sealedDocument = z.strictObject({
  format: z.literal(1),
  /** Binds the ciphertext to one content key, which AES-GCM alone does not: all who open it read the same. */
  commitment: base64url,
  iv: base64url,
  ciphertext: base64url,
  keys: z
    .array(z.strictObject({ device: deviceId, encapsulated: base64url, wrapped: base64url }))
    .min(1)
    .max(recipientsMaximum),
})
type SealedDocument = z.infer<typeof sealedDocument>

const purpose = 'assay-sealed-document-1'

const fresh = (length: number) => crypto.getRandomValues(new Uint8Array(length))

/** What the content key gives: the key of the ciphertext, and 32 bytes that tell it from every other content key. */
const derive = async (content: Uint8Array<ArrayBuffer>) => {
  const key = await crypto.subtle.importKey('raw', content, 'HKDF', false, ['deriveBits'])
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(purpose) }
  const bits = new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 2 * 8 * keyBytes))
  const cipher = await crypto.subtle.importKey('raw', bits.slice(0, keyBytes), 'AES-GCM', false, ['encrypt', 'decrypt'])
  return { cipher, commitment: toBase64url(bits.slice(keyBytes)) }
}

const contextBytes = (context: AnyContext, device?: string) =>
  utf8(canonical({ purpose, ...anyContext.parse(context), ...(device === undefined ? {} : { device }) }))

const wrapFor = async ({ device, publicKey }: Recipient, content: Uint8Array<ArrayBuffer>, context: AnyContext) => {
  const sealed = await suite.seal(
    { recipientPublicKey: await importRecipient(publicKey), info: utf8(purpose) },
    content,
    contextBytes(context, device),
  )
  return {
    device,
    encapsulated: toBase64url(new Uint8Array(sealed.enc)),
    wrapped: toBase64url(new Uint8Array(sealed.ct)),
  }
}

/** Padded with blanks, which JSON passes over, so that the length tells less of what is inside. */
const padded = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = utf8(text)
  const all = new Uint8Array(Math.ceil(bytes.length / paddedTo) * paddedTo).fill(0x20)
  all.set(bytes)
  return all
}

/** Who could not open what is sealed in this context, where nobody has a key. */
const readerIn = (context: AnyContext): string => {
  if ('to' in context) return context.to
  if ('matcher' in context) return context.matcher
  if ('asked' in context) return context.asked
  return 'provider' in context ? context.provider : 'who asks'
}

/**
 * Seals a value to each of these devices, so that any of them opens it and nobody else does: a content key encrypts it (AES-256-GCM), and
 * HPKE wraps that key for every device. Gives the bytes to lay down and their SHA-256 in base64url, which goes into the order. Refuses
 * `no_seal_key` where there is no device, and `seal_too_large` above 4 kB.
 */
export const seal = async (
  value: object,
  { recipients, context }: { recipients: readonly Recipient[]; context: AnyContext },
): Promise<{ bytes: Uint8Array<ArrayBuffer>; digest: string }> => {
  if (recipients.length === 0) {
    throw new SealFault('no_seal_key', `${readerIn(context)} has no device that could open it`)
  }
  const plain = padded(canonical({ ...value } as never))
  if (plain.length > plainBytesMaximum || recipients.length > recipientsMaximum) {
    throw new SealFault(
      'seal_too_large',
      `at most ${plainBytesMaximum} bytes are sealed to at most ${recipientsMaximum} devices`,
    )
  }
  const [content, iv] = [fresh(keyBytes), fresh(ivBytes)]
  const { cipher, commitment } = await derive(content)
  const algorithm = { name: 'AES-GCM', iv, additionalData: contextBytes(context) }
  const ciphertext = toBase64url(new Uint8Array(await crypto.subtle.encrypt(algorithm, cipher, plain)))
  const keys = await Promise.all(recipients.map((recipient) => wrapFor(recipient, content, context)))
  const bytes = utf8(canonical({ format: 1, commitment, iv: toBase64url(iv), ciphertext, keys }))
  return { bytes, digest: await digestOf(bytes) }
}

const unreadable = (problem: string): SealFault =>
  new SealFault('sealed_unreadable', `what was sealed cannot be opened: ${problem}`)

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(fromBase64url(text) ?? [])

const unwrap = async (sealed: SealedDocument, key: SealKey, context: AnyContext) => {
  const wrap = sealed.keys.find(({ device }) => device === key.device)
  if (wrap === undefined) {
    throw new SealFault(
      'sealed_for_others',
      'it was sealed before this device had a key for sealed documents, or while it was not active',
    )
  }
  const content = await suite
    .open(
      { recipientKey: key.pair, enc: bytesOf(wrap.encapsulated), info: utf8(purpose) },
      bytesOf(wrap.wrapped),
      contextBytes(context, key.device),
    )
    .catch(() => {
      throw unreadable('it is for another order, another key, or altered')
    })
  return new Uint8Array(content)
}

/**
 * Opens what was sealed to this device for this order, and reads it as `shape`. Refuses `sealed_unreadable` for bytes whose SHA-256 is not
 * `digest`, that were altered, or that belong to another order; and `sealed_for_others` where this device has no part in them.
 */
export const open = async <T>(
  bytes: Uint8Array,
  { digest, key, context, shape }: { digest: string; key: SealKey; context: AnyContext; shape: z.ZodType<T> },
): Promise<T> => {
  if ((await digestOf(bytes)) !== digest) throw unreadable('its digest is not the order’s')
  const text = bytes.length > sealedBytesMaximum ? undefined : textOf(bytes)
  const sealed = text === undefined ? undefined : readBounded(text, sealedDocument)
  if (sealed === undefined) throw unreadable('it is no sealed document')
  const { cipher, commitment } = await derive(await unwrap(sealed, key, context))
  if (commitment !== sealed.commitment) throw unreadable('its key is not the one that it names')
  const algorithm = { name: 'AES-GCM', iv: bytesOf(sealed.iv), additionalData: contextBytes(context) }
  const plain = await crypto.subtle.decrypt(algorithm, cipher, bytesOf(sealed.ciphertext)).catch(() => {
    throw unreadable('it was altered')
  })
  const value = readBounded((textOf(new Uint8Array(plain)) ?? '').trimEnd(), shape)
  if (value === undefined) throw unreadable('it holds something else')
  return value
}
