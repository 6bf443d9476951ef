import { createHash } from 'node:crypto'
import type { accounts, credits, marks } from '../../chaincode/domains/registry/tables.ts'
import type { Decision, OpenDecision } from '../../chaincode/rules/rule.ts'
import type { CollectionRows } from '../../chaincode/state/private-rows.ts'
import type { RowChange } from '../../chaincode/state/row-access.ts'
import type { KeyedRow, Rows } from '../../chaincode/state/rows.ts'
import type { UnitOfWork } from '../../chaincode/state/unit-of-work.ts'
import { type ownerOf, parseKey } from '../../chaincode/vocabulary.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { type Consortium, ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import type { Disclosed } from '../disclosure/disclosed.ts'
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
  /** What it holds besides its salt; undefined where that was not decided again. */
  record: Json | undefined
  /** True for a row that is purged. */
  isPurged?: true
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The private row under a key, which leads with the pair. */
const hiddenRowOf = (consortium: Consortium, key: string): Omit<HiddenRow, 'record' | 'isPurged'> => {
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

type Row = { readonly [member: string]: Json }

/** A private row without its salt, which only who has the transaction's can make. */
export const withoutSalt = ({ salt: _salt, ...record }: Row): Json => record

/** Which rows a transaction's work is done on, and under which name it gives credits. */
interface Options {
  store: RowStore
  consortium: Consortium
  transaction: string
  /** What members disclosed of their private rows. */
  disclosed?: Disclosed | undefined
}

/** The private rows of one transaction that is replayed: read as far as they were disclosed; what it writes is only noted. */
class HiddenRows implements CollectionRows {
  readonly #options: Options
  /** The records that were written, by key; undefined where only that they were is known. */
  readonly #written = new Map<string, Json | undefined>()
  readonly #purged = new Set<string>()

  constructor(options: Options) {
    this.#options = options
  }

  /** A row as the blocks have left it; null where there is none, undefined where it is not known. */
  #standing(key: string): Json | undefined {
    const { store, consortium, disclosed } = this.#options
    const hidden = hiddenRowOf(consortium, key)
    const valueHash = store.hiddenValueOf(hidden)
    return valueHash === undefined ? null : disclosed?.rowOf({ keyHash: hidden.keyHash, valueHash })?.row
  }

  /** Whether all is known of a row, as this transaction has left it so far. */
  isKnown(key: string): boolean {
    return !this.#written.has(key) && this.#standing(key) !== undefined
  }

  async read(keys: readonly string[]): Promise<Json[]> {
    return keys.map((key) => this.#standing(key) ?? null)
  }

  async write(changes: readonly RowChange[]): Promise<void> {
    for (const { key, value } of changes) {
      if (value === undefined) this.#purged.add(key)
      // What was written without its text being at hand is not known, whatever else was written there.
      else if (!this.#written.has(key)) this.#written.set(key, withoutSalt(rowOf(value) as Row))
    }
  }

  /** Notes a row that is written, of which nobody can say what. */
  writeUnknown(key: string): void {
    this.#written.set(key, undefined)
  }

  get all(): HiddenRow[] {
    const { consortium } = this.#options
    return [
      ...[...this.#written].map(([key, record]) => ({ ...hiddenRowOf(consortium, key), record })),
      ...[...this.#purged].map((key) => ({
        ...hiddenRowOf(consortium, key),
        record: undefined,
        isPurged: true as const,
      })),
    ]
  }
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
    readonly #hidden: HiddenRows
    /** The places of the instructions that changed a row, by the row's key. */
    readonly #changedBy = new Map<string, number[]>()

    constructor(options: Options) {
      const { store, consortium, transaction } = options
      const changes: PlacedChange[] = []
      const at = (chaincode: string) => new ReplayedRows(store, chaincode, changes)
      const hidden = new HiddenRows(options)
      // Nobody has the salt of the transaction, and what is written with this one goes nowhere.
      super({ consortium, transaction, places: { roundTrips: 0, at, within: () => hidden }, salt: '' })
      this.#hidden = hidden
      this.#transaction = transaction
      this.#changes = changes
    }

    override apply(
      decision: Pick<Decision, 'writes' | 'gifts' | 'marks' | 'purges'> & Partial<Pick<OpenDecision, 'hides'>>,
    ): void {
      const { hides = [], purges = [] } = decision
      const written = (decision.writes ?? []).map(({ table, record }) => table.keyOf(record as never))
      const given = (decision.gifts ?? []).map(({ payee, voucher }) => credits.key(payee, voucher, this.#transaction))
      const marked = (decision.marks ?? []).map((mark) => marks?.key(mark.participant, mark.interaction) ?? '')
      for (const key of hides) this.#hidden.writeUnknown(key)
      for (const key of [...written, ...given, ...marked, ...hides, ...purges]) this.#note(key)
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

    /** Whether all is known of a private row, as this transaction has left it so far. */
    isKnown(key: string): boolean {
      return this.#hidden.isKnown(key)
    }

    /** The private rows that were written, once all changes are made. */
    hidden(): HiddenRow[] {
      return this.#hidden.all
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
