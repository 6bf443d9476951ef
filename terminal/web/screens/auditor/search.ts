import { fromShown, type Unit } from '../../../sdk/amount.ts'

/** Which instructions an auditor looks for, as typed; an empty text is no condition. Dates are those of this device's time zone. */
export interface InstructionFilter {
  participant: string
  kind: string
  status: string
  code: string
  voucher: string
  least: string
  most: string
  from: string
  to: string
}

export const anyInstruction: InstructionFilter = {
  ...{ participant: '', kind: '', status: '', code: '', voucher: '', least: '', most: '', from: '', to: '' },
}

/** Which transactions an auditor looks for. */
export interface TransactionFilter {
  validity: string
  code: string
  organisation: string
  from: string
  to: string
}

export const anyTransaction: TransactionFilter = { validity: '', code: '', organisation: '', from: '', to: '' }

type Query = { [name: string]: string | undefined }

const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())

/** The first moment of a date (`2027-01-31`) so many days later, in this device's time zone, in UTC milliseconds. */
const momentOf = (date: string, daysLater: number): string | undefined => {
  const [, year, month, day] = date.match(/^([0-9]{4})-([0-9]{2})-([0-9]{2})$/) ?? []
  if (year === undefined) return undefined
  return String(Math.max(0, new Date(Number(year), Number(month) - 1, Number(day) + daysLater).getTime()))
}

const spanOf = ({ from, to }: { from: string; to: string }): Query => ({ from: momentOf(from, 0), to: momentOf(to, 1) })

/** A typed quantity in base units: in its unit where that is known. Undefined where nothing, `wrong` where no figure was typed. */
export const quantityOf = (typed: string, unit: Unit | undefined): string | 'wrong' | undefined => {
  const text = given(typed)
  if (text === undefined) return undefined
  if (unit === undefined) return /^(?:0|[1-9][0-9]{0,28})$/.test(text) ? text : 'wrong'
  const read = fromShown(text, unit)
  return 'quantity' in read ? read.quantity : 'wrong'
}

/** What a gateway is asked for instructions; quantities are those of `quantityOf`. */
export const instructionQuery = (filter: InstructionFilter, quantities: { least?: string; most?: string }): Query => {
  const { participant, kind, status, code, voucher } = filter
  return {
    ...{ participant: given(participant)?.toLowerCase(), kind: given(kind), status: given(status), code: given(code) },
    ...{ voucher: given(voucher)?.toUpperCase(), least: quantities.least, most: quantities.most, ...spanOf(filter) },
  }
}

/** What a gateway is asked for transactions. */
export const transactionQuery = (filter: TransactionFilter): Query => {
  const { validity, code, organisation } = filter
  return { validity: given(validity), code: given(code), organisation: given(organisation), ...spanOf(filter) }
}

/** The filter that an address holds behind its question mark; what it does not say is no condition. */
export const filterIn = <Filter extends object>(address: string, any: Filter): Filter => {
  const told = new URLSearchParams(address.split('?')[1] ?? '')
  const names = Object.keys(any).filter((name) => told.has(name))
  return { ...any, ...Object.fromEntries(names.map((name) => [name, told.get(name) ?? ''])) }
}

/** The filter as an address holds it. */
export const addressWith = (address: string, filter: object): string => {
  const told = Object.entries(filter).filter((part): part is [string, string] => part[1] !== '')
  return told.length === 0 ? address : `${address}?${new URLSearchParams(told)}`
}
