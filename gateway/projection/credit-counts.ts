import type { Database } from './database.ts'

const counted = `SELECT substr(key, 8, instr(substr(key, 8), '~') - 1) AS payee, count(*) AS credits FROM row
  WHERE key >= 'credit~' AND key < 'credit' || char(127) GROUP BY payee`

/**
 * How many credits each payee has that are not folded into the account. Counted once and then kept: the sweeper asks
 * every other second, and must not read all credits of the ledger each time.
 */
export class CreditCounts {
  readonly #counts: Map<string, number>

  constructor(database: Database) {
    const rows = database.all<{ payee: string; credits: number }>(counted)
    this.#counts = new Map(rows.map(({ payee, credits }) => [payee, credits]))
  }

  /** Takes note of by how many each payee's credits grew. */
  add(changes: ReadonlyMap<string, number>): void {
    for (const [payee, change] of changes) {
      const count = (this.#counts.get(payee) ?? 0) + change
      if (count > 0) this.#counts.set(payee, count)
      else this.#counts.delete(payee)
    }
  }

  /** The payees with more than so many credits, at most fifty, those with most first. */
  above(threshold: number): string[] {
    const found = [...this.#counts].filter(([, count]) => count > threshold)
    return found
      .sort(([, one], [, other]) => other - one)
      .slice(0, 50)
      .map(([payee]) => payee)
  }
}
