import { closeSync, fstatSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { rewardSchema } from './reward-journal.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS trade (
    chain TEXT PRIMARY KEY,
    family TEXT NOT NULL,
    product TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
    cash TEXT NOT NULL,
    -- Counts are texts of digits: they go beyond what an integer of SQLite holds.
    start TEXT NOT NULL,
    quantity TEXT NOT NULL,
    amount TEXT NOT NULL,
    target TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('booked', 'taken-back'))
  ) STRICT;
  CREATE TABLE IF NOT EXISTS received (
    chain TEXT PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'faulty', 'answering', 'acknowledged', 'voided', 'answered-otherwise', 'stuck')),
    verdict TEXT,
    code TEXT,
    -- The answer, from before it is first sent until it is acknowledged.
    envelope TEXT,
    confidential TEXT
  ) STRICT;
  -- How often each came over which path.
  CREATE TABLE IF NOT EXISTS receipt (
    chain TEXT NOT NULL,
    number INTEGER NOT NULL,
    send TEXT NOT NULL,
    path TEXT NOT NULL,
    -- In UTC milliseconds.
    at INTEGER NOT NULL,
    PRIMARY KEY (chain, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS received_by_status ON received (status);
  CREATE TABLE IF NOT EXISTS looked (one INTEGER PRIMARY KEY CHECK (one = 1), position TEXT NOT NULL) STRICT;
  ${rewardSchema}
`

const readableByOthers = 0o077

/** Makes the file where there is none; refuses one that others on this machine may read. */
const requireOwn = (file: string): void => {
  const handle = openSync(file, 'a', 0o600)
  const { mode } = fstatSync(handle)
  closeSync(handle)
  if (process.platform !== 'win32' && (mode & readableByOthers) !== 0) {
    throw new Error(`${file} may be read by others on this machine; close it with: chmod 600 '${file}'`)
  }
}

/**
 * The institution's database, which holds what it executed and what it answers; only its owner may read it, and what was deleted is
 * overwritten. Each change is on disk before it is relied on.
 */
export const openDatabase = (file: string): DatabaseSync => {
  if (file !== ':memory:') requireOwn(file)
  const database = new DatabaseSync(file, { timeout: 10_000 })
  database.exec('PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON')
  database.exec(schema)
  return database
}
