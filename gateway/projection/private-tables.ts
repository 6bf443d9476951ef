import { createHash } from 'node:crypto'
import type { HiddenWrite, PrivateValue, ReadBlock } from '../fabric/block.ts'
import type { Database } from './database.ts'

/** How many rows of a collection are known by their hashes alone. */
export interface Gaps {
  collection: string
  count: number
}

const nameOf = ({ collection, keyHash, valueHash }: HiddenWrite): string => `${collection} ${keyHash} ${valueHash}`

const byHashes = (values: readonly PrivateValue[]): ReadonlyMap<string, PrivateValue> =>
  new Map(values.map((value) => [nameOf(value), value]))

/**
 * The private rows that this member shares, each taken only where it is what the block says by its hash (decision 0011). Whatever was not
 * handed out, or is something else, is a gap: it stops nothing, and is asked for again.
 */
export class PrivateTables {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Writes what a block says of private rows within the caller's step; nothing where this member shares none. */
  write({ number, transactions, shared }: ReadBlock): void {
    if (shared === undefined) return
    const values = byHashes(shared.values)
    const hidden = transactions.flatMap((transaction) => transaction.hidden ?? [])
    for (const one of hidden) {
      if (!shared.collections.includes(one.collection)) continue
      this.#forget(one)
      if (one.valueHash !== null) this.#keep(one, { block: number, value: values.get(nameOf(one)) })
    }
  }

  #forget({ collection, keyHash }: HiddenWrite): void {
    for (const table of ['private_row', 'private_gap'])
      this.#database.run(`DELETE FROM ${table} WHERE collection = ? AND key_hash = ?`, collection, keyHash)
  }

  #keep(
    { collection, keyHash, valueHash }: HiddenWrite,
    { block, value }: { block: bigint; value: PrivateValue | undefined },
  ): void {
    if (value === undefined)
      this.#database.run('INSERT INTO private_gap VALUES (?, ?, ?, ?)', collection, keyHash, valueHash, block)
    else this.#database.run('INSERT INTO private_row VALUES (?, ?, ?, ?)', collection, keyHash, value.key, value.value)
  }

  /** Fills the gaps that a block left with what the peer hands out of it by now; answers how many. */
  fill({ number, shared }: ReadBlock): number {
    const sql = 'SELECT collection, key_hash AS keyHash, value_hash AS valueHash FROM private_gap WHERE block = ?'
    const open = this.#database.all<HiddenWrite>(sql, number)
    const values = byHashes(shared?.values ?? [])
    const known = open.filter((gap) => values.has(nameOf(gap)))
    for (const gap of known) {
      this.#forget(gap)
      this.#keep(gap, { block: number, value: values.get(nameOf(gap)) })
    }
    return known.length
  }

  /** The collections with gaps, by their names. */
  gaps(): Gaps[] {
    const sql = 'SELECT collection, count(*) AS count FROM private_gap GROUP BY collection ORDER BY collection'
    return this.#database.all<Gaps>(sql)
  }

  /** The next block behind this one that left a gap; from the first one again behind the last. */
  blockWithGap(after: bigint): bigint | undefined {
    const sql = `SELECT coalesce((SELECT min(block) FROM private_gap WHERE block > ?), (SELECT min(block) FROM private_gap)) AS block`
    const found = this.#database.one<{ block: number | null }>(sql, after)?.block ?? null
    return found === null ? undefined : BigInt(found)
  }

  /** Whether a collection has rows whose values are missing. */
  hasGap(collection: string): boolean {
    return this.#database.one('SELECT 1 FROM private_gap WHERE collection = ? LIMIT 1', collection) !== undefined
  }

  /** The text of a private row as it stands; undefined where there is none, or where its value is missing. */
  text(collection: string, key: string): string | undefined {
    const hash = createHash('sha256').update(key).digest('hex')
    const sql = 'SELECT value FROM private_row WHERE collection = ? AND key_hash = ?'
    return this.#database.one<{ value: string }>(sql, collection, hash)?.value
  }

  /** The texts of all private rows of a table that are here, in the order of their keys. */
  texts(collection: string, table: string): string[] {
    const sql = 'SELECT value FROM private_row WHERE collection = ? AND key > ? AND key < ? ORDER BY key'
    return this.#database
      .all<{ value: string }>(sql, collection, `${table}~`, `${table}\u007f`)
      .map(({ value }) => value)
  }
}
