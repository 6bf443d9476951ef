import type { DatabaseSync } from 'node:sqlite'
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
  -- Packages whose manifest was read, and since when it is known here that they ended.
  CREATE TABLE IF NOT EXISTS package (
    interaction TEXT PRIMARY KEY, ended_at INTEGER) STRICT, WITHOUT ROWID;
  -- Which blobs a package names, as long as they are kept for it.
  CREATE TABLE IF NOT EXISTS named (
    interaction TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (interaction, name)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS named_name ON named (name);
`

// What a row costs besides the bytes that it stands for, so that many small ones are bounded too.
const rowBytes = 256

// Of whom nobody knows that they laid it down, such as what was written just before the power went.
const nobody = ''

const statementTexts = {
  used: `SELECT coalesce(sum(size + ${rowBytes}), 0) AS used FROM blob WHERE owner = ?`,
  lay: 'INSERT INTO blob VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET laid_at = excluded.laid_at',
  touch: 'UPDATE blob SET laid_at = ? WHERE name = ? AND owner = ?',
  owns: 'SELECT 1 FROM blob WHERE name = ? AND owner = ?',
  adopt: `INSERT INTO blob SELECT ?, '${nobody}', 0, ? WHERE NOT EXISTS (SELECT 1 FROM blob WHERE name = ?)`,
  unused: `
    SELECT name, owner FROM blob WHERE laid_at < ? AND (name, owner) > (?, ?)
    AND NOT EXISTS (SELECT 1 FROM named WHERE named.name = blob.name) ORDER BY name, owner LIMIT ?`,
  isUnused: `
    SELECT 1 FROM blob WHERE name = ? AND owner = ? AND laid_at < ?
    AND NOT EXISTS (SELECT 1 FROM named WHERE named.name = blob.name)`,
  others: 'SELECT 1 FROM blob WHERE name = ? AND owner <> ?',
  forget: 'DELETE FROM blob WHERE name = ? AND owner = ?',
  isNoted: 'SELECT 1 FROM package WHERE interaction = ?',
  note: 'INSERT OR IGNORE INTO package VALUES (?, NULL)',
  name: 'INSERT OR IGNORE INTO named VALUES (?, ?)',
  end: 'UPDATE package SET ended_at = coalesce(ended_at, ?) WHERE interaction = ?',
  endedAt: 'SELECT ended_at FROM package WHERE interaction = ?',
  unname: 'DELETE FROM named WHERE interaction = ?',
} as const

/** One blob of one owner. */
export interface LaidBlob {
  name: string
  owner: string
}

/**
 * Who laid down which blobs of the mailbox, and when, and which of them packages name; the bytes themselves lie in a store of blobs. All times
 * are in UTC milliseconds.
 */
export class LaidBlobs {
  readonly #database: DatabaseSync
  readonly #statements: { readonly [name in keyof typeof statementTexts]: ReturnType<DatabaseSync['prepare']> }

  /** Opens the list of a gateway's folder, or one in memory; refuses by FileFault as `openKept` does. */
  constructor(place: Inventory | ':memory:') {
    this.#database = openKept(place, laidBlobsFile, schema)
    this.#statements = Object.fromEntries(
      Object.entries(statementTexts).map(([name, sql]) => [name, this.#database.prepare(sql)]),
    ) as never
  }

  /** True where the owner may have so many bytes more; what it has already is free. */
  hasRoom(name: string, owner: string, { size, most }: { size: number; most: number }): boolean {
    if (this.owns(name, owner)) return true
    const { used } = this.#statements.used.get(owner) as { used: number }
    return used + size + rowBytes <= most
  }

  /** Notes that an owner laid down a blob, now; true when that is new. */
  lay(name: string, owner: string, size: number, now: number): boolean {
    const isNew = !this.owns(name, owner)
    this.#statements.lay.run(name, owner, size, now)
    return isNew
  }

  owns(name: string, owner: string): boolean {
    return this.#statements.owns.get(name, owner) !== undefined
  }

  /** Counts a blob's time from now on; true where the owner laid it down. */
  touch(name: string, owner: string, now: number): boolean {
    return Number(this.#statements.touch.run(now, name, owner).changes) > 0
  }

  /** Notes a blob that nobody is known to have laid down; its time counts from now on. */
  adopt(name: string, now: number): void {
    this.#statements.adopt.run(name, now, name)
  }

  /** Some that were laid down before this moment and that no package names, behind one of them, in order. */
  unused(before: number, behind: LaidBlob, limit: number): LaidBlob[] {
    return this.#statements.unused.all(before, behind.name, behind.owner, limit) as unknown as LaidBlob[]
  }

  /** Whether one of them still is what `unused` gives. */
  isUnused({ name, owner }: LaidBlob, before: number): boolean {
    return this.#statements.isUnused.get(name, owner, before) !== undefined
  }

  /** Whether somebody else laid the same blob down. */
  isOfOthers({ name, owner }: LaidBlob): boolean {
    return this.#statements.others.get(name, owner) !== undefined
  }

  /** Forgets that an owner laid a blob down. */
  forget({ name, owner }: LaidBlob): void {
    this.#statements.forget.run(name, owner)
  }

  /** Whether it was noted which blobs a package names. */
  isNoted(interaction: string): boolean {
    return this.#statements.isNoted.get(interaction) !== undefined
  }

  /** Notes, all or none of it, which blobs a package names. */
  note(interaction: string, names: Iterable<string>): void {
    this.#database.exec('BEGIN')
    try {
      this.#statements.note.run(interaction)
      for (const name of names) this.#statements.name.run(interaction, name)
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** Notes that a package has ended, and gives since when that has been known here. */
  end(interaction: string, now: number): number {
    this.#statements.end.run(now, interaction)
    const { ended_at: since } = this.#statements.endedAt.get(interaction) as { ended_at: number }
    return since
  }

  /** Keeps nothing for a package any more. */
  unname(interaction: string): void {
    this.#statements.unname.run(interaction)
  }

  close(): void {
    this.#database.close()
  }
}
