import type { z } from 'zod'
import { campaigns, promotions, tradeRewards } from '../../chaincode/domains/promotions/tables.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { type ListPage, pageOf, queryOf } from './lists.ts'
import { type ListSearch, type Reading, readOwn } from './own-lists.ts'
import type { Terminal } from './terminal.ts'

const campaignRow = asWritten(campaigns.shape)
export type ListedCampaign = z.infer<typeof campaignRow>

const promotionRow = asWritten(promotions.shape)
export type ListedPromotion = z.infer<typeof promotionRow>

const rewardRow = asWritten(tradeRewards.shape)
export type ListedTradeReward = z.infer<typeof rewardRow>

/** The campaigns of an institution, newest first, for everybody. */
export const readCampaigns = (
  terminal: Pick<Terminal, 'read'>,
  institution: string,
  { limit, ...search }: ListSearch = {},
): Promise<ListPage<ListedCampaign>> => {
  const query = queryOf({ institution, ...search, ...(limit === undefined ? {} : { limit: String(limit) }) })
  return terminal.read(`/v1/campaigns${query}`, pageOf(campaignRow))
}

/** One campaign; refuses `not_found`. */
export const readCampaign = (terminal: Pick<Terminal, 'read'>, campaign: string): Promise<ListedCampaign> =>
  terminal.read(`/v1/campaigns/${encodeURIComponent(campaign)}`, campaignRow)

/** The promotions that one made, newest first. */
export const readPromotions = (terminal: Reading, search: ListSearch): Promise<ListPage<ListedPromotion>> =>
  readOwn(terminal, 'promotions', promotionRow, search)

/** One promotion, whoever made it; refuses `not_found`. */
export const readPromotion = (terminal: Pick<Terminal, 'read'>, promotion: string): Promise<ListedPromotion> =>
  terminal.read(`/v1/promotions/${encodeURIComponent(promotion)}`, promotionRow)

/** What trades earned one, and what one pays for them, newest first; what is owed is among those that are open (S2-062). */
export const readTradeRewards = (terminal: Reading, search: ListSearch): Promise<ListPage<ListedTradeReward>> =>
  readOwn(terminal, 'trade-rewards', rewardRow, search)
