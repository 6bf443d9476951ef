import { accounts, type Credit, credits, marks, participants, reputations } from '../domains/registry/tables.ts'
import { credited } from '../rules/account.ts'
import { withMark } from '../rules/reputation.ts'
import { type Decision, type Fold, type Gift, type Mark, type View, viewOf, write } from '../rules/rule.ts'
import { ownerOf, parseKey } from '../vocabulary.ts'
import { canonical, type Json } from '../wire/canonical.ts'
import { type Consortium, ledgerChaincode } from '../wire/consortium.ts'
import { digest } from '../wire/signature.ts'
import type { RecordIn, Table, TablePlace } from '../wire/table.ts'
import { rowPolicy } from './policy.ts'
import type { CollectionRows } from './private-rows.ts'
import type { RowChange } from './row-access.ts'
import type { Rows } from './rows.ts'

/** The rows of every chaincode, wherever they come from: a peer, or somebody who replays the blocks. */
interface RowSource {
  /** Messages exchanged for them so far. */
  readonly roundTrips: number
  /** The rows that stand in a chaincode. */
  at(chaincode: string): Rows
  /** The rows of a private collection. */
  within(collection: string): CollectionRows
}

interface Options {
  consortium: Consortium
  places: RowSource
  /** The transaction's id, which names the credits that it gives. */
  transaction: string
  /** Texts of accounts' rows by their keys, as somebody believes them to be. */
  presumed?: ReadonlyMap<string, string> | undefined
  /** What makes the value of each private row unlike any guess of it; where there is none, no private row can be written. */
  salt?: string | undefined
}

/** The most credits that one debit folds; what is left stays a credit for the next one, so that a debit stays bounded. */
export const foldMaximum = 200

interface Slot {
  table: Table
  /** Whether the ledger has the row already: a new row also needs its key-level policy. */
  exists: boolean
  record: object | undefined
  changed: boolean
}

/** A change of a row, and the chaincode in which it stands. */
interface PlacedChange {
  chaincode: string
  change: RowChange
}

const tableOf = (key: string): Table => {
  const table = parseKey(key)?.table
  if (table === undefined || table === credits || table === marks)
    throw new Error(`${key} names no record that a rule may read`)
  return table
}

const slotOf = (table: Table, row: Json): Slot => {
  const exists = row !== null
  return { table, exists, record: exists ? table.codec.decode(row as never) : undefined, changed: false }
}

const creditIn = (row: Json): Credit => credits.codec.decode(row as never)

const bytesOf = (row: Json): Buffer => Buffer.from(canonical(row))

/** What becomes of a record's row. Accounts stand where their home's own policy holds for all, so they need none of their own. */
const changeOf = (consortium: Consortium, key: string, { table, record, exists }: Slot): PlacedChange => {
  /* c8 ignore next -- a slot that is marked as changed holds the record that was written */
  if (record === undefined) throw new Error(`the row ${key} was changed into nothing`)
  const value = bytesOf(table.codec.encode(record as never))
  const homes = table.homesOf(record as never)
  if (table.place === 'home') return { chaincode: consortium.accountsOf(homes[0] as string), change: { key, value } }
  const policy = exists ? undefined : rowPolicy(consortium, homes)
  return { chaincode: ledgerChaincode, change: { key, value, policy } }
}

const creditChangeOf = (consortium: Consortium, key: string, gift: Gift): PlacedChange => {
  const { payee, payeeHome, voucher, quantity } = gift
  const value = bytesOf(credits.codec.encode({ payee, voucher, quantity }))
  return { chaincode: consortium.accountsOf(payeeHome), change: { key, value } }
}

const markChangeOf = (consortium: Consortium, key: string, { home, ...mark }: Mark): PlacedChange => {
  const value = bytesOf(marks.codec.encode(mark))
  return { chaincode: consortium.accountsOf(home), change: { key, value } }
}

/** The bank and the institution that lead the key of a private row. */
const pairIn = (key: string) =>
  (parseKey(key) as { members: string[] }).members.slice(0, 2) as [bank: string, institution: string]

const byKey = (one: PlacedChange, other: PlacedChange): number => (one.change.key < other.change.key ? -1 : 1)

const participantKeyOf = (key: string): string => participants.key(ownerOf(key) as string)

/**
 * One transaction's work: reads each row once, shows this transaction's own writes to later reads (Fabric never does),
 * and writes each row once, in key order, so that every endorser makes the same write set (decisions 0006, 0007). Accounts
 * and credits stand in the chaincode of their home (decision 0022), all others in the ledger's own.
 */
