import { z } from 'zod'

/** Longest text that one instruction may have on the wire, in bytes; the gateway and the contract both refuse more. */
export const envelopeBytesMaximum = 16_384

/** Amounts stay below this, so that the product of two of them stays cheap and bounded (domain rule: below 2^96). */
export const quantityCap = 2n ** 96n

/** How far ahead of the ledger's clock an instruction may claim to stay valid, in milliseconds: one day. */
export const validityMillisecondsMaximum = 86_400_000n

// Narrow ASCII alphabets: no look-alike letters, no NUL, no separator of ledger keys, and never an integer-like name,
// which JavaScript objects would put out of order.
const participantName = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/
export const participantId = z.string().regex(participantName)
/** A participant that is named and not told: whoever a member of the shape `participantId` names is told of the instruction. */
export const untoldParticipantId = z.string().regex(participantName)
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

// Tables of our own, of code points that no version of Unicode moves: what a machine's own tables say of a letter depends on its age,
// and endorsers of different ages must take the same names. Neither control characters, line ends, lone surrogates nor the code points
// that show nothing, or turn the text around. Joiners may stand between two letters of the scripts that write with them, and nowhere else.
type Ranges = readonly (readonly [first: number, last: number])[]

const neverInNames: Ranges = [
  // Controls and the hard blank, the soft hyphen, fillers, selectors of variants.
  ...([
    [0x0, 0x1f],
    [0x7f, 0xa0],
    [0xad, 0xad],
    [0x34f, 0x34f],
    [0x61c, 0x61c],
    [0x115f, 0x1160],
    [0x17b4, 0x17b5],
  ] as const),
  ...([
    [0x180b, 0x180f],
    [0x200b, 0x200b],
    [0x200e, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0x2800, 0x2800],
  ] as const),
  // Surrogates alone and private use, and all that the planes above hold of such.
  ...([
    [0x3164, 0x3164],
    [0xd800, 0xf8ff],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xffa0, 0xffa0],
    [0xfff0, 0xffff],
  ] as const),
  ...([
    [0x1bca0, 0x1bca3],
    [0x1d173, 0x1d17a],
    [0xe0000, 0x10ffff],
  ] as const),
]
const joiners: Ranges = [[0x200c, 0x200d]]
const joinedScripts: Ranges = [
  [0x620, 0x6ff],
  [0x750, 0x77f],
  [0x900, 0xdff],
  [0x1000, 0x109f],
  [0x1780, 0x17ff],
]
// Letters and digits of the scripts in use; not blanks, signs or marks alone.
const readable: Ranges = [
  ...([
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x61, 0x7a],
    [0xc0, 0x24f],
    [0x370, 0x482],
    [0x48a, 0x590],
    [0x5d0, 0x5ea],
  ] as const),
  ...([
    [0x620, 0x64a],
    [0x660, 0x669],
    [0x671, 0x6d3],
    [0x904, 0x1fff],
    [0x2c00, 0x2dff],
    [0x3005, 0x3007],
  ] as const),
  ...([
    [0x3041, 0xd7ff],
    [0xf900, 0xfdff],
    [0xfe70, 0xfefc],
    [0xff10, 0xff19],
    [0xff21, 0xff3a],
    [0xff41, 0xff5a],
  ] as const),
  ...([
    [0xff66, 0xffdc],
    [0x10000, 0x3ffff],
  ] as const),
]

const isIn = (ranges: Ranges, point: number | undefined): boolean =>
  point !== undefined && ranges.some(([first, last]) => point >= first && point <= last)

const holdsUnseen = (text: string): boolean => {
  const points = [...text].map((character) => character.codePointAt(0) as number)
  const isStray = (point: number, place: number) =>
    isIn(joiners, point) && !(isIn(joinedScripts, points[place - 1]) && isIn(joinedScripts, points[place + 1]))
  return points.some((point, place) => isIn(neverInNames, point) || isStray(point, place))
}

const holdsReadable = (text: string): boolean => [...text].some((character) => isIn(readable, character.codePointAt(0)))

/**
 * A name for people: up to 60 characters in normal form C, with something to read in it, and nothing in it that shows nothing. Never a
 * key. Names that stand on the ledger already stay as they are.
 */
export const displayName = z
  .string()
  .min(1)
  .max(60)
  .refine((text) => !holdsUnseen(text), 'must hold no characters that cannot be seen')
  .refine(holdsReadable, 'must hold a letter or a digit')
  .refine((text) => text.normalize('NFC') === text && text.trim() === text, 'must be trimmed and in normal form C')

const isBelowCap = (digits: string): boolean => !/^[0-9]{1,29}$/.test(digits) || BigInt(digits) < quantityCap
const belowCap = 'must be below 2^96'

/** A positive count of base units as a decimal string: no sign, no leading zero, no fraction, below the cap. */
export const quantity = z
  .string()
  .regex(/^[1-9][0-9]{0,28}$/)
  .refine(isBelowCap, belowCap)

/** As `quantity`, or nothing: whatever somebody can have, pay or get back can be named. */
export const countOrZero = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,28})$/)
  .refine(isBelowCap, belowCap)

/** A device's own counter, as a decimal string from 1 on. */
export const instructionNumber = z.string().regex(/^[1-9][0-9]{0,17}$/)

/** The name of a time zone, as in the IANA list, by which a moment is shown; it decides nothing. */
export const timeZone = z.string().regex(/^(?=.{1,64}$)[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/)

/** A moment as UTC milliseconds since 1970, as a decimal string. */
export const moment = z.string().regex(/^(0|[1-9][0-9]{0,15})$/)

/** True when no item is there twice; for lists that stand for sets. */
export const areDistinct = (items: readonly string[]): boolean => new Set(items).size === items.length

/** The most characters of a promotion's code, and of the mark in a first text (S2-053). */
export const promotionCodeMaximum = 512
