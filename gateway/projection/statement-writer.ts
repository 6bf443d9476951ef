import { payments } from '../../chaincode/domains/payments/tables.ts'
import { knownEnvelope } from '../../chaincode/envelope.ts'
import type { View } from '../../chaincode/rules/rule.ts'
import { concernedBy } from './concerns.ts'
import type { Database } from './database.ts'
import type { Holdings } from './holdings.ts'
import { movementsOf, type ReadMovement } from './movements.ts'
import type { Recorded } from './recorded.ts'

/** The kind of an entry that no instruction explains. */
export const unexplainedKind = 'unexplained'

/** Where and when a transaction stands. */
interface Place {
  block: bigint
  position: number
  at: bigint
}

/** What one instruction did to one holding; `recorded` is left out where none explains it. */
interface Part {
  change: bigint
  counterparty: string
  isFee: boolean
  recorded?: Recorded
}

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

const placeIn = ({ recorded }: Part): number => recorded?.place ?? Number.MAX_SAFE_INTEGER

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
  write(place: Place, recorded: readonly Recorded[]): void {
    const lines = new Map<string, number>()
    const entries = this.#accounts(recorded).flatMap((account) => this.#entriesOf(account))
    // What one instruction did stands together, in the order of the batch.
    for (const entry of entries.sort((one, other) => placeIn(one.part) - placeIn(other.part))) {
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
    return change === 0n ? [] : [{ change, counterparty: '', isFee: false }]
  }

  /** Every holding that the transaction changed, or of which an instruction says so, with what it was before. */
  #accounts(recorded: readonly Recorded[]): Account[] {
    const accounts = new Map<string, Account>()
    const keyOf = (participant: string, voucher: string) => JSON.stringify([participant, voucher])
    for (const { participant, voucher, total } of this.#holdings.takeTouched()) {
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
    const { from } = knownEnvelope(recorded.envelope).instruction
    const side = (participant: string | undefined, other: string | undefined, sign: bigint, movement: ReadMovement) => {
      if (participant === undefined) return []
      const counterparty = other ?? (from === participant ? '' : from)
      const { voucher, quantity, isFee } = movement
      return [{ participant, voucher, part: { change: sign * quantity, counterparty, isFee, recorded } }]
    }
    return movementsOf(recorded, this.#view).flatMap((movement) => [
      ...side(movement.giver, movement.receiver, -1n, movement),
      ...side(movement.receiver, movement.giver, 1n, movement),
    ])
  }

  #insert(
    where: Place & { participant: string; voucher: string; line: number; balance: bigint },
    { change, counterparty, isFee, recorded }: Part,
  ): void {
    const { participant, voucher, block, position, line, at, balance } = where
    const about = recorded === undefined ? unexplained : this.#about(recorded, participant)
    const values = [
      ...[participant, block, position, line, recorded?.place ?? null, at, about.kind, voucher],
      ...[change.toString(), balance.toString(), isFee ? 1 : 0, counterparty],
      ...[about.instruction, about.record, about.orderNumber, about.reference],
    ]
    this.#database.run('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', ...values)
  }

  /**
   * What an instruction is about, as far as this participant may know: its id is its sender's own, since it opens the effects; what else
   * it names is told to those whom it concerns.
   */
  #about({ id, envelope, outcome }: Recorded, participant: string): About {
    const { instruction } = knownEnvelope(envelope)
    const { kind, from, body } = instruction
    const isConcerned = concernedBy(instruction, outcome, this.#view).includes(participant)
    if (!isConcerned) return { ...unexplained, kind }
    const effects: { readonly [name: string]: unknown } = outcome.status === 'accepted' ? outcome.effects : {}
    const record = recordNames.map((name) => textOr(effects[name])).find((name) => name !== '') ?? ''
    const claim = this.#view.find(payments, textOr(effects['payment']))?.claim
    const { reference } = body as { reference?: unknown }
    return {
      ...{ kind, instruction: from === participant ? id : '', record },
      ...{ orderNumber: textOr(claim?.order), reference: textOr(reference) },
    }
  }
}
