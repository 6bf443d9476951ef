import {
  type Answer,
  answers,
  type RecommendationRequest,
  type Right,
  recommendationRequests,
  recommendations,
  rights,
} from '../../domains/recommendations/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Rule, type View, write } from '../rule.ts'
import { judgeWindow } from '../window.ts'
import { requireNotWithdrawn, requireRecommendation } from './recommendation.ts'

interface Responding {
  from: string
  body: { recommendation: string }
}

const reads = ({ from, body }: Responding): string[] => [
  ...[recommendations.key(body.recommendation), recommendationRequests.key(body.recommendation, from)],
  rights.key(body.recommendation, from),
]

/** Refuses `answered_already` with what came of the first response: its status, and where it was in time its instruction's id (S3-024). */
const requireFirst = (before: Right | undefined): void => {
  if (before === undefined) return
  const { recommendation, status, answer } = before
  throw new Refusal('answered_already', { recommendation, status, ...(answer === undefined ? {} : { first: answer }) })
}

/**
 * The request that the sender may answer. Refuses `unknown_recommendation`, `own_recommendation`, `not_asked`, `answered_already`, and
 * `recommendation_closed` (S3-012, S3-022, S3-024).
 */
const requireAnswerable = (view: View, { from, body }: Responding): RecommendationRequest => {
  const { recommendation } = body
  const found = requireRecommendation(view, recommendation)
  if (found.recommender === from) throw new Refusal('own_recommendation', { recommendation })
  const request = view.find(recommendationRequests, recommendation, from)
  if (request === undefined) throw new Refusal('not_asked', { recommendation })
  requireFirst(view.find(rights, recommendation, from))
  requireNotWithdrawn(found)
  return request
}

/** Refuses `not_its_target` for an answer that names what is not recommended (S3-023). */
const requireNamed = ({ recommendation, targets }: RecommendationRequest, target: string | undefined): void => {
  if (target === undefined || targets.includes(target)) return
  throw new Refusal('not_its_target', { recommendation, target })
}

/**
 * Answers a recommendation that one was asked for; whether in time is a verdict over the time of receipt and refuses nothing (decision
 * 0041, S3-026 to S3-040). Once in time gives the right. Refuses `unknown_recommendation`, `own_recommendation`, `not_asked`,
 * `answered_already` to who has the right or declined, `recommendation_closed`, `not_its_target`.
 */
export const answerRecommendation: Rule<'recommendation.answer'> = {
  reads,
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, id, sender, view, receivedAt }) => {
    const { participant, home } = sender
    const request = requireAnswerable(view, { from: participant, body })
    requireNamed(request, body.target)
    const { recommendation, recommender } = request
    const verdict = judgeWindow({ ...request, receivedAt })
    const named = body.target === undefined ? {} : { target: body.target }
    const answer: Answer = {
      ...{ recommendation, answer: id, participant, recommender, home, verdict, receivedAt },
      ...named,
    }
    const right: Right = {
      ...{ recommendation, participant, recommender, home, answer: id },
      ...{ ...named, status: 'in-time' },
    }
    return {
      effects: { verdict, receivedAt: receivedAt.toString() },
      writes: [write(answers, answer), ...(verdict === 'in-time' ? [write(rights, right)] : [])],
    }
  },
}

/** Who was asked says no, for good (S3-025). Refuses as an answer does. */
export const declineRecommendation: Rule<'recommendation.decline'> = {
  reads,
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    const { participant, home } = sender
    const { recommendation, recommender } = requireAnswerable(view, { from: participant, body })
    return {
      effects: { recommendation, status: 'declined' },
      writes: [write(rights, { recommendation, participant, recommender, home, status: 'declined' })],
    }
  },
}
