import { codePrefix, paymentCode } from '../../../chaincode/wire/payment-code.ts'
import { plainDigits } from '../../sdk/digits.ts'

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
  const digits = plainDigits(text)
  if (digits === '') return { state: 'empty' }
  if (!/^[0-9]+$/.test(digits)) return { state: 'wrong', reason: 'not_digits' }
  if (!startsRight(digits)) return { state: 'wrong', reason: 'other_prefix' }
  if (digits.length > codeLength) return { state: 'wrong', reason: 'too_long' }
  if (digits.length < codeLength) return { state: 'incomplete', missing: codeLength - digits.length }
  return paymentCode.safeParse(digits).success
    ? { state: 'complete', code: digits }
    : { state: 'wrong', reason: 'mistyped' }
}

// Scanners may be set to say before each code which kind of bar code it is, in up to three characters, as in ]C1.
const prefixLengthMaximum = 3

/** The payment code in what a scanner read, or undefined: a scanner reads whatever is before it, and may put a prefix there. */
export const codeIn = (scanned: string): string | undefined => {
  const digits = plainDigits(scanned)
  for (let prefix = 0; prefix <= prefixLengthMaximum; prefix += 1) {
    const judged = judgeTyped(digits.slice(prefix))
    if (judged.state === 'complete') return judged.code
  }
  return undefined
}
