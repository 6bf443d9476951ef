import { z } from 'zod'
import { byteLength } from '#platform'
import type { RecommendationTarget, TargetKind } from '../../../chaincode/domains/recommendations/target.ts'
import { digestOf, readBounded, textOf } from '../../../chaincode/wire/bounded-json.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { displayName, quantity, voucherCode } from '../../../chaincode/wire/identifiers.ts'
import { sealedBytesMaximum } from '../../../chaincode/wire/sealing/sealed-document.ts'
import { readLink } from '../certificates/link.ts'
import { TerminalFault } from '../errors.ts'
import { addedBytes, decryptBytes, type EncryptedText, encryptText } from '../sealing/encrypted-text.ts'
import { shownLine, shownLines } from '../shown-text.ts'

const isWholeLink = (text: string): boolean => {
  try {
    readLink(text)
    return true
  } catch {
    return false
  }
}

/** A decimal number as text, since two programs do not round alike. */
const decimal = z.string().regex(/^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?$/)

/** What lies off the ledger of a target, by its kind (S3-055, S3-056, S3-064). */
export const contents = {
  goods: z.strictObject({
    kind: z.literal('goods'),
    title: displayName,
    introduction: shownLines(4_000).optional(),
    specification: z.array(z.strictObject({ name: shownLine(60), value: shownLine(400) })).max(32),
    price: z.strictObject({ cash: voucherCode, price: quantity }).optional(),
  }),
  numbers: z.strictObject({
    kind: z.literal('numbers'),
    title: displayName,
    /** What the numbers count, such as `g` or `CNY`. */
    unit: shownLine(20).optional(),
    values: z.array(decimal).min(1).max(500),
  }),
  link: z.strictObject({
    kind: z.literal('link'),
    /** The whole link, with the key to the certificate's body. */
    link: z.string().refine(isWholeLink, 'must be a whole link to a certificate'),
  }),
} as const

/** The kinds of targets whose content lies off the ledger. */
export type ContentKind = keyof typeof contents
export type Content = { [K in ContentKind]: z.infer<(typeof contents)[K]> }[ContentKind]

/** True for a target whose content lies off the ledger; what else is delivered is a certificate. */
export const hasContent = (kind: TargetKind): kind is ContentKind => Object.hasOwn(contents, kind)

const purpose = 'assay-recommended-content-1'
const textBytesMaximum = sealedBytesMaximum - addedBytes

const unfit = (kind: ContentKind, problem: string): TerminalFault =>
  new TerminalFault('content_unfit', {
    problem: `this is no content of the kind ${kind}: ${problem}`,
    next: 'Nothing of it is used. Make it anew, or ask who recommended it.',
  })

/** What is laid down of a target, its key, and what the recommendation says of it. */
export interface SealedContent extends EncryptedText {
  target: RecommendationTarget
}

const certificateIn = (content: Content): { certificate?: string } =>
  content.kind === 'link' ? { certificate: readLink(content.link).certificate } : {}

/**
 * Encrypts what is to be delivered under a key of its own. Refuses `content_unfit` for what is not of the kind that it says, with the
 * member at fault, and for more than 16 kB.
 */
export const sealContent = async (content: Content): Promise<SealedContent> => {
  const { kind } = content
  const read = contents[kind].safeParse(content)
  if (!read.success) {
    throw unfit(kind, read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  }
  const text = canonical(read.data)
  if (byteLength(text) > textBytesMaximum) throw unfit(kind, `longer than ${textBytesMaximum} bytes`)
  const sealed = await encryptText(text, purpose)
  return { ...sealed, target: { kind, target: sealed.digest, ...certificateIn(read.data) } }
}

const requireSameLink = (content: Content, { certificate }: RecommendationTarget): void => {
  if (certificateIn(content).certificate === certificate) return
  throw unfit('link', 'it leads to another certificate than was recommended')
}

/**
 * Opens what was delivered, and holds it against its target. Refuses `content_unfit` for other bytes than the target names, another key,
 * another kind than was recommended, and a link to another certificate.
 */
export const openContent = async (
  bytes: Uint8Array,
  { target, key }: { target: RecommendationTarget; key: string },
): Promise<Content> => {
  const { kind } = target
  if (!hasContent(kind)) throw new TypeError(`the content of a ${kind} is its body`)
  if ((await digestOf(bytes)) !== target.target) throw unfit(kind, 'its digest is not the one that was recommended')
  const opened = await decryptBytes(bytes, key, purpose)
  if (opened === undefined) throw unfit(kind, 'its key does not open it')
  const content = readBounded<Content>(textOf(opened) ?? '', contents[kind])
  if (content === undefined) throw unfit(kind, 'it holds something else')
  requireSameLink(content, target)
  return content
}
