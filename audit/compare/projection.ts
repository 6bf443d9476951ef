import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type Account, accounts, type Credit, credits } from '../../chaincode/domains/registry/tables.ts'
import { isRecorded, type Outcome } from '../../chaincode/outcome.ts'
import { parseKey } from '../../chaincode/vocabulary.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import type { Consortium } from '../../chaincode/wire/consortium.ts'
import { readOrNothing } from '../blocks/envelope.ts'
import { type Finding, FindingFault, fault, shown } from '../findings.ts'
import type { LedgerBlock, LedgerTransaction } from '../ledger/transaction.ts'
import { isBatch } from '../replay/replay.ts'
import type { RowStore } from '../replay/row-store.ts'
import { outcomesIn } from '../replay/told.ts'

// What a gateway keeps of the blocks in a file of its own, as far as it is told to people: rows, what everybody holds, and the
// instructions with their outcomes. Only the names of its tables are known here; nothing of the gateway's own is run.

interface Told {
  id: string
  block: number
  position: number
  place: number
  envelope: string
  outcome: string
}

interface Holding {
  participant: string
  voucher: string
  available: string
  reserved: string
  pledged: string
  frozen: string
  credited: string
}

const statementsOf = (database: DatabaseSync) => ({
  height: database.prepare('SELECT block FROM checkpoint'),
  instruction: database.prepare('SELECT id, block, position, place, envelope, outcome FROM instruction WHERE id = ?'),
  instructions: database.prepare('SELECT id, block, position FROM instruction ORDER BY block, position, place'),
  row: database.prepare('SELECT value FROM row WHERE key = ?'),
  keys: database.prepare('SELECT key FROM row ORDER BY key'),
  holdings: database.prepare(
    'SELECT participant, voucher, available, reserved, pledged, frozen, credited FROM holding ORDER BY participant, voucher',
  ),
})

type Statements = Readonly<Record<keyof ReturnType<typeof statementsOf>, StatementSync>>

/** What reading gives; what is no projection is refused as that. */
const reading = <Value>(work: () => Value): Value => {
  try {
    return work()
  } catch (error) {
    throw error instanceof FindingFault ? error : fault('PROJECTION_UNREADABLE', { found: shown(String(error)) })
  }
}

const withoutOrder = (text: string): string => {
  try {
    return canonical(JSON.parse(text) as Json)
  } catch {
    // Then it is no outcome, and is shown as it stands.
    return text
  }
}

/** An instruction that the block records, in the words in which the gateway would tell it. */
const recordedIn = (block: bigint, { position, content }: LedgerTransaction): Told[] => {
  if (content.what !== 'call' || !isBatch(content)) return []
  return (outcomesIn(content) ?? []).flatMap((found, place) => {
    const outcome = (found ?? {}) as unknown as Outcome
    const envelope = content.arguments[place]
    if (envelope === undefined || typeof outcome.id !== 'string' || !isRecorded(outcome)) return []
    const told = { id: outcome.id, envelope, outcome: canonical(outcome as never) }
    return [{ ...told, block: Number(block), position, place }]
  })
}

const textOf = ({ block, position, place, envelope, outcome }: Told): string =>
  `${block}.${position}.${place} ${withoutOrder(outcome)} ${envelope}`

const emptyHolding = { available: 0n, reserved: 0n, pledged: 0n, frozen: 0n, credited: 0n }
type Amounts = typeof emptyHolding

const amountsText = ({ available, reserved, pledged, frozen, credited }: Amounts | Holding): string =>
  `available ${available}, reserved ${reserved}, pledged ${pledged}, frozen ${frozen}, credited ${credited}`

const nameOf = (participant: string, voucher: string): string => `${participant} ${voucher}`

/**
 * Holds what a gateway tells, which it keeps in a file of its own, against blocks and the rows that they leave. Give it each block of
 * the channel in order, and then all rows. Nothing is written into the file.
 */
export class ProjectionComparison {
  readonly #database: DatabaseSync
  readonly #statements: Statements
  readonly #consortium: Consortium
  /** The number of the block that the gateway took in last; -1 before the first. */
  readonly #last: number

  /** Refuses, as a named finding, a file that is no projection. */
  constructor(file: string, consortium: Consortium) {
    const [database, statements, last] = reading(() => {
      const opened = new DatabaseSync(file, { readOnly: true })
      const prepared = statementsOf(opened)
      return [opened, prepared, Number((prepared.height.get() as { block: number } | undefined)?.block ?? -1)]
    })
    this.#consortium = consortium
    this.#database = database
    this.#statements = statements
    this.#last = last
  }

