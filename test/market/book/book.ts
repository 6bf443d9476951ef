import {
  type Account,
  accounts,
  credits,
  type Holding,
  type marks,
  reputations,
} from '../../../chaincode/domains/registry/tables.ts'
import { tables } from '../../../chaincode/vocabulary.ts'
import type { Json } from '../../../chaincode/wire/canonical.ts'
import type { Named, RecordIn, Table } from '../../../chaincode/wire/table.ts'

export type Bucket = 'available' | 'reserved' | 'pledged' | 'frozen'
const buckets: readonly Bucket[] = ['available', 'reserved', 'pledged', 'frozen']
const nothing: Holding = { available: 0n, reserved: 0n, pledged: 0n, frozen: 0n, cost: 0n, costed: 0n }

/** All of a holding, whatever may be done with it. */
export const wholeOf = (holding: Holding): bigint => buckets.reduce((sum, bucket) => sum + holding[bucket], 0n)

/** A quantity of somebody's, of which voucher. */
export interface Amount {
  participant: string
  voucher: string
  quantity: bigint
}

const byName: ReadonlyMap<string, Table> = new Map(tables.map((one: Table) => [one.name, one]))
const tableOf = (key: string): Table => byName.get(key.slice(0, key.indexOf('~'))) as Table

/**
 * The market's own book: what every row of the ledger should say, kept by what the documents say of each kind (docs/kinds.md, docs/tables.md,
 * docs/life-cycles.md, the decisions) and never by the rules. It shares the tables' shapes with the ledger and nothing that decides.
 */
export class Book {
  readonly #rows: Map<string, object>
  /** The keys of all credits: they are looked for more often than anything else. */
  readonly #given: Set<string>
  /** The keys of the rows that were written since it was last emptied, and whether they stood before. */
  readonly touched = new Map<string, boolean>()
  /** The transaction at hand, which names the credits that it gives. */
  transaction = ''

  private constructor(rows: Map<string, object>) {
    this.#rows = rows
    this.#given = new Set([...rows.keys()].filter((key) => key.startsWith('credit~')))
  }

  /** Opens a book with what a ledger's rows say. */
  static open(rows: readonly { key: string; row: unknown }[]): Book {
    return new Book(new Map(rows.map(({ key, row }) => [key, tableOf(key).codec.decode(row as never)])))
  }

