import { payments } from '../../chaincode/domains/payments/tables.ts'
import { chains, hops, identities } from '../../chaincode/domains/trade-chain/tables.ts'
import { supplies, vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import { failuresMaximum } from '../../chaincode/rules/trade-chain/identity.ts'
import type { Database } from './database.ts'
import type { HoldingRow } from './holdings.ts'
import { type Condition, type Listing, mapPage, type Page, type PageRequest, readPage } from './paging.ts'
import { fromRow, type InstructionRow, type Recorded } from './recorded.ts'
import { memberOf, type Row, readable, readRow } from './row-text.ts'
import { readStatement, type StatementEntry, type StatementSearch } from './statements.ts'

/** When and where a row was written. `at` is UTC milliseconds; `position` is block and transaction. */
export interface Mark {
  at: string
  position: string
}

/** A voucher as it is listed: its row with the supply, the instruction that issued it, its first and last change. */
export interface ListedVoucher {
  voucher: Row
  issuedBy: string
  first: Mark
  last: Mark
}

/** What somebody has of a voucher, by what may be done with it; credits on their way are available. */
export interface ListedHolding {
  participant: string
  voucher: string
  available: string
  reserved: string
  pledged: string
  frozen: string
  total: string
  cost: string
  costed: string
}

/** A participant as its home's desk finds it. */
export interface ListedParticipant {
  participant: string
  type: string
  status: string
}

/** A row as one transaction left it; null: deleted. */
export interface PastRow extends Mark {
  transaction: string
  value: Row | null
}

export interface VoucherSearch {
  code?: string | undefined
  issuer?: string | undefined
  holder?: string | undefined
  /** Issued at this moment or later, and at this one or before, in UTC milliseconds. */
  from?: string | undefined
  to?: string | undefined
}

/** Which sales of a merchant are wanted; `from` and `to` bound the time to answer, from the one on and before the other. */
export interface SalesSearch {
  isOpen?: boolean | undefined
  from?: string | undefined
  to?: string | undefined
  order?: string | undefined
}

interface VoucherRow {
  code: string
  issued_by: string
  value: string
  supply: string
  first_block: number
  first_position: number
  first_at: number
  last_block: number
  last_position: number
  last_at: number
}

const number = (column: string) => ({ column, type: 'number' }) as const
const string = (column: string) => ({ column, type: 'string' }) as const

const published: Listing = {
  name: 'vouchers',
  select: `SELECT v.*, r.value, s.value AS supply FROM voucher v
    JOIN row r ON r.key = '${vouchers.key('')}' || v.code JOIN row s ON s.key = '${supplies.key('')}' || v.code`,
  order: [string('v.code')],
  direction: 'ASC',
}
const atHome: Listing = {
  name: 'participants',
  select: 'SELECT p.participant, p.type, p.status FROM participant p',
  order: [string('p.participant')],
  direction: 'ASC',
}
const listed = (name: string): Listing => ({
  name,
  select: 'SELECT l.*, r.value FROM listed l JOIN row r ON r.key = l.key',
  order: [number('l.block'), number('l.position'), string('l.key')],
  direction: 'DESC',
})
const instructions: Listing = {
  name: 'instructions',
  select: `SELECT i.* FROM concern c
    JOIN instruction i ON i.block = c.block AND i.position = c.position AND i.place = c.place`,
  order: [number('c.block'), number('c.position'), number('c.place')],
  direction: 'DESC',
}
const counted: Listing = {
  name: 'identities',
  select: 'SELECT r.key, r.value FROM row r',
  order: [string('r.key')],
  direction: 'ASC',
}
const holdings = {
  name: 'holdings',
  select: 'SELECT * FROM holding',
  order: [string('voucher')],
  direction: 'ASC',
} as const
const holders = { ...holdings, name: 'holders', order: [string('participant')] } as const
const history: Listing = {
  name: 'history',
  select: `SELECT h.block, h.position, h.value, t.id AS ledger_transaction, t.at FROM history h
    JOIN ledger_transaction t ON t.block = h.block AND t.position = h.position`,
  order: [number('h.block'), number('h.position')],
  direction: 'ASC',
}

const voucherOf = (row: VoucherRow): ListedVoucher => ({
  voucher: { ...readRow(row.value), supply: readRow(row.supply)?.['supply'] ?? null },
  issuedBy: row.issued_by,
  first: { at: String(row.first_at), position: `${row.first_block}.${row.first_position}` },
  last: { at: String(row.last_at), position: `${row.last_block}.${row.last_position}` },
})

const holdingOf = ({ credited, ...row }: HoldingRow): ListedHolding => {
  const available = BigInt(row.available) + BigInt(credited)
  const total = available + BigInt(row.reserved) + BigInt(row.pledged) + BigInt(row.frozen)
  return { ...row, available: available.toString(), total: total.toString() }
}

/** Keeps the conditions whose value was given. */
const given = (...conditions: (readonly [string, string | undefined, ...string[]])[]): Condition[] =>
  conditions.filter((condition) => condition[1] !== undefined) as unknown as Condition[]

/** The values from a prefix on, and before all that begin otherwise: a ~ stands behind every character of a name or code. */
const beginning = (column: string, prefix: string | undefined): Condition[] =>
  given([`${column} >= ?`, prefix], [`${column} < ?`, prefix === undefined ? undefined : `${prefix}~`])

const unreadableLengthMaximum = 200

/** A row as it is shown: null where there is none, and the beginning of its text where dishonest endorsers wrote what is no object. */
export const shownRow = (text: string | null): Row | null =>
  text === null ? null : (readRow(text) ?? { unreadable: text.slice(0, unreadableLengthMaximum) })

const pastMaximum = 1_000

type Past = { block: number; position: number; value: string | null; ledger_transaction: string; at: number }

const pastRowOf = (past: Past): PastRow => ({
  at: String(past.at),
  position: `${past.block}.${past.position}`,
  transaction: past.ledger_transaction,
  value: shownRow(past.value),
})

/** The lists that the gateway answers, page by page, each in an order that does not change. */
export class Lists {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Published vouchers by code: issued, not retired, and tied to their issuer's own instruction. */
  vouchers({ code, issuer, holder, from, to }: VoucherSearch, page: PageRequest): Page<ListedVoucher> {
    const conditions: Condition[] = [
      ["v.status = 'issued' AND v.issued_by IS NOT NULL"],
      ...beginning('v.code', code),
      ...given(['v.issuer = ?', issuer], ['v.first_at >= ?', from], ['v.first_at <= ?', to]),
      ...given(['EXISTS (SELECT 1 FROM holding h WHERE h.voucher = v.code AND h.participant = ?)', holder]),
    ]
    return mapPage(readPage<VoucherRow>(this.#database, published, conditions, page), voucherOf)
  }

  /** One published voucher, retired or not, with the bytes of its row; undefined when there is none. */
  voucher(code: string): (ListedVoucher & { row: string }) | undefined {
    const sql = `${published.select} WHERE v.code = ? AND v.issued_by IS NOT NULL`
    const row = this.#database.one<VoucherRow>(sql, code)
    return row === undefined ? undefined : { ...voucherOf(row), row: row.value }
  }

  /** Who is at home at a member and has a name that begins so, by name; all of them without a prefix. */
  participants(
    { home, prefix }: { home: string; prefix?: string | undefined },
    page: PageRequest,
  ): Page<ListedParticipant> {
    const conditions: Condition[] = [['p.home = ?', home], ...beginning('p.participant', prefix)]
    return readPage<ListedParticipant>(this.#database, atHome, conditions, page)
  }

  /** When a row was first written, in UTC milliseconds; undefined where it never was. */
  firstWritten(key: string): string | undefined {
    const sql = `${history.select} WHERE h.key = ? ORDER BY h.block, h.position LIMIT 1`
    const first = this.#database.one<Past>(sql, key)
    return first === undefined ? undefined : String(first.at)
  }

  /** When the instruction was recorded that used this number of a device, in UTC milliseconds; undefined where none did. */
  usedAt(sender: string, device: string, number: string): string | undefined {
    const sql = `SELECT t.at FROM instruction i
      JOIN ledger_transaction t ON t.block = i.block AND t.position = i.position
      WHERE i.sender = ? AND i.device = ? AND i.number = ? ORDER BY i.block, i.position, i.place LIMIT 1`
    const used = this.#database.one<{ at: number }>(sql, sender, device, number)
    return used === undefined ? undefined : String(used.at)
  }

  /**
   * Orders, pledges and offers of a participant, orders and quotes of a voucher, payments of a device, or order numbers of a
   * merchant, newest first.
   */
  listed(list: string, subject: string, page: PageRequest, isOpen?: boolean): Page<Row> {
    const state: Condition[] = isOpen === undefined ? [] : [['l.is_open = ?', isOpen ? 1 : 0]]
    const conditions: Condition[] = [['l.list = ? AND l.subject = ?', list, subject], ...state]
    const found = readPage<{ value: string }>(this.#database, listed(list), conditions, page)
    return readable(mapPage(found, ({ value }) => readRow(value)))
  }

  /** The open records of a list in which a participant is named as `member` and that stand at `status`, newest first. */
  asked(
    list: string,
    participant: string,
    { member, status }: { member: string; status: string },
    limit: number,
  ): Row[] {
    const conditions: Condition[] = [
      ['l.list = ? AND l.subject = ? AND l.is_open = 1', list, participant],
      [`${memberOf('r.value', member)} = ?`, participant],
      [`${memberOf('r.value', 'status')} = ?`, status],
    ]
    const found = readPage<{ value: string }>(this.#database, listed(list), conditions, { limit })
    return found.items.map(({ value }) => readRow(value)).filter((row) => row !== undefined)
  }

  /** The order numbers of a merchant, newest first; of a span of their time to answer, or by the beginning or the end of the number. */
  sales(merchant: string, { isOpen, from, to, order }: SalesSearch, page: PageRequest): Page<Row> {
    const answerBy = `CAST(${memberOf('r.value', 'answerBy')} AS INTEGER)`
    const number = `lower(${memberOf('r.value', 'order')})`
    const wanted = order?.toLowerCase()
    const conditions: Condition[] = [
      ["l.list = 'sales' AND l.subject = ?", merchant],
      ...(isOpen === undefined ? [] : [['l.is_open = ?', isOpen ? 1 : 0] as Condition]),
      ...given([`${answerBy} >= CAST(? AS INTEGER)`, from], [`${answerBy} < CAST(? AS INTEGER)`, to]),
      ...(wanted === undefined
        ? []
        : [[`(instr(${number}, ?) = 1 OR substr(${number}, ?) = ?)`, wanted, -wanted.length, wanted] as Condition]),
    ]
    const found = readPage<{ value: string }>(this.#database, listed('sales'), conditions, page)
    return readable(mapPage(found, ({ value }) => readRow(value)))
  }

  /** The purchases that an auditor can decide, of whomever, newest first; the deadline of one may have passed. */
  disputes(page: PageRequest): Page<Row> {
    // Each stands in the list under several subjects, of which this is the one that is no participant.
    const conditions: Condition[] = [
      ["l.list = 'purchases' AND l.is_open = 1"],
      [`l.subject = ${memberOf('r.value', 'certificate')}`],
      [`${memberOf('r.value', 'status')} = 'disputed'`],
    ]
    const found = readPage<{ value: string }>(this.#database, listed('purchases'), conditions, page)
    return readable(mapPage(found, ({ value }) => readRow(value)))
  }

  /** Every order that has not ended, of whomever; one whose deadline has passed may be among them. */
  openOrders(): Row[] {
    const sql = `${listed('orders').select} WHERE l.list = 'orders' AND l.is_open = 1 GROUP BY l.key`
    return this.#database
      .all<{ value: string }>(sql)
      .map(({ value }) => readRow(value))
      .filter((row) => row !== undefined)
  }

  /**
   * The chains of a bank that it has to go on with at this moment, in UTC milliseconds: what waits for a step of its own but to be sent, what was
   * not sent in its time, and what was sent and not answered in its time. Of each institution the oldest so many that need it, and so many
   * that do not, so that one that is away keeps nothing back that is for another.
   */
  chainsToGoOn(bank: string, now: number, limit: number): string[] {
    const status = memberOf('r.value', 'status')
    const isPast = (member: string) => `CAST(${memberOf('r.value', member)} AS INTEGER) < ?`
    // By what is open, of which there is less than of what a bank ever took on.
    const sql = `SELECT key FROM (
        SELECT l.key, l.block, l.position, row_number() OVER (
          PARTITION BY ${memberOf('r.value', 'institution')}, ${status} IN ('answered', 'accepted')
          ORDER BY l.block, l.position, l.key) AS place
        FROM listed l JOIN row r ON r.key = l.key
        WHERE l.list = 'chains' AND l.is_open = 1 AND +l.subject = ? AND (${status} IN ('received', 'answered', 'accepted')
          OR ${status} = 'enriched' AND ${isPast('expiresAt')} OR ${status} = 'sent' AND ${isPast('answerBy')}))
      WHERE place <= ? ORDER BY place, block, position, key`
    const found = this.#database.all<{ key: string }>(sql, bank, now, now, limit)
    return found.map(({ key }) => key.slice(chains.key('').length))
  }

  /** The chains of a bank that wait to be sent at this moment, in UTC milliseconds, each with the place in the blocks at which it was opened. */
  chainsToSend(
    bank: string,
    now: number,
  ): { name: string; place: [block: number, position: number, inBatch: number] }[] {
    const sql = `SELECT i.id, i.block, i.position, i.place FROM listed l JOIN row r ON r.key = l.key
      JOIN instruction i ON i.id = substr(l.key, ${chains.key('').length + 1})
      WHERE l.list = 'chains' AND l.is_open = 1 AND +l.subject = ? AND ${memberOf('r.value', 'status')} = 'enriched'
        AND CAST(${memberOf('r.value', 'expiresAt')} AS INTEGER) >= ?`
    const found = this.#database.all<{ id: string; block: number; position: number; place: number }>(sql, bank, now)
    return found.map(({ id: name, block, position, place }) => ({ name, place: [block, position, place] }))
  }

  /** How many chains of a bank were sent to each institution and have no answer yet, also such of which it does not know what became. */
  chainsUnanswered(bank: string): Map<string, number> {
    const institution = memberOf('r.value', 'institution')
    const sql = `SELECT ${institution} AS institution, count(*) AS count FROM listed l JOIN row r ON r.key = l.key
      WHERE l.list = 'chains' AND l.is_open = 1 AND +l.subject = ? AND ${memberOf('r.value', 'bank')} = ?
        AND ${memberOf('r.value', 'status')} IN ('sent', 'unknown') GROUP BY 1`
    const found = this.#database.all<{ institution: string; count: number }>(sql, bank, bank)
    return new Map(found.map(({ institution, count }) => [institution, count]))
  }

  /** The chains of a bank that were voided and of which something still waits on the pair's side; all chains that ended are looked through. */
  chainsToRelease(bank: string): string[] {
    const sql = `SELECT l.key FROM listed l JOIN row r ON r.key = l.key
      JOIN row h ON h.key = '${hops.key('')}' || substr(l.key, ${chains.key('').length + 1})
      WHERE l.list = 'chains' AND l.subject = ? AND l.is_open = 0 AND ${memberOf('r.value', 'status')} = 'voided'
        AND ${memberOf('h.value', 'status')} <> 'released'`
    return this.#database.all<{ key: string }>(sql, bank).map(({ key }) => key.slice(chains.key('').length))
  }

  /** The chains of which a member is the bank or the institution, newest first; of those that are open or have ended, and that stand at a status. */
  chainsOf(
    member: string,
    { isOpen, status }: { isOpen?: boolean | undefined; status?: string | undefined },
    page: PageRequest,
  ): Page<Row> {
    const conditions: Condition[] = [
      ["l.list = 'chains' AND l.subject = ?", member],
      ...(isOpen === undefined ? [] : [['l.is_open = ?', isOpen ? 1 : 0] as Condition]),
      ...given([`${memberOf('r.value', 'status')} = ?`, status]),
    ]
    const found = readPage<{ value: string }>(this.#database, listed('chains'), conditions, page)
    return readable(mapPage(found, ({ value }) => readRow(value)))
  }

  /** What is counted of those at home at a member that failed too often to show who they are, by name. */
  lockedIdentities(home: string, page: PageRequest): Page<Row> {
    const conditions: Condition[] = [
      ...beginning('r.key', identities.key('')),
      [`${memberOf('r.value', 'home')} = ?`, home],
      [`${memberOf('r.value', 'failures')} >= ${failuresMaximum}`],
    ]
    const found = readPage<{ value: string }>(this.#database, counted, conditions, page)
    return readable(mapPage(found, ({ value }) => readRow(value)))
  }

  /** Every payment that was claimed and has no answer; one whose deadline has passed may be among them. */
  openPayments(): Row[] {
    const sql = `${listed('payments').select} WHERE l.list = 'payments' AND l.is_open = 1`
    return this.#database
      .all<{ value: string }>(sql)
      .map(({ value }) => readRow(value))
      .filter((row) => row !== undefined)
  }

  /** What a merchant gave back from a moment on and before another, of the payments of any time: voucher and base units of each. */
  refundsMade(merchant: string, { from, to }: { from: string; to: string }): { voucher: string; quantity: bigint }[] {
    const sql = `SELECT voucher, change FROM entry WHERE participant = ? AND kind = 'payment.refund' AND change < '0'
      AND at >= CAST(? AS INTEGER) AND at < CAST(? AS INTEGER)`
    const rows = this.#database.all<{ voucher: string; change: string }>(sql, merchant, from, to)
    return rows.map(({ voucher, change }) => ({ voucher, quantity: -BigInt(change) }))
  }

  /** The captured payments of a merchant, oldest first, whose time to answer ended from `from` on and before `to`, in UTC milliseconds. */
  captured(merchant: string, { from, to }: { from: string; to: string }): Row[] {
    const sql = `SELECT p.value FROM listed l JOIN row o ON o.key = l.key
      JOIN row p ON p.key = '${payments.key('')}' || ${memberOf('o.value', 'payment')}
      WHERE l.list = 'sales' AND l.subject = ? AND ${memberOf('p.value', 'status')} = 'captured'
        AND CAST(${memberOf('p.value', 'claim.answerBy')} AS INTEGER) >= CAST(? AS INTEGER)
        AND CAST(${memberOf('p.value', 'claim.answerBy')} AS INTEGER) < CAST(? AS INTEGER)
      ORDER BY l.block, l.position, l.key`
    return this.#database
      .all<{ value: string }>(sql, merchant, from, to)
      .map(({ value }) => readRow(value))
      .filter((row) => row !== undefined)
  }

  /** The instructions that concern a participant, newest first. */
  instructions(participant: string, page: PageRequest): Page<Recorded> {
    const conditions: Condition[] = [['c.participant = ?', participant]]
    return mapPage(readPage<InstructionRow>(this.#database, instructions, conditions, page), fromRow)
  }

  /** Every change of what a participant has, newest first, with what it has after. */
  statement(participant: string, search: StatementSearch, page: PageRequest): Page<StatementEntry> {
    return readStatement(this.#database, participant, search, page)
  }

  /** What a participant holds, by voucher. */
  holdings(participant: string, page: PageRequest): Page<ListedHolding> {
    const conditions: Condition[] = [['participant = ?', participant]]
    return mapPage(readPage<HoldingRow>(this.#database, holdings, conditions, page), holdingOf)
  }

  /** Who holds a voucher, by participant. */
  holders(voucher: string, page: PageRequest): Page<ListedHolding> {
    const conditions: Condition[] = [['voucher = ?', voucher]]
    return mapPage(readPage<HoldingRow>(this.#database, holders, conditions, page), holdingOf)
  }

  /** Every state of a row, oldest first; `from` and `to` bound the time of the transaction, inclusively. */
  history(
    key: string,
    bounds: { from?: string | undefined; to?: string | undefined },
    page: PageRequest,
  ): Page<PastRow> {
    const conditions: Condition[] = [['h.key = ?', key], ...given(['t.at >= ?', bounds.from], ['t.at <= ?', bounds.to])]
    return mapPage(readPage<Past>(this.#database, history, conditions, page), pastRowOf)
  }

  /** The last states of a row, newest first, at most a thousand. */
  past(key: string): PastRow[] {
    const sql = `${history.select} WHERE h.key = ? ORDER BY h.block DESC, h.position DESC LIMIT ${pastMaximum}`
    return this.#database.all<Past>(sql, key).map(pastRowOf)
  }
}
