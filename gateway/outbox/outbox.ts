import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Rejected } from '../../chaincode/wire/outcome.ts'

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS pending (
    id TEXT PRIMARY KEY, sender TEXT NOT NULL, device TEXT NOT NULL, number TEXT NOT NULL, envelope TEXT NOT NULL, received_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS pending_number ON pending (device, number);
  CREATE TABLE IF NOT EXISTS rejection (id TEXT PRIMARY KEY, outcome TEXT NOT NULL) STRICT, WITHOUT ROWID;
`

/** An instruction that this gateway promised to bring to an outcome. `receivedAt` is UTC milliseconds. */
export interface Pending {
  id: string
  /** The participant whose account the instruction is sent from. */
  sender: string
  device: string
  number: string
  envelope: string
  receivedAt: bigint
}

type PendingRow = Omit<Pending, 'receivedAt'> & { received_at: string }

const fromRow = ({ received_at, ...row }: PendingRow): Pending => ({ ...row, receivedAt: BigInt(received_at) })

/**
 * The instructions that were promised and have no outcome yet, on disk before the promise is given. A restart brings all
 * of them to the ledger again; each device's number makes that safe (decision 0004, 0012).
 */
export class Outbox {
  readonly #database: DatabaseSync
  readonly #insert: StatementSync
  readonly #delete: StatementSync
  readonly #byNumber: StatementSync
  readonly #reject: StatementSync
  readonly #rejection: StatementSync
  readonly #unreject: StatementSync
  readonly #pending = new Map<string, Pending>()
  #waiting: { pending: Pending; done: (isNew: boolean) => void; failed: (error: unknown) => void }[] = []

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec(schema)
    this.#insert = this.#database.prepare('INSERT OR IGNORE INTO pending VALUES (?, ?, ?, ?, ?, ?)')
    this.#delete = this.#database.prepare('DELETE FROM pending WHERE id = ?')
    this.#byNumber = this.#database.prepare('SELECT * FROM pending WHERE device = ? AND number = ?')
    this.#reject = this.#database.prepare('INSERT OR REPLACE INTO rejection VALUES (?, ?)')
    this.#unreject = this.#database.prepare('DELETE FROM rejection WHERE id = ?')
    this.#rejection = this.#database.prepare('SELECT outcome FROM rejection WHERE id = ?')
    for (const row of this.#database.prepare('SELECT * FROM pending ORDER BY received_at').all()) {
      const pending = fromRow(row as unknown as PendingRow)
      this.#pending.set(pending.id, pending)
    }
  }

  get size(): number {
    return this.#pending.size
  }

  all(): Pending[] {
    return [...this.#pending.values()]
  }

  find(id: string): Pending | undefined {
    return this.#pending.get(id)
  }

  /** The pending instruction that claims this number of this device. */
  findByNumber(device: string, number: string): Pending | undefined {
    const row = this.#byNumber.get(device, number) as PendingRow | undefined
    return row === undefined ? undefined : fromRow(row)
  }

  /**
   * Resolves when the instruction is on disk: true when it was not there before. Those that arrive together share one
   * write to the disk. Clears an earlier rejection of the same instruction.
   */
  store(pending: Pending): Promise<boolean> {
    return new Promise((done, failed) => {
      this.#waiting.push({ pending, done, failed })
      if (this.#waiting.length === 1) setImmediate(() => this.#write())
    })
  }

  #write(): void {
    const group = this.#waiting
    this.#waiting = []
    try {
      this.#inOneTransaction(() => {
        for (const { pending } of group) {
          const { id, sender, device, number, envelope, receivedAt } = pending
          this.#unreject.run(id)
          this.#insert.run(id, sender, device, number, envelope, receivedAt.toString())
        }
      })
    } catch (error) {
      for (const { failed } of group) failed(error)
      return
    }
    for (const { pending, done } of group) {
      const isNew = !this.#pending.has(pending.id)
      if (isNew) this.#pending.set(pending.id, pending)
      done(isNew)
    }
  }

  /** Ends a promise that the ledger took no notice of, and keeps the reason for whoever asks by id. */
  reject(outcome: Rejected): void {
    this.#inOneTransaction(() => {
      this.#reject.run(outcome.id, JSON.stringify(outcome))
      this.#delete.run(outcome.id)
    })
    this.#pending.delete(outcome.id)
  }

  /** Why the ledger took no notice of an instruction when it was last sent. */
  rejection(id: string): Rejected | undefined {
    const row = this.#rejection.get(id) as { outcome: string } | undefined
    return row === undefined ? undefined : (JSON.parse(row.outcome) as Rejected)
  }

  /** Forgets instructions whose outcome stands in a block. */
  settle(ids: readonly string[]): void {
    const known = ids.filter((id) => this.#pending.has(id))
    if (known.length === 0) return
    this.#inOneTransaction(() => {
      for (const id of known) this.#delete.run(id)
    })
    for (const id of known) this.#pending.delete(id)
  }

  #inOneTransaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#database.close()
  }
}
