import { answers, type Recommendation, recommendations, rights } from '../../domains/recommendations/tables.ts'
import { accounts, pairs } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireAhead } from '../deadline.ts'
import { countPair, pairOf } from '../reputation.ts'
import { type Rule, type View, write } from '../rule.ts'
import { endOf, judgeWindow } from '../window.ts'

/** How far ahead a window may end, in milliseconds: a year. */
export const windowMillisecondsMaximum = 366n * 86_400_000n

const requireRecommendation = (view: View, id: string): Recommendation => {
  const recommendation = view.find(recommendations, id)
  if (recommendation === undefined) throw new Refusal('unknown_recommendation', { recommendation: id })
  return recommendation
}

/** Recommends something, to be answered within a window. Refuses `deadline_in_past` for one that is over, and `window_too_long`. */
export const openRecommendation: Rule<'recommendation.open'> = {
  reads: () => [],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, id, sender, facts }) => {
    const startedAt = facts.now
    const latest = startedAt + windowMillisecondsMaximum
    const end = requireAhead(endOf(body.window, startedAt).toString(), facts)
    if (end > latest) throw new Refusal('window_too_long', { latest: latest.toString() })
    const recommendation: Recommendation = {
      ...{ recommendation: id, recommender: sender.participant, home: sender.home, title: body.title },
      ...{ window: body.window, strict: body.strict ?? false, startedAt },
    }
    return {
      effects: { recommendation: id, startedAt: startedAt.toString() },
      writes: [write(recommendations, recommendation)],
    }
  },
}

/**
 * Answers a recommendation; whether in time is a verdict over the time of receipt and refuses nothing (decision 0041). Once in time gives the
 * right and, where the two have not counted for each other lately, the recommender a mark. Refuses `unknown_recommendation`,
 * `own_recommendation`, and `answered_already` to who has the right.
 */
export const answerRecommendation: Rule<'recommendation.answer'> = {
  reads: ({ from, body }) => [recommendations.key(body.recommendation), rights.key(body.recommendation, from)],
  readsThen: ({ from, body }, view) => {
    const recommender = view.find(recommendations, body.recommendation)?.recommender
    return recommender === undefined ? [] : [pairs.key(...pairOf(from, recommender))]
  },
  home: ({ from }, view) => view.find(accounts, from)?.home,
  receivers: ({ body }, view) => [view.find(recommendations, body.recommendation)?.home],
  decide: ({ body, id, sender, view, facts, receivedAt }) => {
    const {
      recommendation,
      recommender,
      home: recommenderHome,
      ...terms
    } = requireRecommendation(view, body.recommendation)
    const { participant, home } = sender
    if (recommender === participant) throw new Refusal('own_recommendation', { recommendation })
    if (view.find(rights, recommendation, participant) !== undefined)
      throw new Refusal('answered_already', { recommendation })
    const verdict = judgeWindow({ ...terms, receivedAt })
    const answer = { recommendation, answer: id, participant, recommender, home, verdict, receivedAt }
    const effects = { verdict, receivedAt: receivedAt.toString() }
    if (verdict !== 'in-time') return { effects, writes: [write(answers, answer)] }
    const other = { participant: recommender, home: recommenderHome }
    const counted = countPair(view, facts, { ending: id, counts: other, withWhom: { participant, home } })
    const right = { recommendation, participant, recommender, home, answer: id }
    return { effects, writes: [write(answers, answer), write(rights, right), ...counted.writes], marks: counted.marks }
  },
}
