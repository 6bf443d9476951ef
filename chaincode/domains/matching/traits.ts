import { z } from 'zod'
import { areDistinct } from '../../wire/identifiers.ts'

/** The name of a trait or of a parameter; which traits there are, the matching service says on the ledger. */
export const traitName = z.string().regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/)

/** One value of a trait that has codes, and a field of interest. */
export const traitCode = z.string().regex(/^[a-z][a-z0-9-]{0,38}[a-z0-9]$/)

/** A value of a trait that is a number: a whole one, of whatever the trait counts. */
export const traitNumber = z.int().min(0).max(1_000_000_000)

/** The traits of a holder that every matching service knows: what the ledger counted (in hundredths of a percent), and fields of interest. */
export const countedRates = ['positive-rating-rate', 'success-rate'] as const
export type CountedRate = (typeof countedRates)[number]
export const fieldTrait = 'field'

/** The whole of a rate, in hundredths of a percent (basis points). */
export const wholeRate = 10_000

/**
 * One thing that is wanted: a number from a least to a most one, both included, or one of several codes. Whether it fits its trait is for
 * the rule, which names what is wrong with it.
 */
export const condition = z.strictObject({
  trait: traitName,
  atLeast: traitNumber.optional(),
  atMost: traitNumber.optional(),
  anyOf: z.array(traitCode).max(16).refine(areDistinct, 'codes must differ').optional(),
})
export type Condition = z.infer<typeof condition>

/** What somebody says of itself, or of goods: one number, or some codes. */
export const traitValue = z.strictObject({
  trait: traitName,
  number: traitNumber.optional(),
  codes: z.array(traitCode).min(1).max(16).refine(areDistinct, 'codes must differ').optional(),
})
export type TraitValue = z.infer<typeof traitValue>

export const conditions = z.array(condition).max(16)
export const traitValues = z.array(traitValue).max(32)

/** Where a registered trait's value comes from: its bearer's own word, or what the ledger counted of it. */
export const traitSources = ['declared', 'interactions', 'counterparties'] as const
