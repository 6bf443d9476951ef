import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { DeviceRole } from '../../chaincode/wire/device.ts'
import type { Inventory } from '../files/inventory.ts'
import { openKept } from '../files/kept-database.ts'

/** The name of its file in a gateway's data folder. */
export const credentialsFile = 'credentials.sqlite'

const schema = `
  CREATE TABLE IF NOT EXISTS credential (
    account TEXT PRIMARY KEY, hash TEXT NOT NULL, message_address TEXT, roles TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS attempt (
    account TEXT PRIMARY KEY, failed INTEGER NOT NULL, locked_until INTEGER NOT NULL, last_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS attempt_age ON attempt (last_at);
`

/** What the gateway keeps of a participant that may log in; of the password only its digest. */
export interface Credential {
  account: string
  hash: string
  /** Where messages go; without one, no code can be sent. */
  messageAddress: string | undefined
  /** What a device may do that is authorised by a login. */
  roles: DeviceRole[]
}

/** Wrong tries in a row, and until when none is taken, in UTC milliseconds. */
export interface Attempts {
  failed: number
  lockedUntil: number
  lastAt: number
}

// Names that nobody has are counted too, so that a lock does not tell which names there are; but not without bound.
const strangersMaximum = 10_000

/** Credentials and wrong tries, on disk, so that a restart opens no lock. The file is its owner's alone. */
export class CredentialStore {
  readonly #database: DatabaseSync
  readonly #find: StatementSync
  readonly #put: StatementSync
  readonly #attempts: StatementSync
  readonly #count: StatementSync
  readonly #clear: StatementSync
  readonly #forget: StatementSync

  /** Opens the store of a gateway's folder, or one in memory; refuses by FileFault as `openKept` does. */
  constructor(place: Inventory | ':memory:') {
    this.#database = openKept(place, credentialsFile, schema)
    const prepare = (sql: string) => this.#database.prepare(sql)
    this.#find = prepare('SELECT account, hash, message_address, roles FROM credential WHERE account = ?')
    this.#put = prepare('INSERT OR REPLACE INTO credential VALUES (?, ?, ?, ?, ?)')
    this.#attempts = prepare('SELECT failed, locked_until, last_at FROM attempt WHERE account = ?')
    this.#count = prepare('INSERT OR REPLACE INTO attempt VALUES (?, ?, ?, ?)')
    this.#clear = prepare(`DELETE FROM attempt WHERE account = ?1 OR (account >= ?1 || ' ' AND account < ?1 || '!')`)
    this.#forget = prepare(
      `DELETE FROM attempt WHERE account IN (SELECT account FROM attempt WHERE account NOT IN (SELECT account FROM credential)
       ORDER BY last_at DESC LIMIT -1 OFFSET ${strangersMaximum})`,
    )
  }

  find(account: string): Credential | undefined {
    const row = this.#find.get(account) as { [column: string]: string | null } | undefined
    if (row === undefined) return undefined
    const messageAddress = row['message_address'] ?? undefined
    return { account, hash: row['hash'] as string, messageAddress, roles: JSON.parse(row['roles'] as string) }
  }

  /** Keeps a credential in place of the one before. */
  put({ account, hash, messageAddress, roles }: Credential): void {
    this.#put.run(account, hash, messageAddress ?? null, JSON.stringify(roles), Date.now())
  }

  attempts(account: string): Attempts {
    const row = this.#attempts.get(account) as { [column: string]: number } | undefined
    return { failed: row?.['failed'] ?? 0, lockedUntil: row?.['locked_until'] ?? 0, lastAt: row?.['last_at'] ?? 0 }
  }

  count(account: string, { failed, lockedUntil, lastAt }: Attempts): void {
    this.#count.run(account, failed, lockedUntil, lastAt)
    this.#forget.run()
  }

  /** Forgets the wrong tries at an account, those of its own devices, counted behind a blank, among them. */
  clearAttempts(account: string): void {
    this.#clear.run(account)
  }

  close(): void {
    this.#database.close()
  }
}
