import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { TerminalFault } from '../errors.ts'
import type { NumberCounter } from '../stores.ts'
import { inOneTransaction } from './in-one-transaction.ts'

/** The device's counter on disk. */
export interface NumberStore extends NumberCounter {
  /** The highest number given out; 0 before the first. */
  highest(): bigint
  /** Gives out only numbers above `number` from now on; never goes back. */
  raiseTo(number: bigint): void
  close(): void
}

const lockMilliseconds = 10_000

// SQLite, and not a file beside a lock file: the system itself frees its locks when a process dies, so that no lock can
// be left behind and no two processes can both think they cleared a stale one.
const open = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { timeout: lockMilliseconds })
  database.exec(`
    PRAGMA synchronous = EXTRA;
    CREATE TABLE IF NOT EXISTS counter (one INTEGER PRIMARY KEY CHECK (one = 1), highest INTEGER NOT NULL) STRICT;
    INSERT INTO counter VALUES (1, 0) ON CONFLICT DO NOTHING;
  `)
  return database
}

const storeOn = (database: DatabaseSync): NumberStore => {
  const select = database.prepare('SELECT highest FROM counter')
  select.setReadBigInts(true)
  const update = database.prepare('UPDATE counter SET highest = ?')
  const raise = database.prepare('UPDATE counter SET highest = max(highest, ?)')
  const highest = () => select.get()?.['highest'] as bigint
  const change = (next: (before: bigint) => bigint): bigint =>
    inOneTransaction(database, () => {
      const after = next(highest())
      update.run(after)
      return after
    })
  return {
    highest,
    next: async () => change((before) => before + 1n).toString(),
    raiseTo: (number) => {
      raise.run(number)
    },
    close: () => database.close(),
  }
}

/** Makes the counter of a new device, at zero. */
export const createNumberStore = (file: string): NumberStore => storeOn(open(file))

/**
 * Opens a device's counter. Every number is on disk as used before it is given out, and two processes never get the
 * same one. Refuses `counter_missing`, since beginning at one again would use numbers twice.
 */
export const openNumberStore = (file: string): NumberStore => {
  if (existsSync(file)) return storeOn(open(file))
  throw new TerminalFault('counter_missing', {
    problem: `the counter of this device is missing: ${file}`,
    next: 'Bring it back from a copy, or take it up from the ledger with `assay device renumber`.',
  })
}
