import { z } from 'zod'
import { moment, timeZone } from '../../wire/identifiers.ts'

/**
 * When an answer is wanted: up to a moment, within an interval, or within a duration from the opening on; bounds count. Moments are
 * UTC instants, whatever summer time does meanwhile; the time zone is only for showing them.
 */
export const responseWindow = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('moment'), at: moment, zone: timeZone }),
  z
    .strictObject({ form: z.literal('interval'), from: moment, until: moment, zone: timeZone })
    .refine(
      ({ from, until }) => !/^\d+$/.test(from + until) || BigInt(from) <= BigInt(until),
      'must not end before it begins',
    ),
  z.strictObject({ form: z.literal('duration'), milliseconds: z.string().regex(/^[1-9][0-9]{0,10}$/) }),
])
export type ResponseWindow = z.infer<typeof responseWindow>

/** How an answer lies to its window. */
export const verdicts = ['in-time', 'early', 'late'] as const
export type Verdict = (typeof verdicts)[number]
