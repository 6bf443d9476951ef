import { accounts, participants } from '../../chaincode/domains/registry/tables.ts'
import { type Envelope, knownEnvelope, type ReadEnvelope, shapeEnvelope } from '../../chaincode/envelope.ts'
import type { View } from '../../chaincode/rules/rule.ts'
import { type Body, ownerOf, parseKey } from '../../chaincode/vocabulary.ts'
import { type Consortium, ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import { isSignedBy } from '../../chaincode/wire/signature.ts'
import type { BlockTransaction, ReadBlock, RowWrite } from '../fabric/block.ts'
import { Candidates } from './candidates.ts'
import { concernedBy, isAlarming } from './concerns.ts'
import type { Database } from './database.ts'
import { ExpectedMatches, type SaidMatch } from './expected-matches.ts'
import { attemptedBy, isRecording, type Recorded, recordedBy } from './recorded.ts'
import { type Change, RowTables } from './row-tables.ts'
import { type Place, StatementWriter } from './statement-writer.ts'

const placesKeptMaximum = 100_000
const callLengthMaximum = 100

// Whoever creates a transaction calls what it likes.
const shortened = (name: string): string => name.slice(0, callLengthMaximum)

/** An instruction that was refused, and what it was refused with. */
export interface AlarmingRefusal {
  id: string
  kind: string
  from: string
  device: string
  code: string
}

/** What operators are told of, and what stops nothing: a valid transaction that honest organisations would not have made, or a refusal that alarms. */
export interface Alarm {
  block: bigint
  position: number
  transaction: string
  /**
   * `unexpected_call`: rows were written by no call of ours. `unreadable`: rows or records that no list can hold. `match_differs`: who
   * matched says other than the rows, and both are told. `stranger_refused`: somebody reached for what is another's, or for the same again (S1-059).
   */
  reason: 'unexpected_call' | 'unreadable' | 'match_differs' | 'stranger_refused'
  said?: SaidMatch
  expected?: SaidMatch | undefined
  refused?: AlarmingRefusal
}

/** Notes that a transaction is one of these. */
type Raise = (reason: Alarm['reason'], refused?: AlarmingRefusal) => void

/** The refusals among these that alarm. */
const alarmingAmong = (recorded: readonly Recorded[]): AlarmingRefusal[] =>
  recorded.flatMap(({ id, envelope, outcome }) => {
    const { kind, from, device } = knownEnvelope(envelope).instruction
    return isAlarming(kind, outcome) ? [{ id, kind, from, device, code: outcome.code }] : []
  })

/** What a block was made into. */
export interface Written {
  /** The instructions that it recorded, in their order. */
  recorded: Recorded[]
  /** By how much the credits of each payee grew. */
  credits: ReadonlyMap<string, number>
  alarms: Alarm[]
}

/** The calls by which rows change, besides those that record instructions. */
const otherCalls = ['ledger:fold', 'registry:enrolRegistrar']

const isExpected = (transaction: BlockTransaction): boolean =>
  transaction.writes.length === 0 ||
  isRecording(transaction) ||
  (transaction.chaincode === ledgerChaincode && otherCalls.includes(transaction.call))

/** Writes blocks into the projection's tables. The caller opens the SQL transaction and moves the checkpoint. */
export class BlockWriter {
  readonly #database: Database
  readonly #consortium: Consortium
  readonly #view: View
  readonly #tables: RowTables
  readonly #statement: StatementWriter
  readonly #expected: ExpectedMatches
  /** Where the accounts and credits of participants stand: a participant's home never changes. */
  readonly #places = new Map<string, string>()

  constructor(database: Database, consortium: Consortium, view: View) {
    this.#database = database
    this.#consortium = consortium
    this.#view = view
    this.#tables = new RowTables(database)
    this.#statement = new StatementWriter(database, view, this.#tables.holdings)
    this.#expected = new ExpectedMatches(database, new Candidates(database, view))
  }

  /** Writes one block, whatever it holds; throws only what is the machine's fault. */
  write(block: ReadBlock): Written {
    const { number, transactions } = block
    // What a block that failed left behind counts for nothing.
    this.#tables.takeCreditChanges()
    this.#tables.holdings.takeTouched()
    const alarms: Alarm[] = []
    this.#writeHead(block)
    const recorded = transactions.flatMap((transaction) => this.#writeTransaction(number, transaction, alarms))
    for (const { position, transaction, said, expected } of this.#expected.endBlock(number, recorded)) {
      alarms.push({ block: number, position, transaction, reason: 'match_differs', said, expected })
    }
    return { recorded, credits: this.#tables.takeCreditChanges(), alarms }
  }

  #writeHead({ number, hash, previousHash, transactions }: ReadBlock): void {
    const invalid = transactions.filter(({ validation }) => validation !== 'VALID').length
    const values = [number, transactions[0]?.at ?? 0n, transactions.length, invalid, hash, previousHash]
    this.#database.run('INSERT INTO block VALUES (?, ?, ?, ?, ?, ?)', ...values)
  }

  #writeTransaction(block: bigint, transaction: BlockTransaction, alarms: Alarm[]): Recorded[] {
    const { position, transaction: id, at, validation } = transaction
    const before = this.#tables.lastLine()
    if (validation !== 'VALID') {
      this.#keepTransaction(block, transaction, before)
      this.#keepAttempts(block, transaction)
      return []
    }
    const alarm: Raise = (reason, refused) =>
      alarms.push({ block, position, transaction: id, reason, ...(refused === undefined ? {} : { refused }) })
    const recorded = this.#writeValid(block, transaction, alarm)
    for (const refused of alarmingAmong(recorded)) alarm('stranger_refused', refused)
    this.#writeStatement({ block, position, at }, recorded, alarm)
    this.#keepTransaction(block, transaction, before)
    return recorded
  }

  #keepTransaction(block: bigint, transaction: BlockTransaction, before: number): void {
    const { position, transaction: id, at, validation, organisation, chaincode, claimed } = transaction
    const call = claimed?.call ?? transaction.call
    const values = [block, position, id, at, shortened(call), validation, organisation, shortened(chaincode)]
    const sql = 'INSERT INTO ledger_transaction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
    this.#database.run(sql, ...values, before, this.#tables.lastLine())
  }

  #keepAttempts(block: bigint, { position, claimed }: BlockTransaction): void {
    for (const [place, id] of attemptedBy(claimed).entries()) {
      if (id !== undefined) this.#database.run('INSERT INTO attempt VALUES (?, ?, ?, ?)', block, position, place, id)
    }
  }

  /**
   * Writes the lines of a transaction. Where those of its instructions cannot stand beside one another, as only dishonest endorsers could
   * have it, the changes stand without their causes.
   */
  #writeStatement(place: Place, recorded: readonly Recorded[], alarm: Raise): void {
    const touched = this.#tables.holdings.takeTouched()
    const write = (told: readonly Recorded[]) =>
      this.#database.tryPart(() => this.#statement.write(place, told, touched))
    if (write(recorded)) return
    alarm('unreadable')
    write([])
  }

  #writeValid(block: bigint, transaction: BlockTransaction, alarm: Raise): Recorded[] {
    if (!isExpected(transaction)) alarm('unexpected_call')
    const recorded = recordedBy(block, transaction)
    const whole = this.#tryPart(() => {
      for (const change of this.#changesOf(block, transaction)) this.#tables.write(change)
      for (const one of recorded) if (!this.#record(one)) throw new Error('recorded before')
    })
    if (whole) return recorded
    alarm('unreadable')
    return this.#writeOneByOne(block, transaction)
  }

  /** Writes what can be written of a transaction that dishonest endorsers made: each row and each record by itself. */
  #writeOneByOne(block: bigint, transaction: BlockTransaction): Recorded[] {
    for (const change of this.#changesOf(block, transaction)) {
      if (!this.#tryPart(() => this.#tables.write(change))) this.#tryPart(() => this.#tables.keep(change))
    }
    return recordedBy(block, transaction).filter((one) => {
      let isNew = false
      const isWritten = this.#tryPart(() => {
        isNew = this.#record(one)
      })
      return isWritten && isNew
    })
  }

  /** The rows that a transaction changes in their places. Participants first: their rows say where accounts and credits belong. */
  *#changesOf(block: bigint, { position, at, writes }: BlockTransaction): Generator<Change> {
    const isOwned = ({ key }: RowWrite) => ownerOf(key) !== undefined
    for (const row of [...writes.filter((row) => !isOwned(row)), ...writes.filter(isOwned)]) {
      const { table, members } = parseKey(row.key) ?? {}
      if (table === participants) this.#places.delete(members?.[0] as string)
      if (this.#isInPlace(row)) yield { key: row.key, value: row.value, block, position, at }
    }
  }

  /** As `tryPart` of the database, with what is remembered beside it taken back too. */
  #tryPart(work: () => void): boolean {
    const credits = this.#tables.creditChanges
    if (this.#database.tryPart(work)) return true
    this.#tables.forgetCreditChanges(credits)
    this.#places.clear()
    return false
  }

  /**
   * True for a row that the contract would read: accounts and credits where their owner's home is, all others in the ledger.
   * A row elsewhere, which its chaincode's organisations alone could put there, counts for nothing (decision 0022).
   */
  #isInPlace({ chaincode, key }: RowWrite): boolean {
    const owner = ownerOf(key)
    return chaincode === (owner === undefined ? ledgerChaincode : this.#placeOf(owner))
  }

  #placeOf(owner: string): string | undefined {
    const known = this.#places.get(owner)
    if (known !== undefined) return known
    const home = this.#view.find(participants, owner)?.home
    if (home === undefined) return undefined
    /* c8 ignore next -- a bound of memory: places are only kept to spare a look-up */
    if (this.#places.size >= placesKeptMaximum) this.#places.clear()
    const place = this.#consortium.accountsOf(home)
    this.#places.set(owner, place)
    return place
  }

  /** Writes a record; false where the instruction was recorded before, since its first outcome stands. */
  #record(recorded: Recorded): boolean {
    const { id, block, position, place, transaction, envelope, outcome } = recorded
    const read: Envelope = knownEnvelope(envelope)
    const { from, device, number } = read.instruction
    const values = [id, from, device, number, block, position, place, transaction, envelope, JSON.stringify(outcome)]
    const sql = 'INSERT INTO instruction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING'
    if (this.#database.run(sql, ...values) === 0) return false
    for (const participant of concernedBy(read.instruction, outcome, this.#view)) {
      this.#database.run('INSERT INTO concern VALUES (?, ?, ?, ?)', participant, block, position, place)
    }
    if (read.instruction.kind === 'voucher.issue' && outcome.status === 'accepted') {
      this.#recordIssue(shapeEnvelope(JSON.parse(envelope)))
    }
    return true
  }

  /**
   * Ties a voucher to the instruction that issued it, when a device of its issuer signed that. Without the tie it is not
   * published here, whatever endorsers put into the block (S0-005).
   */
  #recordIssue({ id, instruction, text, signature }: ReadEnvelope): void {
    const key = this.#view.find(accounts, instruction.from)?.devices[instruction.device]?.publicKey
    if (key === undefined || !isSignedBy(key, text, signature)) return
    const { voucher } = instruction.body as Body<'voucher.issue'>
    const sql = 'UPDATE voucher SET issued_by = ? WHERE code = ? AND issuer = ? AND issued_by IS NULL'
    this.#database.run(sql, id, voucher, instruction.from)
  }
}
