import type { MatchedRows } from '../../chaincode/rules/matching/candidates.ts'
import { type View, viewOf } from '../../chaincode/rules/rule.ts'
import type { Consortium } from '../../chaincode/wire/consortium.ts'
import type { Named, RecordIn, Table } from '../../chaincode/wire/table.ts'
import type { ReadBlock } from '../fabric/block.ts'
import { type Alarm, BlockWriter, type Written } from './block-writer.ts'
import { Candidates } from './candidates.ts'
import { CertificateLists } from './certificate-lists.ts'
import { CreditCounts } from './credit-counts.ts'
import { type Database, openDatabase, type Warner } from './database.ts'
import { ExpectedMatches } from './expected-matches.ts'
import { LedgerBlocks } from './ledger-blocks.ts'
import { LedgerEvents } from './ledger-events.ts'
import { Lists } from './lists.ts'
import { PackageTables } from './package-tables.ts'
import { PrivateTables } from './private-tables.ts'
import { fromRow, type InstructionRow, type Recorded } from './recorded.ts'

export type { Recorded } from './recorded.ts'

/** A number that a sender's device uses: numbers are each account's own, also where two of them have one key. */
export interface Claim {
  sender: string
  device: string
  number: string
}

const recordsKeptMaximum = 1_000

const decoded = (table: Table, text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : table.codec.decode(JSON.parse(text))
  } catch {
    // What dishonest endorsers put there is no record, and nothing is decided on it here.
    return undefined
  }
}

/** The record in the text of a private row, without its salt. */
const privateRecordIn = <T extends Table>(table: T, text: string | undefined): RecordIn<T> | undefined => {
  const { salt: _salt, ...record } = (decoded(table, text) ?? {}) as { salt?: unknown }
  return Object.keys(record).length === 0 ? undefined : (record as RecordIn<T>)
}

const silent: Warner = { warn: () => {} }

/**
 * What the blocks say, in SQL: rows as they are and as they were, transactions with their validation codes, recorded
 * instructions with their outcomes, and the tables that lists need. Each block and its checkpoint are written whole or not at all;
 * the file can be deleted, and is deleted when it is damaged, and is then rebuilt from the blocks (decision 0013).
 */
