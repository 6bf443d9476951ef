import { payments } from '../../chaincode/domains/payments/tables.ts'
import { knownEnvelope } from '../../chaincode/envelope.ts'
import type { Accepted } from '../../chaincode/outcome.ts'
import type { View } from '../../chaincode/rules/rule.ts'
import type { Instruction } from '../../chaincode/vocabulary.ts'
import { concernedBy } from './concerns.ts'
import type { Database } from './database.ts'
import type { Holdings } from './holdings.ts'
import { movementsOf } from './movements.ts'
import type { Recorded } from './recorded.ts'

/** The kind of an entry that no instruction explains. */
export const unexplainedKind = 'unexplained'

/** Where and when a transaction stands. */
export interface Place {
  block: bigint
  position: number
  at: bigint
}

/** What one instruction did to one holding; `by` is left out where none explains it. */
interface Part {
  change: bigint
  counterparty: string
  isFee: boolean
  /** Which of the instruction's movements it is. */
  order: number
  by?: Mover
}

/** An instruction that moved something: where it stands, who may know what it is about, and that. */
interface Mover {
  place: number
  from: string
  concerned: readonly string[]
  about: About
}

/** What the transaction changed, as it was before. */
type Touched = ReturnType<Holdings['takeTouched']>

interface Account {
  participant: string
  voucher: string
  before: bigint
  parts: Part[]
}

interface Entry {
  participant: string
  voucher: string
  balance: bigint
  part: Part
}

const placeIn = ({ by }: Part): number => by?.place ?? Number.MAX_SAFE_INTEGER
const inBatch = (one: Part, other: Part): number => placeIn(one) - placeIn(other) || one.order - other.order

/** What an instruction is about, for those whom it concerns. */
interface About {
  kind: string
  instruction: string
  record: string
  orderNumber: string
  reference: string
}

const unexplained: About = { kind: unexplainedKind, instruction: '', record: '', orderNumber: '', reference: '' }
const recordNames = ['payment', 'order', 'offer', 'pledge'] as const
const textOr = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * What an instruction is about, as far as this participant may know: its id is its sender's own, since it opens the effects; what else
 * it names is told to those whom it concerns.
 */
const aboutFor = ({ from, concerned, about }: Mover, participant: string): About => {
  if (!concerned.includes(participant)) return { ...unexplained, kind: about.kind }
  return participant === from ? about : { ...about, instruction: '' }
}

/** Writes what each transaction changed of everybody's holdings, with the balance after, as the lines of their statements. */
export class StatementWriter {
  readonly #database: Database
  readonly #view: View
  readonly #holdings: Holdings

  constructor(database: Database, view: View, holdings: Holdings) {
    this.#database = database
    this.#view = view
    this.#holdings = holdings
  }

  /**
   * Writes a transaction's entries: one for each movement where the instructions explain a holding's change to the last unit, and else one
   * for the whole change. So the changes always sum to the holding, whatever a block holds.
   */
  write(place: Place, recorded: readonly Recorded[], touched: Touched): void {
    const lines = new Map<string, number>()
    const entries = this.#accounts(recorded, touched).flatMap((account) => this.#entriesOf(account))
    // What one instruction did stands together, in the order of the batch.
    for (const entry of entries.sort((one, other) => inBatch(one.part, other.part))) {
      const line = lines.get(entry.participant) ?? 0
      lines.set(entry.participant, line + 1)
      this.#insert({ ...place, ...entry, line }, entry.part)
    }
  }

  #entriesOf(account: Account): Entry[] {
    const { participant, voucher } = account
    let balance = account.before
    return this.#explained(account).map((part) => {
      balance += part.change
      return { participant, voucher, balance, part }
    })
  }

  /** The parts of a holding's change, or the whole of it in one where they do not come to it. */
  #explained({ participant, voucher, before, parts }: Account): Part[] {
    const change = this.#holdings.total(participant, voucher) - before
    const told = parts.reduce((sum, part) => sum + part.change, 0n)
    if (told === change) return parts
    return change === 0n ? [] : [{ change, counterparty: '', isFee: false, order: 0 }]
  }

  /** Every holding that the transaction changed, or of which an instruction says so, with what it was before. */
  #accounts(recorded: readonly Recorded[], touched: Touched): Account[] {
    const accounts = new Map<string, Account>()
    const keyOf = (participant: string, voucher: string) => JSON.stringify([participant, voucher])
    for (const { participant, voucher, total } of touched) {
      accounts.set(keyOf(participant, voucher), { participant, voucher, before: total, parts: [] })
    }
    for (const one of recorded) {
      for (const { participant, voucher, part } of this.#partsOf(one)) {
        const key = keyOf(participant, voucher)
        const before = () => this.#holdings.total(participant, voucher)
        const account = accounts.get(key) ?? { participant, voucher, before: before(), parts: [] }
        account.parts.push(part)
        accounts.set(key, account)
      }
    }
    return [...accounts.values()]
  }

  #partsOf(recorded: Recorded): { participant: string; voucher: string; part: Part }[] {
    const { outcome } = recorded
    if (outcome.status !== 'accepted') return []
    const { instruction } = knownEnvelope(recorded.envelope)
    const movements = movementsOf(instruction, outcome, this.#view)
    if (movements.length === 0) return []
    const by = this.#mover(recorded, instruction, outcome)
    return movements.flatMap((movement, order) => {
      const { giver, receiver, voucher, quantity, isFee } = movement
      const side = (participant: string | undefined, other: string | undefined, change: bigint) => {
        if (participant === undefined) return []
        const counterparty = other ?? (by.from === participant ? '' : by.from)
        return [{ participant, voucher, part: { change, counterparty, isFee, order, by } }]
      }
      return [...side(giver, receiver, -quantity), ...side(receiver, giver, quantity)]
    })
  }

  #mover({ id, place }: Recorded, instruction: Instruction, outcome: Accepted): Mover {
    const { kind, from, body } = instruction
    const effects: { readonly [name: string]: unknown } = outcome.effects
    const record = recordNames.map((name) => textOr(effects[name])).find((name) => name !== '') ?? ''
    const payment = textOr(effects['payment'])
    const claim = payment === '' ? undefined : this.#view.find(payments, payment)?.claim
    const { reference } = body as { reference?: unknown }
    const about = { kind, instruction: id, record, orderNumber: textOr(claim?.order), reference: textOr(reference) }
    return { place, from, concerned: concernedBy(instruction, outcome, this.#view), about }
  }

  #insert(
    where: Place & { participant: string; voucher: string; line: number; balance: bigint },
    { change, counterparty, isFee, by }: Part,
  ): void {
    const { participant, voucher, block, position, line, at, balance } = where
    const about = by === undefined ? unexplained : aboutFor(by, participant)
    const values = [
      ...[participant, block, position, line, by?.place ?? null, at, about.kind, voucher],
      ...[change.toString(), balance.toString(), isFee ? 1 : 0, counterparty],
      ...[about.instruction, about.record, about.orderNumber, about.reference],
    ]
    this.#database.run('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', ...values)
  }
}
