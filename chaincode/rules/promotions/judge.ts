import {
  type Campaign,
  campaigns,
  type Promotion,
  promoterTallies,
  promotions,
  type TradeReward,
  tradeRewards,
} from '../../domains/promotions/tables.ts'
import { type ReasonOfNone, type RewardLeg, rewardLegs } from '../../domains/promotions/terms.ts'
import { type Chain, chains, type Hop, hops } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Request, type Rule, type View, type Write, write } from '../rule.ts'
import { requireChain } from '../trade-chain/chain-life.ts'
import { requirePromotion } from './promotion.ts'

type Judging = Request<'reward.judge'>

/** All that a trade is judged by. */
interface Judged {
  chain: Chain
  promotion: Promotion
  campaign: Campaign
}

/** True for a trade that the institution executed, and that nobody ended or disputes. */
export const isStanding = (view: View, { chain, status }: Chain): boolean =>
  status === 'settled' || (status === 'answered' && (view.find(hops, chain) as Hop).status === 'executed')

/**
 * The trade of the sender's institution that was executed, once. Refuses `unknown_chain`, `not_a_party`, `unknown_promotion`,
 * `chain_state_forbids` and `already_judged`.
 */
const requireJudgeable = ({ body, sender, view }: Judging): Judged => {
  const chain = requireChain(view, body.chain)
  if (chain.institution !== sender.home) throw new Refusal('not_a_party', { party: 'institution' })
  const promotion = requirePromotion(view, body.promotion)
  if (!isStanding(view, chain)) throw new Refusal('chain_state_forbids', { chain: chain.chain, status: chain.status })
  const isJudged = rewardLegs.some((leg) => view.find(tradeRewards, chain.chain, leg) !== undefined)
  if (isJudged) throw new Refusal('already_judged', { chain: chain.chain })
  // A promotion is made for a campaign that there is, and none goes.
  return { chain, promotion, campaign: view.find(campaigns, promotion.campaign) as Campaign }
}

const isOfTrade = ({ institution, family, side, metal }: Promotion, chain: Chain): boolean =>
  institution === chain.institution && family === chain.family && side === chain.side && metal === chain.metal?.voucher

/** Both bounds count. */
const isWithin = ({ from, until }: { from: bigint; until: bigint }, moment: bigint): boolean =>
  from <= moment && moment <= until

/** Why a trade earns neither of the two anything; undefined where it may earn. */
const reasonForAll = ({ chain, promotion, campaign }: Judged, trader: 'same' | 'other'): ReasonOfNone | undefined => {
  const { openedAt } = chain
  if (!isOfTrade(promotion, chain)) return 'other-trade'
  if (trader === 'same' || promotion.promoter === chain.client) return 'self-referral'
  const isOfCampaign = isWithin({ from: campaign.opensAt, until: campaign.closesAt }, openedAt)
  if (campaign.status === 'closed' || !isOfCampaign) return 'no-campaign'
  const from = promotion.opensAt ?? promotion.createdAt
  if (!isWithin({ from, until: promotion.endedAt ?? promotion.validUntil }, openedAt)) return 'outside-window'
  return promotion.used < promotion.usesMaximum ? undefined : 'used-up'
}

const rewardOf = ({ traderReward, promoterReward }: Campaign, leg: RewardLeg): bigint | undefined =>
  leg === 'trader' ? traderReward : promoterReward

/** Why one of the two earns nothing where the trade does; undefined where it earns. */
const reasonForLeg = (
  { campaign, earned }: { campaign: Campaign; earned: bigint },
  { leg, amount }: { leg: RewardLeg; amount: bigint },
): ReasonOfNone | undefined => {
  if (leg === 'promoter' && earned >= campaign.promoterMaximum) return 'cap'
  return campaign.left - campaign.due < amount ? 'budget' : undefined
}