export class Projection {
  /** The records as the blocks read so far leave them. */
  readonly view: View = viewOf((table, key) => this.#record(table, key))
  /** The same records, and each of a table whose key begins so. */
  readonly records: MatchedRows
  readonly lists: Lists
  readonly certificates: CertificateLists
  readonly events: LedgerEvents
  readonly blocks: LedgerBlocks
  /** How demands and recommendations must be matched, and what matching services have to do. */
  readonly matching: ExpectedMatches
  /** What keepers of packages have to release. */
  readonly packages: PackageTables
  /** The private rows that this member shares with another. */
  readonly privateTables: PrivateTables
  readonly #database: Database
  readonly #writer: BlockWriter
  /** Records read since the last block: judging one instruction looks at the same few rows again and again. */
  readonly #read = new Map<string, unknown>()
  readonly #alarmed: ((alarm: Alarm) => void)[] = []
  #credits: CreditCounts
  #height: bigint

  /** Whose blocks these are. */
  readonly consortium: Consortium

  constructor(path: string, consortium: Consortium, log: Warner = silent) {
    this.consortium = consortium
    this.#database = openDatabase(path, log)
    this.lists = new Lists(this.#database)
    this.certificates = new CertificateLists(this.#database)
    this.events = new LedgerEvents(this.#database)
    this.blocks = new LedgerBlocks(this.#database)
    const candidates = new Candidates(this.#database, this.view)
    this.records = candidates.rows
    this.matching = new ExpectedMatches(this.#database, candidates)
    this.packages = new PackageTables(this.#database)
    this.privateTables = new PrivateTables(this.#database)
    // Within a block rows change from one transaction to the next, so the writer looks at them each time.
    this.#writer = new BlockWriter(
      this.#database,
      consortium,
      viewOf((table, key) => this.#load(table, key)),
    )
    this.#credits = new CreditCounts(this.#database)
    this.#height = this.#heightOnDisk()
  }

  #heightOnDisk(): bigint {
    const checkpoint = this.#database.one<{ block: number }>('SELECT block FROM checkpoint')
    return checkpoint === undefined ? 0n : BigInt(checkpoint.block) + 1n
  }

  /** Number of the next block to read: all below it are in. */
  get height(): bigint {
    return this.#height
  }

  /** Whether what was taken in of late could not be brought to the disk. */
  get isFailing(): boolean {
    return this.#database.isFailing
  }

  /** Calls back for each valid transaction that honest organisations would not have made. */
  onAlarm(listener: (alarm: Alarm) => void): void {
    this.#alarmed.push(listener)
  }

  /**
   * Takes a block in, whatever it holds; returns the instructions that it recorded. A block that is in already changes nothing.
   * Throws what is the machine's fault, and then stands where the file does, so that the same block can be given again.
   */
  apply(block: ReadBlock): Recorded[] {
    if (block.number < this.#height) return []
    if (block.number > this.#height) throw new Error(`block ${this.#height} is missing before block ${block.number}`)
    const { recorded, credits, alarms } = this.#write(block)
    this.#credits.add(credits)
    this.#read.clear()
    this.#height = block.number + 1n
    for (const alarm of alarms) for (const listener of this.#alarmed) listener(alarm)
    return recorded
  }

  #write(block: ReadBlock): Written {
    try {
      return this.#database.inOneStep(() => {
        if (this.#heightOnDisk() !== this.#height) throw new Error('the disk took blocks back')
        const written = this.#writer.write(block)
        this.privateTables.write(block)
        this.#database.run('INSERT OR REPLACE INTO checkpoint (id, block) VALUES (1, ?)', block.number)
        return written
      })
    } catch (error) {
      this.#standWhereTheFileDoes()
      throw error
    }
  }

  /** Fills the gaps that a block left with what the peer hands out of it by now; answers how many private rows that were missing are in. */
  fillGaps(block: ReadBlock): number {
    return this.#database.inOneStep(() => this.privateTables.fill(block))
  }

  #standWhereTheFileDoes(): void {
    this.#height = this.#heightOnDisk()
    this.#read.clear()
    this.#credits = new CreditCounts(this.#database)
  }

  /** The recorded instruction with this id, if the blocks read so far hold it. */
  instruction(id: string): Recorded | undefined {
    const row = this.#database.one<InstructionRow>('SELECT * FROM instruction WHERE id = ?', id)
    return row === undefined ? undefined : fromRow(row)
  }

  /** The recorded instruction that used this number of this sender's device. */
  instructionByNumber({ sender, device, number }: Claim): Recorded | undefined {
    const sql = `SELECT * FROM instruction WHERE sender = ? AND device = ? AND number = ?
      ORDER BY block, position, place LIMIT 1`
    const row = this.#database.one<InstructionRow>(sql, sender, device, number)
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

  /** A private row as this member has it; undefined where there is none, or where it shares nothing with that pair, or the value is missing. */
  privateRecord<T extends Table>(table: T, ...members: Named<T['members']>): RecordIn<T> | undefined {
    const [bank, institution] = members as unknown as [bank: string, institution: string]
    const collection = this.consortium.collectionOf(bank, institution)
    if (collection === undefined) return undefined
    const text = this.privateTables.text(collection, table.key(...members))
    return privateRecordIn(table, text)
  }

  /** The private rows of a table that this member has of a bank and an institution, without those whose values are missing. */
  privateRecords<T extends Table>(table: T, bank: string, institution: string): RecordIn<T>[] {
    const collection = this.consortium.collectionOf(bank, institution)
    if (collection === undefined) return []
    const records = this.privateTables.texts(collection, table.name).map((text) => privateRecordIn(table, text))
    return records.filter((record) => record !== undefined)
  }

  #record(table: Table, key: string): unknown {
    if (this.#read.has(key)) return this.#read.get(key)
    const record = this.#load(table, key)
    if (this.#read.size >= recordsKeptMaximum) this.#read.clear()
    this.#read.set(key, record)
    return record
  }

  #load(table: Table, key: string): unknown {
    return decoded(table, this.rowText(key))
  }

  close(): void {
    this.#database.close()
  }
}
