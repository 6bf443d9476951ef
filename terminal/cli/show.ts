import type { Json } from '../../chaincode/wire/canonical.ts'
import { type Counted, countedIn, unitOfValue } from '../../chaincode/wire/values.ts'
import { toShown, type Unit } from '../sdk/amount.ts'
import type { AccountAnswer, HistoryAnswer, VoucherAnswer } from '../sdk/answers.ts'
import type { Pending, Result } from '../sdk/result.ts'
import { adviceFor, meaningOf } from './explain.ts'
import { showMoment } from './show-moment.ts'

/**
 * A quantity of base units as people read it, exactly: `1.5 g (1500 × 1 mg)`. Only a unit of a power of ten base units is
 * turned into the shown one, since any other would need rounding; without a unit it stays a count.
 */
export const showQuantity = (quantity: string, unit?: Unit): string => {
  if (unit === undefined) return `${quantity} base units`
  const base = `${quantity} × ${unit.base}`
  const shown = toShown(quantity, unit)
  return shown === undefined ? base : `${shown} ${unit.shownAs} (${base})`
}

/** Names and values in two columns. */
export const showPairs = (pairs: readonly (readonly [string, string])[]): string[] => {
  const width = Math.max(0, ...pairs.map(([name]) => name.length))
  return pairs.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
}

/** Rows of words in columns; the last one is as wide as it needs. */
export const showColumns = (rows: readonly (readonly string[])[]): string[] => {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((word, place) => Math.max(word.length, widest[place] ?? 0)),
    [],
  )
  return rows.map((row) => `  ${row.map((word, place) => word.padEnd(widths[place] ?? 0)).join('  ')}`.trimEnd())
}

/** The vouchers that an outcome names, as published, by code: what could not be read is not among them. */
export type Vouchers = ReadonlyMap<string, VoucherAnswer['voucher']>

const unknownUnit = '—'

const inUnit = (value: string, unit: Unit | undefined): string =>
  unit === undefined ? unknownUnit : showQuantity(value, unit)

/** An amount in its own unit; a dash where nobody can tell which that is. */
const showAmount = (value: string, counted: Counted | undefined, vouchers: Vouchers): string => {
  if (counted === undefined) return unknownUnit
  const voucher = vouchers.get(counted.voucher ?? '')
  const cash = vouchers.get(counted.cash ?? voucher?.trade?.cash ?? '')?.unit
  if (counted.unit === 'quantity') return inUnit(value, voucher?.unit)
  if (counted.unit === 'cash') return inUnit(value, cash)
  return showPrice(value, { ...counted, vouchers })
}

/** A price: so much of the cash for so much of the voucher, as its trade terms say unless told otherwise; a dash where nobody can tell. */
export const showPrice = (
  price: string,
  of: { voucher?: string | undefined; cash?: string | undefined; priceScale?: string; vouchers: Vouchers },
): string => {
  const voucher = of.vouchers.get(of.voucher ?? '')
  const scale = of.priceScale ?? voucher?.trade?.priceScale
  const cash = of.vouchers.get(of.cash ?? voucher?.trade?.cash ?? '')?.unit
  return scale === undefined || cash === undefined
    ? unknownUnit
    : `${inUnit(price, cash)} for ${inUnit(scale, voucher?.unit)}`
}

const showValue = (name: string, values: { [name: string]: Json }, vouchers: Vouchers): string => {
  const value = values[name] as Json
  if (Array.isArray(value)) return value.join(', ') || 'none'
  if (typeof value !== 'string') return JSON.stringify(value)
  const unit = unitOfValue(name)
  if (unit === 'moment') return showMoment(value)
  return unit === 'text' || unit === 'count' || unit === 'key'
    ? value
    : showAmount(value, countedIn(name, values, undefined), vouchers)
}

// A balance is told by `account show`, with what others gave meanwhile; what has no unit is told by --json alone.
const isShown = (name: string): boolean => !['own', undefined].includes(unitOfValue(name))

const showValues = (values: { [name: string]: Json }, vouchers: Vouchers): Pair[] =>
  Object.keys(values)
    .filter(isShown)
    .map((name) => [name, showValue(name, values, vouchers)])

type Pair = [string, string]

const present = (name: string, value: string | undefined): Pair[] => (value === undefined ? [] : [[name, value]])

const showPending = ({ id, taken, waitingFor, reason }: Pending): string[] => [
  `PENDING: the outcome is not known; ${taken ? 'the gateway keeps it' : 'it may or may not have arrived'}`,
  ...showPairs([
    ...present('waiting for', waitingFor),
    ...present('reason', reason),
    ['next', taken ? `assay instruction wait ${id}` : `assay resend ${id}`],
    ['id', id],
  ]),
]

/** What became of an instruction, in a few lines; pending is never worded as success. */
export const showResult = (result: Result, vouchers: Vouchers = new Map()): string[] => {
  if (result.status === 'pending') return showPending(result)
  const { id } = result
  if (result.status === 'accepted') {
    const known = [...showValues(result.effects, vouchers), ...present('block', result.ledger?.block)]
    return ['accepted', ...showPairs([...known, ['id', id]])]
  }
  const { status, code, values } = result
  return [
    `${status}: ${code}. ${meaningOf(code)}`,
    ...showPairs([...showValues(values, vouchers), ['next', adviceFor(code)], ['id', id]]),
  ]
}

/** What a voucher is of. */
export const showProduct = (product: VoucherAnswer['voucher']['product']): string =>
  product.type === 'metal'
    ? `${product.metal} ${product.finenessPerTenThousand}/10000, ${product.form}`
    : `currency ${product.currency}`

/** A voucher as published: what it is, in which unit it is counted, and what its holders may do. */
export const showVoucher = ({ voucher, height }: VoucherAnswer): string[] => {
  const { product, unit } = voucher
  return [
    `${voucher.voucher}  ${voucher.name}`,
    ...showPairs([
      ['product', showProduct(product)],
      ['counted in', `${unit.base}; ${unit.basePerShown} of them are 1 ${unit.shownAs}`],
      ['functions', voucher.functions.join(', ') || 'none'],
      ['supply', showQuantity(voucher.supply, unit)],
      ['issuer', `${voucher.issuer} at ${voucher.home}`],
      ['status', voucher.status],
      ['at block', height],
    ]),
  ]
}

/** An account with its balances, each with its unit where the voucher could be read. */
export const showAccount = (answer: AccountAnswer, units: ReadonlyMap<string, Unit>): string[] => {
  const { participant, balances, height } = answer
  const lines = Object.entries(balances).flatMap(([voucher, { total: _total, ...buckets }]) => {
    const held = Object.entries(buckets).filter(([bucket, quantity]) => bucket === 'available' || quantity !== '0')
    const unit = units.get(voucher)
    return [
      `  ${voucher}`,
      ...showPairs(held.map(([bucket, quantity]) => [`  ${bucket}`, showQuantity(quantity, unit)])),
    ]
  })
  return [
    `${participant.participant} at ${participant.home}: ${participant.status}, accepts ${participant.accepts}`,
    ...(lines.length === 0 ? ['  nothing held'] : lines),
    `  at block ${height}`,
  ]
}

/** A row's past, newest first: when, in which Fabric transaction, and the row as it then stood. */
export const showHistory = ({ entries }: HistoryAnswer): string[] =>
  entries.flatMap(({ at, transaction, row }) => [`${showMoment(at)}  ${transaction}`, `  ${JSON.stringify(row)}`])
