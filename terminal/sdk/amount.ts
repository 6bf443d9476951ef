import { quantityCap } from '../../chaincode/wire/identifiers.ts'
import type { VoucherAnswer } from './answers.ts'

export type Unit = VoucherAnswer['voucher']['unit']

/**
 * How many decimals the shown unit has over the base unit; undefined when one is no power of ten of the other, since that
 * would need rounding, and such a quantity is shown as a count.
 */
export const decimalsOf = ({ basePerShown }: Unit): number | undefined =>
  /^10*$/.test(basePerShown) ? basePerShown.length - 1 : undefined

/** A count of base units in the shown unit, exactly: `1500` mg is `1.5`, in g. Undefined where that would need rounding. */
export const toShown = (quantity: string, unit: Unit): string | undefined => {
  const decimals = decimalsOf(unit)
  if (decimals === undefined) return undefined
  const [sign, count] = quantity.startsWith('-') ? ['-', quantity.slice(1)] : ['', quantity]
  const digits = count.padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/** A count of base units as one types it: `560.00` where every decimal is written, as of money; `1.5` otherwise. */
export const typedText = (quantity: string, unit: Unit, { isPadded = false } = {}): string => {
  const shown = toShown(quantity, unit) ?? quantity
  const decimals = decimalsOf(unit) ?? 0
  if (!isPadded || decimals === 0) return shown
  const [whole = '', fraction = ''] = shown.split('.')
  return `${whole}.${fraction.padEnd(decimals, '0')}`
}

/**
 * Why a text is no quantity: nothing there, no number, a comma where a decimal point belongs, finer than the base unit, nothing at
 * all, or beyond the cap.
 */
export type QuantityFault = 'empty' | 'not_a_number' | 'decimal_comma' | 'too_fine' | 'zero' | 'too_large'

const plainNumber = /^([0-9]{0,29})(?:[.。]([0-9]{0,29}))?$/
// Whole groups of three, all parted in the same way; who writes 0,500 means a fraction.
const groupedNumber = /^[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:[.。][0-9]{0,29})?$/

const readNumber = (typed: string): { whole: string; fraction: string } | { fault: QuantityFault } => {
  const number = groupedNumber.test(typed) ? typed.replaceAll(/[ ,]/g, '') : typed
  const [, whole, fraction = ''] = plainNumber.exec(number) ?? []
  if (whole !== undefined && `${whole}${fraction}` !== '') return { whole, fraction }
  return { fault: /^[0-9 ,.。]+$/.test(typed) && typed.includes(',') ? 'decimal_comma' : 'not_a_number' }
}

/**
 * Reads what somebody typed in the shown unit as a count of base units, exactly and never rounded (S0-007, S0-038): the one
 * reader of every amount that people type. Digits and points of any width are taken. Commas and blanks are taken only where they
 * part whole groups of three; any other comma is a fault of its own, since half the world writes a fraction so, and to pass over it
 * would multiply the amount. A sign, an exponent or more decimals than the unit has are faults.
 */
export const fromShown = (text: string, unit: Unit): { quantity: string } | { fault: QuantityFault } => {
  const typed = text.normalize('NFKC').trim().replaceAll(/\s/g, ' ')
  if (typed === '') return { fault: 'empty' }
  const read = readNumber(typed)
  if ('fault' in read) return read
  const { whole, fraction } = read
  const decimals = decimalsOf(unit) ?? 0
  const fine = fraction.replace(/0+$/, '')
  if (fine.length > decimals) return { fault: 'too_fine' }
  const quantity = BigInt(`${whole || '0'}${fine.padEnd(decimals, '0')}`)
  if (quantity === 0n) return { fault: 'zero' }
  return quantity < quantityCap ? { quantity: quantity.toString() } : { fault: 'too_large' }
}
