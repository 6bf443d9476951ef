import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Inventory } from '../files/inventory.ts'
import { openKept } from '../files/kept-database.ts'

/** The name of its file in a gateway's data folder. */
export const laidBlobsFile = 'mailbox.sqlite'

const schema = `
  CREATE TABLE IF NOT EXISTS blob (
    name TEXT NOT NULL, owner TEXT NOT NULL, size INTEGER NOT NULL, laid_at INTEGER NOT NULL,
    PRIMARY KEY (name, owner)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS blob_owner ON blob (owner);
  CREATE INDEX IF NOT EXISTS blob_laid_at ON blob (laid_at);
`

// What a row costs besides the bytes that it stands for, so that many small ones are bounded too.
const rowBytes = 256

/** Who laid down which blobs of the mailbox, and when; the bytes themselves lie in a store of blobs. */
export class LaidBlobs {
  readonly #database: DatabaseSync
  readonly #statements: { readonly [name in 'used' | 'lay' | 'owns' | 'old' | 'forget' | 'others']: StatementSync }

  /** Opens the list of a gateway's folder, or one in memory; refuses by FileFault as `openKept` does. */
  constructor(place: Inventory | ':memory:') {
    this.#database = openKept(place, laidBlobsFile, schema)
    const prepare = (sql: string) => this.#database.prepare(sql)
    this.#statements = {
      used: prepare(`SELECT coalesce(sum(size + ${rowBytes}), 0) AS used FROM blob WHERE owner = ?`),
      lay: prepare('INSERT OR IGNORE INTO blob VALUES (?, ?, ?, ?)'),
      owns: prepare('SELECT 1 FROM blob WHERE name = ? AND owner = ?'),
      old: prepare(
        'SELECT name, owner FROM blob WHERE laid_at < ? AND (name, owner) > (?, ?) ORDER BY name, owner LIMIT ?',
      ),
      forget: prepare('DELETE FROM blob WHERE name = ? AND owner = ?'),
      others: prepare('SELECT 1 FROM blob WHERE name = ?'),
    }
  }

  /** True where the owner may have so many bytes more; what it has already is free. */
  hasRoom(name: string, owner: string, { size, most }: { size: number; most: number }): boolean {
    if (this.owns(name, owner)) return true
    const { used } = this.#statements.used.get(owner) as { used: number }
    return used + size + rowBytes <= most
  }

  /** Notes that an owner laid down a blob; true when that is new. */
  lay(name: string, owner: string, size: number, now: number): boolean {
    return Number(this.#statements.lay.run(name, owner, size, now).changes) > 0
  }

  owns(name: string, owner: string): boolean {
    return this.#statements.owns.get(name, owner) !== undefined
  }

  /** Some that were laid down before this moment, behind one of them, in order. */
  laidBefore(
    moment: number,
    behind: { name: string; owner: string },
    limit: number,
  ): { name: string; owner: string }[] {
    const rows = this.#statements.old.all(moment, behind.name, behind.owner, limit)
    return rows as unknown as { name: string; owner: string }[]
  }

  /** Forgets that an owner laid a blob down; true when nobody else did either, so that its bytes are to go. */
  forget(name: string, owner: string): boolean {
    this.#statements.forget.run(name, owner)
    return this.#statements.others.get(name) === undefined
  }

  close(): void {
    this.#database.close()
  }
}
