import type { Condition, TraitValue } from './traits.ts'

/** What somebody, or some goods, have of one trait. */
export type Had = Pick<TraitValue, 'number' | 'codes'>

const isBetween = ({ atLeast, atMost }: Condition, number: number): boolean =>
  (atLeast === undefined || number >= atLeast) && (atMost === undefined || number <= atMost)

/** True when what is had fulfils a condition: a number within its bounds, both included, or one of its codes. What is not known fulfils none. */
export const fulfils = (condition: Condition, had: Had | undefined): boolean => {
  const { anyOf } = condition
  if (anyOf !== undefined) return had?.codes?.some((code) => anyOf.includes(code)) ?? false
  return had?.number !== undefined && isBetween(condition, had.number)
}

/** What a list of values says of a trait; undefined where it says nothing. */
export const saidOf = (values: readonly TraitValue[], name: string): Had | undefined =>
  values.find(({ trait }) => trait === name)
