import { z } from 'zod'
import { type Kind, kindNames, partsOf, type StampedKind, type StampFacts } from './vocabulary.ts'
import { canonical } from './wire/canonical.ts'
import { deviceId, moment, participantId } from './wire/identifiers.ts'

const shapes = new Map(
  kindNames.flatMap((kind): [string, z.ZodObject][] => {
    const { stamp: shape } = partsOf(kind)
    return shape === undefined ? [] : [[kind, shape]]
  }),
)

/** True for the kinds that need a stamp. */
export const isStampedKind = (kind: string): kind is StampedKind => shapes.has(kind)

/** True for the kinds whose stamp is made once and for all, since their time of receipt is judged (decision 0041). */
export const isJudgedByReceipt = (kind: Kind): boolean => partsOf(kind).judgedByReceipt === true

/** True when a stamp says what it must of an instruction of this kind: nothing for the kinds that need none. */
export const areFactsOf = (kind: Kind, facts: unknown): boolean => shapes.get(kind)?.safeParse(facts).success ?? false

/**
 * What only the home knows of an instruction (decision 0016), beside its envelope: by which of its devices, when it arrived, and the
 * facts, which are of one of the kinds that need any.
 */
export const stamp = z.strictObject({
  participant: participantId,
  device: deviceId,
  receivedAt: moment,
  facts: z.union([...shapes.values()]) as unknown as z.ZodType<StampFacts>,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
})
export type Stamp = z.infer<typeof stamp>

/** The text that the home's device signs; it names the instruction, and can be no instruction itself. */
export const stampText = (id: string, { participant, device, receivedAt, facts }: Omit<Stamp, 'signature'>): string =>
  canonical({ stampOf: id, participant, device, receivedAt, facts })
