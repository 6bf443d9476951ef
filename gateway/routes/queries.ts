import { z } from 'zod'
import { moment, participantId } from '../../chaincode/wire/identifiers.ts'

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

/** Which part of a list of participants: those whose names begin so. */
export const participantQuery = pageQuery.extend({
  prefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .optional(),
})

/** Which part of a list, and of it those that are open or those that have ended. */
export const stateQuery = pageQuery.extend({ state: z.enum(['open', 'ended']).optional() })

/** A span of time: from a moment on, and before another, in UTC milliseconds. */
export const spanQuery = z.strictObject({ from: moment, to: moment })

export const historyQuery = pageQuery.extend(bounds)

/** From which ledger position on; the header Last-Event-ID, which a reader sends by itself, goes before it. */
export const eventQuery = z.strictObject({
  after: z
    .string()
    .regex(/^[0-9]{1,15}\.[0-9]{1,9}\.[0-9]{1,9}$/)
    .optional(),
})
