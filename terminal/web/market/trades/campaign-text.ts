import type { ListedCampaign } from '../../../sdk/promotions.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { rewardWords } from './reward-words.ts'

/** What each of the two gets for a trade by a campaign, in words. */
export const rewardsText = ({ cash, traderReward, promoterReward }: ListedCampaign): string => {
  const shown = (amount: string) => formatQuantity(amount, unitOf(cash))
  return [
    ...(traderReward === undefined ? [] : [say(rewardWords.toTrader)(shown(traderReward))]),
    ...(promoterReward === undefined ? [] : [say(rewardWords.toPromoter)(shown(promoterReward))]),
  ].join(' · ')
}
