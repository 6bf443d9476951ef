import type { ChaincodeStub } from 'fabric-shim'
import { credited } from '../rules/account.ts'
import { type Decision, type Fold, type Gift, type View, viewOf, write } from '../rules/rule.ts'
import { canonical } from '../wire/canonical.ts'
import { accountKey, creditKey, creditRange, parseKey } from '../wire/keys.ts'
import { codecs, placements, type RecordOf, type RecordTable } from '../wire/records.ts'
import { rowPolicy } from './policy.ts'
import { type RowAccess, type RowChange, type RowStub, rowAccessOf } from './row-access.ts'

type Stub = RowStub & Pick<ChaincodeStub, 'getStateByRange'>

/** The most credits that one debit folds; what is left stays a credit for the next one, so that a debit stays bounded. */
export const foldMaximum = 200

// A peer sends the rows of a scan in messages of at most this many.
const rowsPerScanMessage = 100

interface Slot {
  table: RecordTable
  /** Whether the ledger has the row already: a new row also needs its key-level policy. */
  exists: boolean
  record: RecordOf[RecordTable] | undefined
  changed: boolean
}

const tableOf = (key: string): RecordTable => {
  const table = parseKey(key)?.table
  if (table === undefined || table === 'credit') throw new Error(`${key} names no record that a rule may read`)
  return table
}

const slotOf = (table: RecordTable, bytes: Uint8Array): Slot => {
  const exists = bytes.length > 0
  const record = exists ? codecs[table].decode(JSON.parse(Buffer.from(bytes).toString())) : undefined
  return { table, exists, record, changed: false }
}

const changeOf = (key: string, { table, record, exists }: Slot): RowChange => {
  if (record === undefined) throw new Error(`the row ${key} was changed into nothing`)
  const value = Buffer.from(canonical(codecs[table].encode(record as never)))
  return { key, value, policy: exists ? undefined : rowPolicy(placements[table].homes(record as never)) }
}

const creditOf = (key: string, { payee, payeeHome, voucher, quantity }: Gift): RowChange => {
  const value = Buffer.from(canonical(codecs.credit.encode({ payee, voucher, quantity })))
  return { key, value, policy: rowPolicy([payeeHome]) }
}

/**
 * One transaction's work: reads each row once, shows this transaction's own writes to later reads (Fabric never does),
 * and writes each row once, in key order, so that every endorser makes the same write set (decisions 0006, 0007).
 */
export class UnitOfWork {
  readonly view: View = viewOf((_table, key) => this.#slot(key).record)
  readonly #stub: Stub
  readonly #access: RowAccess
  #scanMessages = 0
  readonly #slots = new Map<string, Slot>()
  readonly #gifts = new Map<string, Gift>()
  readonly #folded = new Set<string>()
  readonly #deleted = new Set<string>()

  constructor(stub: Stub, access: RowAccess = rowAccessOf(stub)) {
    this.#stub = stub
    this.#access = access
  }

  /** Messages exchanged with the peer so far: the figure that decides a batch's cost. */
  get roundTrips(): number {
    return this.#access.roundTrips + this.#scanMessages
  }

  #slot(key: string): Slot {
    const slot = this.#slots.get(key)
    if (slot === undefined) throw new Error(`a rule looked at ${key}, which it did not name before`)
    return slot
  }

