import { type View, viewOf } from '../../chaincode/rules/rule.ts'
import { codecs, type RecordTable } from '../../chaincode/wire/records.ts'
import type { ReadBlock } from '../fabric/block.ts'
import { BlockWriter } from './apply.ts'
import { CreditCounts } from './credit-counts.ts'
import { type Database, openDatabase, type Warner } from './database.ts'
import { LedgerEvents } from './ledger-events.ts'
import { Lists } from './lists.ts'
import { fromRow, type InstructionRow, type Recorded } from './recorded.ts'

export type { Recorded } from './recorded.ts'

const recordsKeptMaximum = 1_000

const silent: Warner = { warn: () => {} }

/**
 * What the blocks say, in SQL: rows as they are and as they were, transactions with their validation codes, recorded
 * instructions with their outcomes, and the tables that lists need. Each block and its checkpoint are written whole or not at all;
 * the file can be deleted, and is deleted when it is damaged, and is then rebuilt from the blocks (decision 0013).
 */
export class Projection {
  /** The records as the blocks read so far leave them. */
  readonly view: View = viewOf((table, key) => this.#record(table, key))
  readonly lists: Lists
  readonly events: LedgerEvents
  readonly #database: Database
  readonly #writer: BlockWriter
  /** Records read since the last block: judging one instruction looks at the same few rows again and again. */
  readonly #read = new Map<string, unknown>()
  readonly #credits: CreditCounts
  #height: bigint

  constructor(path: string, log: Warner = silent) {
    this.#database = openDatabase(path, log)
    this.lists = new Lists(this.#database)
    this.events = new LedgerEvents(this.#database)
    // Within a block rows change from one transaction to the next, so the writer looks at them each time.
    this.#writer = new BlockWriter(
      this.#database,
      viewOf((table, key) => this.#load(table, key)),
    )
    this.#credits = new CreditCounts(this.#database)
    const checkpoint = this.#database.one<{ block: number }>('SELECT block FROM checkpoint')
    this.#height = checkpoint === undefined ? 0n : BigInt(checkpoint.block) + 1n
  }

  /** Number of the next block to read: all below it are in. */
  get height(): bigint {
    return this.#height
  }

  /** Takes a block in; returns the instructions that it recorded. A block that is in already changes nothing. */
  apply(block: ReadBlock): Recorded[] {
    if (block.number < this.#height) return []
    if (block.number > this.#height) throw new Error(`block ${this.#height} is missing before block ${block.number}`)
    const { recorded, credits } = this.#database.inOneStep(() => {
      const written = this.#writer.write(block)
      this.#database.run('INSERT OR REPLACE INTO checkpoint (id, block) VALUES (1, ?)', block.number)
      return written
    })
    this.#credits.add(credits)
    this.#read.clear()
    this.#height = block.number + 1n
    return recorded
  }

  /** The recorded instruction with this id, if the blocks read so far hold it. */
  instruction(id: string): Recorded | undefined {
    const row = this.#database.one<InstructionRow>('SELECT * FROM instruction WHERE id = ?', id)
    return row === undefined ? undefined : fromRow(row)
  }

  /** The recorded instruction that used this number of this device. */
  instructionByNumber(device: string, number: string): Recorded | undefined {
    const sql = 'SELECT * FROM instruction WHERE device = ? AND number = ?'
    const row = this.#database.one<InstructionRow>(sql, device, number)
    return row === undefined ? undefined : fromRow(row)
  }

  /** The rows from `start` up to `end`, in key order, at most `limit` of them. */
  rows({ start, end }: { start: string; end: string }, limit = 100_000): { key: string; value: string }[] {
    const sql = 'SELECT key, value FROM row WHERE key >= ? AND key < ? ORDER BY key LIMIT ?'
    return this.#database.all<{ key: string; value: string }>(sql, start, end, limit)
  }

  /** The text of the row under this key, as it stands on the ledger; undefined where there is none. */
  rowText(key: string): string | undefined {
    return this.#database.one<{ value: string }>('SELECT value FROM row WHERE key = ?', key)?.value
  }

  /** The participants that have more than so many credits not folded into their accounts, those with most first. */
  payeesWithCredits(threshold: number): string[] {
    return this.#credits.above(threshold)
  }

  #record(table: RecordTable, key: string): unknown {
    if (this.#read.has(key)) return this.#read.get(key)
    const record = this.#load(table, key)
    if (this.#read.size >= recordsKeptMaximum) this.#read.clear()
    this.#read.set(key, record)
    return record
  }

  #load(table: RecordTable, key: string): unknown {
    const text = this.rowText(key)
    return text === undefined ? undefined : codecs[table].decode(JSON.parse(text))
  }

  close(): void {
    this.#database.close()
  }
}
