import { z } from 'zod'
import { confidentialDigest, salt } from '../../wire/confidential.ts'
import { organisationId, participantId } from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
import { creditGrades } from './terms.ts'

/** Trades that a bank passes on to an institution, with what the two alone may know (design D26). */
export const tradeChainKinds = {
  'grade.set': kind({
    body: z.strictObject({
      client: participantId,
      /** The institution before which it counts. */
      institution: organisationId,
      confidential: confidentialDigest,
    }),
    confidential: z.strictObject({ salt, grade: z.enum(creditGrades) }),
    roles: ['credit'],
    effects: ['client', 'institution', 'version'],
  }),
} as const
