import type { SQLInputValue } from 'node:sqlite'
import { Problem } from '../problem.ts'
import type { Database } from './database.ts'

/** Which part of a list is wanted: so many items, after the one at which an earlier page ended. */
export interface PageRequest {
  limit: number
  after?: string | undefined
}

/** A part of a list; `next` is there when more follows. */
export interface Page<T> {
  items: T[]
  next?: string
}

/** A list: where its rows are, and the columns that order it, which together are unique. */
export interface Listing {
  name: string
  select: string
  order: readonly { column: string; type: 'string' | 'number' }[]
  direction: 'ASC' | 'DESC'
}

/** A condition in SQL with its values. */
export type Condition = readonly [sql: string, ...values: SQLInputValue[]]

const encodeCursor = (name: string, values: readonly unknown[]): string =>
  Buffer.from(JSON.stringify([name, ...values])).toString('base64url')

const parse = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}

/** The order values at which a page ended; refuses `malformed_request` for what is no cursor of this list. */
const decodeCursor = ({ name, order }: Listing, cursor: string): SQLInputValue[] => {
  const read = parse(cursor)
  const [list, ...values] = Array.isArray(read) ? read : []
  const isOurs = list === name && values.length === order.length
  const fits = (value: unknown, index: number) =>
    typeof value === order[index]?.type && (typeof value === 'string' || Number.isSafeInteger(value))
  if (!isOurs || !values.every(fits))
    throw new Problem('malformed_request', { detail: 'after: no cursor of this list' })
  return values
}

/**
 * Reads a page by where the last one ended, not by counting, so that what is inserted meanwhile neither repeats nor hides
 * an item that was there all the time.
 */
export const readPage = <Row extends object>(
  database: Database,
  listing: Listing,
  conditions: readonly Condition[],
  { limit, after }: PageRequest,
): Page<Row> => {
  const columns = listing.order.map(({ column }) => column)
  const ordered = (suffix: string) => columns.map((column) => `${column}${suffix}`).join(', ')
  const cursor: Condition[] =
    after === undefined
      ? []
      : [
          [
            `(${ordered('')}) ${listing.direction === 'ASC' ? '>' : '<'} (${columns.map(() => '?').join(', ')})`,
            ...decodeCursor(listing, after),
          ],
        ]
  const where = [...conditions, ...cursor]
  const sql = [
    listing.select,
    where.length === 0 ? '' : `WHERE ${where.map(([condition]) => condition).join(' AND ')}`,
    `ORDER BY ${ordered(` ${listing.direction}`)} LIMIT ?`,
  ].join(' ')
  const rows = database.all<Row>(sql, ...where.flatMap(([, ...values]) => values), limit + 1)
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length <= limit || last === undefined ? { items } : { items, next: cursorBehind(listing, last) }
}

const cursorBehind = ({ name, order }: Listing, row: object): string => {
  const columns = row as { [column: string]: unknown }
  return encodeCursor(
    name,
    order.map(({ column }) => columns[column.split('.').at(-1) as string]),
  )
}

/** A page of what was searched for, and where the last of the rows stands that were looked at. */
export interface FoundPage<T> extends Page<T> {
  looked?: T
}

/** How a list is searched: what is looked for, and at how many rows one page looks at most. */
export interface Search<Row> {
  fits: (row: Row) => boolean
  rowsMaximum: number
}

/**
 * Reads a page of those rows that fit. What no index tells is looked for row by row, at most so many for one page, so that no question
 * holds the gateway up: the page may then be short, or empty, and `next` goes on behind the last row that was looked at.
 */
export const searchPage = <Row extends object>(
  database: Database,
  listing: Listing,
  conditions: readonly Condition[],
  { limit, after, fits, rowsMaximum }: PageRequest & Search<Row>,
): FoundPage<Row> => {
  const { items: rows, next } = readPage<Row>(database, listing, conditions, { limit: rowsMaximum, after })
  const items: Row[] = []
  for (const row of rows) {
    if (!fits(row)) continue
    items.push(row)
    if (items.length === limit && row !== rows.at(-1)) {
      return { items, next: cursorBehind(listing, row), looked: row }
    }
  }
  const looked = rows.at(-1)
  return { items, ...(next === undefined ? {} : { next }), ...(looked === undefined ? {} : { looked }) }
}

/** The page with each of its items in another form. */
export const mapPage = <A, B>({ items, ...rest }: Page<A>, change: (item: A) => B): Page<B> => ({
  items: items.map(change),
  ...rest,
})
