import { accounts, credits, participants } from '../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import { parseKey } from '../../chaincode/vocabulary.ts'
import type { Listed } from '../../chaincode/wire/table.ts'
import type { Database } from './database.ts'
import { Holdings } from './holdings.ts'
import { MatchingTables } from './matching-tables.ts'
import { PackageTables } from './package-tables.ts'

/** One write of a valid transaction: the row's new text, or null where it was deleted, and where that stands. */
export interface Change {
  key: string
  value: string | null
  block: bigint
  position: number
  at: bigint
}

// biome-ignore lint/suspicious/noExplicitAny: rows are the ledger's own, in the shapes of their tables
type Row = any

/** Keeps the ledger's rows, their history, and the tables by which lists find them. */
export class RowTables {
  readonly #database: Database
  readonly holdings: Holdings
  readonly #matching: MatchingTables
  readonly #packages: PackageTables
  #creditChanges: [payee: string, change: number][] = []

  constructor(database: Database) {
    this.#database = database
    this.holdings = new Holdings(database)
    this.#matching = new MatchingTables(database)
    this.#packages = new PackageTables(database)
  }

  /** The last line of the history so far; 0 before the first. */
  lastLine(): number {
    return this.#database.one<{ line: number }>('SELECT line FROM history ORDER BY line DESC LIMIT 1')?.line ?? 0
  }

  /** Takes in one write. */
  write(change: Change): void {
    const { key, value, block, position } = change
    this.#database.run('INSERT INTO history VALUES (NULL, ?, ?, ?, ?)', key, block, position, value)
    const { table, members } = parseKey(key) ?? {}
    const row: Row = value === null ? undefined : JSON.parse(value)
    // What a payee has of credits is kept as their sum, so that it counts what a row was before.
    if (table === credits) this.#indexCredit(members?.[0] as string, row, this.#beforeCredit(change))
    else this.#put(change)
    if (table === vouchers) this.#indexVoucher(change, row)
    if (table === participants) this.#indexParticipant(members?.[0] as string, row)
    if (table === accounts) this.holdings.setAccount(members?.[0] as string, row?.holdings ?? {})
    this.#matching.write(table, key, row)
    this.#packages.write(table, key, row)
    if (table?.listed !== undefined) this.#indexListed(change, table.listed, row)
  }

  /** Keeps a write that no list can read: the text alone, as it stands on the ledger. */
  keep(change: Change): void {
    const { key, value, block, position } = change
    this.#database.run('INSERT INTO history VALUES (NULL, ?, ?, ?, ?)', key, block, position, value)
    const { table, members } = parseKey(key) ?? {}
    if (table === credits) {
      const was = this.#database.one('SELECT 1 FROM row WHERE key = ?', key) === undefined ? 0 : 1
      this.#creditChanges.push([members?.[0] as string, Number(value !== null) - was])
    }
    this.#put(change)
  }

  /** How many changes of credits are counted so far, to come back to with `forgetCreditChanges`. */
  get creditChanges(): number {
    return this.#creditChanges.length
  }

  /** Counts nothing of what came after so many changes: it was taken back. */
  forgetCreditChanges(after: number): void {
    this.#creditChanges.length = after
  }

  /** By how much the credits of each payee grew since this was last asked. */
  takeCreditChanges(): ReadonlyMap<string, number> {
    const sums = new Map<string, number>()
    for (const [payee, change] of this.#creditChanges) sums.set(payee, (sums.get(payee) ?? 0) + change)
    this.#creditChanges = []
    return sums
  }

  #put({ key, value }: Change): void {
    if (value === null) this.#database.run('DELETE FROM row WHERE key = ?', key)
    else this.#database.run('INSERT OR REPLACE INTO row VALUES (?, ?)', key, value)
  }

  /** Writes a credit's row; answers the row before. A new credit, which is the usual case, needs no look at it. */
  #beforeCredit(change: Change): string | undefined {
    const { key, value } = change
    if (value !== null && this.#database.run('INSERT OR IGNORE INTO row VALUES (?, ?)', key, value) > 0)
      return undefined
    const before = this.#database.one<{ value: string }>('SELECT value FROM row WHERE key = ?', key)?.value
    this.#put(change)
    return before
  }

  #indexCredit(owner: string, row: Row, beforeText: string | undefined): void {
    const before: Row = beforeText === undefined ? undefined : JSON.parse(beforeText)
    if (row === undefined && before === undefined) return
    const { payee, voucher } = row ?? before
    // Nobody's sum can hold it; it is kept as text instead.
    if (payee === undefined) throw new Error('a credit without payee')
    const grown = Number(row !== undefined) - Number(before !== undefined)
    // By the key, as they are counted when the gateway starts, whatever the row says beside it.
    this.#creditChanges.push([owner, grown])
    this.holdings.addCredit(payee, voucher, BigInt(row?.quantity ?? 0) - BigInt(before?.quantity ?? 0))
  }

  #indexParticipant(participant: string, row: Row): void {
    if (row === undefined) {
      this.#database.run('DELETE FROM participant WHERE participant = ?', participant)
      return
    }
    const { home, type, status } = row
    this.#database.run('INSERT OR REPLACE INTO participant VALUES (?, ?, ?, ?)', participant, home, type, status)
  }

  #indexVoucher({ block, position, at }: Change, row: Row): void {
    if (row === undefined) return
    const { voucher, issuer, status } = row
    const where = [block, position, at]
    this.#database.run(
      `INSERT INTO voucher VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (code) DO UPDATE SET status = excluded.status, last_block = excluded.last_block,
         last_position = excluded.last_position, last_at = excluded.last_at`,
      ...[voucher, issuer, status, ...where, ...where],
    )
  }

  #indexListed({ key, block, position }: Change, { as, under, open }: Listed, row: Row): void {
    if (row === undefined) {
      this.#database.run('DELETE FROM listed WHERE key = ?', key)
      return
    }
    const isOpen = open.includes(row.status) ? 1 : 0
    if (this.#database.run('UPDATE listed SET is_open = ? WHERE key = ?', isOpen, key) > 0) return
    // Who gives data alone names no provider, under whom such an interaction would be found.
    const subjects = under.map((member) => row[member]).filter((subject) => subject !== undefined)
    for (const subject of new Set(subjects)) {
      this.#database.run('INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?)', as, subject, block, position, key, isOpen)
    }
  }
}
