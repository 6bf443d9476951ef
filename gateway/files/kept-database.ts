import { chmodSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { nameDurably, temporaryName } from './durable.ts'
import { bringBack, FileFault } from './file-fault.ts'
import type { Inventory } from './inventory.ts'

const settings = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;'
const damageCodes = new Set([11, 26]) // SQLITE_CORRUPT and SQLITE_NOTADB; any other error is not the file's fault

/** Whether an error of SQLite says that the file itself is damaged. */
export const isDamage = (error: unknown): boolean =>
  damageCodes.has(((error as { errcode?: number }).errcode ?? 0) & 0xff)

const create = (path: string, schema: string): void => {
  const temporary = temporaryName(path)
  try {
    const fresh = new DatabaseSync(temporary)
    fresh.exec(schema)
    fresh.close()
    nameDurably(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

const requireWhole = (database: DatabaseSync): void => {
  const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
  if (found !== 'ok') throw Object.assign(new Error(found), { errcode: 11 })
}

/** Does all of a work on a database, on the disk before this returns, or nothing of it; throws what the work or the disk does. */
export const inOneTransaction = (database: DatabaseSync, work: () => void): void => {
  try {
    database.exec('BEGIN IMMEDIATE')
    work()
    database.exec('COMMIT')
  } catch (error) {
    // A failure of the disk may have taken everything back by itself.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Opens a database in memory, for tests. */
const openInMemory = (schema: string): DatabaseSync => {
  const database = new DatabaseSync(':memory:')
  database.exec(schema)
  return database
}

/**
 * Opens a database whose content is nowhere else, made whole or not at all when this gateway never had one. Refuses by FileFault
 * one that is empty or damaged, and one that was used before and has gone: begun anew it would have forgotten what it promised.
 */
export const openKept = (place: Inventory | ':memory:', name: string, schema: string): DatabaseSync => {
  if (place === ':memory:') return openInMemory(schema)
  const file = place.path(name)
  if (!place.has(name)) create(file, schema)
  // Earlier releases made it readable by others, below a folder that was not.
  chmodSync(file, 0o600)
  const database = new DatabaseSync(file)
  try {
    database.exec(settings + schema)
    requireWhole(database)
    place.note(name)
    return database
  } catch (error) {
    database.close()
    if (!isDamage(error)) throw error
    throw new FileFault({ file, reason: `is damaged (${(error as Error).message})`, next: bringBack })
  }
}
