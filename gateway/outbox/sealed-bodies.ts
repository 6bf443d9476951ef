import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { seal, unseal } from '../files/seal.ts'

/** The table of sealed texts, by the ids of their instructions. */
export const sealedBodiesSchema = `
  CREATE TABLE IF NOT EXISTS confidential (id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
`

/**
 * Texts that few may know, by the ids of their instructions, sealed under a key that stands beside their database (decision 0011): the
 * confidential bodies of promised instructions, and the first texts of trade chains. A deleted one is overwritten, and leaves the write-ahead
 * log too.
 */
export class SealedBodies {
  readonly #database: DatabaseSync
  readonly #key: Uint8Array
  readonly #statements: { readonly [name in 'insert' | 'delete' | 'find' | 'all']: StatementSync }
  #hasDeleted = false

  /** Works on a database that has the table; `key` is of 32 bytes. */
  constructor(database: DatabaseSync, key: Uint8Array) {
    this.#database = database
    this.#key = key
    database.exec('PRAGMA secure_delete = ON')
    const prepare = (sql: string) => database.prepare(sql)
    this.#statements = {
      insert: prepare('INSERT OR REPLACE INTO confidential VALUES (?, ?)'),
      delete: prepare('DELETE FROM confidential WHERE id = ?'),
      find: prepare('SELECT sealed FROM confidential WHERE id = ?'),
      all: prepare('SELECT id, sealed FROM confidential'),
    }
  }

  /** Writes a body within the caller's transaction. */
  put(id: string, text: string): void {
    this.#statements.insert.run(id, seal(this.#key, id, Buffer.from(text)))
  }

  /** Deletes the body of an instruction within the caller's transaction; none is no fault. */
  delete(id: string): void {
    if (Number(this.#statements.delete.run(id).changes) > 0) this.#hasDeleted = true
  }

  /** Empties the write-ahead log once something was deleted; called behind the transaction. */
  forget(): void {
    if (!this.#hasDeleted) return
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    this.#hasDeleted = false
  }

  /** The body of an instruction; undefined where there is none. Throws where it does not open. */
  find(id: string): string | undefined {
    const row = this.#statements.find.get(id) as { sealed: Uint8Array } | undefined
    return row === undefined ? undefined : unseal(this.#key, id, row.sealed).toString()
  }

  /** All bodies by the ids of their instructions; throws where one does not open. */
  all(): Map<string, string> {
    const rows = this.#statements.all.all() as unknown as { id: string; sealed: Uint8Array }[]
    return new Map(rows.map(({ id, sealed }) => [id, unseal(this.#key, id, sealed).toString()]))
  }
}
