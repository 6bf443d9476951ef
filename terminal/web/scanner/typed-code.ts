import { codePrefix, paymentCode } from '../../../chaincode/wire/payment-code.ts'
import { ungrouped } from '../codes/digits.ts'

const codeLength = 18

/** What is known of digits while they are typed: go on, whole and sound, or why they can be no payment code. */
export type TypedCode =
  | { state: 'empty' }
  | { state: 'incomplete'; missing: number }
  | { state: 'complete'; code: string }
  | { state: 'wrong'; reason: 'not_digits' | 'other_prefix' | 'too_long' | 'mistyped' }

const startsRight = (digits: string): boolean => codePrefix.startsWith(digits.slice(0, codePrefix.length))

/**
 * Judges a payment code as far as it is typed or was scanned, without asking anybody (row S4-019): each wrong digit shows at
 * the last one by its check digit. Blanks and hyphens do not count.
 */
export const judgeTyped = (text: string): TypedCode => {
  const digits = ungrouped(text)
  if (digits === '') return { state: 'empty' }
  if (!/^[0-9]+$/.test(digits)) return { state: 'wrong', reason: 'not_digits' }
  if (!startsRight(digits)) return { state: 'wrong', reason: 'other_prefix' }
  if (digits.length > codeLength) return { state: 'wrong', reason: 'too_long' }
  if (digits.length < codeLength) return { state: 'incomplete', missing: codeLength - digits.length }
  return paymentCode.safeParse(digits).success
    ? { state: 'complete', code: digits }
    : { state: 'wrong', reason: 'mistyped' }
}

/** The payment code in what a scanner read, or undefined: a scanner reads whatever is before it. */
export const codeIn = (scanned: string): string | undefined => {
  const judged = judgeTyped(scanned.trim())
  return judged.state === 'complete' ? judged.code : undefined
}
