import type { recommendationKinds } from '../../domains/recommendations/kinds.ts'
import type { Rule } from '../rule.ts'
import { answerRecommendation, openRecommendation } from './recommendation.ts'

/** The rule of each kind about recommendations. */
export const recommendationRules: { readonly [K in keyof typeof recommendationKinds]: Rule<K> } = {
  'recommendation.open': openRecommendation,
  'recommendation.answer': answerRecommendation,
}
