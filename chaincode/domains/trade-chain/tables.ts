import { z } from 'zod'
import { amount, table } from '../../wire/table.ts'
import { creditGrades } from './terms.ts'

/** How a bank grades a client before an institution; the two alone have it. */
export const grades = table('grade', {
  shape: z.object({
    bank: z.string(),
    institution: z.string(),
    client: z.string(),
    grade: z.enum(creditGrades),
    /** Counts from 1; a chain names the one that it was judged by. */
    version: amount,
  }),
  key: ['bank', 'institution', 'client'],
  place: 'pair',
  homes: ['bank', 'institution'],
})

/** Every table of this domain. */
export const tradeChainTables = [grades] as const
