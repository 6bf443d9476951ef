import type { DatabaseSync } from 'node:sqlite'

/** Does all of a work on a database, on the disk before this returns, or nothing of it; gives what it gives, and throws what it throws. */
export const inOneTransaction = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec('BEGIN IMMEDIATE')
  try {
    const done = work()
    database.exec('COMMIT')
    return done
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