export class UnitOfWork {
  readonly view: View = {
    ...viewOf((_table, key) => this.#slot(key).record),
    hasCreditsLeft: (participant, voucher) => this.#left.has(credits.range(participant, voucher).start),
  }
  /** The same for who asks what to read next: what was not read yet is as if it were not there. */
  readonly viewSoFar: View = viewOf((_table, key) => this.#slots.get(key)?.record)
  readonly consortium: Consortium
  readonly #places: RowSource
  readonly #transaction: string
  readonly #presumed: ReadonlyMap<string, string>
  readonly #salt: string | undefined
  /** The presumed rows that were taken, and the chaincode in which they must stand. */
  #confirmation: { chaincode: string; rows: Map<string, Uint8Array> } | undefined
  readonly #slots = new Map<string, Slot>()
  readonly #gifts = new Map<string, Gift>()
  readonly #marks = new Map<string, Mark>()
  readonly #folded = new Set<string>()
  /** Where more credits stand than one debit folds, by the beginnings of their ranges. */
  readonly #left = new Set<string>()
  /** The credits and marks that were folded, by key, with the chaincodes in which they stand. */
  readonly #deleted = new Map<string, string>()
  readonly #purged = new Set<string>()

  constructor({ consortium, places, transaction, presumed = new Map(), salt }: Options) {
    this.consortium = consortium
    this.#places = places
    this.#transaction = transaction
    this.#presumed = presumed
    this.#salt = salt
  }

  /** The collection that a bank and an institution share; undefined where they are no pair. */
  collectionOf({ bank, institution }: { bank: string; institution: string }): string | undefined {
    return this.consortium.collectionOf(bank, institution)
  }

  /** Messages exchanged with the peer so far: the figure that decides a batch's cost. */
  get roundTrips(): number {
    return this.#places.roundTrips
  }

  #slot(key: string): Slot {
    const slot = this.#slots.get(key)
    if (slot === undefined) throw new Error(`a rule looked at ${key}, which it did not name before`)
    return slot
  }

  /** Reads the rows under these keys that were not read before. */
  async load(keys: readonly string[]): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.#slots.has(key))
    const at = (place: TablePlace) => missing.filter((key) => tableOf(key).place === place)
    await this.#loadAt(ledgerChaincode, at('ledger'))
    await this.#loadAccounts(at('home').filter((key) => !this.#presume(key)))
    for (const key of at('pair')) await this.#loadPrivate(key)
  }

