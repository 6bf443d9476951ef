import { type Condition, conditions, type TraitValue, traitValues } from '../../../chaincode/domains/matching/traits.ts'
import type { Parameter } from '../../../chaincode/domains/recommendations/target.ts'
import { conditionIn, parameterIn, valueIn, withCondition } from '../../sdk/matching/conditions.ts'

const parametersMaximum = 16

/** The pieces of a text such as `finish=copper,brass; capacity >= 30`: what stands before the next name and its sign, in small letters. */
const piecesOf = (typed: string): string[] =>
  typed
    .toLowerCase()
    .replace(/[，、]/g, ',')
    .replace(/＝/g, '=')
    .replace(/≥/g, '>=')
    .replace(/≤/g, '<=')
    .replace(/\s*(,|>=|<=|=)\s*/g, '$1')
    .split(/[\s;；]+|,(?=[a-z][a-z0-9-]*[<>]?=)/)
    .filter((piece) => piece !== '')

/** Each piece as it is read; undefined where one of them cannot be. */
const allOf = <T>(typed: string, read: (piece: string) => T | undefined): T[] | undefined => {
  const pieces = piecesOf(typed)
  const all = pieces.map(read).filter((one) => one !== undefined)
  return all.length === pieces.length ? all : undefined
}

/** What is wanted of traits, as it is typed; a least and a most of one trait are one condition. Undefined where one of them is none, or there are too many. */
export const conditionsOf = (typed: string): Condition[] | undefined => {
  const read = allOf(typed, conditionIn)?.reduce<Condition[]>(withCondition, [])
  return conditions.safeParse(read).data
}

/** What is said of traits, as it is typed: `weight=500; colour=red,blue`. Undefined where one of them is no such value, or there are too many. */
export const valuesOf = (typed: string): TraitValue[] | undefined => traitValues.safeParse(allOf(typed, valueIn)).data

/** Parameters with their types, as they are typed; undefined where one of them is none, or there are too many. */
export const parametersOf = (typed: string): Parameter[] | undefined => {
  const read = allOf(typed, parameterIn)
  return read !== undefined && read.length <= parametersMaximum ? read : undefined
}
