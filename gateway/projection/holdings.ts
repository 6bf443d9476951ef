import type { Database } from './database.ts'

const buckets = ['available', 'reserved', 'pledged', 'frozen', 'cost', 'costed'] as const
type Buckets = { [bucket in (typeof buckets)[number]]: string }

/** What a participant has of one voucher: the account row's buckets, and the credits on their way into `available`. */
export type HoldingRow = Buckets & { participant: string; voucher: string; credited: string }

const none: Buckets = { available: '0', reserved: '0', pledged: '0', frozen: '0', cost: '0', costed: '0' }

/**
 * Keeps what everybody holds in one table, so that “who holds this voucher” and “what does this participant hold” are
 * one query each. A credit only adds to its payee's sum, so that an account with many credits costs no more than others.
 */
export class Holdings {
  readonly #database: Database

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

  #put(row: HoldingRow, before: HoldingRow | undefined): void {
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
