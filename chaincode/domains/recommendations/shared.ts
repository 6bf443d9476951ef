import { z } from 'zod'
import { instructionIdName } from '../../wire/identifiers.ts'

/**
 * What a recommender lets those who are asked know of itself, each as the salted digest of a text that stands on no ledger: to name it is
 * the consent (S3-017, S3-018). `sealed` is the digest of the document that holds the texts, sealed to who is to open it next.
 */
const parts = z.strictObject({
  contact: instructionIdName.optional(),
  place: instructionIdName.optional(),
  sealed: instructionIdName,
})

/** At least one of the two is shared; who shares nothing leaves the whole out. */
export const shared = parts.refine(
  ({ contact, place }) => contact !== undefined || place !== undefined,
  'must share a contact or a place',
)
export type Shared = z.infer<typeof parts>

/** What can be shared. */
export const sharedParts = ['contact', 'place'] as const
