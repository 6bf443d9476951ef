import type { z } from 'zod'
import type { grades } from '../../../chaincode/domains/trade-chain/tables.ts'
import { creditGrades, weighedMaximum } from '../../../chaincode/domains/trade-chain/terms.ts'
import { areDistinct, instructionIdName } from '../../../chaincode/wire/identifiers.ts'

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