  /** Reads a private row; of two members that share nothing there is none. */
  async #loadPrivate(key: string): Promise<void> {
    const collection = this.consortium.collectionOf(...pairIn(key))
    const [row = null] = collection === undefined ? [] : await this.#places.within(collection).read([key])
    // Its salt made this very value unlike any guess, and the next one gets another.
    const { salt: _salt, ...record } = (row ?? {}) as { [member: string]: Json }
    this.#slots.set(key, slotOf(tableOf(key), row === null ? null : record))
  }

  async #loadAt(chaincode: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    const rows = await this.#places.at(chaincode).read(keys)
    for (const [index, key] of keys.entries()) this.#slots.set(key, slotOf(tableOf(key), rows[index] as Json))
  }

  /**
   * Takes an account as presumed, where it says that its home is: false for one that is not presumed, or not of the same home
   * as the others, since rows of two chaincodes cannot be confirmed at once.
   */
  #presume(key: string): boolean {
    const text = this.#presumed.get(key)
    if (text === undefined || tableOf(key) !== accounts) return false
    const slot = slotOf(accounts, JSON.parse(text))
    const chaincode = this.consortium.accountsOf((slot.record as RecordIn<typeof accounts>).home)
    this.#confirmation ??= { chaincode, rows: new Map() }
    if (this.#confirmation.chaincode !== chaincode) return false
    this.#confirmation.rows.set(key, Buffer.from(text))
    this.#slots.set(key, slot)
    return true
  }

  /**
   * Reads accounts where their homes are, as the participants' rows say. A batch comes from a lane of one home (decision
   * 0012), so one participant's home is tried for all whose own nobody looked up, and only those that are not there are
   * looked up one by one. What comes out is the same whatever was tried.
   */
  async #loadAccounts(keys: readonly string[]): Promise<void> {
    const unknown = keys.filter((key) => !this.#slots.has(participantKeyOf(key)))
    await this.#loadAt(ledgerChaincode, unknown.slice(0, 1).map(participantKeyOf))
    const [tried] = unknown.map((key) => this.#homeOf(key))
    await this.#loadAtHomes(keys, (key) => (this.#slots.has(participantKeyOf(key)) ? this.#homeOf(key) : tried))
    const elsewhere = unknown.slice(1).filter((key) => this.#slots.get(key)?.exists === false)
    await this.#loadAt(ledgerChaincode, elsewhere.map(participantKeyOf))
    const found = elsewhere.filter((key) => this.#homeOf(key) !== undefined)
    await this.#loadAtHomes(found, (key) => this.#homeOf(key))
  }

  /** The home of the participant whose account this is, where that was read. */
  #homeOf(key: string): string | undefined {
    const participant = this.#slots.get(participantKeyOf(key))?.record as RecordIn<typeof participants> | undefined
    return participant?.home
  }

  async #loadAtHomes(keys: readonly string[], homeOf: (key: string) => string | undefined): Promise<void> {
    for (const chaincode of this.consortium.chaincodes) {
      await this.#loadAt(
        chaincode,
        keys.filter((key) => this.consortium.accountsOf(homeOf(key) ?? '') === chaincode),
      )
    }
  }

  /** Takes a decision's changes into this work; later reads see them. */
  apply({ writes, gifts, marks: made, purges }: Pick<Decision, 'writes' | 'gifts' | 'marks' | 'purges'>): void {
    for (const { table, record } of writes ?? []) this.#put(table, record)
    for (const gift of gifts ?? []) this.#give(gift)
    for (const mark of made ?? []) this.#marks.set(marks.key(mark.participant, mark.interaction), mark)
    for (const key of purges ?? []) {
      this.#slots.set(key, { table: tableOf(key), exists: false, record: undefined, changed: false })
      this.#purged.add(key)
    }
  }

  #put(table: Table, record: object): void {
    const key = table.keyOf(record as never)
    // A rule may open a record whose row nobody read, where its name shows that there is none.
    const exists = this.#slots.get(key)?.exists ?? false
    this.#slots.set(key, { table, exists, record, changed: true })
  }

  #give(gift: Gift): void {
    const key = credits.key(gift.payee, gift.voucher, this.#transaction)
    const before = this.#gifts.get(key)?.quantity ?? 0n
    this.#gifts.set(key, { ...gift, quantity: before + gift.quantity })
  }

  /**
   * Folds credits that the ledger holds for the participant into its account, at most `foldMaximum` of them, and the
   * gifts of this very transaction. False when it was done before, so that asking again cannot help.
   */
  async fold({ participant, voucher }: Fold): Promise<boolean> {
    const { start, end } = credits.range(participant, ...(voucher === undefined ? [] : [voucher]))
    if (this.#folded.has(start)) return this.#foldGifts(participant, voucher)
    this.#folded.add(start)
    await this.load([accounts.key(participant)])
    const chaincode = this.#placeOf(participant)
    const found = await this.#places.at(chaincode).range(start, end, foldMaximum + 1)
    if (found.length > foldMaximum) this.#left.add(start)
    for (const { key, row } of found.slice(0, foldMaximum)) this.#foldRow({ key, chaincode, credit: creditIn(row) })
    this.#foldGifts(participant, voucher)
    return true
  }

  /**
   * Folds the credits under these keys into the participant's account; those that are gone are passed over. Reads nothing
   * else, so that new credits, which have other keys, conflict with none of it. Answers how many were folded.
   */
  async foldRows(participant: string, keys: readonly string[]): Promise<number> {
    await this.load([accounts.key(participant)])
    const chaincode = this.#placeOf(participant)
    const rows = await this.#places.at(chaincode).read(keys)
    const found = keys.map((key, index) => ({ key, row: rows[index] as Json })).filter(({ row }) => row !== null)
    for (const { key, row } of found) this.#foldRow({ key, chaincode, credit: creditIn(row) })
    return found.length
  }

  /**
   * Folds the marks under these keys into the participant's reputation, which must have been read; those that are gone are passed over.
   * Answers how many were folded.
   */
  async foldMarkRows(participant: string, keys: readonly string[]): Promise<number> {
    const chaincode = this.#placeOf(participant)
    const rows = await this.#places.at(chaincode).read(keys)
    const found = keys.flatMap((key, index) => {
      const row = rows[index] as Json
      return row === null ? [] : [{ key, mark: marks.codec.decode(row as never) }]
    })
    if (found.length === 0) return 0
    for (const { key } of found) this.#deleted.set(key, chaincode)
    const home = this.view.find(accounts, participant)?.home as string
    const {
      participant: _participant,
      home: _home,
      ...before
    } = this.view.find(reputations, participant) ?? {
      ...{ participant, home, interactions: 0n },
    }
    const reputation = found.reduce((sum, { mark }) => withMark(sum, mark), before)
    this.apply({ writes: [write(reputations, { participant, home, ...reputation })] })
    return found.length
  }

  #placeOf(participant: string): string {
    const home = this.view.find(accounts, participant)?.home
    if (home === undefined) throw new Error(`the participant ${participant} has no account to fold into`)
    return this.consortium.accountsOf(home)
  }

  #foldRow({ key, chaincode, credit }: { key: string; chaincode: string; credit: Credit }): void {
    if (this.#deleted.has(key)) return
    const account = this.view.find(accounts, credit.payee)
    if (account === undefined) throw new Error(`the credit ${key} has no account`)
    this.#deleted.set(key, chaincode)
    this.apply({ writes: [write(accounts, credited(account, credit.voucher, credit.quantity))] })
  }

  #foldGifts(participant: string, voucher: string | undefined): boolean {
    const mine = [...this.#gifts].filter(
      ([, gift]) => gift.payee === participant && (voucher === undefined || gift.voucher === voucher),
    )
    for (const [key, gift] of mine) {
      const account = this.view.find(accounts, participant)
      /* c8 ignore next -- the account was found, or folding ended before its gifts */
      if (account === undefined) throw new Error(`the gift ${key} has no account`)
      this.#gifts.delete(key)
      this.apply({ writes: [write(accounts, credited(account, gift.voucher, gift.quantity))] })
    }
    return mine.length > 0
  }

  /**
   * Writes all changes, sorted by key. A new row of the ledger's own gets its key-level policy with its first write and keeps
   * it. Answers false, with nothing written, where the presumed rows that were taken do not stand as presumed: what was
   * decided on them counts for nothing then.
   */
  async flush(): Promise<boolean> {
    const changed = [...this.#slots].filter(([, slot]) => slot.changed)
    const changes = [
      ...changed
        .filter(([, { table }]) => table.place !== 'pair')
        .map(([key, slot]) => changeOf(this.consortium, key, slot)),
      ...[...this.#gifts].map(([key, gift]) => creditChangeOf(this.consortium, key, gift)),
      ...[...this.#marks].map(([key, mark]) => markChangeOf(this.consortium, key, mark)),
      ...[...this.#deleted].map(([key, chaincode]): PlacedChange => ({ chaincode, change: { key, value: undefined } })),
    ].sort(byKey)
    const changesAt = (place: string) =>
      changes.filter(({ chaincode }) => chaincode === place).map(({ change }) => change)
    const presumed = this.#confirmation
    if (presumed !== undefined) {
      const { chaincode, rows } = presumed
      if (!(await this.#places.at(chaincode).replace(rows, changesAt(chaincode)))) return false
    }
    for (const chaincode of this.consortium.chaincodes.filter((each) => each !== presumed?.chaincode)) {
      const own = changesAt(chaincode)
      if (own.length > 0) await this.#places.at(chaincode).write(own)
    }
    const hidden = changed.filter(([, { table }]) => table.place === 'pair')
    for (const [key, slot] of hidden.sort(([one], [other]) => (one < other ? -1 : 1))) await this.#hide(key, slot)
    for (const key of [...this.#purged].sort()) await this.#rowsOfPair(key).write([{ key, value: undefined }])
    return true
  }

  /** Writes a private row with a salt of its own, which only who has the transaction's can make. */
  async #hide(key: string, { table, record }: Slot): Promise<void> {
    if (this.#salt === undefined) throw new Error('a private row needs a pair and a salt')
    const salt = digest(`${this.#salt}\n${key}`)
    const value = bytesOf({ ...table.codec.encode(record as never), salt })
    await this.#rowsOfPair(key).write([{ key, value }])
  }

  #rowsOfPair(key: string): CollectionRows {
    const collection = this.consortium.collectionOf(...pairIn(key))
    /* c8 ignore next -- what is confidential was admitted for a pair */
    if (collection === undefined) throw new Error('a private row needs a pair')
    return this.#places.within(collection)
  }
}
