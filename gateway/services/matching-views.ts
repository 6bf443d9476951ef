import {
  type Demand,
  type DemandAnswer,
  demandAnswers,
  demands,
  type Match,
  matchers,
  matches,
  requests,
} from '../../chaincode/domains/matching/tables.ts'
import {
  answers,
  deliveries,
  type Recommendation,
  recommendationMatches,
  recommendationRequests,
  recommendations,
  rights,
} from '../../chaincode/domains/recommendations/tables.ts'
import { isPast } from '../../chaincode/rules/deadline.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import { type Row, readRow } from '../projection/row-text.ts'

/** How it stands with one whom a match of a demand chose. */
export const holderStates = [
  ...(['chosen', 'dropped', 'asked', 'declined', 'offered'] as const),
  ...(['accepted', 'rejected', 'expired', 'not-chosen'] as const),
] as const
export type HolderState = (typeof holderStates)[number]

/** How it stands with one whom a match of a recommendation chose; what came of it, answers and deliveries say. */
export const askedStates = ['chosen', 'dropped', 'asked'] as const

/** The most lines of one kind that a view shows; the lists of an account have all, page by page. */
const linesMaximum = 1_000

/** Who looks: auditors see what the parties see. */
export interface Looker {
  participant: string
  isAuditor: boolean
}

const rowOf = (projection: Projection, key: string): Row | undefined => readRow(projection.rowText(key) ?? '')

const requireRow = (projection: Projection, key: string): Row => {
  const found = rowOf(projection, key)
  if (found === undefined) throw new Problem('not_found')
  return found
}

const rowsUnder = (projection: Projection, table: Table, name: string): Row[] =>
  projection
    .rows(table.range(name))
    .map(({ value }) => readRow(value))
    .filter((row) => row !== undefined)

/** Whether this gateway's own list says what the recorded match says, and both where it does not; undefined before the match. */
const recomputed = ({ matching }: Projection, subject: string) => {
  const expected = matching.find(subject)
  const said = matching.difference(subject)
  if (said !== undefined) return { agrees: false, said, ...(expected === undefined ? {} : { expected }) }
  if (expected === undefined) return { agrees: false }
  const { version, block, found, list } = expected
  return { agrees: true, version, block, found, list }
}

const stateOfOffer = ({ status, until = 0n }: DemandAnswer, demand: Demand, now: bigint): HolderState => {
  if (status !== 'offered') return status
  if (demand.status !== 'open') return 'not-chosen'
  return isPast(until, { now }) ? 'expired' : 'offered'
}

const stateOfAsked = (demand: Demand, now: bigint): HolderState => {
  if (demand.status !== 'open') return 'not-chosen'
  return isPast(demand.until, { now }) ? 'expired' : 'asked'
}

/** How it stands with each chosen holder at `now`, in UTC milliseconds. */
const holdersOf = ({ view }: Projection, demand: Demand, { chosen, dropped }: Match, now: bigint) =>
  chosen.map(({ holder, certificate }) => {
    const answer = view.find(demandAnswers, demand.demand, holder)
    const isAsked = view.find(requests, demand.demand, holder) !== undefined
    const stateOfSilent = isAsked ? stateOfAsked(demand, now) : 'chosen'
    const state = answer === undefined ? stateOfSilent : stateOfOffer(answer, demand, now)
    return {
      holder,
      ...(certificate === undefined ? {} : { certificate }),
      state: dropped.includes(holder) ? 'dropped' : state,
    }
  })

/**
 * A demand for its parties: the match, how it stands with each chosen holder, and whether this gateway recomputed the same list. What is
 * offered is for the requester, and not for who matches. Refuses `not_found`.
 */
export const demandDocument = (projection: Projection, id: string, looker: Looker, now: bigint) => {
  const key = demands.key(id)
  const row = requireRow(projection, key)
  const demand = projection.view.find(demands, id) as Demand
  const match = projection.view.find(matches, id)
  const isForOffers = looker.isAuditor || looker.participant === demand.requester
  return {
    demand: row,
    ...(match === undefined
      ? {}
      : { match: rowOf(projection, matches.key(id)), recomputed: recomputed(projection, key) }),
    holders: match === undefined ? [] : holdersOf(projection, demand, match, now),
    answers: isForOffers ? rowsUnder(projection, demandAnswers, id) : [],
  }
}

const countOf = (rows: readonly Row[], verdict: string): number =>
  rows.filter((row) => row['verdict'] === verdict).length

/**
 * A recommendation for its parties: the match, who was asked, and whether this gateway recomputed the same list. Who answered, when, and
 * what was delivered is for the recommender: all are counted, and the first thousand shown. Refuses `not_found`.
 */
export const recommendationDocument = (projection: Projection, id: string, looker: Looker) => {
  const key = recommendations.key(id)
  const row = requireRow(projection, key)
  const { recommender } = projection.view.find(recommendations, id) as Recommendation
  const match = projection.view.find(recommendationMatches, id)
  const isForAnswers = looker.isAuditor || looker.participant === recommender
  const under = (table: Table) => (isForAnswers ? rowsUnder(projection, table, id) : [])
  const isAsked = (holder: string) => projection.view.find(recommendationRequests, id, holder) !== undefined
  const stateOf = (holder: string) =>
    match?.dropped.includes(holder) ? 'dropped' : isAsked(holder) ? 'asked' : 'chosen'
  const given = under(answers)
  const counts = { inTime: countOf(given, 'in-time'), early: countOf(given, 'early'), late: countOf(given, 'late') }
  return {
    recommendation: row,
    ...(match === undefined
      ? {}
      : { match: rowOf(projection, recommendationMatches.key(id)), recomputed: recomputed(projection, key) }),
    holders: (match?.chosen ?? []).map((holder) => ({ holder, state: stateOf(holder) })),
    ...{ answers: given.slice(0, linesMaximum), rights: under(rights).slice(0, linesMaximum) },
    deliveries: under(deliveries).slice(0, linesMaximum),
    ...(isForAnswers ? { counts } : {}),
  }
}

/** The matching services that can be named now, by name. */
export const openMatchers = (projection: Projection): Row[] =>
  projection
    .rows(matchers.range())
    .map(({ value }) => readRow(value))
    .filter((row) => row !== undefined)
    .filter(({ status }) => status === 'open')
