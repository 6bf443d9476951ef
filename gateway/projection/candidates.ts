import { publications } from '../../chaincode/domains/certificates/tables.ts'
import { type MatchTerms, type Ranked, rank } from '../../chaincode/domains/matching/rank.ts'
import { type Demand, profiles } from '../../chaincode/domains/matching/tables.ts'
import { type Condition, fieldTrait } from '../../chaincode/domains/matching/traits.ts'
import { fitting } from '../../chaincode/domains/recommendations/fitting.ts'
import type { Recommendation } from '../../chaincode/domains/recommendations/tables.ts'
import { participants } from '../../chaincode/domains/registry/tables.ts'
import {
  candidateOf,
  type MatchedRows,
  matchTermsOf,
  providersOf,
  publishedCertificates,
} from '../../chaincode/rules/matching/candidates.ts'
import type { View } from '../../chaincode/rules/rule.ts'
import type { RecordIn, Table } from '../../chaincode/wire/table.ts'
import type { Database } from './database.ts'
import { countMaximum } from './matching-tables.ts'

type Value = string | number

/** Where those stand who may fulfil one condition: the texts are few, whatever is asked, since each is prepared once. */
interface Source {
  sql: string
  /** How one of them is found by name. */
  by: string
  values: readonly Value[]
}

const most = Number(countMaximum)
const boundsOf = ({ atLeast = 0, atMost = most }: Condition): Value[] => [atLeast, atMost]

const codes: Omit<Source, 'values'> = {
  sql: `SELECT DISTINCT participant FROM profile_code
    WHERE matcher = ? AND trait = ? AND code IN (SELECT value FROM json_each(?))`,
  by: `SELECT 1 FROM profile_code
    WHERE matcher = ? AND trait = ? AND code IN (SELECT value FROM json_each(?)) AND participant = ?`,
}
// The plus keeps SQL from walking through the range where one name is looked for.
const numbers: Omit<Source, 'values'> = {
  sql: 'SELECT DISTINCT participant FROM profile_number WHERE matcher = ? AND trait = ? AND number BETWEEN ? AND ?',
  by: 'SELECT 1 FROM profile_number WHERE matcher = ? AND trait = ? AND +number BETWEEN ? AND ? AND participant = ?',
}

// One fulfilled condition on the goods is enough, so all of them together are one source (decision 0044).
const isOffered = `published.certificate = said.certificate AND said.trait = wanted.value ->> 0
    AND said.code = wanted.value ->> 1 AND said.number BETWEEN wanted.value ->> 2 AND wanted.value ->> 3`
const goods: Omit<Source, 'values'> = {
  sql: `SELECT DISTINCT published.holder AS participant
    FROM json_each(?) AS wanted CROSS JOIN certificate_trait AS said CROSS JOIN publication_of AS published
    WHERE ${isOffered}`,
  by: `SELECT 1 FROM json_each(?) AS wanted CROSS JOIN publication_of AS published CROSS JOIN certificate_trait AS said
    WHERE ${isOffered} AND published.holder = ?`,
}

/** What a certificate may say to fulfil a condition: a trait, a code, and from which to which number. */
const offersOf = (condition: Condition): Value[][] =>
  condition.anyOf?.map((code) => [condition.trait, code, -1, -1]) ?? [[condition.trait, '', ...boundsOf(condition)]]

const counts = (column: string): Omit<Source, 'values'> => ({
  sql: `SELECT participant FROM reputation_rate WHERE ${column} BETWEEN ? AND ?`,
  by: `SELECT 1 FROM reputation_rate WHERE +${column} BETWEEN ? AND ? AND participant = ?`,
})

/** Where those stand who may fulfil a condition; undefined where somebody may of whom nothing is written. */
const sourceOf = (condition: Condition, { demand: { matcher }, traits }: MatchTerms): Source | undefined => {
  const { trait, anyOf } = condition
  if (trait === 'success-rate') return { ...counts('success'), values: boundsOf(condition) }
  if (trait === 'positive-rating-rate') return { ...counts('positive'), values: boundsOf(condition) }
  const source = trait === fieldTrait ? 'declared' : traits.get(trait)?.source
  if (source === 'declared' && anyOf !== undefined) return { ...codes, values: [matcher, trait, JSON.stringify(anyOf)] }
  if (source === 'declared') return { ...numbers, values: [matcher, trait, ...boundsOf(condition)] }
  // Who has no reputation has none of what is counted.
  if (source === undefined || (condition.atLeast ?? 0) === 0) return undefined
  return { ...counts(source), values: boundsOf(condition) }
}

