import { z } from 'zod'
import { digest } from './signature.ts'

const codeDigits = 18
/** How many digits of a code are drawn; two before them are the prefix, and one behind them is the check digit. */
export const drawnDigits = 15
export const codePrefix = '62'

/** The Luhn check digit (ISO/IEC 7812-1) of a row of digits: it tells every single wrong digit, and most swaps. */
const checkDigitOf = (digits: string): string => {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}

/** The whole code of eighteen digits around fifteen drawn ones. */
export const codeAround = (drawn: string): string => {
  const digits = `${codePrefix}${drawn}`
  return `${digits}${checkDigitOf(digits)}`
}

const isWhole = (code: string): boolean => codeAround(code.slice(codePrefix.length, -1)) === code

/** A payment code as a payer shows it: eighteen digits, the last of which fits the others (S4-019). */
export const paymentCode = z
  .string()
  .regex(new RegExp(`^${codePrefix}[0-9]{${codeDigits - codePrefix.length}}$`))
  .refine((code) => code.length !== codeDigits || isWhole(code), 'a digit is mistyped')

/**
 * What a merchant signs in place of the digits: it binds the claim to them and tells nobody which they are (S4-022),
 * since the salt is 128 fresh bits in base64url.
 */
export const commitmentTo = ({ code, salt }: { code: string; salt: string }): string =>
  digest(`assay payment code ${salt} ${code}`)