/** What each of the two whom the campaign's rule rewards earned, and the campaign with that put aside. */
const legsOf = (
  { body, sender, view, facts }: Judging,
  judged: Judged,
): { campaign: Campaign; legs: TradeReward[] } => {
  const { chain, promotion } = judged
  const ofAll = reasonForAll(judged, body.trader)
  const earned = view.find(promoterTallies, promotion.campaign, promotion.promoter)?.earned ?? 0n
  const executor = promotion.institution === chain.institution ? judged.campaign.executor : sender.participant
  const receivers = {
    trader: { receiver: chain.client, home: chain.bank },
    promoter: { receiver: promotion.promoter, home: promotion.bank },
  }
  let { campaign } = judged
  const legs = rewardLegs.flatMap((leg): TradeReward[] => {
    const amount = rewardOf(campaign, leg)
    if (amount === undefined) return []
    const reason = ofAll ?? reasonForLeg({ campaign, earned }, { leg, amount })
    const row = {
      ...{ chain: chain.chain, leg, campaign: campaign.campaign, promotion: promotion.promotion, executor },
      ...{ institution: chain.institution, ...receivers[leg], cash: campaign.cash, judgedAt: facts.now },
    }
    if (reason !== undefined) return [{ ...row, amount: 0n, status: 'none', reason }]
    campaign = { ...campaign, due: campaign.due + amount }
    return [{ ...row, amount, payableFrom: facts.now + campaign.holdMilliseconds, status: 'due' }]
  })
  return { campaign, legs }
}

/** What is counted of a trade that earns something: its promotion's uses, and what its promoter has earned in the campaign. */
const counted = (view: View, { promotion, campaign }: Judged, due: readonly RewardLeg[]): Write[] => {
  if (due.length === 0) return []
  const { promoter, used } = promotion
  const { campaign: id, institution } = campaign
  const earned = (view.find(promoterTallies, id, promoter)?.earned ?? 0n) + 1n
  const tally = write(promoterTallies, { campaign: id, promoter, institution, earned })
  return [
    ...[write(campaigns, campaign), write(promotions, { ...promotion, used: used + 1n })],
    ...(due.includes('promoter') ? [tally] : []),
  ]
}

/**
 * An institution judges what a trade that it executed earned by a promotion, once, whatever it comes to: each of the two whom the campaign's
 * rule rewards gets a row, due from the end of the campaign's hold on, or nothing with its reason (S2-057 to S2-061, S2-063, SX-005). A
 * window counts by when the chain was opened. Refuses `unknown_chain`, `not_a_party`, `unknown_promotion`, `chain_state_forbids`
 * and `already_judged`.
 */
export const judgeReward: Rule<'reward.judge'> = {
  reads: ({ body: { chain, promotion } }) => [
    ...[chains.key(chain), hops.key(chain), promotions.key(promotion)],
    ...rewardLegs.map((leg) => tradeRewards.key(chain, leg)),
  ],
  readsThen: ({ body }, view) => {
    const promotion = view.find(promotions, body.promotion)
    if (promotion === undefined) return []
    const { campaign, promoter } = promotion
    return [campaigns.key(campaign), promoterTallies.key(campaign, promoter)]
  },
  home: ({ body }, view) => view.find(chains, body.chain)?.institution,
  organisations: ({ body }, view) => {
    const chain = view.find(chains, body.chain)
    return [chain?.institution, chain?.bank, view.find(promotions, body.promotion)?.bank]
  },
  decide: (request) => {
    const judged = requireJudgeable(request)
    const { campaign, legs } = legsOf(request, judged)
    const due = legs.filter(({ status }) => status === 'due').map(({ leg }) => leg)
    const reasons = legs.flatMap(({ reason }) => (reason === undefined ? [] : [reason]))
    const amount = (campaign.due - judged.campaign.due).toString()
    const { chain, promotion } = request.body
    return {
      effects: { chain, promotion, cash: campaign.cash, amount, due, reasons },
      writes: [...legs.map((leg) => write(tradeRewards, leg)), ...counted(request.view, { ...judged, campaign }, due)],
    }
  },
}