const sourcesOf = (terms: MatchTerms): Source[] => {
  const { wanted, goods: wantedGoods } = terms.demand
  const holders = wanted.map((one) => sourceOf(one, terms)).filter((source) => source !== undefined)
  if (wantedGoods.length === 0) return holders
  return [...holders, { ...goods, values: [JSON.stringify(wantedGoods.flatMap(offersOf))] }]
}

const rowsTogether = 1_000
const firstCount = 1_000

/** Finds who may be asked, among many, by what the projection's tables say; whoever fits, `rank` and `fitting` decide (decision 0044). */
export class Candidates {
  readonly #database: Database
  /** All rows as they stand. */
  readonly rows: MatchedRows

  constructor(database: Database, view: View) {
    this.#database = database
    this.rows = { ...view, each: (table, ...members) => this.#each(table, members) }
  }

  *#each<T extends Table>(table: T, members: readonly string[]): Generator<RecordIn<T>> {
    const { start, end } = table.range(...members)
    const sql = 'SELECT key, value FROM row WHERE key >= ? AND key < ? ORDER BY key LIMIT ?'
    let from = start
    for (;;) {
      const found = this.#database.all<{ key: string; value: string }>(sql, from, end, rowsTogether)
      for (const { value } of found) {
        const record = recordIn(table, value)
        if (record !== undefined) yield record
      }
      const last = found.at(-1)
      if (last === undefined || found.length < rowsTogether) return
      from = `${last.key}\0`
    }
  }

  /** The ranked list of a demand; undefined where nobody lets its service match. */
  ranked(demand: Demand): Ranked[] | undefined {
    const terms = matchTermsOf(this.rows, demand)
    return terms === undefined ? undefined : rank(this.#candidates(demand, terms), terms)
  }

  /** Who is found for a recommendation, in order. */
  fitting(recommendation: Recommendation): string[] {
    const { matcher, identifier } = recommendation
    const sql = 'SELECT participant FROM profile_need WHERE matcher = ? AND identifier = ?'
    const names = this.#database.all<{ participant: string }>(sql, matcher, identifier)
    const needing = names.flatMap(({ participant: name }) => {
      const profile = this.rows.find(profiles, matcher, name)
      const participant = this.rows.find(participants, name)
      return profile === undefined || participant === undefined ? [] : [{ profile, participant }]
    })
    return fitting(needing, recommendation, providersOf(this.rows, recommendation))
  }

  *#candidates(demand: Demand, terms: MatchTerms) {
    for (const profile of this.#profiles(terms)) {
      const own = demand.goods.length === 0 ? [] : this.#publications(profile.participant)
      const published = publishedCertificates(this.rows, own, demand.openedAt)
      const candidate = candidateOf(this.rows, profile, published)
      if (candidate !== undefined) yield candidate
    }
  }

  #publications(holder: string) {
    const sql = 'SELECT r.value FROM publication_of p JOIN row r ON r.key = p.key WHERE p.holder = ?'
    const found = this.#database.all<{ value: string }>(sql, holder)
    return found.map(({ value }) => recordIn(publications, value)).filter((one) => one !== undefined)
  }

  *#profiles(terms: MatchTerms) {
    const { matcher } = terms.demand
    const sources = sourcesOf(terms)
    const first = this.#fewest(sources)
    if (first === undefined) {
      yield* this.rows.each(profiles, matcher)
      return
    }
    const others = sources.filter((source) => source !== first)
    for (const { participant } of this.#database.all<{ participant: string }>(first.sql, ...first.values)) {
      if (!others.every(({ by, values }) => this.#database.one(by, ...values, participant))) continue
      const profile = this.rows.find(profiles, matcher, participant)
      if (profile !== undefined) yield profile
    }
  }

  /** The source with the fewest names. Of a long one no more is counted than tells it from a short one. */
  #fewest(sources: readonly Source[]): Source | undefined {
    for (let limit = firstCount; limit <= most; limit *= 10) {
      const counted = sources.map((source) => ({ source, count: this.#count(source, limit) }))
      const [fewest] = counted.sort((one, other) => one.count - other.count)
      if (fewest === undefined || fewest.count < limit) return fewest?.source
    }
    /* c8 ignore next -- nobody has as many profiles */
    return undefined
  }

  #count({ sql, values }: Source, limit: number): number {
    const counting = `SELECT count(*) AS count FROM (${sql} LIMIT ?)`
    return this.#database.one<{ count: number }>(counting, ...values, limit)?.count as number
  }
}

/** A row as a record; undefined for what dishonest endorsers wrote, which is none. */
const recordIn = <T extends Table>(table: T, text: string): RecordIn<T> | undefined => {
  try {
    return table.codec.decode(JSON.parse(text)) as RecordIn<T>
  } catch {
    return undefined
  }
}
