import { z } from 'zod'
import { fromBase64url, toBase64url } from '#platform'
import { canonical, type Json } from './canonical.ts'
import { salt } from './confidential.ts'
import { instructionIdName, ledgerName, promotionCodeMaximum, quantity, voucherCode } from './identifiers.ts'
import { digest } from './signature.ts'

/** How the text of a promotion's code begins, with the version of its form. */
const beginning = 'assay-promotion:1:'

const terms = z.strictObject({
  salt,
  /** The series in which it is paid. */
  cash: voucherCode,
  /** Of every family but metal, whose voucher the promotion says. */
  product: z
    .string()
    .regex(/^[A-Z0-9][A-Z0-9.-]{0,31}$/)
    .optional(),
  quantity,
  limitPrice: quantity,
  priceScale: quantity.optional(),
  /** Of a buy, the most that it may cost. */
  cashMaximum: quantity.optional(),
})
/** What of a promoted trade stands in its code alone; the promotion has its digest (S2-051). */
export type PromotedTerms = z.infer<typeof terms>

const code = z.strictObject({ ledger: ledgerName, promotion: instructionIdName, terms })
/** A promotion's code: which promotion of which ledger, and the rest of its trade. Whoever has it can trade by it. */
export type PromotionCode = z.infer<typeof code>

/** The digest of a promoted trade's terms, as the promotion has it. */
export const digestOfTerms = (said: PromotedTerms): string => digest(canonical(said as unknown as Json))

const utf8 = new TextEncoder()
const fromUtf8 = new TextDecoder('utf-8', { fatal: true })

/** The one text of a promotion's code, as it stands in a QR code; undefined for one that would be too long. */
export const promotionCodeText = (said: PromotionCode): string | undefined => {
  const text = `${beginning}${toBase64url(utf8.encode(canonical(said as unknown as Json)))}`
  return text.length > promotionCodeMaximum ? undefined : text
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(fromUtf8.decode(fromBase64url(text)))
  } catch {
    return undefined
  }
}

/** What a promotion's code says; undefined for a text that is no such code, whoever made it (S2-055). */
export const readPromotionCode = (text: string): PromotionCode | undefined => {
  if (!text.startsWith(beginning) || text.length > promotionCodeMaximum) return undefined
  const read = code.safeParse(parse(text.slice(beginning.length)))
  return read.success && promotionCodeText(read.data) === text ? read.data : undefined
}
