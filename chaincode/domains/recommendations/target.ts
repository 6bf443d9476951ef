import { z } from 'zod'
import { instructionIdName } from '../../wire/identifiers.ts'
import { traitCode, traitName, traitNumber } from '../matching/traits.ts'

/**
 * What may be delivered: a certificate, by its provider or by who has an instance of it to hand on; a link to a certificate's page; or
 * goods information or numbers that lie off the ledger, encrypted (S3-055, S3-056, S3-063, S3-064).
 */
export const targetKinds = ['certificate', 'link', 'goods', 'numbers'] as const
export type TargetKind = (typeof targetKinds)[number]

/**
 * One thing that is recommended. `target` is its name: the certificate's, the instance's, or the SHA-256 of the encrypted content. Whether
 * the rest fits the kind is for the rule.
 */
export const recommendationTarget = z.strictObject({
  kind: z.enum(targetKinds),
  target: instructionIdName,
  /** The certificate of a link, and of an instance that is handed on. */
  certificate: instructionIdName.optional(),
})
export type RecommendationTarget = z.infer<typeof recommendationTarget>

/** A parameter of what is recommended, with its type: a number, or a code (S3-004). */
export const parameter = z.strictObject({
  parameter: traitName,
  type: z.enum(['number', 'code']),
  value: z.union([traitNumber, traitCode]),
})
export type Parameter = z.infer<typeof parameter>
