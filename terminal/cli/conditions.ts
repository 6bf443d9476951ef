import { InvalidArgumentError } from 'commander'
import type { Condition, TraitValue } from '../../chaincode/domains/matching/traits.ts'
import type { Parameter } from '../../chaincode/domains/recommendations/target.ts'

const name = '[a-z][a-z0-9-]{1,38}[a-z0-9]'

/** A whole number, or a percentage in hundredths of a percent: `90%` is 9000. */
const numberOf = (text: string): number | undefined => {
  const [, whole = '', hundredths = '', percent] = /^([0-9]{1,10})(?:\.([0-9]{1,2}))?(%)?$/.exec(text) ?? []
  if (whole === '') return undefined
  if (percent !== undefined) return Number(whole) * 100 + Number(hundredths.padEnd(2, '0'))
  return hundredths === '' ? Number(whole) : undefined
}

/** What is said of a trait, in one piece: `success-rate>=90%`, `weight<=500`, `colour=red,blue`. */
const conditionOf = (text: string): Condition => {
  const [, trait = '', sign = '', value = ''] = new RegExp(`^(${name})(>=|<=|=)(.+)$`).exec(text) ?? []
  const number = numberOf(value)
  if (trait !== '' && sign === '=' && number === undefined) return { trait, anyOf: value.split(',') }
  if (trait === '' || number === undefined)
    throw new InvalidArgumentError('Give a trait and what it must be, such as "success-rate>=90%" or colour=red,blue.')
  return {
    trait,
    ...(sign === '<=' ? {} : { atLeast: number }),
    ...(sign === '>=' ? {} : { atMost: number }),
  }
}

/** Adds what is said of a trait to what was said of it before, so that a least and a most one are one condition. */
const withCondition = (before: readonly Condition[], condition: Condition): Condition[] => {
  const known = before.find(({ trait }) => trait === condition.trait)
  const anyOf = [...(known?.anyOf ?? []), ...(condition.anyOf ?? [])]
  const joined = { ...known, ...condition, ...(anyOf.length === 0 ? {} : { anyOf }) }
  return known === undefined ? [...before, joined] : before.map((one) => (one === known ? joined : one))
}

/** An option that takes conditions, one at a time. */
export const readCondition = (text: string, before: Condition[] | undefined): Condition[] =>
  withCondition(before ?? [], conditionOf(text))

/** An option that takes fields of interest, of which one is enough. */
export const readField = (text: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  ...text.split(',').map((word) => word.trim()),
]

/** What somebody says of itself or of goods: `weight=500`, or `colour=red,blue`. */
const traitValueOf = (text: string): TraitValue => {
  const [, trait = '', value = ''] = new RegExp(`^(${name})=(.+)$`).exec(text) ?? []
  if (trait === '') throw new InvalidArgumentError('Give a trait and its value, such as weight=500 or colour=red,blue.')
  const number = numberOf(value)
  return number === undefined ? { trait, codes: value.split(',') } : { trait, number }
}

/** An option that takes values of traits, one at a time. */
export const readValue = (text: string, before: TraitValue[] | undefined): TraitValue[] => [
  ...(before ?? []),
  traitValueOf(text),
]

/** An option that takes parameters, one at a time: `weight=500` is a number, `grade=first` a code. */
export const readParameter = (text: string, before: Parameter[] | undefined): Parameter[] => {
  const { trait: parameter, number, codes = [] } = traitValueOf(text)
  if (number === undefined && codes.length !== 1) throw new InvalidArgumentError('A parameter has one value.')
  const typed =
    number === undefined
      ? ({ type: 'code', value: codes[0] as string } as const)
      : ({ type: 'number', value: number } as const)
  return [...(before ?? []), { parameter, ...typed }]
}

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

/** A condition in words, as it is typed. */
export const showCondition = ({ trait, atLeast, atMost, anyOf = [] }: Condition): string =>
  [
    ...(atLeast === undefined ? [] : [`${trait}>=${atLeast}`]),
    ...(atMost === undefined ? [] : [`${trait}<=${atMost}`]),
    ...(anyOf.length === 0 ? [] : [`${trait}=${anyOf.join(',')}`]),
  ].join(' ')
