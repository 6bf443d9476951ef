import { createHash, randomBytes } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { AuthenticationType } from '../../chaincode/wire/authentication-types.ts'
import type { Inventory } from '../files/inventory.ts'
import { inOneTransaction, openKept } from '../files/kept-database.ts'
import { openSecret } from '../files/keys.ts'
import { seal, unseal } from '../files/seal.ts'
import { Problem } from '../problem.ts'

/** The name of its file in a gateway's data folder. */
export const authenticationsFile = 'authentications.sqlite'
const keyFile = 'authentications.key'

const schema = `
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS authentication (
    digest TEXT PRIMARY KEY, owner TEXT NOT NULL, type TEXT NOT NULL, bytes INTEGER NOT NULL, kept_at INTEGER NOT NULL,
    sealed BLOB NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS authentication_owner ON authentication (owner);
`

const saltBytes = 32
const mebibyte = 1_048_576

/** How much one promoter may have here at a time, and all of them together: 32 pieces with 64 MiB, and 4 GiB. */
const authenticationsMaximum = { ofOwner: 32, bytesOfOwner: 64 * mebibyte, bytesOfAll: 4_096 * mebibyte }

/** What a promoter authenticates a promotion by, as it is handed in. */
export interface Authentication {
  owner: string
  type: AuthenticationType
  bytes: Uint8Array
}

const digestOf = (salt: Uint8Array, bytes: Uint8Array): string =>
  createHash('sha256').update(salt).update(bytes).digest('base64url')

/**
 * What promoters of this bank authenticate promotions by, each under SHA-256 over a salt of its own and its bytes (S2-054). Salt and bytes are
 * sealed under a key that stands beside the database, and never leave it: the ledger has the digest alone, which says nothing without the salt.
 * What is removed is overwritten.
 */
export class AuthenticationStore {
  readonly #database: DatabaseSync
  readonly #key: Uint8Array
  readonly #maximum: typeof authenticationsMaximum
  readonly #statements: { readonly [name in 'insert' | 'delete' | 'find' | 'ofOwner' | 'bytesOfAll']: StatementSync }

  /** Opens those of a gateway's folder, or some in memory; refuses by FileFault as `openKept` and `openSecret` do. */
  constructor(place: Inventory | ':memory:', maximum = authenticationsMaximum) {
    this.#maximum = maximum
    this.#key = place === ':memory:' ? randomBytes(32) : openSecret(place, keyFile)
    this.#database = openKept(place, authenticationsFile, schema)
    const prepare = (sql: string) => this.#database.prepare(sql)
    this.#statements = {
      insert: prepare('INSERT INTO authentication VALUES (?, ?, ?, ?, ?, ?)'),
      delete: prepare('DELETE FROM authentication WHERE digest = ?'),
      find: prepare('SELECT sealed FROM authentication WHERE digest = ?'),
      ofOwner: prepare('SELECT digest, bytes, kept_at AS keptAt FROM authentication WHERE owner = ? ORDER BY kept_at'),
      bytesOfAll: prepare('SELECT coalesce(sum(bytes), 0) AS bytes FROM authentication'),
    }
  }

  /** The digests of what a promoter has here, with when each was handed in, in UTC milliseconds; oldest first. */
  ofOwner(owner: string): { digest: string; bytes: number; keptAt: number }[] {
    return this.#statements.ofOwner.all(owner) as unknown as { digest: string; bytes: number; keptAt: number }[]
  }

  /**
   * Keeps bytes under a fresh salt, on the disk before this returns, and gives the digest of both. Refuses `documents_too_many` to a promoter
   * that has as much here as it may, and `overloaded` where all together have.
   */
  keep({ owner, type, bytes }: Authentication, now: number): string {
    const own = this.ofOwner(owner)
    const ofOwner = own.reduce((all, one) => all + one.bytes, bytes.length)
    const { ofOwner: count, bytesOfOwner, bytesOfAll } = this.#maximum
    if (own.length >= count || ofOwner > bytesOfOwner) throw new Problem('documents_too_many', { outcome: 'none' })
    const { bytes: kept } = this.#statements.bytesOfAll.get() as { bytes: number }
    if (kept + bytes.length > bytesOfAll) throw new Problem('overloaded', { outcome: 'none', retryAfterSeconds: 60 })
    const salt = randomBytes(saltBytes)
    const digest = digestOf(salt, bytes)
    const sealed = seal(this.#key, digest, Buffer.concat([salt, bytes]))
    this.#statements.insert.run(digest, owner, type, bytes.length, now, sealed)
    return digest
  }

  /**
   * Whether bytes are those that were handed in under a digest; undefined where nothing is here under it. What lies here counts only while it
   * still has the digest that stands on the ledger (S2-054).
   */
  isSame(digest: string, presented: Uint8Array): boolean | undefined {
    const row = this.#statements.find.get(digest) as { sealed: Uint8Array } | undefined
    if (row === undefined) return undefined
    const opened = unseal(this.#key, digest, row.sealed)
    const salt = opened.subarray(0, saltBytes)
    return digestOf(salt, opened.subarray(saltBytes)) === digest && digestOf(salt, presented) === digest
  }

  /** Overwrites what lies under these digests. */
  forget(digests: readonly string[]): void {
    if (digests.length === 0) return
    inOneTransaction(this.#database, () => {
      for (const digest of digests) this.#statements.delete.run(digest)
    })
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.#database.close()
  }
}
