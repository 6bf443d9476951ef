import { z } from 'zod'
import { canonical } from './canonical.ts'
import { deviceId, instructionIdName, moment, participantId } from './identifiers.ts'

/**
 * What only the home knows of an instruction (decision 0016), by its kind: under which id the digits of a code stand on
 * the ledger and until when, and whose code it is that a merchant claims.
 */
export const stampFacts = {
  'payment-code.request': z.strictObject({
    payment: instructionIdName,
    codeExpiresAt: moment,
    keepsOlder: z.boolean(),
  }),
  'payment.claim': z.strictObject({
    payment: instructionIdName,
    payer: participantId,
    payerDevice: deviceId,
    answerBy: moment,
  }),
} as const

/** The kinds that are not honoured without their home's stamp. */
export type StampedKind = keyof typeof stampFacts
export type StampFacts<K extends StampedKind = StampedKind> = z.infer<(typeof stampFacts)[K]>

/** True for the kinds that need a stamp. */
export const isStampedKind = (kind: string): kind is StampedKind => kind in stampFacts

/** The home's word beside an envelope: by which of its devices, when it arrived, and the facts. */
export const stamp = z.strictObject({
  participant: participantId,
  device: deviceId,
  receivedAt: moment,
  facts: z.union([stampFacts['payment-code.request'], stampFacts['payment.claim']]),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
})
export type Stamp = z.infer<typeof stamp>

/** The text that the home's device signs; it names the instruction, and can be no instruction itself. */
export const stampText = (id: string, { participant, device, receivedAt, facts }: Omit<Stamp, 'signature'>): string =>
  canonical({ stampOf: id, participant, device, receivedAt, facts })
