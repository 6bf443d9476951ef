import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { openDatabase } from '../database.ts'
import type { HiddenWrite } from '../ledger/transaction.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS rows (chaincode TEXT, key TEXT, value BLOB NOT NULL, PRIMARY KEY (chaincode, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS seen (what TEXT, name TEXT, place TEXT NOT NULL, PRIMARY KEY (what, name)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sums (voucher TEXT PRIMARY KEY, held TEXT NOT NULL, supply TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS expected (subject TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS hidden (collection TEXT, key_hash TEXT, value_hash TEXT NOT NULL, PRIMARY KEY (collection, key_hash)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), next TEXT NOT NULL);
`

/** What all accounts and credits hold of a voucher, and what its supply says, in base units. */
export interface Sums {
  held: bigint
  supply: bigint
}

/** A row with its key, as bytes. */
export interface StoredRow {
  key: string
  value: Uint8Array
}

const statementsOf = (database: DatabaseSync) => ({
  get: database.prepare('SELECT value FROM rows WHERE chaincode = ? AND key = ?'),
  range: database.prepare(
    'SELECT key, value FROM rows WHERE chaincode = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?',
  ),
  all: database.prepare('SELECT key, value FROM rows ORDER BY chaincode, key'),
  put: database.prepare('INSERT OR REPLACE INTO rows VALUES (?, ?, ?)'),
  delete: database.prepare('DELETE FROM rows WHERE chaincode = ? AND key = ?'),
  look: database.prepare('SELECT place FROM seen WHERE what = ? AND name = ?'),
  see: database.prepare('INSERT OR IGNORE INTO seen VALUES (?, ?, ?)'),
  sums: database.prepare('SELECT held, supply FROM sums WHERE voucher = ?'),
  putSums: database.prepare('INSERT OR REPLACE INTO sums VALUES (?, ?, ?)'),
  expected: database.prepare('SELECT content FROM expected WHERE subject = ?'),
  expect: database.prepare('INSERT OR REPLACE INTO expected VALUES (?, ?)'),
  forget: database.prepare('DELETE FROM expected WHERE subject = ?'),
  hidden: database.prepare('SELECT value_hash FROM hidden WHERE collection = ? AND key_hash = ?'),
  hide: database.prepare('INSERT OR REPLACE INTO hidden VALUES (?, ?, ?)'),
  forgetHidden: database.prepare('DELETE FROM hidden WHERE collection = ? AND key_hash = ?'),
  next: database.prepare('SELECT next FROM progress'),
  putNext: database.prepare('INSERT OR REPLACE INTO progress VALUES (1, ?)'),
})

/**
 * The rows as the blocks read so far leave them, in memory or in a file's database, so that memory stays flat; keys are ordered by their bytes,
 * as peers order them. Beside them stands what the invariants need of the past. Each block is taken in whole or not at all, so that
 * a replay over a file goes on where it ended.
 */
export class RowStore {
  readonly #database: DatabaseSync
  readonly #statements: Readonly<Record<keyof ReturnType<typeof statementsOf>, StatementSync>>

  constructor(database: DatabaseSync = openDatabase()) {
    this.#database = database
    this.#database.exec(schema)
    this.#statements = statementsOf(this.#database)
  }

  /** The number of the block that comes next. */
  get next(): bigint {
    const progress = this.#statements.next.get() as { next: string } | undefined
    return BigInt(progress?.next ?? 0)
  }

  get(chaincode: string, key: string): Uint8Array | undefined {
    return (this.#statements.get.get(chaincode, key) as { value: Uint8Array } | undefined)?.value
  }

  /** The rows from `start` up to but not including `end`, in key order, at most `maximum`. */
  range({ chaincode, start, end }: { chaincode: string; start: string; end: string }, maximum: number): StoredRow[] {
    return this.#statements.range.all(chaincode, start, end, maximum) as unknown as StoredRow[]
  }

  /** All rows, chaincode by chaincode in the order of their keys. */
  *all(): Generator<StoredRow> {
    for (const row of this.#statements.all.iterate()) yield row as unknown as StoredRow
  }

  /** Puts a row; undefined deletes it. */
  set(chaincode: string, key: string, value: Uint8Array | undefined): void {
    if (value === undefined) this.#statements.delete.run(chaincode, key)
    else this.#statements.put.run(chaincode, key, value)
  }

  /** Where something was seen first; undefined where it never was. */
  placeOf(what: string, name: string): string | undefined {
    return (this.#statements.look.get(what, name) as { place: string } | undefined)?.place
  }

  /** Keeps where something was seen first; answers where that was, when it was seen before. */
  see(what: string, name: string, place: string): string | undefined {
    // Nearly all are new, and then one statement is enough.
    return this.#statements.see.run(what, name, place).changes !== 0 ? undefined : this.placeOf(what, name)
  }

  sumsOf(voucher: string): Sums {
    const sums = this.#statements.sums.get(voucher) as { held: string; supply: string } | undefined
    return { held: BigInt(sums?.held ?? 0), supply: BigInt(sums?.supply ?? 0) }
  }

  putSums(voucher: string, { held, supply }: Sums): void {
    this.#statements.putSums.run(voucher, held.toString(), supply.toString())
  }

  /** Keeps what a later block must say of a subject. */
  expect(subject: string, content: string): void {
    this.#statements.expect.run(subject, content)
  }

  /** What a block must say of a subject, which is kept no longer; undefined where nothing was expected. */
  takeExpected(subject: string): string | undefined {
    const expected = this.#statements.expected.get(subject) as { content: string } | undefined
    if (expected !== undefined) this.#statements.forget.run(subject)
    return expected?.content
  }

  /** The hash of a private row's value, by its collection and the hash of its key; undefined where there is no row. */
  hiddenValueOf({ collection, keyHash }: Pick<HiddenWrite, 'collection' | 'keyHash'>): string | undefined {
    const row = this.#statements.hidden.get(collection, keyHash) as { value_hash: string } | undefined
    return row?.value_hash
  }

  /** Takes in what a valid transaction did to a private row. */
  hide({ collection, keyHash, valueHash, what }: HiddenWrite): void {
    if (what === 'deleted' || what === 'purged') this.#statements.forgetHidden.run(collection, keyHash)
    else if (valueHash !== undefined) this.#statements.hide.run(collection, keyHash, valueHash)
  }

  /** Does all that a block brings, and then has its number behind it; where that throws, nothing was done. */
  async takeIn<Result>(block: bigint, work: () => Promise<Result>): Promise<Result> {
    this.#database.exec('SAVEPOINT rows')
    try {
      const result = await work()
      this.#statements.putNext.run((block + 1n).toString())
      this.#database.exec('RELEASE rows')
      return result
    } catch (error) {
      this.#database.exec('ROLLBACK TO rows; RELEASE rows')
      throw error
    }
  }

  close(): void {
    this.#database.close()
  }
}
