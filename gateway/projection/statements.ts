import type { Database } from './database.ts'
import { type Condition, type Listing, mapPage, type Page, type PageRequest, readPage } from './paging.ts'
import { ledgerPlaceText } from './recorded.ts'

/** One line of an account's statement: what changed of a holding, by what, and what it came to. */
export interface StatementEntry {
  /** The account's own name for the line: block, position of the transaction, line in it. */
  entry: string
  /** The time that the transaction claims, in UTC milliseconds. */
  at: string
  /** Where the instruction stands; a line that no instruction explains names its transaction alone. */
  position: string
  kind: string
  voucher: string
  /** Base units with a sign where it is less, and the whole holding after it, as `holdings` counts it. */
  change: string
  balance: string
  isFee: boolean
  counterparty?: string
  /** The instruction's id, for its sender. */
  instruction?: string
  /** The payment, order, offer or pledge. */
  record?: string
  orderNumber?: string
  reference?: string
}

/** Which lines of a statement are wanted. */
export interface StatementSearch {
  voucher?: string | undefined
  kinds?: readonly string[] | undefined
  /** From this moment on, and before that one, in UTC milliseconds. */
  from?: string | undefined
  to?: string | undefined
  /** A part of the counterparty, an order number, a reference, or the beginning of an id. */
  search?: string | undefined
}

interface EntryRow {
  block: number
  position: number
  line: number
  place: number | null
  at: number
  kind: string
  voucher: string
  change: string
  balance: string
  is_fee: number
  counterparty: string
  instruction: string
  record: string
  order_number: string
  reference: string
}

const statement: Listing = {
  name: 'statement',
  select: 'SELECT * FROM entry',
  order: ['block', 'position', 'line'].map((column) => ({ column, type: 'number' as const })),
  direction: 'DESC',
}

const given = (name: string, text: string): { [name: string]: string } => (text === '' ? {} : { [name]: text })

const entryOf = (row: EntryRow): StatementEntry => {
  const { block, position, line, place } = row
  return {
    entry: `${block}.${position}.${line}`,
    at: String(row.at),
    position: place === null ? `${block}.${position}` : ledgerPlaceText({ block, position, place }),
    ...{ kind: row.kind, voucher: row.voucher, change: row.change, balance: row.balance, isFee: row.is_fee === 1 },
    ...given('counterparty', row.counterparty),
    ...given('instruction', row.instruction),
    ...given('record', row.record),
    ...given('orderNumber', row.order_number),
    ...given('reference', row.reference),
  }
}

// No wildcards: what is searched for stands there as it is.
const searched = `(instr(lower(counterparty), ?) > 0 OR instr(lower(order_number), ?) > 0 OR instr(lower(reference), ?) > 0
  OR instr(lower(record), ?) = 1 OR instr(lower(instruction), ?) = 1)`

const conditionsOf = ({ voucher, kinds, from, to, search }: StatementSearch): Condition[] => [
  ...(voucher === undefined ? [] : [['voucher = ?', voucher] as Condition]),
  ...(kinds === undefined ? [] : [[`kind IN (${kinds.map(() => '?').join(', ')})`, ...kinds] as Condition]),
  ...(from === undefined ? [] : [['at >= CAST(? AS INTEGER)', from] as Condition]),
  ...(to === undefined ? [] : [['at < CAST(? AS INTEGER)', to] as Condition]),
  ...(search === undefined ? [] : [[searched, ...Array(5).fill(search.toLowerCase())] as unknown as Condition]),
]

/** A page of a participant's statement, newest first. */
export const readStatement = (
  database: Database,
  participant: string,
  search: StatementSearch,
  page: PageRequest,
): Page<StatementEntry> => {
  const conditions: Condition[] = [['participant = ?', participant], ...conditionsOf(search)]
  return mapPage(readPage<EntryRow>(database, statement, conditions, page), entryOf)
}