  /** Where the gateway tells of the instructions of a block otherwise than it says; nothing for blocks that it has not read yet. */
  block({ number, transactions }: LedgerBlock): Finding[] {
    if (number > BigInt(this.#last)) return []
    return reading(() =>
      transactions.flatMap((transaction) =>
        recordedIn(number, transaction).flatMap((recorded) =>
          this.#compare(recorded).map((one) => ({
            ...{ ...one, block: number.toString(), transaction: transaction.position, instruction: shown(recorded.id) },
          })),
        ),
      ),
    )
  }

  #compare(recorded: Told): Pick<Finding, 'code' | 'expected' | 'found'>[] {
    const told = this.#statements.instruction.get(recorded.id) as unknown as Told | undefined
    if (told === undefined) return [{ code: 'PROJECTION_INSTRUCTION_MISSING' }]
    const [expected, found] = [textOf(recorded), textOf(told)]
    return expected === found
      ? []
      : [{ code: 'PROJECTION_OUTCOME_DIFFERS', expected: shown(expected), found: shown(found) }]
  }

  /** Where the gateway tells otherwise what stands now: rows, what everybody holds, and instructions that no block records. */
  *rows(store: RowStore): Generator<Finding> {
    const height = store.next - 1n
    if (height !== BigInt(this.#last)) {
      yield { code: 'PROJECTION_HEIGHT_DIFFERS', expected: height.toString(), found: String(this.#last) }
      return
    }
    yield* reading(() => [...this.#compareInstructions(store)])
    yield* reading(() => [...this.#compareRows(store)])
    yield* reading(() => [...this.#compareHoldings(store)])
  }

  *#compareInstructions(store: RowStore): Generator<Finding> {
    for (const one of this.#statements.instructions.iterate()) {
      const { id, block, position } = one as { id: string; block: number; position: number }
      if (store.placeOf('outcome', shown(id)) !== undefined) continue
      const where = { block: String(block), transaction: position, instruction: shown(id) }
      yield { code: 'PROJECTION_INSTRUCTION_UNFOUNDED', ...where }
    }
  }

  *#compareRows(store: RowStore): Generator<Finding> {
    for (const { key, value } of store.all()) {
      const expected = Buffer.from(value).toString()
      const { value: found } = (this.#statements.row.get(key) as { value: string } | undefined) ?? {}
      if (found === expected) continue
      yield {
        code: 'PROJECTION_ROW_DIFFERS',
        key: shown(key),
        expected: shown(expected),
        found: shown(found ?? 'none'),
      }
    }
    for (const one of this.#statements.keys.iterate()) {
      const { key } = one as { key: string }
      if (this.#consortium.chaincodes.some((chaincode) => store.get(chaincode, key) !== undefined)) continue
      yield { code: 'PROJECTION_ROW_DIFFERS', key: shown(key), expected: 'none', found: 'a row' }
    }
  }

  *#compareHoldings(store: RowStore): Generator<Finding> {
    const expected = holdingsIn(store)
    for (const one of this.#statements.holdings.iterate()) {
      const told = one as unknown as Holding
      const name = nameOf(told.participant, told.voucher)
      const ours = amountsText(expected.get(name) ?? emptyHolding)
      expected.delete(name)
      if (ours === amountsText(told)) continue
      yield { code: 'PROJECTION_HOLDING_DIFFERS', key: shown(name), expected: ours, found: shown(amountsText(told)) }
    }
    for (const [name, amounts] of expected) {
      if (Object.values(amounts).every((amount) => amount === 0n)) continue
      yield { code: 'PROJECTION_HOLDING_DIFFERS', key: shown(name), expected: amountsText(amounts), found: 'none' }
    }
  }

  close(): void {
    this.#database.close()
  }
}

/** What everybody has of each voucher by the rows: the buckets of the accounts, and the sums of their credits. */
const holdingsIn = (store: RowStore): Map<string, Amounts> => {
  const all = new Map<string, Amounts>()
  const add = (name: string, change: Partial<Amounts>): void => {
    const before = all.get(name) ?? emptyHolding
    all.set(name, { ...before, ...change, credited: before.credited + (change.credited ?? 0n) })
  }
  for (const { key, value } of store.all()) {
    const table = parseKey(key)?.table
    if (table !== accounts && table !== credits) continue
    // A row that is no record is named where it is written.
    const record: unknown = readOrNothing(() => table.codec.decode(JSON.parse(Buffer.from(value).toString())))
    if (record === undefined) continue
    if (table === credits) {
      const { payee, voucher, quantity } = record as Credit
      add(nameOf(payee, voucher), { credited: quantity })
      continue
    }
    const { participant, holdings } = record as Account
    for (const [voucher, { available, reserved, pledged, frozen }] of Object.entries(holdings)) {
      add(nameOf(participant, voucher), { available, reserved, pledged, frozen })
    }
  }
  return all
}