  /** Reads the rows under these keys that were not read before. */
  async load(keys: readonly string[]): Promise<void> {
    const missing = new Map(keys.filter((key) => !this.#slots.has(key)).map((key) => [key, tableOf(key)]))
    const rows = await this.#access.read([...missing.keys()])
    for (const [index, [key, table]] of [...missing].entries()) {
      this.#slots.set(key, slotOf(table, rows[index] as Uint8Array))
    }
  }

  /** Takes a decision's changes into this work; later reads see them. */
  apply({ writes, gifts }: Pick<Decision, 'writes' | 'gifts'>): void {
    for (const { table, record } of writes ?? []) this.#put(table, placements[table].key(record as never), record)
    for (const gift of gifts ?? []) this.#give(gift)
  }

  #put(table: RecordTable, key: string, record: RecordOf[RecordTable]): void {
    // A rule may open a record whose row nobody read, where its name shows that there is none.
    const exists = this.#slots.get(key)?.exists ?? false
    this.#slots.set(key, { table, exists, record, changed: true })
  }

  #give(gift: Gift): void {
    const key = creditKey(gift.payee, gift.voucher, this.#stub.getTxID())
    const before = this.#gifts.get(key)?.quantity ?? 0n
    this.#gifts.set(key, { ...gift, quantity: before + gift.quantity })
  }

  /**
   * Folds credits that the ledger holds for the participant into its account, at most `foldMaximum` of them, and the
   * gifts of this very transaction. False when it was done before, so that asking again cannot help.
   */
  async fold({ participant, voucher }: Fold): Promise<boolean> {
    const { start, end } = creditRange(participant, voucher)
    if (this.#folded.has(start)) return this.#foldGifts(participant, voucher)
    this.#folded.add(start)
    await this.load([accountKey(participant)])
    const iterator = await this.#stub.getStateByRange(start, end)
    let rows = 0
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      rows += 1
      if (rows > foldMaximum) break
      this.#foldRow(next.value.key, codecs.credit.decode(JSON.parse(Buffer.from(next.value.value).toString())))
    }
    await iterator.close()
    // Besides the messages with rows, of which there is always one, a message closes the scan.
    this.#scanMessages += Math.max(1, Math.ceil(rows / rowsPerScanMessage)) + 1
    this.#foldGifts(participant, voucher)
    return true
  }

  /**
   * Folds the credits under these keys into the participant's account; those that are gone are passed over. Reads nothing
   * else, so that new credits, which have other keys, conflict with none of it. Answers how many were folded.
   */
  async foldRows(participant: string, keys: readonly string[]): Promise<number> {
    await this.load([accountKey(participant)])
    const rows = await this.#access.read(keys)
    const found = keys.flatMap((key, index) => {
      const bytes = rows[index] as Uint8Array
      return bytes.length === 0
        ? []
        : [{ key, credit: codecs.credit.decode(JSON.parse(Buffer.from(bytes).toString())) }]
    })
    for (const { key, credit } of found) this.#foldRow(key, credit)
    return found.length
  }

  #foldRow(key: string, credit: { payee: string; voucher: string; quantity: bigint }): void {
    if (this.#deleted.has(key)) return
    const account = this.view.account(credit.payee)
    if (account === undefined) throw new Error(`the credit ${key} has no account`)
    this.#deleted.add(key)
    this.apply({ writes: [write('account', credited(account, credit.voucher, credit.quantity))] })
  }

  #foldGifts(participant: string, voucher: string | undefined): boolean {
    const mine = [...this.#gifts].filter(
      ([, gift]) => gift.payee === participant && (voucher === undefined || gift.voucher === voucher),
    )
    for (const [key, gift] of mine) {
      const account = this.view.account(participant)
      if (account === undefined) throw new Error(`the gift ${key} has no account`)
      this.#gifts.delete(key)
      this.apply({ writes: [write('account', credited(account, gift.voucher, gift.quantity))] })
    }
    return mine.length > 0
  }

  /** Writes all changes, sorted by key. A new row gets its key-level policy with its first write and keeps it. */
  async flush(): Promise<void> {
    const changes = [
      ...[...this.#slots].filter(([, slot]) => slot.changed).map(([key, slot]) => changeOf(key, slot)),
      ...[...this.#gifts].map(([key, gift]) => creditOf(key, gift)),
      ...[...this.#deleted].map((key): RowChange => ({ key, value: undefined })),
    ].sort((a, b) => (a.key < b.key ? -1 : 1))
    await this.#access.write(changes)
  }
}
