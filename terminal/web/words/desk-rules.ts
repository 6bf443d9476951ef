import { z } from 'zod'
import { caseNumber, participantId, reference, voucherCode } from '../../../chaincode/wire/identifiers.ts'
import { fromShown, type Unit } from '../../sdk/amount.ts'
import { deskWords } from '../dictionary/desk.ts'
import type { Phrase } from '../dictionary/phrase.ts'
import { partsPerMillion } from '../state/rate.ts'
import type { FieldRule } from '../state/use-fields.ts'
import { checkQuantity } from './validate.ts'

/** The rules of fields that several desks have. */
export const participantRule: FieldRule = { shape: participantId, words: deskWords.participantHint }
export const caseNumberRule: FieldRule = { shape: caseNumber, words: deskWords.caseNumberHint }
export const referenceRule: FieldRule = { shape: reference, words: deskWords.referenceHint }
export const voucherRule: FieldRule = { shape: voucherCode, words: deskWords.voucherHint }

/** The base units that a typed amount means; undefined when it is none. */
export const baseUnitsOf = (text: string, unit: Unit | undefined): string | undefined => {
  if (unit === undefined) return undefined
  const read = fromShown(text, unit)
  return 'quantity' in read ? read.quantity : undefined
}

/** An amount above nothing, in its unit. */
export const amountRule = (unit: Unit | undefined): FieldRule => ({
  shape: z.string().refine((text) => baseUnitsOf(text, unit) !== undefined),
  words: (typed) => (unit === undefined ? undefined : checkQuantity(typed, unit).wrong) ?? deskWords.amountWrong,
})

/** A whole number between two bounds. */
export const wholeNumberRule = (words: Phrase, minimum: number, maximum: number): FieldRule => ({
  shape: z
    .string()
    .regex(/^[0-9]{1,9}$/)
    .refine((text) => Number(text) >= minimum && Number(text) <= maximum),
  words,
})

/** A fee in per cent, up to one half. */
export const feeRule: FieldRule = {
  shape: z.string().refine((text) => partsPerMillion(text) !== undefined),
  words: deskWords.feeWrong,
}
