import { z } from 'zod'
import { typedText, type Unit } from '../../../sdk/amount.ts'
import type { PaymentView } from '../../../sdk/payments.ts'
import { say } from '../../state/settings.ts'
import type { FieldRule } from '../../state/use-fields.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkQuantity } from '../../words/validate.ts'
import { tillWords } from './words.ts'

/** What can still be refunded of a payment, in base units. */
export const refundableOf = ({ quantity, refunded }: Pick<PaymentView, 'quantity' | 'refunded'>): string =>
  (BigInt(quantity) - BigInt(refunded)).toString()

/** The amount that a refund begins with: all that is left, with every place that its currency has. */
export const wholeRefund = (left: string, unit: Unit): string => typedText(left, unit, { isPadded: true })

/** A typed refund in base units, or what is wrong with it in words. */
export const checkRefund = (
  text: string,
  { left, unit }: { left: string; unit: Unit },
): { quantity: string; wrong?: undefined } | { quantity?: undefined; wrong: string } => {
  const checked = checkQuantity(text, unit)
  if (checked.value === undefined) return { wrong: say(checked.wrong) }
  if (BigInt(checked.value) > BigInt(left)) return { wrong: say(tillWords.refundTooMuch)(formatQuantity(left, unit)) }
  return { quantity: checked.value }
}

/** The rule of the field of a refund's amount. */
export const refundRule = (limit: { left: string; unit: Unit }): FieldRule => ({
  shape: z.string().refine((text) => checkRefund(text, limit).quantity !== undefined),
  words: (text) => {
    const wrong = checkRefund(text, limit).wrong ?? ''
    return { zh: wrong, en: wrong }
  },
})
