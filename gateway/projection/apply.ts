import type { View } from '../../chaincode/rules/rule.ts'
import { knownEnvelope, type ReadEnvelope, shapeEnvelope } from '../../chaincode/wire/envelope.ts'
import type { Body, Envelope } from '../../chaincode/wire/instruction.ts'
import { accountsOf, ledgerChaincode, ownerOf } from '../../chaincode/wire/placement.ts'
import { isSignedBy } from '../../chaincode/wire/signature.ts'
import type { BlockTransaction, ReadBlock, RowWrite } from '../fabric/block.ts'
import { concernedBy } from './concerns.ts'
import type { Database } from './database.ts'
import { type Recorded, recordedBy } from './recorded.ts'
import { RowTables } from './row-tables.ts'

const placesKeptMaximum = 100_000

/** Writes blocks into the projection's tables. The caller opens the SQL transaction and moves the checkpoint. */
export class BlockWriter {
  readonly #database: Database
  readonly #view: View
  readonly #tables: RowTables
  /** Where the accounts and credits of participants stand: a participant's home never changes. */
  readonly #places = new Map<string, string>()

  constructor(database: Database, view: View) {
    this.#database = database
    this.#view = view
    this.#tables = new RowTables(database)
  }

  /** Writes one block; answers the instructions that it recorded, in their order, and by how much each payee's credits grew. */
  write({ number, transactions }: ReadBlock): { recorded: Recorded[]; credits: ReadonlyMap<string, number> } {
    // What a block that failed left behind counts for nothing.
    this.#tables.takeCreditChanges()
    const recorded = transactions.flatMap((transaction) => this.#writeTransaction(number, transaction))
    return { recorded, credits: this.#tables.takeCreditChanges() }
  }

  #writeTransaction(block: bigint, transaction: BlockTransaction): Recorded[] {
    const { position, transaction: id, at, call, validation } = transaction
    const values = [block, position, id, at, call, validation]
    this.#database.run('INSERT INTO ledger_transaction VALUES (?, ?, ?, ?, ?, ?)', ...values)
    if (validation !== 'VALID') return []
    // Participants first: their rows say where accounts and credits belong.
    const isOwned = ({ key }: RowWrite) => ownerOf(key) !== undefined
    const rows = [...transaction.writes.filter((row) => !isOwned(row)), ...transaction.writes.filter(isOwned)]
    for (const row of rows) {
      if (this.#isInPlace(row)) this.#tables.write({ key: row.key, value: row.value, block, position, at })
    }
    const recorded = recordedBy(block, transaction)
    for (const one of recorded) this.#record(one, knownEnvelope(one.envelope))
    return recorded
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
    const home = this.#view.participant(owner)?.home
    if (home === undefined) return undefined
    if (this.#places.size >= placesKeptMaximum) this.#places.clear()
    this.#places.set(owner, accountsOf(home))
    return accountsOf(home)
  }

  #record(recorded: Recorded, read: Envelope): void {
    const { id, block, position, place, transaction, envelope, outcome } = recorded
    const { device, number } = read.instruction
    const values = [id, device, number, block, position, place, transaction, envelope, JSON.stringify(outcome)]
    this.#database.run('INSERT INTO instruction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', ...values)
    for (const participant of concernedBy(read.instruction, outcome, this.#view)) {
      this.#database.run('INSERT INTO concern VALUES (?, ?, ?, ?)', participant, block, position, place)
    }
    if (read.instruction.kind === 'voucher.issue' && outcome.status === 'accepted') {
      this.#recordIssue(shapeEnvelope(JSON.parse(envelope)))
    }
  }

  /**
   * Ties a voucher to the instruction that issued it, when a device of its issuer signed that. Without the tie it is not
   * published here, whatever endorsers put into the block (row S0-005).
   */
  #recordIssue({ id, instruction, text, signature }: ReadEnvelope): void {
    const key = this.#view.account(instruction.from)?.devices[instruction.device]?.publicKey
    if (key === undefined || !isSignedBy(key, text, signature)) return
    const { voucher } = instruction.body as Body<'voucher.issue'>
    const sql = 'UPDATE voucher SET issued_by = ? WHERE code = ? AND issuer = ? AND issued_by IS NULL'
    this.#database.run(sql, id, voucher, instruction.from)
  }
}
