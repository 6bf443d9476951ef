import { z } from 'zod'
import type { Unit } from '../../sdk/amount.ts'
import type { Phrase } from '../dictionary/phrase.ts'
import type { FieldRule } from '../state/use-fields.ts'
import { type Checked, checkAccount, checkQuantity } from './validate.ts'

const nothing: Phrase = { zh: '', en: '' }

/** The rule of a field that a check judges, which also says what is wrong. */
const ruleOf = (check: (typed: string) => Checked): FieldRule => ({
  shape: z.string().refine((typed) => check(typed).wrong === undefined),
  words: (typed) => check(typed).wrong ?? nothing,
})

/** A quantity in its unit, above nothing and at most `maximum` base units; `show` puts that into words (rows S0-007, S0-037). */
export const quantityRule = (
  unit: Unit,
  limit: { maximum?: string | undefined; show?: (quantity: string) => string } = {},
): FieldRule => ruleOf((typed) => checkQuantity(typed, unit, limit))

/** The account of somebody else. */
export const accountRule = (self: string): FieldRule => ruleOf((typed) => checkAccount(typed, self))
