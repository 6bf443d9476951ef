import type { rewardRules } from '../../../chaincode/domains/promotions/terms.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { fromShown, type Unit } from '../../sdk/amount.ts'
import type { ListedCampaign } from '../../sdk/promotions.ts'
import { hoursBehind } from './trades.ts'

/** Whom a campaign rewards for a trade. */
export type RewardRule = (typeof rewardRules)[number]

/** What a campaign's form holds, as it is typed; amounts in the unit of the cash, hold and length in hours. */
export interface CampaignTexts {
  cash: string
  pays: RewardRule
  trader: string
  promoter: string
  budget: string
  each: string
  hold: string
  lasts: string
}

/** What stands in the form before anything is typed. */
export const startingCampaign: CampaignTexts = {
  ...{ cash: '', pays: 'both', trader: '', promoter: '', budget: '', each: '10', hold: '24', lasts: '720' },
}

/** Which of the two a rule rewards. */
export const paidBy = (pays: RewardRule): { trader: boolean; promoter: boolean } => ({
  trader: pays !== 'promoter',
  promoter: pays !== 'trader',
})

const baseOf = (typed: string, unit: Unit): string | undefined => {
  const read = fromShown(typed, unit)
  return 'quantity' in read ? read.quantity : undefined
}

const rewardsIn = ({ pays, trader, promoter }: CampaignTexts, unit: Unit) => {
  const paid = paidBy(pays)
  const traderReward = paid.trader ? baseOf(trader, unit) : undefined
  const promoterReward = paid.promoter ? baseOf(promoter, unit) : undefined
  const isWhole = paid.trader === (traderReward !== undefined) && paid.promoter === (promoterReward !== undefined)
  return isWhole
    ? {
        ...(traderReward === undefined ? {} : { traderReward }),
        ...(promoterReward === undefined ? {} : { promoterReward }),
      }
    : undefined
}

/** For how many trades a budget lasts, as both are typed; undefined while one of them is none. */
export const tradesCovered = (typed: CampaignTexts, unit: Unit | undefined): string | undefined => {
  const rewards = unit && rewardsIn(typed, unit)
  const budget = unit && baseOf(typed.budget, unit)
  if (rewards === undefined || budget === undefined) return undefined
  const { traderReward = '0', promoterReward = '0' } = rewards
  return `${BigInt(budget) / (BigInt(traderReward) + BigInt(promoterReward))}`
}

const hourMilliseconds = 3_600_000

/** What was typed as the ledger takes it, open from `now` on in UTC milliseconds; undefined while a part of it is none. */
export const campaignIn = (
  typed: CampaignTexts,
  { unit, now }: { unit: Unit | undefined; now: number },
): Body<'campaign.open'> | undefined => {
  const rewards = unit && rewardsIn(typed, unit)
  const budget = unit && baseOf(typed.budget, unit)
  if (rewards === undefined || budget === undefined) return undefined
  return {
    ...{ cash: typed.cash, pays: typed.pays, ...rewards, budget, promoterMaximum: typed.each },
    holdMilliseconds: `${Number(typed.hold) * hourMilliseconds}`,
    ...{ opensAt: `${now}`, closesAt: hoursBehind(now, typed.lasts) },
  }
}

/** How a campaign stands at a moment in UTC milliseconds: its time is ahead, it is under way, its time is over, or it was closed. */
export type CampaignStanding = 'ahead' | 'under-way' | 'over' | 'closed'

/** By its state, and its window with both ends included. */
export const campaignStanding = (
  { status, opensAt, closesAt }: Pick<ListedCampaign, 'status' | 'opensAt' | 'closesAt'>,
  now: number,
): CampaignStanding => {
  if (status === 'closed') return 'closed'
  if (BigInt(now) < BigInt(opensAt)) return 'ahead'
  return BigInt(now) > BigInt(closesAt) ? 'over' : 'under-way'
}

/** What of a campaign's budget waits for no reward, in base units of its cash: what others can still earn, or is free as it closes. */
export const unclaimedOf = ({ left, due }: Pick<ListedCampaign, 'left' | 'due'>): string =>
  `${BigInt(left) - BigInt(due)}`

/** Whether somebody may close a campaign: who pays it at any time, anybody once its time is over. */
export const mayClose = (campaign: ListedCampaign, { self, now }: { self: string; now: number }): boolean => {
  const standing = campaignStanding(campaign, now)
  return standing !== 'closed' && (campaign.executor === self || standing === 'over')
}
