import { InvalidArgumentError } from 'commander'
import type { Condition, TraitValue } from '../../chaincode/domains/matching/traits.ts'
import type { Parameter } from '../../chaincode/domains/recommendations/target.ts'
import { conditionIn, parameterIn, valueIn, withCondition } from '../sdk/matching/conditions.ts'

/** What was read, or what is wrong with it. */
const required = <T>(read: T | undefined, complaint: string): T => {
  if (read === undefined) throw new InvalidArgumentError(complaint)
  return read
}

const conditionOf = (text: string): Condition =>
  required(conditionIn(text), 'Give a trait and what it must be, such as "success-rate>=90%" or colour=red,blue.')

/** An option that takes conditions, one at a time. */
export const readCondition = (text: string, before: Condition[] | undefined): Condition[] =>
  withCondition(before ?? [], conditionOf(text))

/** An option that takes fields of interest, of which one is enough. */
export const readField = (text: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  ...text.split(',').map((word) => word.trim()),
]

/** An option that takes values of traits, one at a time: `weight=500`, or `colour=red,blue`. */
export const readValue = (text: string, before: TraitValue[] | undefined): TraitValue[] => [
  ...(before ?? []),
  required(valueIn(text), 'Give a trait and its value, such as weight=500 or colour=red,blue.'),
]

/** An option that takes parameters, one at a time: `weight=500` is a number, `grade=first` a code. */
export const readParameter = (text: string, before: Parameter[] | undefined): Parameter[] => [
  ...(before ?? []),
  required(
    parameterIn(text),
    'Give a trait and its value, such as weight=500 or grade=first. A parameter has one value.',
  ),
]

/** Something that a participant wants recommended. */
export interface Need {
  identifier: string
  traits: Condition[]
  parameters: Condition[]
}

/** An option that takes needs: what is wanted, then conditions, those of parameters with an `@`: `"TEA-1 colour=green @weight>=500"`. */
export const readNeed = (text: string, before: Need[] | undefined): Need[] => {
  const [identifier = '', ...words] = text.trim().split(/\s+/)
  const ofParameters = words.filter((word) => word.startsWith('@')).map((word) => word.slice(1))
  const ofTraits = words.filter((word) => !word.startsWith('@'))
  const all = (some: readonly string[]) =>
    some.reduce<Condition[]>((joined, word) => withCondition(joined, conditionOf(word)), [])
  return [...(before ?? []), { identifier, traits: all(ofTraits), parameters: all(ofParameters) }]
}
