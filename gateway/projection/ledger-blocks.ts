import { type Envelope, knownEnvelope } from '../../chaincode/envelope.ts'
import type { Database } from './database.ts'
import { shownRow } from './lists.ts'
import {
  type Condition,
  type FoundPage,
  type Listing,
  mapPage,
  type Page,
  type PageRequest,
  readPage,
  searchPage,
} from './paging.ts'
import { fromRow, type InstructionRow, type Recorded } from './recorded.ts'
import type { Row } from './row-text.ts'

/** A block as it stands in the channel. `at` is what its first transaction claims, in UTC milliseconds: blocks have no time. */
export interface ListedBlock {
  number: string
  at: string
  transactions: number
  invalid: number
  hash: string
  previousHash: string
}

/** A transaction as it stands in a block. `call` is an invalid one's own word; a configuration has none. */
export interface LedgerTransaction {
  id: string
  /** Block and transaction. */
  position: string
  at: string
  validation: string
  organisation: string
  chaincode: string
  call: string
  /** How many instructions it recorded, or an invalid one held in vain. */
  instructions: number
}

/** A recorded instruction with the time of its transaction, in UTC milliseconds. */
export interface TimedInstruction {
  recorded: Recorded
  at: string
}

interface Span {
  /** From this moment on, and before that one, in UTC milliseconds. */
  from?: string | undefined
  to?: string | undefined
}

export interface TransactionSearch extends Span {
  validity?: 'valid' | 'invalid' | undefined
  /** Fabric's validation code by name. */
  code?: string | undefined
  organisation?: string | undefined
}

export interface InstructionSearch extends Span {
  /** Whom it concerns, or who sent it. */
  participant?: string | undefined
  status?: 'accepted' | 'refused' | undefined
  /** The code of a refusal. */
  code?: string | undefined
  kinds?: readonly string[] | undefined
  voucher?: string | undefined
  /** The quantity that the instruction names, at least and at most, in base units. */
  least?: string | undefined
  most?: string | undefined
}

interface BlockRow {
  number: number
  at: number
  transactions: number
  invalid: number
  hash: string
  previous_hash: string
}

interface TransactionRow {
  block: number
  position: number
  id: string
  at: number
  call: string
  validation: string
  organisation: string
  chaincode: string
  line_before: number
  line_last: number
  instructions: number
}

type TimedRow = InstructionRow & { at: number }

// Transactions of one block are as old as their creators say; endorsers allow less than this.
const apartMilliseconds = 3_600_000n
const rowsLookedAtMaximum = 2_000
const changedRowsMaximum = 1_000

const number = (column: string) => ({ column, type: 'number' }) as const

const blocks: Listing = { name: 'blocks', select: 'SELECT * FROM block', order: [number('number')], direction: 'DESC' }

const transactions: Listing = {
  name: 'ledger-transactions',
  select: `SELECT t.*, CASE t.validation WHEN 'VALID'
      THEN (SELECT count(*) FROM instruction i WHERE i.block = t.block AND i.position = t.position)
      ELSE (SELECT count(*) FROM attempt a WHERE a.block = t.block AND a.position = t.position) END AS instructions
    FROM ledger_transaction t`,
  order: [number('t.block'), number('t.position')],
  direction: 'DESC',
}
const ofBlock: Listing = { ...transactions, name: 'block', direction: 'ASC' }

const instructionsOf = (from: string): Listing => ({
  name: 'ledger-instructions',
  select: `SELECT i.*, t.at FROM ${from} JOIN ledger_transaction t ON t.block = i.block AND t.position = i.position`,
  order: [number('i.block'), number('i.position'), number('i.place')],
  direction: 'DESC',
})
const instructions = instructionsOf('instruction i')
const concerning: Listing = {
  ...instructionsOf(
    'concern c JOIN instruction i ON i.block = c.block AND i.position = c.position AND i.place = c.place',
  ),
  order: [number('c.block'), number('c.position'), number('c.place')],
}

const blockOf = (row: BlockRow): ListedBlock => ({
  ...{ number: String(row.number), at: String(row.at), transactions: row.transactions, invalid: row.invalid },
  ...{ hash: row.hash, previousHash: row.previous_hash },
})

const transactionOf = (row: TransactionRow): LedgerTransaction => ({
  ...{ id: row.id, position: `${row.block}.${row.position}`, at: String(row.at), validation: row.validation },
  ...{ organisation: row.organisation, chaincode: row.chaincode, call: row.call, instructions: row.instructions },
})

