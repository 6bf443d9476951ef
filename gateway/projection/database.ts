import { rmSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { isDamage as isDamagedFile } from '../files/kept-database.ts'
import { isMachineFault } from '../files/machine-fault.ts'
import { schema, schemaVersion } from './schema.ts'

/** What of a logger the projection needs. */
export interface Warner {
  warn(values: object, message: string): void
}

const commitMilliseconds = 1_000

/**
 * A database whose statements are prepared once, by their text. What changes within a second reaches the disk together:
 * many rows of one page are then written once. Whoever asks here sees every change at once.
 */
export class Database {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  /** Runs while changes wait for their way to the disk. */
  #commitTimer: NodeJS.Timeout | undefined
  #isFailing = false

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const fresh = this.#database.prepare(sql)
    this.#statements.set(sql, fresh)
    return fresh
  }

  /** The first row of the answer, if any. */
  one<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#prepared(sql).get(...values) as T | undefined
  }

  all<T>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#prepared(sql).all(...values) as T[]
  }

  /** Runs a change; answers how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes)
  }

  /** Whether the last try to bring changes to the disk failed. */
  get isFailing(): boolean {
    return this.#isFailing
  }

  /**
   * All of the work, or nothing of it. A crash within the next second takes it back, together with all that came after it:
   * never a part.
   */
  inOneStep<T>(work: () => T): T {
    this.#begin()
    this.#database.exec('SAVEPOINT step')
    try {
      const result = work()
      this.#database.exec('RELEASE step')
      return result
    } catch (error) {
      this.#takeBack('step')
      throw error
    }
  }

  /** All of a part of a step, or nothing of it and false where its content cannot be written. Throws a fault of the machine. */
  tryPart(work: () => void): boolean {
    this.#database.exec('SAVEPOINT part')
    try {
      work()
      this.#database.exec('RELEASE part')
      return true
    } catch (error) {
      if (isMachineFault(error)) throw error
      this.#takeBack('part')
      return false
    }
  }

  // A failure of the disk may have taken back everything since the last commit by itself.
  #takeBack(name: 'step' | 'part'): void {
    if (this.#database.isTransaction) this.#database.exec(`ROLLBACK TO ${name}; RELEASE ${name}`)
    else this.#forgetCommit()
  }

  #forgetCommit(): void {
    clearTimeout(this.#commitTimer)
    this.#commitTimer = undefined
  }

  #begin(): void {
    if (this.#commitTimer !== undefined) return
    this.#database.exec('BEGIN IMMEDIATE')
    this.#commitSoon()
  }

  #commitSoon(): void {
    this.#commitTimer = setTimeout(() => this.#commit(), commitMilliseconds)
    this.#commitTimer.unref()
  }

  #commit(): void {
    if (this.#commitTimer === undefined) return
    this.#forgetCommit()
    try {
      this.#database.exec('COMMIT')
      this.#isFailing = false
    } catch {
      this.#isFailing = true
      // Where the failure took the changes back, whoever writes next finds the checkpoint lower, and reads those blocks again.
      if (this.#database.isTransaction) this.#commitSoon()
    }
  }

  close(): void {
    this.#commit()
    // A commit that failed waits to be tried again, which a closed file cannot.
    this.#forgetCommit()
    this.#database.close()
  }
}

/** The file cannot be used as it is, and nothing is lost with it. */
class Unusable extends Error {}

const isDamage = (error: unknown): boolean => error instanceof Unusable || isDamagedFile(error)

const requireUsable = (database: DatabaseSync): void => {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number }
  if (version === 0 && tables === 0) {
    database.exec(`BEGIN; ${schema} PRAGMA user_version = ${schemaVersion}; COMMIT`)
    return
  }
  if (version !== schemaVersion) throw new Unusable(`its schema is version ${version}, not ${schemaVersion}`)
  const check = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
  if (check.quick_check !== 'ok') throw new Unusable(check.quick_check)
}

const openUsable = (path: string): Database => {
  const database = new DatabaseSync(path)
  try {
    // 64 MB of pages in memory, and twice as many in the log: rows lie scattered, so each page that stays near is a write less,
    // and what a page costs is hardly its bytes. The size of pages stays what it is in a file that has tables.
    database.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536')
    database.exec('PRAGMA wal_autocheckpoint = 16000')
    requireUsable(database)
    return new Database(database)
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * Opens the projection's file. One of another schema version, or a damaged one, is deleted and begun anew: all that it
 * held is in the blocks. Throws when the file is in use or cannot be reached, which is no reason to delete it.
 */
export const openDatabase = (path: string, log: Warner): Database => {
  try {
    return openUsable(path)
  } catch (error) {
    if (!isDamage(error)) throw error
    const reason = (error as Error).message
    log.warn({ path, reason }, 'the projection’s file is of another version or damaged; it is rebuilt from the blocks')
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
    return openUsable(path)
  }
}
