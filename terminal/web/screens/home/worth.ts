import { fieldShapes } from '../../../sdk/position.ts'

/** What a holding is worth at the newest price, and whether that price has ended meanwhile. */
export interface Worth {
  amount: string
  cash: string
  isStale: boolean
  ageMilliseconds: string
}

/** The worth that a position's fields tell; undefined where they tell none. */
export const worthIn = (fields: { readonly [field: string]: unknown }): Worth | undefined =>
  fieldShapes.referenceValue.safeParse(fields['referenceValue']).data
