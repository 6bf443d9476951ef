import { decimalsOf, fromShown, type QuantityFault, type Unit } from '../sdk/amount.ts'
import type { VoucherAnswer } from '../sdk/answers.ts'
import type { Connection } from '../sdk/connection.ts'
import { readVoucher } from '../sdk/read-voucher.ts'
import { CommandFault } from './command-fault.ts'
import type { Invocation } from './invocation.ts'
import { showPrice, showQuantity, type Vouchers } from './show.ts'

/** What the reader of amounts must know of a voucher. */
export type Measured = Pick<VoucherAnswer['voucher'], 'voucher' | 'unit' | 'product'>

/** How a quantity is typed, for the help of every command that takes one. */
export const quantityHelp = 'such as 1.5g or ¥18.50, in the voucher’s unit; a bare whole number counts base units'

/** How a price is typed. */
export const priceHelp =
  'such as ¥560, for the voucher’s price scale; a bare whole number counts base units of the cash'

const nothingSent = 'Nothing was sent.'

const faultWords: { readonly [F in QuantityFault]: string } = {
  empty: 'there is no number',
  not_a_number: 'the number cannot be read',
  decimal_comma: 'decimals are written with a point; commas only part thousands, as in 1,234.5',
  too_fine: 'there are more decimals than the base unit has',
  zero: 'a quantity must be above zero',
  too_large: 'the quantity is too large',
}

const unclear = (text: string, { voucher, unit }: Measured, why: string): CommandFault =>
  new CommandFault('quantity_unclear', {
    problem: `${text}: ${why}; ${voucher} is shown in ${unit.shownAs} and counted in ${unit.base}`,
    next: `Give a quantity as 1.5${unit.shownAs}, or as a whole number of the voucher’s base units of ${unit.base}, without a unit. ${nothingSent}`,
  })

const signOf = (currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency

/** The unit that a name stands for: the shown one, under its own name or its currency's code or sign, or one base unit. */
const unitNamed = (name: string, { unit, product }: Measured): Unit | undefined => {
  const names = [unit.shownAs, ...(product.type === 'currency' ? [product.currency, signOf(product.currency)] : [])]
  if (names.includes(name)) return unit
  return unit.base === `1 ${name}` ? { ...unit, shownAs: name, basePerShown: '1' } : undefined
}

const withUnit = /^([^\d.,。\s+-]*) ?([\d.][\d,.。 ]*?) ?([^\d.,。\s+-]*)$/

interface Typed {
  amount: string
  /** The names of units before and behind it; none for a bare number. */
  names: string[]
}

/** Takes apart what was typed; undefined for what is neither a number nor a number with a unit. */
const takeApart = (text: string): Typed | undefined => {
  const [, before = '', amount, behind = ''] = withUnit.exec(text.normalize('NFKC').trim()) ?? []
  return amount === undefined ? undefined : { amount, names: [before, behind].filter((name) => name !== '') }
}

const isBase = (text: string): boolean => {
  const typed = takeApart(text)
  return typed === undefined || (typed.names.length === 0 && /^[0-9]+$/.test(text))
}

/**
 * Reads a quantity: `1.5g` and `¥18.50` are shown units, a bare whole number is base units, and what is neither stays as it is, for
 * the ledger's own shape to refuse. Throws `quantity_unclear` for a bare number with a point, since it may mean either, for another
 * unit than the voucher's, and for what would need rounding.
 */
export const readQuantity = (text: string, measured: Measured): string => {
  const typed = takeApart(text)
  if (typed === undefined || isBase(text)) return text
  const [name, other = name] = typed.names
  if (name === undefined || other === undefined)
    throw unclear(text, measured, 'a number that is not whole needs a unit')
  const [unit, same] = [unitNamed(name, measured), unitNamed(other, measured)]
  if (unit === undefined) throw unclear(text, measured, `${name} is not its unit`)
  if (same !== unit && other !== name) throw unclear(text, measured, `${name} and ${other} are two units`)
  if (decimalsOf(unit) === undefined) throw unclear(text, measured, 'this unit would need rounding')
  const read = fromShown(typed.amount, unit)
  if ('fault' in read) throw unclear(text, measured, faultWords[read.fault])
  return read.quantity
}

const isCount = (text: string): boolean => /^[0-9]{1,29}$/.test(text)

const once = (connection: Connection): Connection => ({
  ...connection,
  log: () => {},
  sleep: () => Promise.reject(new Error('asked once only')),
})

/** The voucher, which must be read where the quantity has a unit, and is asked for once, quietly, where it counts base units already. */
const readMeasured = async (connection: Connection, code: string, text: string) => {
  if (!isBase(text)) return (await readVoucher(connection, code)).voucher
  const answer = await readVoucher(once(connection), code).catch(() => undefined)
  return answer?.voucher
}

/** The quantity of a voucher that was typed, in base units; tells what was understood, where the voucher's unit can be read. */
export const quantityOf = async (
  invocation: Invocation,
  connection: Connection,
  { voucher, quantity }: { voucher: string; quantity: string },
): Promise<string> => {
  const measured = await readMeasured(connection, voucher, quantity)
  if (measured === undefined) return quantity
  const read = readQuantity(quantity, measured)
  if (isCount(read)) invocation.note(`understood as ${showQuantity(read, measured.unit)} of ${voucher}`)
  return read
}

/** A quantity of a voucher that is not published yet, by the unit that it will have. */
export const quantityIn = (invocation: Invocation, text: string, measured: Measured): string => {
  const read = readQuantity(text, measured)
  if (isCount(read)) invocation.note(`understood as ${showQuantity(read, measured.unit)} of ${measured.voucher}`)
  return read
}

/** The price of a voucher that was typed, in base units of its cash for its price scale; tells what was understood. */
export const priceOf = async (
  invocation: Invocation,
  connection: Connection,
  { voucher, price }: { voucher: string; price: string },
): Promise<string> => {
  const traded = await readMeasured(connection, voucher, price)
  const cash = traded?.trade && (await readMeasured(connection, traded.trade.cash, price))
  if (traded === undefined || cash === undefined) return price
  const read = readQuantity(price, cash)
  const vouchers: Vouchers = new Map([traded, cash].map((one) => [one.voucher, one]))
  if (isCount(read)) invocation.note(`understood as ${showPrice(read, { voucher, vouchers })}`)
  return read
}
