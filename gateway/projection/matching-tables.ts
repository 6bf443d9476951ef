import { certificates, publications } from '../../chaincode/domains/certificates/tables.ts'
import { demands, matches, profiles, requests } from '../../chaincode/domains/matching/tables.ts'
import { fieldTrait, wholeRate } from '../../chaincode/domains/matching/traits.ts'
import {
  recommendationMatches,
  recommendationRequests,
  recommendations,
} from '../../chaincode/domains/recommendations/tables.ts'
import { reputations } from '../../chaincode/domains/registry/tables.ts'
import { endOf } from '../../chaincode/rules/window.ts'
import { parseKey } from '../../chaincode/vocabulary.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import type { Database } from './database.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows are the ledger's own, in the shapes of their tables
type Row = any

/** More than any condition asks for, and less than what an SQL integer holds. */
export const countMaximum = 1_000_000_000_000n

const counted = (text: string | undefined): bigint => {
  const count = BigInt(text ?? 0)
  return count < countMaximum ? count : countMaximum
}

const shareOf = (part: string | undefined, whole: bigint): bigint => (BigInt(part ?? 0) * BigInt(wholeRate)) / whole

/** Keeps what profiles, reputations and publications say where SQL finds it, and what matching services have to do yet. */
export class MatchingTables {
  readonly #database: Database
  readonly #indexes: ReadonlyMap<Table, (key: string, row: Row) => void>

  constructor(database: Database) {
    this.#database = database
    this.#indexes = new Map<Table, (key: string, row: Row) => void>([
      [profiles, (key, row) => this.#profile(parseKey(key)?.members as string[], row)],
      [reputations, (key, row) => this.#reputation(parseKey(key)?.members[0] as string, row)],
      [certificates, (key, row) => this.#certificate(parseKey(key)?.members[0] as string, row)],
      [publications, (key, row) => this.#publication(key, row)],
      [demands, (key, row) => this.#subject(key, row, () => BigInt(row.until))],
      [recommendations, (key, row) => this.#subject(key, row, () => endOf(row.window, BigInt(row.startedAt)))],
      [matches, (key, row) => this.#match(demands.key(parseKey(key)?.members[0] as string), row)],
      [recommendationMatches, (key, row) => this.#match(recommendations.key(parseKey(key)?.members[0] as string), row)],
      [requests, (key) => this.#asked(demands, parseKey(key)?.members as string[])],
      [recommendationRequests, (key) => this.#asked(recommendations, parseKey(key)?.members as string[])],
    ] as [Table, (key: string, row: Row) => void][])
  }

  /** Takes in one write of a table; those that matching does not look at are passed over. `row` is undefined where it was deleted. */
  write(table: Table | undefined, key: string, row: Row): void {
    if (table !== undefined) this.#indexes.get(table)?.(key, row)
  }

  #profile([matcher, participant]: readonly string[], row: Row): void {
    for (const table of ['profile_code', 'profile_number', 'profile_need']) {
      this.#database.run(
        `DELETE FROM ${table} WHERE participant = ? AND matcher = ?`,
        participant as string,
        matcher as string,
      )
    }
    if (row?.status !== 'active') return
    const put = (table: string, values: readonly (string | number)[]) => {
      const places = values.map(() => '?').join(', ')
      this.#database.run(`INSERT OR IGNORE INTO ${table} VALUES (${places}, ?)`, ...values, participant as string)
    }
    const said = [{ trait: fieldTrait, codes: row.fields }, ...row.traits]
    for (const { trait, number, codes = [] } of said) {
      for (const code of codes) put('profile_code', [matcher as string, trait, code])
      if (number !== undefined) put('profile_number', [matcher as string, trait, number])
    }
    for (const { identifier } of row.needs) put('profile_need', [matcher as string, identifier])
  }

  #reputation(participant: string, row: Row): void {
    this.#database.run('DELETE FROM reputation_rate WHERE participant = ?', participant)
    if (row === undefined) return
    const [interactions, ratings] = [BigInt(row.interactions), BigInt(row.ratings ?? 0)]
    const success = interactions === 0n ? 0n : shareOf(row.successes, interactions)
    const positive = ratings === 0n ? -1n : shareOf(row.positives, ratings)
    const values = [counted(row.interactions), counted(row.counterparties), success, positive]
    this.#database.run('INSERT INTO reputation_rate VALUES (?, ?, ?, ?, ?)', participant, ...values)
  }

  #publication(key: string, row: Row): void {
    this.#database.run('DELETE FROM publication_of WHERE key = ?', key)
    if (row?.status !== 'open') return
    this.#database.run('INSERT INTO publication_of VALUES (?, ?, ?)', row.holder, key, row.certificate)
  }

  #certificate(certificate: string, row: Row): void {
    this.#database.run('DELETE FROM certificate_trait WHERE certificate = ?', certificate)
    if (row?.status !== 'active') return
    const put = (trait: string, code: string, number: number) =>
      this.#database.run(
        'INSERT OR IGNORE INTO certificate_trait VALUES (?, ?, ?, ?)',
        trait,
        code,
        number,
        certificate,
      )
    for (const { trait, number, codes = [] } of row.traits ?? []) {
      for (const code of codes) put(trait, code, -1)
      if (number !== undefined) put(trait, '', number)
    }
  }

  #has(key: string): boolean {
    return this.#database.one('SELECT 1 FROM row WHERE key = ?', key) !== undefined
  }

  #subject(key: string, row: Row, endsAt: () => bigint): void {
    if (row?.status !== 'open') {
      this.#database.run('DELETE FROM matching_work WHERE subject = ?', key)
      return
    }
    const name = parseKey(key)?.members[0] as string
    if (this.#has(matches.key(name)) || this.#has(recommendationMatches.key(name))) return
    this.#database.run("INSERT OR IGNORE INTO matching_work VALUES (?, ?, '', ?)", row.matcher, key, endsAt())
  }

  /** What was to be matched is to be asked for: each who was chosen and not dropped. */
  #match(subject: string, row: Row): void {
    const sql = "SELECT ends_at FROM matching_work WHERE subject = ? AND holder = ''"
    const open = this.#database.one<{ ends_at: number }>(sql, subject)
    this.#database.run("DELETE FROM matching_work WHERE subject = ? AND holder = ''", subject)
    if (open === undefined || row?.status !== 'matched') return
    for (const one of row.chosen) {
      const holder = one.holder ?? one
      if (row.dropped.includes(holder)) continue
      this.#database.run(
        'INSERT OR IGNORE INTO matching_work VALUES (?, ?, ?, ?)',
        row.matcher,
        subject,
        holder,
        open.ends_at,
      )
    }
  }

  #asked(table: Table, [name, holder]: readonly string[]): void {
    const subject = table.key(name as string)
    this.#database.run('DELETE FROM matching_work WHERE subject = ? AND holder = ?', subject, holder as string)
  }
}
