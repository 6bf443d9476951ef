import { z } from 'zod'
import {
  demandAnswers,
  demands,
  interactions,
  matchers,
  matches,
  profiles,
  requests,
  rewards,
} from '../../../chaincode/domains/matching/tables.ts'
import {
  answers,
  deliveries,
  recommendationMatches,
  recommendationRequests,
  recommendations,
  rights,
} from '../../../chaincode/domains/recommendations/tables.ts'
import { asWritten } from '../../../chaincode/wire/table.ts'
import { TerminalFault } from '../errors.ts'
import { type ListPage, pageOf } from '../lists.ts'
import { type ListSearch, type Reading, readAllOwn, readOwn } from '../own-lists.ts'
import { readRow } from '../rows.ts'
import type { Terminal } from '../terminal.ts'

const shapes = {
  demands: asWritten(demands.shape),
  requests: asWritten(requests.shape),
  'demand-answers': asWritten(demandAnswers.shape),
  interactions: asWritten(interactions.shape),
  rewards: asWritten(rewards.shape),
  recommendations: asWritten(recommendations.shape),
  'recommendation-requests': asWritten(recommendationRequests.shape),
  answers: asWritten(answers.shape),
  rights: asWritten(rights.shape),
  deliveries: asWritten(deliveries.shape),
} as const
type MatchingList = keyof typeof shapes
/** What one finds in a list of matching, as the ledger has it. */
export type Listed<L extends MatchingList> = z.infer<(typeof shapes)[L]>

/** The shape of what stands in a list of one's own. */
export const listedShape = <L extends MatchingList>(list: L): (typeof shapes)[L] => shapes[list]

/** One's own demands, requests, answers, interactions, and so on, newest first. */
export const readMatching = <L extends MatchingList>(
  terminal: Reading,
  list: L,
  search: ListSearch = {},
): Promise<ListPage<Listed<L>>> => readOwn(terminal, list, shapes[list], search) as Promise<ListPage<Listed<L>>>

/** All of such a list. */
export const readAllMatching = <L extends MatchingList>(
  terminal: Reading,
  list: L,
  search: Pick<ListSearch, 'state'> = {},
): Promise<Listed<L>[]> => readAllOwn(terminal, list, shapes[list], search) as Promise<Listed<L>[]>

const matcherRow = asWritten(matchers.shape)
/** A participant whom its member lets match. */
export type ListedMatcher = z.infer<typeof matcherRow>

/** The matching services that are open. */
export const readMatchers = (terminal: Pick<Terminal, 'read'>): Promise<ListPage<ListedMatcher>> =>
  terminal.read('/v1/matchers', pageOf(matcherRow)) as Promise<ListPage<ListedMatcher>>

const profileRow = asWritten(profiles.shape)
/** What somebody has stored with a matching service. */
export type ListedProfile = z.infer<typeof profileRow>

/** One's own profile with a service; refuses `not_found` where there is none. */
export const readProfile = (
  terminal: Pick<Terminal, 'participant' | 'read'>,
  matcher: string,
): Promise<ListedProfile> => readRow(terminal, profiles.key(matcher, terminal.participant), profileRow)

/** How it stands with one whom a match chose. */
export const holderStates = [
  ...(['chosen', 'dropped', 'asked', 'declined', 'offered'] as const),
  ...(['accepted', 'rejected', 'expired', 'not-chosen'] as const),
] as const

const recomputed = z.looseObject({ agrees: z.boolean() })
const demandView = z.looseObject({
  demand: shapes.demands,
  match: asWritten(matches.shape).optional(),
  holders: z.array(
    z.looseObject({ holder: z.string(), certificate: z.string().optional(), state: z.enum(holderStates) }),
  ),
  answers: z.array(shapes['demand-answers']),
  recomputed: recomputed.optional(),
  height: z.string(),
})
/** A demand with its match, how it stands with each who was chosen, and whether this gateway finds the same list. */
export type DemandView = z.infer<typeof demandView>

const recommendationView = z.looseObject({
  recommendation: shapes.recommendations,
  match: asWritten(recommendationMatches.shape).optional(),
  answers: z.array(shapes.answers),
  rights: z.array(shapes.rights),
  deliveries: z.array(shapes.deliveries),
  counts: z.looseObject({ inTime: z.int(), early: z.int(), late: z.int() }).optional(),
  recomputed: recomputed.optional(),
  height: z.string(),
})
/** A recommendation with its match, its answers and what was delivered. */
export type RecommendationView = z.infer<typeof recommendationView>

type Viewing = Pick<Terminal, 'read' | 'connection'>

/** Drops an answer about something else than was asked, whoever mixed them up (S1-026). */
const requireAbout = ({ connection }: Viewing, path: string, isAbout: boolean): void => {
  if (isAbout) return
  connection.log({ event: 'answer_dropped', path, reason: 'foreign_id' })
  throw new TerminalFault('answer_dropped', {
    problem: `${connection.gateway} answered about something else than was asked; the answer was dropped`,
    next: 'Ask again. If it comes again, use another gateway.',
  })
}

/** One demand, for who asks and who matches. Refuses as the gateway does, and `answer_dropped` for an answer about another one (S1-026). */
export const readDemand = async (terminal: Viewing, id: string): Promise<DemandView> => {
  const path = `/v1/demands/${encodeURIComponent(id)}`
  const view = await terminal.read(path, demandView as z.ZodType<DemandView>)
  const named = [view.demand, ...(view.match === undefined ? [] : [view.match]), ...view.answers]
  requireAbout(
    terminal,
    path,
    named.every(({ demand }) => demand === id),
  )
  return view
}

/** One recommendation, for who made it and who matches; refuses as `readDemand` does. */
export const readRecommendation = async (terminal: Viewing, id: string): Promise<RecommendationView> => {
  const path = `/v1/recommendations/${encodeURIComponent(id)}`
  const view = await terminal.read(path, recommendationView as z.ZodType<RecommendationView>)
  const named = [view.recommendation, ...(view.match === undefined ? [] : [view.match])]
  requireAbout(
    terminal,
    path,
    [...named, ...view.answers, ...view.rights, ...view.deliveries].every(
      ({ recommendation }) => recommendation === id,
    ),
  )
  return view
}
