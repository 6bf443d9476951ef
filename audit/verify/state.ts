import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Place, Version } from '../blocks/results.ts'
import { openDatabase } from '../database.ts'

/** A row as the blocks so far leave it. */
export interface StateRow {
  key: Buffer
  /** In a collection, the hash of the value. */
  value: Buffer
  /** The row's own endorsement policy, where it has one. */
  policy: Buffer | undefined
  version: Version
}

type Stored = { key: Uint8Array; value: Uint8Array; policy: Uint8Array | null; block: bigint; position: bigint }

const schema = `
  CREATE TABLE IF NOT EXISTS state (
    namespace TEXT, collection TEXT, key BLOB, value BLOB, policy BLOB, block INTEGER, position INTEGER,
    PRIMARY KEY (namespace, collection, key)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS expiry (due INTEGER, namespace TEXT, collection TEXT, key BLOB, written INTEGER);
  CREATE INDEX IF NOT EXISTS expiryDue ON expiry (due);
  CREATE TABLE IF NOT EXISTS known (transactionId TEXT PRIMARY KEY) WITHOUT ROWID;
`

const rowOf = ({ key, value, policy, block, position }: Stored): StateRow => ({
  ...{ key: Buffer.from(key), value: Buffer.from(value), policy: policy === null ? undefined : Buffer.from(policy) },
  version: { block, transaction: Number(position) },
})

const recentAtMost = 4_000
const recentBytesAtMost = 4 * 1024

const nameOf = ({ namespace, collection }: Place, key: Uint8Array): string =>
  `${namespace}\0${collection}\0${Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1')}`

/**
 * All rows that the blocks so far make, as the peers have them: kept in a database, so that memory does not grow with them; in
 * memory where none is given.
 */
export class State {
  readonly #database: DatabaseSync
  /** Rows that were looked at of late: each row of a block is asked for several times, and accounts again in the next ones. */
  readonly #recent = new Map<string, StateRow>()
  readonly #find: StatementSync
  readonly #put: StatementSync
  readonly #remove: StatementSync
  readonly #scan: StatementSync
  readonly #plan: StatementSync
  readonly #takeDue: StatementSync
  readonly #see: StatementSync
  readonly #isSeen: StatementSync

  constructor(database: DatabaseSync = openDatabase()) {
    this.#database = database
    this.#database.exec(schema)
    const place = 'namespace = ? AND collection = ?'
    const prepare = (text: string): StatementSync => {
      const statement = this.#database.prepare(text)
      // Block numbers go beyond what JavaScript counts exactly.
      statement.setReadBigInts(true)
      return statement
    }
    this.#find = prepare(`SELECT * FROM state WHERE ${place} AND key = ?`)
    this.#put = prepare('INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?, ?, ?, ?)')
    this.#remove = prepare(`DELETE FROM state WHERE ${place} AND key = ?`)
    this.#scan = prepare(`SELECT * FROM state WHERE ${place} AND key >= ? ORDER BY key`)
    this.#plan = prepare('INSERT INTO expiry VALUES (?, ?, ?, ?, ?)')
    this.#takeDue = prepare('DELETE FROM expiry WHERE due <= ? RETURNING *')
    this.#see = prepare('INSERT OR IGNORE INTO known VALUES (?)')
    this.#isSeen = prepare('SELECT 1 FROM known WHERE transactionId = ?')
  }

  row(place: Place, key: Uint8Array): StateRow | undefined {
    const name = nameOf(place, key)
    const known = this.#recent.get(name)
    if (known !== undefined) return known
    const stored = this.#find.get(place.namespace, place.collection, key) as Stored | undefined
    const row = stored && rowOf(stored)
    this.#remember(name, row)
    return row
  }

  #remember(name: string, row: StateRow | undefined): void {
    this.#recent.delete(name)
    if (row === undefined || row.value.length > recentBytesAtMost) return
    if (this.#recent.size >= recentAtMost) this.#recent.clear()
    this.#recent.set(name, row)
  }

  /** Holds nothing for known any longer but what the database says, from which changes were taken back. */
  forget(): void {
    this.#recent.clear()
  }

  /** The rows of a place from a key on, in the order of their keys' bytes. */
  *rowsFrom({ namespace, collection }: Place, start: Uint8Array): Generator<StateRow> {
    for (const stored of this.#scan.iterate(namespace, collection, start)) yield rowOf(stored as Stored)
  }

  put(place: Place, row: StateRow): void {
    const { namespace, collection } = place
    const { key, value, policy, version } = row
    this.#remember(nameOf(place, key), row)
    this.#put.run(namespace, collection, key, value, policy ?? null, version.block, version.transaction)
  }

  remove(place: Place, key: Uint8Array): void {
    this.#recent.delete(nameOf(place, key))
    this.#remove.run(place.namespace, place.collection, key)
  }

  /** Plans that a row of a collection goes with the block `due`, unless it is written again before. */
  plan({ namespace, collection }: Place, { key, due, written }: { key: Buffer; due: bigint; written: bigint }): void {
    this.#plan.run(due, namespace, collection, key, written)
  }

  /** The rows that were planned to go with this block, and the block that wrote each; they are planned no more. */
  takeDue(block: bigint): { place: Place; key: Buffer; written: bigint }[] {
    const due = this.#takeDue.all(block) as unknown as (Place & { key: Uint8Array; written: bigint })[]
    return due.map(({ namespace, collection, key, written }) => ({
      ...{ place: { namespace, collection }, key: Buffer.from(key), written },
    }))
  }

  /** Whether an earlier block holds a transaction of this id, valid or not. */
  isSeen(transaction: string): boolean {
    return this.#isSeen.get(transaction) !== undefined
  }

  see(transaction: string): void {
    this.#see.run(transaction)
  }

  /** What is done to the rows in one block, which is kept whole or not at all. */
  together(change: () => void): void {
    this.#database.exec('SAVEPOINT state')
    try {
      change()
      this.#database.exec('RELEASE state')
    } catch (error) {
      this.#database.exec('ROLLBACK TO state; RELEASE state')
      this.forget()
      throw error
    }
  }

  close(): void {
    this.#database.close()
  }
}
