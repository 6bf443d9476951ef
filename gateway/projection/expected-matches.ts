import { demands } from '../../chaincode/domains/matching/tables.ts'
import { recommendations } from '../../chaincode/domains/recommendations/tables.ts'
import { knownEnvelope } from '../../chaincode/envelope.ts'
import { type ExpectedMatch, matchOf, recommendationMatchOf } from '../../chaincode/rules/matching/candidates.ts'
import type { Body, Instruction } from '../../chaincode/vocabulary.ts'
import type { Candidates } from './candidates.ts'
import type { Database } from './database.ts'
import type { Recorded } from './recorded.ts'

/** What a match says, or must say, and over the rows at the end of which block. */
export interface SaidMatch extends ExpectedMatch {
  block: string
}

/** One of a list, with the scores of a demand's. */
export interface ListedCandidate {
  holder: string
  certificate?: string
  goodsScore?: number
  score?: number
  interactions?: string
}

/** How a demand or recommendation must be matched, with the first of the list. */
export interface KeptMatch extends SaidMatch {
  names: ListedCandidate[]
}

/** A recorded match that says other than the rows. */
export interface MatchDifference {
  subject: string
  position: number
  transaction: string
  said: SaidMatch
  expected: SaidMatch | undefined
}

/** What a matching service has to do yet; without a holder it is to be matched. */
export interface MatchingTask {
  /** The key of the demand or recommendation. */
  subject: string
  holder?: string
}

/** How many of a list are kept in words. */
const namesMaximum = 1_000

const isOf = <K extends 'demand.open' | 'demand.match' | 'recommendation.open' | 'recommendation.match'>(
  kind: K,
  instruction: Instruction,
): instruction is Instruction<K> => instruction.kind === kind

/** What was opened, by its key, with how it must be matched. */
interface Opened {
  subject: string
  match: ExpectedMatch
  names: ListedCandidate[]
}

const saidOf = (
  { version, block, found, list }: Body<'demand.match'> | Body<'recommendation.match'>,
  chosen: ExpectedMatch['chosen'],
): SaidMatch => ({ version, block, found, list, chosen })

const matchIn = (instruction: Instruction): { subject: string; said: SaidMatch } | undefined => {
  if (isOf('demand.match', instruction)) {
    const { body } = instruction
    const chosen = body.chosen.map(({ holder, certificate }) => ({ holder, ...(certificate && { certificate }) }))
    return { subject: demands.key(body.demand), said: saidOf(body, chosen) }
  }
  if (!isOf('recommendation.match', instruction)) return undefined
  const { body } = instruction
  const chosen = body.chosen.map((holder) => ({ holder }))
  return { subject: recommendations.key(body.recommendation), said: saidOf(body, chosen) }
}

/** The key of what a recorded instruction matched; undefined where it matched nothing. */
export const subjectMatchedBy = ({ outcome, envelope }: Recorded): string | undefined =>
  outcome.status === 'accepted' ? matchIn(knownEnvelope(envelope).instruction)?.subject : undefined

const isSame = (one: SaidMatch, other: SaidMatch): boolean => {
  const lines = ({ chosen }: SaidMatch) => chosen.map(({ holder, certificate = '' }) => [holder, certificate])
  const textOf = (said: SaidMatch) => JSON.stringify([said.version, said.block, said.found, said.list, lines(said)])
  return textOf(one) === textOf(other)
}

/**
 * How each demand and recommendation must be matched, computed as its block arrives and kept; and which recorded matches say otherwise
 * (decision 0044). Rows that cannot be ranked leave no expectation, and stop nothing.
 */
export class ExpectedMatches {
  readonly #database: Database
  readonly #candidates: Candidates

  constructor(database: Database, candidates: Candidates) {
    this.#database = database
    this.#candidates = candidates
  }