  /** The same book, to go on by itself. */
  copy(): Book {
    return new Book(new Map(this.#rows))
  }

  keys(): IterableIterator<string> {
    return this.#rows.keys()
  }

  /** What a row should say on the ledger; null where there should be none. */
  row(key: string): Json {
    const record = this.#rows.get(key)
    return record === undefined ? null : tableOf(key).codec.encode(record as never)
  }

  find<T extends Table>(table: T, ...members: Named<T['members']>): RecordIn<T> | undefined {
    return this.#rows.get(table.key(...members)) as RecordIn<T> | undefined
  }

  /** All records of a table, in the order in which they came. */
  all<T extends Table>(table: T): RecordIn<T>[] {
    const stem = `${table.name}~`
    return [...this.#rows].filter(([key]) => key.startsWith(stem)).map(([, record]) => record as RecordIn<T>)
  }

  put<T extends Table>(table: T, record: RecordIn<T>): void {
    const key = table.keyOf(record)
    this.#touch(key)
    this.#rows.set(key, record)
  }

  /** Takes a row out for good. */
  drop<T extends Table>(table: T, ...members: Named<T['members']>): void {
    const key = table.key(...members)
    this.#touch(key)
    this.#rows.delete(key)
  }

  #touch(key: string): void {
    if (!this.touched.has(key)) this.touched.set(key, this.#rows.has(key))
  }

  /** An account that is there. */
  account(participant: string): Account {
    return this.find(accounts, participant) as Account
  }

  /** What an account's own row says of a voucher. */
  holding(participant: string, voucher: string): Holding {
    return this.find(accounts, participant)?.holdings[voucher] ?? nothing
  }

  #creditsOf(participant: string, voucher?: string): [key: string, credit: RecordIn<typeof credits>][] {
    const stem = `credit~${participant}~${voucher === undefined ? '' : `${voucher}~`}`
    const keys = [...this.#given].filter((key) => key.startsWith(stem))
    return keys.map((key) => [key, this.#rows.get(key) as RecordIn<typeof credits>])
  }

  /** The keys of what a participant was given and does not have in its row yet. */
  creditKeys(participant: string): string[] {
    return this.#creditsOf(participant).map(([key]) => key)
  }

  /** What a participant was given of a voucher and does not have in its row yet. */
  onItsWay(participant: string, voucher: string): bigint {
    return this.#creditsOf(participant, voucher).reduce((sum, [, { quantity }]) => sum + quantity, 0n)
  }

  /** What a participant can use of a voucher: its row and its credits. */
  usable(participant: string, voucher: string): bigint {
    return this.holding(participant, voucher).available + this.onItsWay(participant, voucher)
  }

  /** All that a participant has of a voucher. */
  total(participant: string, voucher: string): bigint {
    return wholeOf(this.holding(participant, voucher)) + this.onItsWay(participant, voucher)
  }

  #hold(participant: string, voucher: string, change: Partial<Holding>): void {
    const account = this.account(participant)
    const { [voucher]: _before, ...others } = account.holdings
    const { cases, ...after } = { ...this.holding(participant, voucher), ...change }
    const holding = cases === undefined || Object.keys(cases).length === 0 ? after : { ...after, cases }
    const holdings = wholeOf(holding) === 0n ? others : { ...others, [voucher]: holding }
    this.put(accounts, { ...account, holdings })
  }

  /** Puts a quantity into an account's row; `cost` is what was paid for it, where it was bought. */
  gain({ participant, voucher, quantity }: Amount, cost?: bigint): void {
    const before = this.holding(participant, voucher)
    this.#hold(participant, voucher, {
      available: before.available + quantity,
      cost: before.cost + (cost ?? 0n),
      costed: before.costed + (cost === undefined ? 0n : quantity),
    })
  }

  /** Gives a quantity without touching the account: a credit for each payee, voucher and transaction (decision 0007). */
  give({ participant: payee, voucher, quantity }: Amount): void {
    const before = this.find(credits, payee, voucher, this.transaction)?.quantity ?? 0n
    const key = credits.key(payee, voucher, this.transaction)
    this.#touch(key)
    this.#rows.set(key, { payee, voucher, quantity: before + quantity })
    this.#given.add(key)
  }

  /** Puts credits into the account's row: those named, or all of the participant and voucher. */
  fold(participant: string, voucher?: string, keys?: readonly string[]): number {
    const folded = this.#creditsOf(participant, voucher).filter(([key]) => keys?.includes(key) ?? true)
    for (const [key, credit] of folded) {
      this.#touch(key)
      this.#rows.delete(key)
      this.#given.delete(key)
      this.gain({ participant, voucher: credit.voucher, quantity: credit.quantity })
    }
    return folded.length
  }

  /** Counts marks in the reputation, as many as still stand of those named, each by what it says (decisions 0041 and 0044). */
  foldMarks(participant: string, keys: readonly string[]): void {
    const found = keys.filter((key) => this.#rows.has(key))
    const all = found.map((key) => this.#rows.get(key) as RecordIn<typeof marks>)
    for (const key of found) {
      this.#touch(key)
      this.#rows.delete(key)
    }
    if (found.length === 0) return
    const { home } = this.account(participant)
    const before = this.find(reputations, participant) ?? { participant, home, interactions: 0n }
    const count = (isOne: (mark: RecordIn<typeof marks>) => boolean) => BigInt(all.filter(isOne).length)
    const added: { [name: string]: bigint } = {
      interactions: count(({ counts }) => counts === undefined),
      successes: count(({ counts }) => counts === 'success'),
      ratings: count(({ counts }) => counts === 'positive' || counts === 'negative'),
      positives: count(({ counts }) => counts === 'positive'),
      counterparties: count(({ isFirst }) => isFirst === true),
    }
    const sums = Object.entries(added).map(([name, more]) => [name, ((before as never)[name] ?? 0n) + more] as const)
    const said = sums.filter(([name, sum]) => sum > 0n || name === 'interactions')
    this.put(reputations, { ...before, ...Object.fromEntries(said) })
  }

  /** Takes a quantity out of a bucket for good. Its part of the cost goes along, rounded down; the last unit takes all that is left. */
  take({ participant, voucher, quantity }: Amount, bucket: Bucket = 'available'): void {
    if (quantity === 0n) return
    const before = this.holding(participant, voucher)
    const whole = wholeOf(before)
    const left = { cost: before.cost, costed: before.costed }
    if (whole > 0n) {
      left.cost -= (before.cost * quantity) / whole
      left.costed -= (before.costed * quantity) / whole
    }
    this.#hold(participant, voucher, { ...left, [bucket]: before[bucket] - quantity })
  }

  /** Moves a quantity from one bucket to another of the same holding, with the cases under which it is frozen. */
  shift({ participant, voucher, quantity }: Amount, from: Bucket, to: Bucket, cases?: Holding['cases']): void {
    const before = this.holding(participant, voucher)
    const change = { [from]: before[from] - quantity, [to]: before[to] + quantity }
    this.#hold(participant, voucher, cases === undefined ? change : { ...change, cases })
  }
}
