import { z } from 'zod'
import { confidentialText, salt } from '../../wire/confidential.ts'
import { countOrZero, instructionIdName, promotionCodeMaximum, quantity } from '../../wire/identifiers.ts'
import { priorityClasses } from './priority.ts'

/** How much credit a bank gives a client before an institution, best first. */
export const creditGrades = ['aaa', 'aa', 'a', 'bbb', 'bb', 'b', 'c'] as const

/** How many pledges lift one grade at the most. */
export const weighedMaximum = 8

/** The families of products whose positions a bank and an institution keep for themselves (S2-018). */
export const pairFamilies = ['futures', 'stock', 'fund', 'trust'] as const
/** Every family of products that is traded by chains; metal is a voucher of the ledger, the others are not. */
export const productFamilies = ['metal', ...pairFamilies] as const
export type ProductFamily = (typeof productFamilies)[number]

/** What of a chain did not fit what an institution demands (S2-031 to S2-033). */
export const failingItems = ['position', 'grade', 'limits', 'hours', 'price'] as const

/** The product of a family, such as the code of a stock. */
export const productName = z.string().regex(/^[A-Z0-9][A-Z0-9.-]{0,31}$/)

/** By what a client says who it is, such as `account-number`; which ways there are is each bank's own. */
export const identityType = z.string().regex(/^[a-z][a-z-]{0,31}$/)

/** How a chain came to be sent when it was: the class of its client, and for how many whole steps of ageing it waited (decision 0051). */
export const queuePlace = z.strictObject({ class: z.enum(priorityClasses), waited: countOrZero })

/** The most characters of a first confidential text, so that the second, which holds it, stays within its own bound. */
export const firstTextMaximum = 4_096

/** What the client says in confidence as it opens a chain (S2-001): to its bank alone, and to the institution once the chain is sent. */
const firstText = z.strictObject({
  salt,
  identity: z.strictObject({ type: identityType, value: z.string().min(1).max(256) }),
  trade: z.strictObject({
    /** Of every family but metal, whose voucher is public. */
    product: productName.optional(),
    quantity,
    /** The worst price at which the client trades, in base units of the cash for so many of what is traded as the scale says. */
    limitPrice: quantity,
    /** How many base units the price is for, as that of a voucher’s terms; one where it is left out. */
    priceScale: quantity.optional(),
  }),
  /** The promotion that it came by: a code's text, which no rule judges (S2-053, S2-055). */
  mark: z.string().max(promotionCodeMaximum).optional(),
})
export type First = z.infer<typeof firstText>
type FirstPart = keyof First | 'text'

/** How an institution names one of its addresses. */
const addressName = z.string().regex(/^[a-z][a-z0-9-]{0,15}$/)

/** A name of the Internet, or an address of version 4 or 6; no user, no path. */
const hostName = z.string().regex(/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|[0-9a-f:]{2,39})$/)

const portNumber = z
  .string()
  .regex(/^[1-9][0-9]{0,4}$/)
  .refine((text) => Number(text) <= 65_535, 'no port is higher than 65535')

/** Where the server of an institution is reached (S2-024). */
export const serverAddress = z.strictObject({ name: addressName, host: hostName, port: portNumber })

/** How many paths lead to one institution at most. */
export const addressesMaximum = 4

/** The SHA-256 of a public key (SPKI in DER), by which the two ends of a path know each other. */
export const keyPin = instructionIdName

/** How fast a path is, as a probe measured it: within so many milliseconds, powers of two (S2-026). */
export const speedClasses = [
  ...['1', '2', '4', '8', '16', '32', '64', '128', '256', '512', '1024', '2048', '4096', '8192', '16384'],
] as const

/** What was known of one path as it was judged. */
const consideredPath = z.strictObject({
  name: addressName,
  class: z.enum(speedClasses).optional(),
  /** How old that is, in seconds. */
  age: countOrZero.optional(),
  /** Where the last delivery over it failed, and nothing has gone over it since. */
  failing: z.literal('yes').optional(),
})

/** Which path was chosen, and what by: nobody has to believe that it was the best (S2-027). */
export const chosenPath = z.strictObject({
  address: addressName,
  /** Above how many seconds a class counts as missing. */
  ageLimit: countOrZero,
  considered: z.array(consideredPath).min(1).max(addressesMaximum),
})
export type ChosenPath = z.infer<typeof chosenPath>

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The first confidential text of a chain, or the part of it that is missing or of another shape; `text` where it is no canonical text of
 * these parts alone, or too long (S2-001).
 */
export const readFirst = (text: string): { first: First } | { missing: FirstPart } => {
  const found = text.length > firstTextMaximum ? undefined : parse(text)
  if (typeof found !== 'object' || found === null) return { missing: 'text' }
  const parts = found as { readonly [part in FirstPart]?: unknown }
  const missing = (['identity', 'trade', 'salt'] as const).find(
    (part) => !firstText.shape[part].safeParse(parts[part]).success,
  )
  if (missing !== undefined) return { missing }
  const read = firstText.safeParse(found)
  return read.success && confidentialText(read.data as never) === text ? { first: read.data } : { missing: 'text' }
}