  /**
   * Ends a block: first its matches are held against what is kept, and then what it opened is matched. A match in the block that opened its
   * subject cannot know that block's end, and so differs.
   */
  endBlock(block: bigint, recorded: readonly Recorded[]): MatchDifference[] {
    const accepted = recorded.filter(({ outcome }) => outcome.status === 'accepted')
    const read = accepted.map((one) => ({ one, instruction: knownEnvelope(one.envelope).instruction }))
    const differences: MatchDifference[] = []
    for (const { one, instruction } of read) {
      this.#database.tryPart(() => {
        const difference = this.#compare(one, instruction)
        if (difference !== undefined) differences.push(difference)
      })
    }
    for (const { one, instruction } of read) this.#database.tryPart(() => this.#expect(block, one.id, instruction))
    return differences
  }

  #compare({ block, position, transaction }: Recorded, instruction: Instruction): MatchDifference | undefined {
    const match = matchIn(instruction)
    if (match === undefined) return undefined
    const { subject, said } = match
    const kept = this.find(subject)
    if (kept !== undefined && isSame(kept, said)) return undefined
    const sql = 'INSERT OR IGNORE INTO match_difference VALUES (?, ?, ?)'
    this.#database.run(sql, subject, block, JSON.stringify(said))
    const { names: _names, ...expected } = kept ?? {}
    return { subject, position, transaction, said, expected: kept && (expected as SaidMatch) }
  }

  #expect(block: bigint, id: string, instruction: Instruction): void {
    const opened = this.#opened(id, instruction)
    if (opened === undefined) return
    const { subject, match, names } = opened
    const expected = JSON.stringify({ ...match, block: block.toString() })
    const sql = 'INSERT OR IGNORE INTO expected_match VALUES (?, ?, ?, ?)'
    this.#database.run(sql, subject, block, expected, JSON.stringify(names.slice(0, namesMaximum)))
  }

  /** What an instruction opened; undefined for any other one, and where the rows do not have it, or nobody who could match it. */
  #opened(id: string, instruction: Instruction): Opened | undefined {
    const { rows } = this.#candidates
    if (isOf('demand.open', instruction)) {
      const demand = rows.find(demands, instruction.body.demand)
      const ranked = demand && this.#candidates.ranked(demand)
      if (ranked === undefined) return undefined
      const names = ranked.slice(0, namesMaximum).map((one) => ({ ...one, interactions: `${one.interactions}` }))
      return { subject: demands.key(instruction.body.demand), match: matchOf(ranked), names }
    }
    if (!isOf('recommendation.open', instruction)) return undefined
    const recommendation = rows.find(recommendations, id)
    if (recommendation === undefined) return undefined
    const found = this.#candidates.fitting(recommendation)
    const names = found.map((holder) => ({ holder }))
    return { subject: recommendations.key(id), match: recommendationMatchOf(found), names }
  }

  /** How this subject, named by its key, must be matched; undefined where no block opened it, or its rows cannot be ranked. */
  find(subject: string): KeptMatch | undefined {
    const sql = 'SELECT expected, names FROM expected_match WHERE subject = ?'
    const row = this.#database.one<{ expected: string; names: string }>(sql, subject)
    return row === undefined ? undefined : { ...JSON.parse(row.expected), names: JSON.parse(row.names) }
  }

  /** What a recorded match of this subject says, where that is something else; undefined where it agrees, or there is none. */
  difference(subject: string): SaidMatch | undefined {
    const row = this.#database.one<{ said: string }>('SELECT said FROM match_difference WHERE subject = ?', subject)
    return row === undefined ? undefined : (JSON.parse(row.said) as SaidMatch)
  }

  /** The subjects that a matching service has yet to match or to ask for, and whose time is not over at `now` (UTC milliseconds). */
  work(matcher: string, now: bigint, limit: number): MatchingTask[] {
    const sql = `SELECT subject, holder FROM matching_work WHERE matcher = ? AND ends_at >= ?
      ORDER BY subject, holder LIMIT ?`
    const rows = this.#database.all<{ subject: string; holder: string }>(sql, matcher, now, limit)
    return rows.map(({ subject, holder }) => (holder === '' ? { subject } : { subject, holder }))
  }
}
