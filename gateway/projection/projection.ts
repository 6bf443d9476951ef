import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type View, viewOf } from '../../chaincode/rules/rule.ts'
import { shapeEnvelope } from '../../chaincode/wire/envelope.ts'
import { type Accepted, isRecorded, type Outcome, type Refused } from '../../chaincode/wire/outcome.ts'
import { codecs, type RecordTable } from '../../chaincode/wire/records.ts'
import type { BlockTransaction, ReadBlock } from '../fabric/block.ts'

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), block INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS row (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ledger_transaction (
    block INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, at TEXT NOT NULL, call TEXT NOT NULL,
    validation TEXT NOT NULL, PRIMARY KEY (block, position)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS instruction (
    id TEXT PRIMARY KEY, device TEXT NOT NULL, number TEXT NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL,
    place INTEGER NOT NULL, ledger_transaction TEXT NOT NULL, envelope TEXT NOT NULL, outcome TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS instruction_number ON instruction (device, number);
`

/** An instruction that the ledger recorded, with where it stands: block, position of its transaction, place in the batch. */
export interface Recorded {
  id: string
  block: bigint
  position: number
  place: number
  transaction: string
  envelope: string
  outcome: Accepted | Refused
}

interface InstructionRow {
  id: string
  block: number
  position: number
  place: number
  ledger_transaction: string
  envelope: string
  outcome: string
}

const fromRow = (row: InstructionRow): Recorded => ({
  id: row.id,
  block: BigInt(row.block),
  position: row.position,
  place: row.place,
  transaction: row.ledger_transaction,
  envelope: row.envelope,
  outcome: JSON.parse(row.outcome),
})

/**
 * What the blocks say, in SQL: current rows, transactions with their validation codes, recorded instructions with their
 * outcomes. Each block and the checkpoint are one SQL transaction; the file can be deleted and is then rebuilt from the
 * blocks (decision 0013).
 */
export class Projection {
  /** The records as the blocks read so far leave them. */
  readonly view: View = viewOf((table, key) => this.#record(table, key))
  readonly #database: DatabaseSync
  readonly #statements: { [name: string]: StatementSync }

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec(schema)
    this.#statements = {
      checkpoint: this.#database.prepare('SELECT block FROM checkpoint'),
      advance: this.#database.prepare('INSERT OR REPLACE INTO checkpoint (id, block) VALUES (1, ?)'),
      row: this.#database.prepare('SELECT value FROM row WHERE key = ?'),
      range: this.#database.prepare('SELECT key, value FROM row WHERE key >= ? AND key < ? ORDER BY key LIMIT ?'),
      put: this.#database.prepare('INSERT OR REPLACE INTO row (key, value) VALUES (?, ?)'),
      drop: this.#database.prepare('DELETE FROM row WHERE key = ?'),
      transaction: this.#database.prepare('INSERT INTO ledger_transaction VALUES (?, ?, ?, ?, ?, ?)'),
      record: this.#database.prepare('INSERT INTO instruction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      byId: this.#database.prepare('SELECT * FROM instruction WHERE id = ?'),
      byNumber: this.#database.prepare('SELECT * FROM instruction WHERE device = ? AND number = ?'),
    }
  }

  #statement(name: string): StatementSync {
    return this.#statements[name] as StatementSync
  }

  /** Number of the next block to read: all below it are in. */
  get height(): bigint {
    const row = this.#statement('checkpoint').get() as { block: number } | undefined
    return row === undefined ? 0n : BigInt(row.block) + 1n
  }

  /** Takes a block in; returns the instructions that it recorded. A block that is in already changes nothing. */
  apply(block: ReadBlock): Recorded[] {
    if (block.number < this.height) return []
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const recorded = block.transactions.flatMap((transaction) => this.#applyTransaction(block.number, transaction))
      this.#statement('advance').run(block.number)
      this.#database.exec('COMMIT')
      return recorded
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #applyTransaction(block: bigint, transaction: BlockTransaction): Recorded[] {
    const { position, transaction: id, at, call, validation } = transaction
    this.#statement('transaction').run(block, position, id, at.toString(), call, validation)
    if (validation !== 'VALID') return []
    for (const { key, value } of transaction.writes) {
      if (value === null) this.#statement('drop').run(key)
      else this.#statement('put').run(key, value)
    }
    return call === 'ledger:apply' ? this.#recordOutcomes(block, transaction) : []
  }

  #recordOutcomes(
    block: bigint,
    { position, transaction, response, arguments: envelopes }: BlockTransaction,
  ): Recorded[] {
    const outcomes = JSON.parse(response) as Outcome[]
    return outcomes.flatMap((outcome, place) => {
      if (!isRecorded(outcome)) return []
      const recorded = {
        id: outcome.id,
        block,
        position,
        place,
        transaction,
        envelope: envelopes[place] as string,
        outcome,
      }
      const { device, number } = shapeEnvelope(JSON.parse(recorded.envelope)).instruction
      this.#statement('record').run(
        ...[
          recorded.id,
          device,
          number,
          block,
          position,
          place,
          transaction,
          recorded.envelope,
          JSON.stringify(outcome),
        ],
      )
      return [recorded]
    })
  }

  /** The recorded instruction with this id, if the blocks read so far hold it. */
  instruction(id: string): Recorded | undefined {
    const row = this.#statement('byId').get(id) as InstructionRow | undefined
    return row === undefined ? undefined : fromRow(row)
  }

  /** The recorded instruction that used this number of this device. */
  instructionByNumber(device: string, number: string): Recorded | undefined {
    const row = this.#statement('byNumber').get(device, number) as InstructionRow | undefined
    return row === undefined ? undefined : fromRow(row)
  }

  /** The rows from `start` up to `end`, in key order, at most `limit` of them. */
  rows({ start, end }: { start: string; end: string }, limit = 100_000): { key: string; value: string }[] {
    return this.#statement('range').all(start, end, limit) as { key: string; value: string }[]
  }

  #record(table: RecordTable, key: string): unknown {
    const row = this.#statement('row').get(key) as { value: string } | undefined
    return row === undefined ? undefined : codecs[table].decode(JSON.parse(row.value))
  }

  close(): void {
    this.#database.close()
  }
}