const timed = (row: TimedRow): TimedInstruction => ({ recorded: fromRow(row), at: String(row.at) })

const isWithin = (at: number, { from, to }: Span): boolean =>
  (from === undefined || at >= Number(from)) && (to === undefined || at < Number(to))

const quantityText = /^(?:0|[1-9][0-9]{0,39})$/

const isQuantityWithin = (quantity: unknown, { least, most }: InstructionSearch): boolean => {
  if (least === undefined && most === undefined) return true
  if (typeof quantity !== 'string' || !quantityText.test(quantity)) return false
  const value = BigInt(quantity)
  return (least === undefined || value >= BigInt(least)) && (most === undefined || value <= BigInt(most))
}

type Asked = Partial<Envelope['instruction']>

const isWanted = ({ at, envelope, outcome }: TimedRow, search: InstructionSearch): boolean => {
  if (!isWithin(at, search)) return false
  const { kind, body }: Asked = knownEnvelope(envelope).instruction
  const { status, code } = JSON.parse(outcome) as { status: string; code?: string }
  const { quantity, voucher } = (body ?? {}) as { quantity?: unknown; voucher?: unknown }
  return (
    (search.status === undefined || status === search.status) &&
    (search.code === undefined || code === search.code) &&
    (search.kinds === undefined || search.kinds.includes(kind as string)) &&
    (search.voucher === undefined || voucher === search.voucher) &&
    isQuantityWithin(quantity, search)
  )
}

