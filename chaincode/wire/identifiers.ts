import { z } from 'zod'

/** Longest text that one instruction may have on the wire, in bytes; the gateway and the contract both refuse more. */
export const envelopeBytesMaximum = 16_384

/** Amounts stay below this, so that the product of two of them stays cheap and bounded (domain rule: below 2^96). */
export const quantityCap = 2n ** 96n

/** How far ahead of the ledger's clock an instruction may claim to stay valid, in milliseconds: one day. */
export const validityMillisecondsMaximum = 86_400_000n

// Narrow ASCII alphabets: no look-alike letters, no NUL, no separator of ledger keys, and never an integer-like name,
// which JavaScript objects would put out of order.
export const participantId = z.string().regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/)
export const voucherCode = z.string().regex(/^[A-Z][A-Z0-9-]{1,30}[A-Z0-9]$/)
/** SHA-256 in base64url: names a device by its key, and an instruction, or what it opened, by its text. */
const sha256Name = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
export const deviceId = sha256Name
export const instructionIdName = sha256Name
export const caseNumber = z.string().regex(/^[A-Z0-9][A-Z0-9-]{2,39}$/)
export const reference = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,63}$/)
export const ledgerName = z.string().regex(/^[a-z][a-z0-9.-]{1,62}$/)
/** A merchant's own name for one sale; good for one payment. */
export const orderNumber = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/)
/** A name that a price device gives to one quote of one voucher. */
export const quoteId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/)
export const organisationId = z.string().regex(/^[A-Za-z][A-Za-z0-9]{1,30}$/)

/** A name for people: up to 60 characters, no control, line end or lone surrogate, in one normal form. Never a key. */
export const displayName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u)
  .refine((text) => text.normalize('NFC') === text && text.trim() === text, 'must be trimmed and in normal form C')

/** A positive count of base units as a decimal string: no sign, no leading zero, no fraction, below the cap. */
export const quantity = z
  .string()
  .regex(/^[1-9][0-9]{0,28}$/)
  .refine((digits) => !/^[0-9]{1,29}$/.test(digits) || BigInt(digits) < quantityCap, 'must be below 2^96')

/** A count of base units that may be nothing, as a decimal string; for fees and their bounds. */
export const countOrZero = z.string().regex(/^(0|[1-9][0-9]{0,27})$/)

/** A device's own counter, as a decimal string from 1 on. */
export const instructionNumber = z.string().regex(/^[1-9][0-9]{0,17}$/)

/** A moment as UTC milliseconds since 1970, as a decimal string. */
export const moment = z.string().regex(/^(0|[1-9][0-9]{0,15})$/)
