import type { Database } from './database.ts'

const buckets = ['available', 'reserved', 'pledged', 'frozen', 'cost', 'costed'] as const
type Buckets = { [bucket in (typeof buckets)[number]]: string }

/** What a participant has of one voucher: the account row's buckets, and the credits on their way into `available`. */
export type HoldingRow = Buckets & { participant: string; voucher: string; credited: string }

/** A holding that a transaction changed, and its total before that. */
export interface TouchedHolding {
  participant: string
  voucher: string
  total: bigint
}

const totalOf = ({ available, reserved, pledged, frozen, credited }: HoldingRow): bigint =>
  [available, reserved, pledged, frozen, credited].reduce((sum, amount) => sum + BigInt(amount), 0n)

const none: Buckets = { available: '0', reserved: '0', pledged: '0', frozen: '0', cost: '0', costed: '0' }

/**
 * Keeps what everybody holds in one table, so that “who holds this voucher” and “what does this participant hold” are
 * one query each. A credit only adds to its payee's sum, so that an account with many credits costs no more than others.
 */
export class Holdings {
  readonly #database: Database
  /** What was held before the first change since these were last taken, by participant and voucher. */
  #before = new Map<string, TouchedHolding>()

  constructor(database: Database) {
    this.#database = database
  }

  /** Takes a new account row's holdings; those that the row no longer has become nothing. */
  setAccount(participant: string, holdings: { [voucher: string]: Buckets }): void {
    const sql = 'SELECT * FROM holding WHERE participant = ?'
    const known = new Map(this.#database.all<HoldingRow>(sql, participant).map((row) => [row.voucher, row]))
    for (const voucher of new Set([...known.keys(), ...Object.keys(holdings)])) {
      const before = known.get(voucher)
      const after = { ...(holdings[voucher] ?? none), credited: before?.credited ?? '0', participant, voucher }
      if (before === undefined || buckets.some((bucket) => before[bucket] !== after[bucket])) this.#put(after, before)
    }
  }

  /** Takes note that a credit row came, changed or went; `change` is by how much the payee's credits grew. */
  addCredit(participant: string, voucher: string, change: bigint): void {
    const sql = 'SELECT * FROM holding WHERE participant = ? AND voucher = ?'
    const before = this.#database.one<HoldingRow>(sql, participant, voucher)
    const row = before ?? { ...none, credited: '0' }
    this.#put({ ...row, credited: (BigInt(row.credited) + change).toString(), participant, voucher }, before)
  }

  /** What a participant has of a voucher in all, credits on their way included. */
  total(participant: string, voucher: string): bigint {
    const sql = 'SELECT * FROM holding WHERE participant = ? AND voucher = ?'
    const row = this.#database.one<HoldingRow>(sql, participant, voucher)
    return row === undefined ? 0n : totalOf(row)
  }

  /** The holdings that changed since this was last asked, each with its total before. A change that was taken back may be among them. */
  takeTouched(): TouchedHolding[] {
    const touched = [...this.#before.values()]
    this.#before = new Map()
    return touched
  }

  #put(row: HoldingRow, before: HoldingRow | undefined): void {
    // What dishonest endorsers wrote in place of an amount has no sum: it is refused here, before it stands in any.
    totalOf(row)
    const key = JSON.stringify([row.participant, row.voucher])
    if (!this.#before.has(key)) {
      const total = before === undefined ? 0n : totalOf(before)
      this.#before.set(key, { participant: row.participant, voucher: row.voucher, total })
    }
    const { participant, voucher, available, reserved, pledged, frozen, cost, costed, credited } = row
    if ([available, reserved, pledged, frozen, credited].every((amount) => amount === '0')) {
      this.#database.run('DELETE FROM holding WHERE participant = ? AND voucher = ?', participant, voucher)
      return
    }
    const amounts = [available, reserved, pledged, frozen, cost, costed, credited]
    const [insert, update] = [
      'INSERT INTO holding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      // In place, so that the index by voucher is left alone.
      `UPDATE holding SET available = ?, reserved = ?, pledged = ?, frozen = ?, cost = ?, costed = ?, credited = ?
        WHERE participant = ? AND voucher = ?`,
    ]
    if (before === undefined) this.#database.run(insert, participant, voucher, ...amounts)
    else this.#database.run(update, ...amounts, participant, voucher)
  }
}
