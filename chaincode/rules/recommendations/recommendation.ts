import { matchers } from '../../domains/matching/tables.ts'
import { type Recommendation, recommendations } from '../../domains/recommendations/tables.ts'
import type { Parameter } from '../../domains/recommendations/target.ts'
import type { ResponseWindow } from '../../domains/recommendations/window.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { requireWithinYear } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { requireValues, traitKeys } from '../matching/fit.ts'
import { requireOpenMatcher } from '../matching/matcher.ts'
import { type Facts, type Rule, type View, write } from '../rule.ts'
import { endOf } from '../window.ts'
import { keysOfTargets, requireTargets, rowsOfTargets } from './target.ts'

/** The life of a recommendation: its recommender withdraws it. Its window is over by its time, without a step. */
export const recommendationLifecycle: Lifecycle<Recommendation['status'], 'withdraw'> = {
  open: { withdraw: 'withdrawn' },
  withdrawn: {},
}

/** The recommendation; refuses `unknown_recommendation`. */
export const requireRecommendation = (view: View, id: string): Recommendation => {
  const recommendation = view.find(recommendations, id)
  if (recommendation === undefined) throw new Refusal('unknown_recommendation', { recommendation: id })
  return recommendation
}

const withdrawn = ({ recommendation, status }: Recommendation): Recommendation['status'] => {
  const after = next(recommendationLifecycle, status, 'withdraw')
  if (after === undefined) throw new Refusal('recommendation_closed', { recommendation })
  return after
}

/** Refuses `recommendation_closed` for one that was withdrawn (S3-012). */
export const requireNotWithdrawn = (recommendation: Recommendation): void => {
  withdrawn(recommendation)
}

/** The sender's own recommendation; refuses `unknown_recommendation`, `not_a_party`. */
export const requireOwnRecommendation = (view: View, id: string, sender: string): Recommendation => {
  const recommendation = requireRecommendation(view, id)
  if (recommendation.recommender !== sender) throw new Refusal('not_a_party', { recommendation: id })
  return recommendation
}

type Opening = Body<'recommendation.open'>

/** The parts that nothing can be recommended without; refuses `recommendation_part_required` with the missing one, and `ambiguous_window` (S3-001, S3-009). */
const requireParts = ({ identifier, windows, targets }: Opening): { identifier: string; window: ResponseWindow } => {
  if (identifier === undefined) throw new Refusal('recommendation_part_required', { part: 'identifier' })
  const [window, second] = windows
  if (window === undefined) throw new Refusal('recommendation_part_required', { part: 'window' })
  if (second !== undefined) throw new Refusal('ambiguous_window', {})
  if (targets.length === 0) throw new Refusal('recommendation_part_required', { part: 'target' })
  return { identifier, window }
}

/** Refuses `parameter_unfit` for a value that is not of its type, and for a parameter that is named twice (S3-004). */
const requireParameters = (parameters: readonly Parameter[]): void => {
  const unfit = parameters.find(
    ({ parameter, type, value }, place) =>
      (type === 'number') !== (typeof value === 'number') ||
      parameters.findIndex((one) => one.parameter === parameter) !== place,
  )
  if (unfit !== undefined) throw new Refusal('parameter_unfit', { parameter: unfit.parameter })
}

/** The end of a window from now on; refuses `deadline_in_past` for one that is over, and `window_too_long`. */
const requireWindow = (window: ResponseWindow, facts: Facts): bigint =>
  requireWithinYear(endOf(window, facts.now).toString(), facts)

/**
 * Recommends something to those who want it, to be answered within a window (S3-001 to S3-011, S3-051). Refuses `unknown_matcher`,
 * `matcher_closed`, `recommendation_part_required`, `ambiguous_window`, as `requireValues` for its traits, `parameter_unfit`,
 * `deadline_in_past`, `window_too_long`, and as `requireTargets` for what is not the sender's to give.
 */
export const openRecommendation: Rule<'recommendation.open'> = {
  reads: ({ body }) => [
    ...[matchers.key(body.matcher), ...traitKeys(body.matcher, body.traits)],
    ...rowsOfTargets(body.targets),
  ],
  readsThen: ({ body }, view) => keysOfTargets(view, body.targets),
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, id, sender, view, facts }) => {
    const matcher = requireOpenMatcher(view, body.matcher)
    const { identifier, window } = requireParts(body)
    requireValues(view, matcher, { values: body.traits, of: 'goods' })
    requireParameters(body.parameters)
    const end = requireWindow(window, facts)
    requireTargets({ view, facts, sender }, body)
    const { windows: _windows, endsAt, ...said } = body
    const recommendation: Recommendation = {
      ...{ ...said, recommendation: id, recommender: sender.participant, home: sender.home },
      ...{ matcherHome: matcher.home, identifier, window, strict: body.strict ?? false, startedAt: facts.now },
      ...(endsAt === undefined ? {} : { endsAt: BigInt(endsAt) }),
      status: 'open',
    }
    return {
      effects: { recommendation: id, startedAt: facts.now.toString(), expiresAt: end.toString(), status: 'open' },
      writes: [write(recommendations, recommendation)],
    }
  },
}

/**
 * Withdraws a recommendation: nobody is asked, answers or is delivered to any more; what was delivered stays good (S3-012). Refuses
 * `unknown_recommendation`, `not_a_party`, `recommendation_closed`.
 */
export const withdrawRecommendation: Rule<'recommendation.withdraw'> = {
  reads: ({ body }) => [recommendations.key(body.recommendation)],
  home: ({ body }, view) => view.find(recommendations, body.recommendation)?.home,
  decide: ({ body, sender, view }) => {
    const recommendation = requireOwnRecommendation(view, body.recommendation, sender.participant)
    const status = withdrawn(recommendation)
    return {
      effects: { recommendation: body.recommendation, status },
      writes: [write(recommendations, { ...recommendation, status })],
    }
  },
}
