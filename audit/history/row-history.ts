import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { parseKey, tables } from '../../chaincode/vocabulary.ts'
import type { TakenBlock } from '../audit.ts'
import { envelopeAt } from '../evidence/instruction.ts'
import type { Call, LedgerTransaction } from '../ledger/transaction.ts'
import { momentText } from '../moment.ts'
import type { Decided } from '../replay/decision.ts'
import { instructionAt } from '../replay/outcomes.ts'

/** Who changed a row by an instruction. */
export interface Author {
  instruction: string
  kind: string
  from: string
  device: string
}

/** What one transaction made of a row: where, when, by whom, before and after. */
export interface HistoryStep {
  block: string
  transaction: string
  position: number
  /** When, as the transaction says, UTC. */
  at: string
  /** The organisation whose gateway sent it, and what it asked. */
  submitter: string
  asked: string
  /** Those of its instructions that changed the row, in their order; none where it asked something else. */
  by: Author[]
  /** What the row, or the part of it that was asked for, held before; null for nothing. */
  before: unknown
  after: unknown
}

/** A row as people know it, and the part of it that they ask for. */
export interface AskedRow {
  key: string
  /** The members of the row, from the outside in, down to the part that is asked for; the whole row where there are none. */
  part: readonly string[]
}

/** The names by which rows can be asked for. */
export const tableNames: readonly string[] = tables.map(({ name }) => name)

/**
 * The row that words name: a key as the ledger has it (`account~alice`), or a table's name and the members of its key (`account alice`).
 * Undefined for words that name no row.
 */
export const keyFrom = (words: readonly string[]): string | undefined => {
  const key = words.join('~')
  const parsed = parseKey(key)
  return parsed !== undefined && parsed.members.length === parsed.table.members.length ? key : undefined
}

/** Whether only an account's row has this part: a voucher that it holds, or a device. */
export const isAccount = (key: string): boolean => parseKey(key)?.table === accounts

const partOf = (value: Uint8Array | undefined, part: readonly string[]): unknown => {
  if (value === undefined) return null
  const text = Buffer.from(value).toString()
  try {
    let found: unknown = JSON.parse(text)
    for (const name of part) found = (found as { [member: string]: unknown } | undefined | null)?.[name]
    return found ?? null
  } catch {
    // Anybody's bytes, shown as they are.
    return text
  }
}

/** Follows one row through the blocks of an audit. */
export class RowHistory {
  readonly #asked: AskedRow
  /** The bytes that the row has, by the chaincode in which it stands. */
  readonly #rows = new Map<string, Uint8Array | undefined>()
  /** The chaincode in which the row was found last. */
  chaincode: string | undefined

  constructor(asked: AskedRow) {
    this.#asked = asked
  }

  /** The steps that a block brings. */
  take({ block, transactions, decided }: TakenBlock): HistoryStep[] {
    return transactions.flatMap(({ content, ...transaction }) =>
      content.what === 'call'
        ? this.#takeCall(content, {
            ...transaction,
            block: block.number.toString(),
            decided: decided.get(transaction.id),
          })
        : [],
    )
  }

  #takeCall(
    call: Call,
    {
      id,
      position,
      block,
      decided,
    }: Pick<LedgerTransaction, 'id' | 'position'> & { block: string; decided: Decided | undefined },
  ): HistoryStep[] {
    const { key, part } = this.#asked
    return call.writes
      .filter((write) => write.key === key)
      .flatMap(({ chaincode, value }) => {
        const [before, after] = [this.#rows.get(chaincode), value].map((bytes) => partOf(bytes, part))
        this.#rows.set(chaincode, value)
        this.chaincode = chaincode
        if (JSON.stringify(before) === JSON.stringify(after)) return []
        const about = { block, transaction: id, position, at: momentText(call.at) }
        const asked = { submitter: call.creator.mspId, asked: `${call.chaincode} ${call.name}` }
        return [{ ...about, ...asked, by: authorsOf(call, key, decided), before, after }]
      })
  }
}

const authorsOf = (call: Call, key: string, decided: Decided | undefined): Author[] => {
  const batch = decided?.batch
  if (decided === undefined || batch === undefined) return []
  return decided.placesOf(key).map((place) => {
    const { kind = '', from = '', device = '' } = envelopeAt(call, place)?.instruction ?? {}
    return { instruction: instructionAt(batch, place), kind, from, device }
  })
}
