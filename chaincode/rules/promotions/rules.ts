import type { promotionKinds } from '../../domains/promotions/kinds.ts'
import type { Rule } from '../rule.ts'
import { closeCampaign, openCampaign } from './campaign.ts'
import { judgeReward } from './judge.ts'
import { createPromotion, endPromotion } from './promotion.ts'
import { expireReward, payReward, takeBackReward } from './reward.ts'

/** The rule of each kind about campaigns, promotions and rewards. */
export const promotionRules: { readonly [K in keyof typeof promotionKinds]: Rule<K> } = {
  'campaign.open': openCampaign,
  'campaign.close': closeCampaign,
  'promotion.create': createPromotion,
  'promotion.end': endPromotion,
  'reward.judge': judgeReward,
  'reward.pay': payReward,
  'reward.expire': expireReward,
  'reward.take-back': takeBackReward,
}