/** What stands in the channel's blocks: for auditors, who read all of it (decision 0037). */
export class LedgerBlocks {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** All blocks, newest first. */
  list(page: PageRequest): Page<ListedBlock> {
    return mapPage(readPage<BlockRow>(this.#database, blocks, [], page), blockOf)
  }

  /** The block of this number; undefined where it is not there yet. */
  block(wanted: string): ListedBlock | undefined {
    const row = this.#database.one<BlockRow>('SELECT * FROM block WHERE number = CAST(? AS INTEGER)', wanted)
    return row === undefined ? undefined : blockOf(row)
  }

  /** The transactions of a block, in their order. */
  transactionsOf(block: string, page: PageRequest): Page<LedgerTransaction> {
    const conditions: Condition[] = [['t.block = CAST(? AS INTEGER)', block]]
    return mapPage(readPage<TransactionRow>(this.#database, ofBlock, conditions, page), transactionOf)
  }

  /** The transactions that fit, newest first. */
  transactions(search: TransactionSearch, page: PageRequest): FoundPage<LedgerTransaction> {
    const { validity, code, organisation } = search
    const fits = (row: TransactionRow) =>
      isWithin(row.at, search) &&
      (validity !== 'valid' || row.validation === 'VALID') &&
      (code === undefined || row.validation === code) &&
      (organisation === undefined || row.organisation === organisation)
    const isInvalidWanted = validity === 'invalid' || (code !== undefined && code !== 'VALID')
    // The invalid ones, which are few, have an index of their own.
    const invalid: Condition[] = isInvalidWanted ? [["t.validation <> 'VALID'"]] : []
    const conditions = [...this.#inBlocksOf('t', search), ...invalid]
    const found = { ...page, fits, rowsMaximum: rowsLookedAtMaximum }
    return mapFound(searchPage<TransactionRow>(this.#database, transactions, conditions, found), transactionOf)
  }

  /** The transaction of this id, or at this place (`block.transaction`): the valid one, where several claim the id. */
  transaction(name: string): LedgerTransaction | undefined {
    const row = this.#transactionRow(name)
    return row === undefined ? undefined : transactionOf(row)
  }

  #transactionRow(name: string): TransactionRow | undefined {
    const [, block, position] = name.match(/^([0-9]{1,15})\.([0-9]{1,9})$/) ?? []
    if (block !== undefined && position !== undefined) {
      const sql = `${transactions.select} WHERE t.block = CAST(? AS INTEGER) AND t.position = CAST(? AS INTEGER)`
      return this.#database.one<TransactionRow>(sql, block, position)
    }
    const sql = `${transactions.select} WHERE t.id = ? ORDER BY t.validation <> 'VALID', t.block, t.position LIMIT 1`
    return this.#database.one<TransactionRow>(sql, name)
  }

  /** The keys of the rows that a transaction wrote, in its order, at most a thousand of them. */
  changedBy({ position }: Pick<LedgerTransaction, 'position'>): string[] {
    const row = this.#transactionRow(position)
    const sql = 'SELECT key FROM history WHERE line > ? AND line <= ? ORDER BY line LIMIT ?'
    const lines = row === undefined ? [0, 0] : [row.line_before, row.line_last]
    return this.#database.all<{ key: string }>(sql, ...lines, changedRowsMaximum).map(({ key }) => key)
  }

  /** The instructions that a transaction recorded, in the order of the batch, which bounds them. */
  recordedBy({ position }: Pick<LedgerTransaction, 'position'>): TimedInstruction[] {
    const [block, place] = position.split('.').map(Number) as [number, number]
    const sql = `${instructions.select} WHERE i.block = ? AND i.position = ? ORDER BY i.place`
    return this.#database.all<TimedRow>(sql, block, place).map(timed)
  }

  /** The ids of the instructions that an invalid transaction held, by its creator's word. */
  attemptedBy({ position }: Pick<LedgerTransaction, 'position'>): string[] {
    const [block, place] = position.split('.').map(Number) as [number, number]
    const sql = 'SELECT instruction FROM attempt WHERE block = ? AND position = ? ORDER BY place'
    return this.#database.all<{ instruction: string }>(sql, block, place).map(({ instruction }) => instruction)
  }

  /** The instructions that fit, newest first. */
  instructions(search: InstructionSearch, page: PageRequest): FoundPage<TimedInstruction> {
    const { participant } = search
    const listing = participant === undefined ? instructions : concerning
    const conditions: Condition[] = [
      ...this.#inBlocksOf('i', search),
      ...(participant === undefined ? [] : [['c.participant = ?', participant] as const]),
    ]
    const found = { ...page, fits: (row: TimedRow) => isWanted(row, search), rowsMaximum: rowsLookedAtMaximum }
    return mapFound(searchPage<TimedRow>(this.#database, listing, conditions, found), timed)
  }

  /** One recorded instruction; undefined where there is none of this id. */
  instruction(id: string): TimedInstruction | undefined {
    const row = this.#database.one<TimedRow>(`${instructions.select} WHERE i.id = ?`, id)
    return row === undefined ? undefined : timed(row)
  }

  /** The invalid transactions that held an instruction, newest first, at most two hundred. */
  attemptsOf(instruction: string): LedgerTransaction[] {
    const sql = `${transactions.select} WHERE (t.block, t.position) IN (SELECT block, position FROM attempt WHERE instruction = ?)
      ORDER BY t.block DESC, t.position DESC LIMIT 200`
    return this.#database.all<TransactionRow>(sql, instruction).map(transactionOf)
  }

  /** A row before the transaction at this place (`block.transaction`) wrote it; null where there was none. */
  before(key: string, position: string): Row | null {
    const [block, place] = position.split('.').map(Number) as [number, number]
    const sql = `SELECT value FROM history WHERE key = ? AND (block, position) < (?, ?)
      ORDER BY block DESC, position DESC LIMIT 1`
    return shownRow(this.#database.one<{ value: string | null }>(sql, key, block, place)?.value ?? null)
  }

  /** Bounds a search to the blocks in which what lies in the span can stand. */
  #inBlocksOf(alias: string, { from, to }: Span): Condition[] {
    const edge = (sql: string, moment: bigint) => this.#database.one<{ edge: number | null }>(sql, moment)?.edge ?? null
    // The sign has SQLite look by time first: the beginning of a search is rarely long ago.
    const first = () =>
      edge('SELECT min(+number) AS edge FROM block WHERE at >= ?', BigInt(from as string) - apartMilliseconds)
    const last = () =>
      edge('SELECT max(number) AS edge FROM block WHERE at < ?', BigInt(to as string) + apartMilliseconds)
    return [
      // A comparison with nothing holds for no row.
      ...(from === undefined ? [] : [[`${alias}.block >= ?`, first()] as const]),
      ...(to === undefined ? [] : [[`${alias}.block <= ?`, last()] as const]),
    ]
  }
}

const mapFound = <A, B>({ looked, ...page }: FoundPage<A>, change: (item: A) => B): FoundPage<B> => ({
  ...mapPage(page, change),
  ...(looked === undefined ? {} : { looked: change(looked) }),
})
