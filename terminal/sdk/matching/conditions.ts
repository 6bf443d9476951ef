import {
  type Condition,
  condition,
  countedRates,
  type TraitValue,
  traitValue,
} from '../../../chaincode/domains/matching/traits.ts'
import { type Parameter, parameter } from '../../../chaincode/domains/recommendations/target.ts'

const name = '[a-z][a-z0-9-]{1,38}[a-z0-9]'
const conditionText = new RegExp(`^(${name})(>=|<=|=)(.+)$`)
const valueText = new RegExp(`^(${name})=(.+)$`)

/** A whole number, or a percentage in hundredths of a percent: `90%` is 9000. */
const numberOf = (text: string): number | undefined => {
  const [, whole = '', hundredths = '', percent] = /^([0-9]{1,10})(?:\.([0-9]{1,2}))?(%)?$/.exec(text) ?? []
  if (whole === '') return undefined
  if (percent !== undefined) return Number(whole) * 100 + Number(hundredths.padEnd(2, '0'))
  return hundredths === '' ? Number(whole) : undefined
}

/**
 * What is wanted of a trait, as it is typed in one piece: `success-rate>=90%`, `weight<=500`, `colour=red,blue`. Undefined for what says
 * nothing of a trait.
 */
export const conditionIn = (text: string): Condition | undefined => {
  const [, trait = '', sign = '', value = ''] = conditionText.exec(text) ?? []
  const number = numberOf(value)
  if (number === undefined) {
    return sign === '=' ? condition.safeParse({ trait, anyOf: value.split(',') }).data : undefined
  }
  const bounds = { ...(sign === '<=' ? {} : { atLeast: number }), ...(sign === '>=' ? {} : { atMost: number }) }
  return condition.safeParse({ trait, ...bounds }).data
}

/** Adds what is wanted of a trait to what was wanted of it before, so that a least and a most one are one condition. */
export const withCondition = (before: readonly Condition[], added: Condition): Condition[] => {
  const known = before.find(({ trait }) => trait === added.trait)
  const anyOf = [...(known?.anyOf ?? []), ...(added.anyOf ?? [])]
  const joined = { ...known, ...added, ...(anyOf.length === 0 ? {} : { anyOf }) }
  return known === undefined ? [...before, joined] : before.map((one) => (one === known ? joined : one))
}

/** What is said of a trait, as it is typed in one piece: `weight=500`, or `colour=red,blue`; undefined for what says nothing of one. */
export const valueIn = (text: string): TraitValue | undefined => {
  const [, trait = '', value = ''] = valueText.exec(text) ?? []
  const number = numberOf(value)
  return traitValue.safeParse(number === undefined ? { trait, codes: value.split(',') } : { trait, number }).data
}

/** A parameter as it is typed in one piece: `weight=500` is a number, `grade=first` a code; undefined for any other text. */
export const parameterIn = (text: string): Parameter | undefined => {
  const [, of = '', value = ''] = valueText.exec(text) ?? []
  const number = numberOf(value)
  const typed = number === undefined ? { type: 'code', value } : { type: 'number', value: number }
  return parameter.safeParse({ parameter: of, ...typed }).data
}

const isRate = (trait: string): boolean => (countedRates as readonly string[]).includes(trait)

/** A number as it is typed: of a rate, a percentage. */
const showNumber = (trait: string, number: number): string => (isRate(trait) ? `${number / 100}%` : String(number))

/** A condition as it is typed: `success-rate>=92.5%`, `colour=red,blue`. */
export const showCondition = ({ trait, atLeast, atMost, anyOf = [] }: Condition): string =>
  [
    ...(atLeast === undefined ? [] : [`${trait}>=${showNumber(trait, atLeast)}`]),
    ...(atMost === undefined ? [] : [`${trait}<=${showNumber(trait, atMost)}`]),
    ...(anyOf.length === 0 ? [] : [`${trait}=${anyOf.join(',')}`]),
  ].join(' ')

/** What is said of a trait, as it is typed. */
export const showValue = ({ trait, number, codes = [] }: TraitValue): string => `${trait}=${number ?? codes.join(',')}`

/** A parameter, as it is typed. */
export const showParameter = ({ parameter: of, value }: Parameter): string => `${of}=${value}`
