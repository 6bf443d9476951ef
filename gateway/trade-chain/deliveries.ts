import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Inventory } from '../files/inventory.ts'
import { inOneTransaction, openKept } from '../files/kept-database.ts'

/** The name of its file in a gateway's data folder. */
export const deliveriesFile = 'deliveries.sqlite'

const schema = `
  CREATE TABLE IF NOT EXISTS attempt (
    chain TEXT NOT NULL,
    number INTEGER NOT NULL,
    path TEXT NOT NULL,
    -- In UTC milliseconds.
    at INTEGER NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (chain, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS acknowledged (chain TEXT PRIMARY KEY, path TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

/** How many attempts of one chain are kept, the newest ones; and how many chains that were acknowledged. */
const keptMaximum = { attempts: 32, chains: 100_000 }

/** What came of one delivery of a chain over one path. */
export interface Attempt {
  path: string
  at: number
  result: string
}

/** What a bank delivered, over which paths, and what came of it (S2-027); holds nothing of what was said. */
export class Deliveries {
  readonly #database: DatabaseSync
  readonly #maximum: typeof keptMaximum
  readonly #statements: {
    readonly [name in 'add' | 'trim' | 'all' | 'acknowledge' | 'find' | 'oldest' | 'drop' | 'forget']: StatementSync
  }

  /** Opens those of a gateway's folder, or some in memory; refuses by FileFault as `openKept` does. */
  constructor(place: Inventory | ':memory:', maximum = keptMaximum) {
    this.#maximum = maximum
    this.#database = openKept(place, deliveriesFile, schema)
    const prepare = (sql: string) => this.#database.prepare(sql)
    this.#statements = {
      add: prepare(
        'INSERT INTO attempt SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM attempt WHERE chain = ?1',
      ),
      trim: prepare(
        'DELETE FROM attempt WHERE chain = ?1 AND number <= (SELECT max(number) FROM attempt WHERE chain = ?1) - ?2',
      ),
      all: prepare('SELECT path, at, result FROM attempt WHERE chain = ? ORDER BY number'),
      acknowledge: prepare('INSERT INTO acknowledged VALUES (?, ?, ?) ON CONFLICT (chain) DO NOTHING'),
      find: prepare('SELECT path FROM acknowledged WHERE chain = ?'),
      oldest: prepare('SELECT chain FROM acknowledged ORDER BY at DESC LIMIT -1 OFFSET ?'),
      drop: prepare('DELETE FROM attempt WHERE chain = ?'),
      forget: prepare('DELETE FROM acknowledged WHERE chain = ?'),
    }
  }

  /** Writes down what came of a delivery, on the disk before this returns. */
  note(chain: string, { path, at, result }: Attempt, isAcknowledged: boolean): void {
    inOneTransaction(this.#database, () => {
      this.#statements.add.run(chain, path, at, result)
      this.#statements.trim.run(chain, this.#maximum.attempts)
      if (!isAcknowledged) return
      this.#statements.acknowledge.run(chain, path, at)
      const old = this.#statements.oldest.all(this.#maximum.chains) as unknown as { chain: string }[]
      for (const one of old) this.#drop(one.chain)
    })
  }

  #drop(chain: string): void {
    this.#statements.drop.run(chain)
    this.#statements.forget.run(chain)
  }

  /** Whether the institution said that it has a chain. */
  isAcknowledged(chain: string): boolean {
    return this.#statements.find.get(chain) !== undefined
  }

  /** All that is kept of the deliveries of a chain, oldest first. */
  of(chain: string): Attempt[] {
    return this.#statements.all.all(chain) as unknown as Attempt[]
  }

  /** Forgets what is known of a chain's deliveries. */
  forget(chain: string): void {
    inOneTransaction(this.#database, () => this.#drop(chain))
  }

  close(): void {
    this.#database.close()
  }
}
