import { z } from 'zod'
import { creditGrades, productName } from '../chaincode/domains/trade-chain/terms.ts'
import { countOrZero, quantity, voucherCode } from '../chaincode/wire/identifiers.ts'

/** A day of the week, as the rules name it. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const clock = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/)

const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const hours = z
  .strictObject({
    /** A time zone of the IANA list, such as `Asia/Shanghai`. */
    zone: z.string().refine(isZone, 'no time zone that this machine knows'),
    days: z.array(z.enum(weekdays)).min(1),
    from: clock,
    /** The first minute that does not count any more. */
    until: z.union([clock, z.literal('24:00')]),
  })
  .refine(({ from, until }) => from < until, 'from must be before until')
export type Hours = z.infer<typeof hours>

const rule = z.strictObject({
  /** The voucher in which the price counts. */
  cash: voucherCode,
  minimumGrade: z.enum(creditGrades),
  /** What must be left of the client's position behind a sale. */
  positionMinimum: countOrZero.default('0'),
  quantityMaximum: quantity,
  /** The most that one trade may cost or bring, in base units of the cash. */
  amountMaximum: quantity,
  hours: z.array(hours).min(1),
  price: z.strictObject({
    /** At which the institution executes, in base units of the cash for so many of what is traded as the scale says. */
    reference: quantity,
    /** How many base units the reference is for; one where it is left out. */
    scale: quantity.optional(),
    /** How far the client's limit may lie from it, in thousandths. */
    bandPerMille: z.int().min(0).max(1_000),
  }),
})
/** Under which conditions one product is traded. */
export type ProductRule = z.infer<typeof rule>

const ofPair = z.record(productName, rule).optional()

/** What an institution trades, and under which conditions; what stands not here is not traded. */
const tradingRules = z.strictObject({
  metal: z.record(voucherCode, rule).optional(),
  futures: ofPair,
  stock: ofPair,
  fund: ofPair,
  trust: ofPair,
})
export type TradingRules = z.infer<typeof tradingRules>

/** Nobody can tell what the rules are; the message names the member at fault. */
export class RulesUnreadable extends Error {}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RulesUnreadable((error as Error).message)
  }
}

/** The rules in a text. Throws `RulesUnreadable` for what are none. */
export const readRules = (text: string): TradingRules => {
  const read = tradingRules.safeParse(parse(text))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new RulesUnreadable(`${issue?.path.join('.') || 'the whole'}: ${issue?.message}`)
}
