import { DatabaseSync } from 'node:sqlite'

/**
 * A database of the auditor's own: in a file for a long chain, so that memory stays flat and an audit can go on where it ended; in
 * memory where none is named.
 */
export const openDatabase = (file = ':memory:'): DatabaseSync => {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;')
  return database
}
