import { packageReleases, packageRequests, packages } from '../../chaincode/domains/packages/tables.ts'
import { type Account, accounts } from '../../chaincode/domains/registry/tables.ts'
import { parseKey } from '../../chaincode/vocabulary.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import type { Database } from './database.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows are the ledger's own, in the shapes of their tables
type Row = any

/** A first key that was asked for. */
export interface KeyTask {
  interaction: string
  device: string
}

const isKeeping = ({ devices }: Account): boolean =>
  Object.values(devices).some(({ roles }) => roles.includes('keeper'))

/** Keeps what keepers have to release yet, and who may be one. */
export class PackageTables {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Takes in one write of a table; those of other tables are passed over. `row` is undefined where it was deleted. */
  write(table: Table | undefined, key: string, row: Row): void {
    const [interaction = '', device = '', part] = parseKey(key)?.members ?? []
    if (table === packages && row?.status !== 'open' && row?.status !== 'released') {
      this.#database.run('DELETE FROM key_work WHERE interaction = ?', interaction)
    }
    if (table === packageRequests && row !== undefined) {
      this.#database.run('INSERT OR IGNORE INTO key_work VALUES (?, ?, ?)', row.keeper, interaction, device)
    }
    if (table === packageReleases && part === 'first') {
      this.#database.run('DELETE FROM key_work WHERE interaction = ? AND device = ?', interaction, device)
    }
    if (table === accounts && row !== undefined && isKeeping(row)) {
      this.#database.run('INSERT OR IGNORE INTO keeper VALUES (?)', row.participant)
    }
  }

  /** Who has or had a device with the role `keeper`, by name; at most so many. */
  keepers(limit: number): string[] {
    const sql = 'SELECT participant FROM keeper ORDER BY participant LIMIT ?'
    return this.#database.all<{ participant: string }>(sql, limit).map(({ participant }) => participant)
  }

  /** What a keeper has to release, some at a time, in order. */
  work(keeper: string, limit: number): KeyTask[] {
    const sql = 'SELECT interaction, device FROM key_work WHERE keeper = ? ORDER BY interaction, device LIMIT ?'
    return this.#database.all<KeyTask>(sql, keeper, limit).map(({ interaction, device }) => ({ interaction, device }))
  }
}
