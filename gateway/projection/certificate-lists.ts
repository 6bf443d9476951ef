import type { Database } from './database.ts'
import { type Condition, type Listing, mapPage, type Page, type PageRequest, readPage } from './paging.ts'
import { memberOf, type Row, readable, readRow } from './row-text.ts'

/** Which goods are looked for; what is left out does not matter. */
export interface CertificateSearch {
  /** A part of the title or of the item's code, whatever its case. */
  text?: string | undefined
  provider?: string | undefined
  /** Through whom it can be had: a holder that published it. */
  holder?: string | undefined
  allows?: string | undefined
  cash?: string | undefined
  /** The voucher that comes with a piece. */
  metal?: string | undefined
}

/** A row, and when it was opened and last written, in UTC milliseconds. */
export interface DatedRow {
  row: Row
  at: number
}

const certificates: Listing = {
  name: 'certificates',
  select: 'SELECT l.*, r.value FROM listed l JOIN row r ON r.key = l.key',
  order: [
    { column: 'l.block', type: 'number' },
    { column: 'l.position', type: 'number' },
    { column: 'l.key', type: 'string' },
  ],
  direction: 'DESC',
}

const ofCertificate = (list: string): Listing => ({
  ...certificates,
  name: list,
  select: `SELECT l.*, r.value, (SELECT t.at FROM history h
      JOIN ledger_transaction t ON t.block = h.block AND t.position = h.position
      WHERE h.key = l.key ORDER BY h.block DESC, h.position DESC LIMIT 1) AS at
    FROM listed l JOIN row r ON r.key = l.key`,
})

const at = (member: string): string => memberOf('r.value', member)

const wherever = (sql: string, value: string | undefined, ...more: string[]): Condition[] =>
  value === undefined ? [] : [[sql, value, ...more]]

const isNamed = `(instr(lower(${at('title')}), ?) > 0 OR instr(lower(${at('item')}), ?) > 0)`
const isAllowed =
  "EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(r.value) THEN r.value ELSE '{}' END, '$.allows') a WHERE a.value = ?)"
const isPublished = `EXISTS (SELECT 1 FROM listed p JOIN row q ON q.key = p.key WHERE p.list = 'publications' AND p.is_open = 1
  AND p.subject = ? AND ${memberOf('q.value', 'certificate')} = ${at('certificate')})`

/** What can be found of goods certificates by everybody, page by page, newest first. */
export class CertificateLists {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** The certificates that are active, and not expired at `now` (UTC milliseconds). */
  search(search: CertificateSearch, now: bigint, page: PageRequest): Page<Row> {
    const text = search.text?.toLowerCase()
    const conditions: Condition[] = [
      ["l.list = 'certificates' AND l.is_open = 1"],
      [`CAST(${at('expiresAt')} AS INTEGER) >= CAST(? AS INTEGER)`, now.toString()],
      ...wherever(isNamed, text, text as string),
      ...wherever('l.subject = ?', search.provider),
      ...wherever(isPublished, search.holder),
      ...wherever(isAllowed, search.allows),
      ...wherever(`${at('cash')} = ?`, search.cash),
      ...wherever(`${at('metal.voucher')} = ?`, search.metal),
    ]
    const found = readPage<{ value: string }>(this.#database, certificates, conditions, page)
    return readable(mapPage(found, ({ value }) => readRow(value)))
  }

  /** The rows of a list under a certificate that stand at one of these statuses, or all of them where none is named, newest first. */
  under(list: string, certificate: string, statuses: readonly string[], page: PageRequest): Page<DatedRow> {
    const conditions: Condition[] = [
      ['l.list = ? AND l.subject = ?', list, certificate],
      [`(? = 0 OR ${at('status')} IN (SELECT value FROM json_each(?)))`, statuses.length, JSON.stringify(statuses)],
    ]
    const found = readPage<{ value: string; at: number }>(this.#database, ofCertificate(list), conditions, page)
    // What cannot be read has no status either; a list that asks for none is held to what is readable.
    const dated = mapPage(found, ({ value, at: written }) => ({ row: readRow(value), at: written }))
    return readable(mapPage(dated, ({ row, at: written }) => row && { row, at: written }))
  }
}
