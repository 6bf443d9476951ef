import { z } from 'zod'
import { commerceFunctions } from '../../chaincode/domains/certificates/terms.ts'
import { chains } from '../../chaincode/domains/trade-chain/tables.ts'
import { kindGroups, kindNames } from '../../chaincode/vocabulary.ts'
import { moment, orderNumber, organisationId, participantId, voucherCode } from '../../chaincode/wire/identifiers.ts'
import { unexplainedKind } from '../projection/statement-writer.ts'

/** Which part of a list: `after` is the `next` of the page before. */
export const pageQuery = z.strictObject({
  limit: z
    .string()
    // From 1 to 200, so that the document says exactly what is taken.
    .regex(/^(?:[1-9][0-9]?|1[0-9]{2}|200)$/)
    .transform(Number)
    .prefault('50'),
  after: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,600}$/)
    .optional(),
})

const bounds = { from: moment.optional(), to: moment.optional() }

export const voucherQuery = pageQuery.extend({
  code: z
    .string()
    .regex(/^[A-Z][A-Z0-9-]{0,31}$/)
    .optional(),
  issuer: participantId.optional(),
  holder: participantId.optional(),
  ...bounds,
})

/** Which goods certificates: by a part of title or item, by provider, by a holder that published them, and by their terms. */
export const certificateQuery = pageQuery.extend({
  text: z.string().min(1).max(60).optional(),
  provider: participantId.optional(),
  holder: participantId.optional(),
  allows: z.enum(commerceFunctions).optional(),
  cash: voucherCode.optional(),
  metal: voucherCode.optional(),
})

/** Which part of a list of participants: those whose names begin so. */
export const participantQuery = pageQuery.extend({
  prefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .optional(),
})

/** Which part of a list, and of it those that are open or those that have ended. */
export const stateQuery = pageQuery.extend({ state: z.enum(['open', 'ended']).optional() })

/** Which chains of a member: those that are open or have ended, and that stand at a status. */
export const chainQuery = stateQuery.extend({ status: chains.shape.shape.status.optional() })

/** Whose campaigns, and of those the ones that are open or have ended. */
export const campaignQuery = stateQuery.extend({ institution: organisationId })

/** The lists of an account that its gateway signs: what one is asked, a terminal takes from nobody but its own member (S3-071). */
export const signedLists: readonly string[] = ['requests', 'recommendation-requests']

/** A span of time: from a moment on, and before another, in UTC milliseconds. */
export const spanQuery = z.strictObject({ from: moment, to: moment })

/** A merchant's sales: those that are open or have ended, of a span of time, and by the beginning or the end of an order number. */
export const salesQuery = stateQuery.extend({ ...bounds, order: orderNumber.optional() })

const kindsNamed = (name: string): readonly string[] => {
  if (Object.hasOwn(kindGroups, name)) return Object.keys(kindGroups[name as keyof typeof kindGroups])
  return [...kindNames, unexplainedKind].filter((kind) => kind === name)
}

const kindsMaximum = 20
const areKnown = (text: string): boolean => {
  const names = text.split(',')
  return names.length <= kindsMaximum && names.every((name) => kindsNamed(name).length > 0)
}

const kindList = z
  .string()
  .max(600)
  .refine(areKnown, 'kinds or domains, parted by commas')
  .transform((text) => text.split(',').flatMap(kindsNamed))
  .optional()

/** Which lines of a statement: `kind` is a kind or a domain, or several parted by commas; `to` is the first moment that is left out. */
export const statementQuery = pageQuery.extend({
  ...bounds,
  voucher: voucherCode.optional(),
  kind: kindList,
  search: z.string().min(1).max(64).optional(),
})

export const historyQuery = pageQuery.extend(bounds)

/** Which transactions: `code` is Fabric's name of a validation, and `to` the first moment that is left out. */
export const ledgerTransactionQuery = pageQuery.extend({
  ...bounds,
  validity: z.enum(['valid', 'invalid']).optional(),
  code: z
    .string()
    .regex(/^(?:[A-Z][A-Z_]{1,63}|[0-9]{1,3})$/)
    .optional(),
  organisation: organisationId.optional(),
})

const baseUnits = z.string().regex(/^(?:0|[1-9][0-9]{0,28})$/)

/**
 * Which instructions: `code` is that of a refusal, `kind` as for a statement, `least` and `most` bound the quantity that is named, in
 * base units; `to` is the first moment that is left out.
 */
export const ledgerInstructionQuery = pageQuery.extend({
  ...bounds,
  participant: participantId.optional(),
  status: z.enum(['accepted', 'refused']).optional(),
  code: z
    .string()
    .regex(/^[a-z][a-z_]{1,63}$/)
    .optional(),
  kind: kindList,
  voucher: voucherCode.optional(),
  least: baseUnits.optional(),
  most: baseUnits.optional(),
})

/** From which ledger position on; the header Last-Event-ID, which a reader sends by itself, goes before it. */
export const eventQuery = z.strictObject({
  after: z
    .string()
    .regex(/^[0-9]{1,15}\.[0-9]{1,9}\.[0-9]{1,9}$/)
    .optional(),
})
