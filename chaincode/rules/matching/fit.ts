import { type Matcher, type Trait, traits } from '../../domains/matching/tables.ts'
import { type Condition, countedRates, fieldTrait, type TraitValue, wholeRate } from '../../domains/matching/traits.ts'
import { Refusal } from '../../refusal.ts'
import type { View } from '../rule.ts'

/** Of whom a trait says something. */
export type Bearer = Trait['of']

/** What a trait can be: a number between two, or codes, all of them where none is named. */
interface Possible {
  least?: number | undefined
  most?: number | undefined
  codes?: readonly string[] | 'any' | undefined
  /** True when the ledger counts it. */
  isCounted: boolean
}

/** The traits that every matching service has; nobody registers one of these names. */
export const reservedTraits: readonly string[] = [...countedRates, fieldTrait]

/** The keys of the registered traits that somebody names. */
export const traitKeys = (matcher: string, named: readonly { trait: string }[]): string[] =>
  named.filter(({ trait }) => !reservedTraits.includes(trait)).map(({ trait }) => traits.key(matcher, trait))

const reserved = (matcher: Matcher, name: string): Possible =>
  name === fieldTrait
    ? { codes: matcher.fields ?? 'any', isCounted: false }
    : { least: 0, most: wholeRate, isCounted: true }

/** What a trait of this bearer can be; refuses `unknown_trait`. */
const requirePossible = (view: View, matcher: Matcher, { trait, of }: { trait: string; of: Bearer }): Possible => {
  const isReserved = reservedTraits.includes(trait)
  if (of === 'holder' && isReserved) return reserved(matcher, trait)
  const found = isReserved ? undefined : view.find(traits, matcher.matcher, trait)
  if (found?.of !== of) throw new Refusal('unknown_trait', { trait })
  const { least, most, codes, source } = found
  return { least, most, codes, isCounted: source !== 'declared' }
}

const requireDistinct = (named: readonly { trait: string }[]): void => {
  const twice = named.find(({ trait }, place) => named.findIndex((one) => one.trait === trait) !== place)
  if (twice !== undefined) throw new Refusal('trait_twice', { trait: twice.trait })
}

/** Refuses `unknown_field` for a field of interest that there is not, and `trait_value_unfit` for any other code. */
const requireCodes = (trait: string, codes: readonly string[], possible: readonly string[] | 'any'): void => {
  const strange = possible === 'any' ? undefined : codes.find((code) => !possible.includes(code))
  if (strange === undefined) return
  if (trait === fieldTrait) throw new Refusal('unknown_field', { field: strange })
  throw new Refusal('trait_value_unfit', { trait })
}

const requireNumber = (trait: string, number: number | undefined, { least = 0, most = 0 }: Possible): void => {
  if (number === undefined || (number >= least && number <= most)) return
  throw new Refusal('trait_value_unfit', { trait })
}

const requireNumberWanted = ({ trait, atLeast, atMost }: Condition, possible: Possible): void => {
  for (const bound of [atLeast, atMost]) requireNumber(trait, bound, possible)
  const isSaid = atLeast !== undefined || atMost !== undefined
  const isPossible = atLeast === undefined || atMost === undefined || atLeast <= atMost
  if (!isSaid || !isPossible) throw new Refusal('traits_contradict', { trait })
}

const requireCodesWanted = ({ trait, anyOf = [] }: Condition, codes: readonly string[] | 'any'): void => {
  requireCodes(trait, anyOf, codes)
  if (anyOf.length === 0) throw new Refusal('traits_contradict', { trait })
}

const requireCondition = (condition: Condition, possible: Possible): void => {
  const { trait, atLeast, atMost, anyOf } = condition
  const { codes } = possible
  const strange = codes === undefined ? anyOf : (atLeast ?? atMost)
  if (strange !== undefined) throw new Refusal('trait_value_unfit', { trait })
  if (codes === undefined) requireNumberWanted(condition, possible)
  else requireCodesWanted(condition, codes)
}

/**
 * What somebody wants of holders or of goods fits the traits that there are; their rows must have been read (`traitKeys`). Refuses
 * `trait_twice`, `unknown_trait`, `trait_value_unfit`, `unknown_field`, `traits_contradict`, each with the trait (S1-002 to S1-006, S1-011).
 */
export const requireConditions = (
  view: View,
  matcher: Matcher,
  { conditions, of }: { conditions: readonly Condition[]; of: Bearer },
): void => {
  requireDistinct(conditions)
  for (const one of conditions) requireCondition(one, requirePossible(view, matcher, { trait: one.trait, of }))
}

const requireValue = ({ trait, number, codes }: TraitValue, possible: Possible): void => {
  if (possible.isCounted) throw new Refusal('trait_not_declared', { trait })
  const [said, strange] = possible.codes === undefined ? [number, codes] : [codes, number]
  if (said === undefined || strange !== undefined) throw new Refusal('trait_value_unfit', { trait })
  requireNumber(trait, number, possible)
  requireCodes(trait, codes ?? [], possible.codes ?? [])
}

/**
 * What somebody says of itself or of goods fits the traits that there are; their rows must have been read (`traitKeys`). Refuses
 * `trait_twice`, `unknown_trait`, `trait_not_declared` for what the ledger counts, `trait_value_unfit`, each with the trait (S1-013). Fields of
 * interest are no such values: a profile has a list of them.
 */
export const requireValues = (
  view: View,
  matcher: Matcher,
  { values, of }: { values: readonly TraitValue[]; of: Bearer },
): void => {
  requireDistinct(values)
  if (values.some(({ trait }) => trait === fieldTrait)) throw new Refusal('unknown_trait', { trait: fieldTrait })
  for (const one of values) requireValue(one, requirePossible(view, matcher, { trait: one.trait, of }))
}

/** Refuses `unknown_field` for a field of interest that the service does not list (S1-004). */
export const requireFields = ({ fields }: Matcher, named: readonly string[]): void =>
  requireCodes(fieldTrait, named, fields ?? 'any')
