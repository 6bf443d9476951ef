import type { z } from 'zod'
import type { grades } from '../../../chaincode/domains/trade-chain/tables.ts'
import { creditGrades, weighedMaximum } from '../../../chaincode/domains/trade-chain/terms.ts'
import { areDistinct, instructionIdName, participantId } from '../../../chaincode/wire/identifiers.ts'
import { fromShown, type Unit } from '../../sdk/amount.ts'

type Weighed = Pick<z.input<typeof grades.shape>, 'grade' | 'base'> & { pledges: { readonly [pledge: string]: string } }

/** By how many steps a grade stands better than two officers gave it, since pledges lift it. */
export const stepsLifted = ({ grade, base }: Pick<Weighed, 'grade' | 'base'>): number =>
  creditGrades.indexOf(base) - creditGrades.indexOf(grade)

/** The pledges that lift a grade, and how much of each was weighed, in order of their names. */
export const weighedPledges = ({ pledges }: Pick<Weighed, 'pledges'>): { pledge: string; quantity: string }[] =>
  Object.keys(pledges)
    .sort()
    .map((pledge) => ({ pledge, quantity: pledges[pledge] as string }))

/** The pledges that somebody typed, parted by blanks, commas or lines; undefined for what names none, names one twice, or too many. */
export const pledgesIn = (typed: string): string[] | undefined => {
  const names = typed.split(/[\s,]+/).filter((name) => name !== '')
  const areNames = names.every((name) => instructionIdName.safeParse(name).success)
  return areNames && names.length <= weighedMaximum && areDistinct(names) ? names : undefined
}

/** What the form of a lift holds, as it is typed; the amount for one step in the unit of the cash. */
export interface LiftTexts {
  pledgee: string
  cash: string
  each: string
  most: string
}

/** What stands in the form before anything is typed. */
export const startingLift: LiftTexts = { pledgee: '', cash: '', each: '', most: '1' }

/** How many steps pledges can lift a grade by at the most. */
export const liftSteps = ['1', '2', '3', '4', '5', '6'] as const

/** By how much pledges lift a grade, as it was typed; undefined while a part of it is none (SX-008). */
export const liftIn = (
  { pledgee, cash, each, most }: LiftTexts,
  unit: Unit | undefined,
): { pledgee: string; cash: string; each: string; most: number } | undefined => {
  const read = unit && fromShown(each, unit)
  if (read === undefined || !('quantity' in read) || !participantId.safeParse(pledgee).success) return undefined
  return { pledgee, cash, each: read.quantity, most: Number(most) }
}
