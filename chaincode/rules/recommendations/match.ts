import { matchers, profiles } from '../../domains/matching/tables.ts'
import { fitting } from '../../domains/recommendations/fitting.ts'
import { askedMaximum } from '../../domains/recommendations/kinds.ts'
import { type Shared, sharedParts } from '../../domains/recommendations/shared.ts'
import {
  type Recommendation,
  type RecommendationMatch,
  recommendationMatches,
  recommendationRequests,
  recommendations,
} from '../../domains/recommendations/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { isPast } from '../deadline.ts'
import { providersOf } from '../matching/candidates.ts'
import { requireOpenMatcher } from '../matching/matcher.ts'
import { type Facts, type Rule, type View, write } from '../rule.ts'
import { endOf } from '../window.ts'
import { requireNotWithdrawn, requireRecommendation } from './recommendation.ts'
import { rowsOfTargets } from './target.ts'

/** The recommendation that the sender was named to match; refuses `unknown_recommendation`, `not_the_matcher`. */
const requireMatchers = (view: View, id: string, sender: string): Recommendation => {
  const recommendation = requireRecommendation(view, id)
  if (recommendation.matcher !== sender) throw new Refusal('not_the_matcher', { recommendation: id })
  return recommendation
}

/** Refuses `recommendation_closed` for one that was withdrawn, and `deadline_passed` behind its window: nobody could answer in time. */
const requireAnswerable = (recommendation: Recommendation, facts: Facts): void => {
  requireNotWithdrawn(recommendation)
  const end = endOf(recommendation.window, recommendation.startedAt)
  if (isPast(end, facts)) throw new Refusal('deadline_passed', { deadline: end.toString() })
}

/** Refuses `match_unfit` for a list that cannot be the first of what was found: longer or shorter than that, or with a party in it. */
const requireCut = (
  { recommendation, found, chosen }: Body<'recommendation.match'>,
  parties: readonly string[],
): void => {
  const isWhole = chosen.length === (found < askedMaximum ? found : askedMaximum)
  if (isWhole && !chosen.some((name) => parties.includes(name))) return
  throw new Refusal('match_unfit', { recommendation })
}

/** True for who wants it still, by the rows as they are now. */
const stillWants = (view: View, name: string, recommendation: Recommendation): boolean => {
  const profile = view.find(profiles, recommendation.matcher, name)
  const participant = view.find(participants, name)
  if (participant === undefined || profile === undefined) return false
  return fitting([{ profile, participant }], recommendation, providersOf(view, recommendation)).length > 0
}

/**
 * Records who was found for a recommendation that names the sender as its matching service, as `demand.match` does of a demand; one is
 * enough (S3-013, S3-016). Refuses `unknown_recommendation`, `not_the_matcher`, `matcher_closed`, `matched_already`,
 * `recommendation_closed`, `deadline_passed`, `match_unfit`.
 */
export const matchRecommendation: Rule<'recommendation.match'> = {
  reads: ({ from, body }) => [
    ...[recommendations.key(body.recommendation), recommendationMatches.key(body.recommendation), matchers.key(from)],
    ...body.chosen.flatMap((name) => [participants.key(name), profiles.key(from, name)]),
  ],
  readsThen: ({ body }, view) => rowsOfTargets(view.find(recommendations, body.recommendation)?.targets ?? []),
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view, facts }) => {
    const recommendation = requireMatchers(view, body.recommendation, sender.participant)
    requireOpenMatcher(view, sender.participant)
    if (view.find(recommendationMatches, body.recommendation) !== undefined)
      throw new Refusal('matched_already', { recommendation: body.recommendation })
    requireAnswerable(recommendation, facts)
    requireCut(body, [recommendation.recommender, recommendation.matcher])
    const dropped = body.chosen.filter((name) => !stillWants(view, name, recommendation))
    const left = body.chosen.length - dropped.length
    const status = left > 0 ? 'matched' : 'no-match'
    const { matcher, recommender } = recommendation
    const match: RecommendationMatch = {
      ...{ ...body, block: BigInt(body.block), dropped, matcher, recommender, home: sender.home, status },
    }
    return {
      effects: {
        ...{ recommendation: body.recommendation, found: body.found, chosen: left },
        ...{ dropped: dropped.join(' '), status },
      },
      writes: [write(recommendationMatches, match)],
    }
  },
}

/** Refuses `not_matched` for who was not found, or was dropped. */
const requireFound = (view: View, { recommendation, participant }: Body<'recommendation.request'>): void => {
  const match = view.find(recommendationMatches, recommendation)
  const isFound = match?.chosen.includes(participant) === true && !match.dropped.includes(participant)
  if (!isFound) throw new Refusal('not_matched', { recommendation, participant })
}

/**
 * Refuses `sharing_not_consented` for a contact or a place that the recommender did not name when it opened the recommendation, or that
 * it named by another digest; to tell less is no fault (S3-017, S3-018).
 */
const requireConsent = (
  { recommendation, shared: consented }: Recommendation,
  { shared = {} }: { shared?: Partial<Shared> | undefined },
): void => {
  const told = sharedParts.find((part) => shared[part] !== undefined && shared[part] !== consented?.[part])
  if (told !== undefined) throw new Refusal('sharing_not_consented', { recommendation, part: told })
}

/**
 * Asks one who was found: what is recommended, until when an answer is wanted, and the names of what may be answered for, without anything
 * of it (S3-015, S3-020); and, where the recommender consented, its contact and its place, as digests. Refuses `unknown_recommendation`, `not_the_matcher`, `not_matched`, `asked_already`, `recommendation_closed`,
 * `deadline_passed`, `sharing_not_consented`.
 */
export const requestOfRecommendation: Rule<'recommendation.request'> = {
  reads: ({ body }) => [
    ...[recommendations.key(body.recommendation), recommendationMatches.key(body.recommendation)],
    recommendationRequests.key(body.recommendation, body.participant),
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view, facts }) => {
    const recommendation = requireMatchers(view, body.recommendation, sender.participant)
    requireFound(view, body)
    const named = { recommendation: body.recommendation, participant: body.participant }
    if (view.find(recommendationRequests, body.recommendation, body.participant) !== undefined)
      throw new Refusal('asked_already', named)
    requireAnswerable(recommendation, facts)
    requireConsent(recommendation, body)
    const { recommender, home: recommenderHome, matcher, title, identifier, traits, parameters } = recommendation
    const { window, strict, startedAt, targets } = recommendation
    const request = {
      ...{ ...body, recommender, recommenderHome, matcher, home: sender.home, title, identifier, traits, parameters },
      ...{ window, strict, startedAt, targets: targets.map(({ target }) => target) },
    }
    return {
      effects: { ...named, expiresAt: endOf(window, startedAt).toString() },
      writes: [write(recommendationRequests, request)],
    }
  },
}
