import type { recommendationKinds } from '../../domains/recommendations/kinds.ts'
import type { Rule } from '../rule.ts'
import { acceptDelivery, deliverRecommended, rejectDelivery } from './delivery.ts'
import { matchRecommendation, requestOfRecommendation } from './match.ts'
import { openRecommendation, withdrawRecommendation } from './recommendation.ts'
import { answerRecommendation, declineRecommendation } from './response.ts'

/** The rule of each kind about recommendations. */
export const recommendationRules: { readonly [K in keyof typeof recommendationKinds]: Rule<K> } = {
  'recommendation.open': openRecommendation,
  'recommendation.withdraw': withdrawRecommendation,
  'recommendation.match': matchRecommendation,
  'recommendation.request': requestOfRecommendation,
  'recommendation.answer': answerRecommendation,
  'recommendation.decline': declineRecommendation,
  'recommendation.deliver': deliverRecommended,
  'recommendation.accept': acceptDelivery,
  'recommendation.reject': rejectDelivery,
}
