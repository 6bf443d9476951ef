import { createHash } from 'node:crypto'
import type { accounts, credits, marks } from '../../chaincode/domains/registry/tables.ts'
import type { Decision, OpenDecision } from '../../chaincode/rules/rule.ts'
import type { RowChange } from '../../chaincode/state/row-access.ts'
import type { KeyedRow, Rows } from '../../chaincode/state/rows.ts'
import type { UnitOfWork } from '../../chaincode/state/unit-of-work.ts'
import { type ownerOf, parseKey } from '../../chaincode/vocabulary.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { type Consortium, ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import type { RowStore } from './row-store.ts'

/** A change that the rules make, and the chaincode in which the row stands. */
export interface PlacedChange extends RowChange {
  chaincode: string
}

/** A private row that the rules write, of which a block has hashes alone. */
export interface HiddenRow {
  /** As `chaincode/collection`. */
  collection: string
  key: string
  /** SHA-256 of the key, in hex. */
  keyHash: string
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The private row under a key, which leads with the pair. */
const hiddenRowOf = (consortium: Consortium, key: string): HiddenRow => {
  const [bank = '', institution = ''] = parseKey(key)?.members ?? []
  const collection = `${ledgerChaincode}/${consortium.collectionOf(bank, institution)}`
  return { collection, key, keyHash: sha256(key) }
}

const rowOf = (bytes: Uint8Array | undefined): Json =>
  bytes === undefined ? null : JSON.parse(Buffer.from(bytes).toString())

/** The rows of one chaincode for one transaction that is replayed: read from the store; what it writes is only noted. */
class ReplayedRows implements Rows {
  readonly roundTrips = 0
  readonly #store: RowStore
  readonly #chaincode: string
  readonly #changes: PlacedChange[]

  constructor(store: RowStore, chaincode: string, changes: PlacedChange[]) {
    this.#store = store
    this.#chaincode = chaincode
    this.#changes = changes
  }

  async read(keys: readonly string[]): Promise<Json[]> {
    return keys.map((key) => rowOf(this.#store.get(this.#chaincode, key)))
  }

  async range(start: string, end: string, maximum: number): Promise<KeyedRow[]> {
    const rows = this.#store.range({ chaincode: this.#chaincode, start, end }, maximum)
    return rows.map(({ key, value }) => ({ key, row: rowOf(value) }))
  }

  async history(): Promise<Json> {
    throw new Error('nothing is decided on the past values of a row')
  }

  async write(changes: readonly RowChange[]): Promise<void> {
    this.#changes.push(...changes.map((change) => ({ ...change, chaincode: this.#chaincode })))
  }

  async replace(): Promise<boolean> {
    throw new Error('who replays presumes no rows')
  }
}

/** Private rows are not in the blocks, and nothing is decided on them again. */
const unseen = (): never => {
  throw new Error('private rows are not in the blocks')
}

/** Which rows a transaction's work is done on, and under which name it gives credits. */
interface Options {
  store: RowStore
  consortium: Consortium
  transaction: string
}

/** What of a chaincode the work is made on. */
interface WorkParts {
  UnitOfWork: typeof UnitOfWork
  accounts: typeof accounts
  credits: typeof credits
  /** Rules from before there were any have none, and make none. */
  marks?: typeof marks | undefined
  ownerOf: typeof ownerOf
}

/**
 * Makes the work of transactions that are replayed, on a chaincode's own: its changes are noted and not written, each with the place of
 * the instruction that made it.
 */
export const replayedWorkOn = ({ UnitOfWork, accounts, credits, marks, ownerOf }: WorkParts) =>
  class ReplayedWork extends UnitOfWork {
    /** The place of the instruction that is being decided. */
    place = 0
    readonly #transaction: string
    readonly #changes: PlacedChange[]
    /** The keys of private rows that were written. */
    readonly #hidden = new Set<string>()
    /** The places of the instructions that changed a row, by the row's key. */
    readonly #changedBy = new Map<string, number[]>()

    constructor({ store, consortium, transaction }: Options) {
      const changes: PlacedChange[] = []
      const at = (chaincode: string) => new ReplayedRows(store, chaincode, changes)
      super({ consortium, transaction, places: { roundTrips: 0, at, within: unseen } })
      this.#transaction = transaction
      this.#changes = changes
    }

    override apply(
      decision: Pick<Decision, 'writes' | 'gifts' | 'marks'> & Partial<Pick<OpenDecision, 'hides'>>,
    ): void {
      const { hides = [] } = decision
      const written = (decision.writes ?? []).map(({ table, record }) => table.keyOf(record as never))
      const given = (decision.gifts ?? []).map(({ payee, voucher }) => credits.key(payee, voucher, this.#transaction))
      const marked = (decision.marks ?? []).map((mark) => marks?.key(mark.participant, mark.interaction) ?? '')
      for (const key of hides) this.#hidden.add(key)
      for (const key of [...written, ...given, ...marked, ...hides]) this.#note(key)
      super.apply(decision)
    }

    #note(key: string): void {
      const places = this.#changedBy.get(key)
      if (places === undefined) this.#changedBy.set(key, [this.place])
      else if (places.at(-1) !== this.place) places.push(this.place)
    }

    /** All changes, as the contract would write them. */
    async changes(): Promise<readonly PlacedChange[]> {
      await this.flush()
      return this.#changes
    }

    /** The private rows that were written, as far as the blocks tell of them. */
    hidden(): HiddenRow[] {
      return [...this.#hidden].map((key) => hiddenRowOf(this.consortium, key))
    }

    /** The place of the instruction that changed this row last; of a folded credit that of its owner's account. */
    placeOf(key: string): number | undefined {
      return this.placesOf(key).at(-1)
    }

    /** The places of all instructions that changed this row; of a folded credit those of its owner's account. */
    placesOf(key: string): readonly number[] {
      return this.#changedBy.get(key) ?? this.#changedBy.get(accounts.key(ownerOf(key) ?? '')) ?? []
    }
  }

export type ReplayedWork = InstanceType<ReturnType<typeof replayedWorkOn>>
