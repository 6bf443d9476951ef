import type { ChaincodeStub } from 'fabric-shim'
import { credited } from '../rules/account.ts'
import type { Decision, Fold, Gift, View } from '../rules/rule.ts'
import { canonical } from '../wire/canonical.ts'
import { accountKey, creditKey, creditRange, participantKey, voucherKey } from '../wire/keys.ts'
import { type Account, codecs, type Participant, type Voucher } from '../wire/records.ts'
import { rowPolicy } from './policy.ts'

type Stub = Pick<
  ChaincodeStub,
  'getState' | 'putState' | 'deleteState' | 'getStateByRange' | 'setStateValidationParameter' | 'getTxID'
>

/** The most credits that one debit folds; what is left stays a credit for the next one, so that a debit stays bounded. */
export const foldMaximum = 200

type Table = 'participant' | 'account' | 'voucher'
interface Slot {
  table: Table
  /** Whether the ledger has the row already: a new row also needs its key-level policy. */
  exists: boolean
  record: Participant | Account | Voucher | undefined
  changed: boolean
}

/**
 * One transaction's work: reads each row once, shows this transaction's own writes to later reads (Fabric never does),
 * and writes each row once, in key order, so that every endorser makes the same write set (decisions 0006, 0007).
 */
export class UnitOfWork implements View {
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

  participant(id: string): Participant | undefined {
    return this.#slot(participantKey(id)).record as Participant | undefined
  }

  account(id: string): Account | undefined {
    return this.#slot(accountKey(id)).record as Account | undefined
  }

  voucher(code: string): Voucher | undefined {
    return this.#slot(voucherKey(code)).record as Voucher | undefined
  }

  #slot(key: string): Slot {
    const slot = this.#slots.get(key)
    if (slot === undefined) throw new Error(`a rule looked at ${key}, which it did not name before`)
    return slot
  }

  /** Reads the rows named that were not read before. */
  async load(names: { participants?: string[]; accounts?: string[]; vouchers?: string[] }): Promise<void> {
    const wanted: [string, Table][] = [
      ...(names.participants ?? []).map((id): [string, Table] => [participantKey(id), 'participant']),
      ...(names.accounts ?? []).map((id): [string, Table] => [accountKey(id), 'account']),
      ...(names.vouchers ?? []).map((code): [string, Table] => [voucherKey(code), 'voucher']),
    ]
    const missing = new Map(wanted.filter(([key]) => !this.#slots.has(key)))
    await Promise.all([...missing].map(([key, table]) => this.#read(key, table)))
  }

  async #read(key: string, table: Table): Promise<void> {
    this.roundTrips += 1
    const bytes = await this.#stub.getState(key)
    const exists = bytes.length > 0
    const record = exists ? codecs[table].decode(JSON.parse(Buffer.from(bytes).toString())) : undefined
    this.#slots.set(key, { table, exists, record, changed: false })
  }

  /** Takes a decision's changes into this work; later reads see them. */
  apply(decision: Pick<Decision, 'participants' | 'accounts' | 'vouchers' | 'gifts'>): void {
    for (const record of decision.participants ?? [])
      this.#put('participant', participantKey(record.participant), record)
    for (const record of decision.accounts ?? []) this.#put('account', accountKey(record.participant), record)
    for (const record of decision.vouchers ?? []) this.#put('voucher', voucherKey(record.voucher), record)
    for (const gift of decision.gifts ?? []) this.#give(gift)
  }

  #put(table: Table, key: string, record: Participant | Account | Voucher): void {
    // A rule may open an account whose row it did not read, because its participant row showed that there is none.
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
    await this.load({ accounts: [participant] })
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
    const account = this.account(credit.payee)
    if (account === undefined) throw new Error(`the credit ${key} has no account`)
    this.#deleted.add(key)
    this.apply({ accounts: [credited(account, credit.voucher, credit.quantity)] })
  }

  #foldGifts(participant: string, voucher: string | undefined): boolean {
    const mine = [...this.#gifts].filter(
      ([, gift]) => gift.payee === participant && (voucher === undefined || gift.voucher === voucher),
    )
    for (const [key, gift] of mine) {
      const account = this.account(participant)
      if (account === undefined) throw new Error(`the gift ${key} has no account`)
      this.#gifts.delete(key)
      this.apply({ accounts: [credited(account, gift.voucher, gift.quantity)] })
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
    await this.#write(key, canonical(codecs[table].encode(record as never)), exists ? undefined : record.home)
  }

  async #writeGift(key: string, { payee, payeeHome, voucher, quantity }: Gift): Promise<void> {
    await this.#write(key, canonical(codecs.credit.encode({ payee, voucher, quantity })), payeeHome)
  }

  async #write(key: string, text: string, newRowHome: string | undefined): Promise<void> {
    this.roundTrips += 1
    await this.#stub.putState(key, Buffer.from(text))
    const policy = newRowHome === undefined ? undefined : rowPolicy([newRowHome])
    if (policy === undefined) return
    this.roundTrips += 1
    await this.#stub.setStateValidationParameter(key, policy)
  }

  async #delete(key: string): Promise<void> {
    this.roundTrips += 1
    await this.#stub.deleteState(key)
  }
}
