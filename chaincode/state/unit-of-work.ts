import type { ChaincodeStub } from 'fabric-shim'
import { credited } from '../rules/account.ts'
import { type Decision, type Fold, type Gift, type View, viewOf, write } from '../rules/rule.ts'
import { canonical } from '../wire/canonical.ts'
import { accountKey, creditKey, creditRange, parseKey } from '../wire/keys.ts'
import { codecs, placements, type RecordOf, type RecordTable } from '../wire/records.ts'
import { rowPolicy } from './policy.ts'

type Stub = Pick<
  ChaincodeStub,
  'getState' | 'putState' | 'deleteState' | 'getStateByRange' | 'setStateValidationParameter' | 'getTxID'
>

/** The most credits that one debit folds; what is left stays a credit for the next one, so that a debit stays bounded. */
export const foldMaximum = 200

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

/**
 * One transaction's work: reads each row once, shows this transaction's own writes to later reads (Fabric never does),
 * and writes each row once, in key order, so that every endorser makes the same write set (decisions 0006, 0007).
 */
export class UnitOfWork {
  readonly view: View = viewOf((_table, key) => this.#slot(key).record)
  /** Messages exchanged with the peer so far: the figure that decides a batch's cost. */
  roundTrips = 0
  readonly #stub: Stub
  readonly #slots = new Map<string, Slot>()
  readonly #gifts = new Map<string, Gift>()
  readonly #folded = new Set<string>()
  readonly #deleted = new Set<string>()

  constructor(stub: Stub) {
    this.#stub = stub
  }

  #slot(key: string): Slot {
    const slot = this.#slots.get(key)
    if (slot === undefined) throw new Error(`a rule looked at ${key}, which it did not name before`)
    return slot
  }

  /** Reads the rows under these keys that were not read before. */
  async load(keys: readonly string[]): Promise<void> {
    const missing = new Set(keys.filter((key) => !this.#slots.has(key)))
    await Promise.all([...missing].map((key) => this.#read(key)))
  }

  async #read(key: string): Promise<void> {
    const table = tableOf(key)
    this.roundTrips += 1
    const bytes = await this.#stub.getState(key)
    const exists = bytes.length > 0
    const record = exists ? codecs[table].decode(JSON.parse(Buffer.from(bytes).toString())) : undefined
    this.#slots.set(key, { table, exists, record, changed: false })
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
    this.roundTrips += 1
    let left = foldMaximum
    for (let next = await iterator.next(); !next.done && left > 0; next = await iterator.next()) {
      this.#foldRow(next.value.key, codecs.credit.decode(JSON.parse(Buffer.from(next.value.value).toString())))
      left -= 1
    }
    await iterator.close()
    this.#foldGifts(participant, voucher)
    return true
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
    const writes = [
      ...[...this.#slots]
        .filter(([, slot]) => slot.changed)
        .map(([key, slot]) => ({ key, write: () => this.#writeSlot(key, slot) })),
      ...[...this.#gifts].map(([key, gift]) => ({ key, write: () => this.#writeGift(key, gift) })),
      ...[...this.#deleted].map((key) => ({ key, write: () => this.#delete(key) })),
    ].sort((a, b) => (a.key < b.key ? -1 : 1))
    for (const { write } of writes) await write()
  }

  async #writeSlot(key: string, { table, record, exists }: Slot): Promise<void> {
    if (record === undefined) throw new Error(`the row ${key} was changed into nothing`)
    const homes = exists ? [] : placements[table].homes(record as never)
    await this.#write(key, canonical(codecs[table].encode(record as never)), homes)
  }

  async #writeGift(key: string, { payee, payeeHome, voucher, quantity }: Gift): Promise<void> {
    await this.#write(key, canonical(codecs.credit.encode({ payee, voucher, quantity })), [payeeHome])
  }

  async #write(key: string, text: string, newRowHomes: readonly string[]): Promise<void> {
    this.roundTrips += 1
    await this.#stub.putState(key, Buffer.from(text))
    const policy = rowPolicy(newRowHomes)
    if (policy === undefined) return
    this.roundTrips += 1
    await this.#stub.setStateValidationParameter(key, policy)
  }

  async #delete(key: string): Promise<void> {
    this.roundTrips += 1
    await this.#stub.deleteState(key)
  }
}
