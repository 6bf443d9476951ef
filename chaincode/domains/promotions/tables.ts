import { z } from 'zod'
import { authenticationTypes } from '../../wire/authentication-types.ts'
import { amount, type RecordIn, table } from '../../wire/table.ts'
import { productFamilies } from '../trade-chain/terms.ts'
import { endings, reasonsOfNone, rewardLegs, rewardRules } from './terms.ts'

/** What an institution pays for trades that are brought to it, out of a budget that is reserved in its executor's account (decision 0053). */
export const campaigns = table('campaign', {
  shape: z.object({
    campaign: z.string(),
    institution: z.string(),
    /** In whose account the budget is reserved, and who pays out of it. */
    executor: z.string(),
    cash: z.string(),
    pays: z.enum(rewardRules),
    /** What each of the two gets for a trade, where the rule pays it. */
    traderReward: amount.optional(),
    promoterReward: amount.optional(),
    /** What of the budget is still reserved. */
    left: amount,
    /** What of that waits for rewards that are due or held. */
    due: amount,
    /** How many rewards one promoter can earn in it. */
    promoterMaximum: amount,
    /** How long behind its judgement a reward can be paid. */
    holdMilliseconds: amount,
    /** From when to when a trade must be opened to earn something, both included, in UTC milliseconds. */
    opensAt: amount,
    closesAt: amount,
    status: z.enum(['open', 'closed']),
  }),
  key: ['campaign'],
  homes: ['institution'],
  readers: 'everybody',
  concerns: ({ executor }) => [executor],
  listed: { as: 'campaigns', under: ['institution'], open: ['open'] },
})
export type Campaign = RecordIn<typeof campaigns>

/** What a promoter says of the trades that it brings, and by what it is known; the media themselves stand nowhere here (S2-054). */
export const promotions = table('promotion', {
  shape: z.object({
    promotion: z.string(),
    promoter: z.string(),
    /** The promoter's home. */
    bank: z.string(),
    campaign: z.string(),
    institution: z.string(),
    family: z.enum(productFamilies),
    side: z.enum(['buy', 'sell']),
    /** The voucher of metal. */
    metal: z.string().optional(),
    /** SHA-256 over the salted rest of what is said of the trade. */
    terms: z.string(),
    /** A salted digest alone; the salt stays at the bank. */
    authentication: z.object({ type: z.enum(authenticationTypes), digest: z.string() }),
    /** From when to when a trade must be opened to earn something, both included; from its creation where the first is left out. */
    opensAt: amount.optional(),
    validUntil: amount,
    usesMaximum: amount,
    /** How many trades earned something by it. */
    used: amount,
    whenOver: z.enum(endings),
    createdAt: amount,
    /** When it was ended, at `validUntil` the latest. */
    endedAt: amount.optional(),
    status: z.enum(['open', 'ended']),
  }),
  key: ['promotion'],
  homes: ['bank'],
  readers: 'everybody',
  concerns: ({ promoter }) => [promoter],
  listed: { as: 'promotions', ofAccounts: true, under: ['promoter'], open: ['open'] },
})
export type Promotion = RecordIn<typeof promotions>

/** How many rewards a promoter has earned in a campaign. */
export const promoterTallies = table('promoter-tally', {
  shape: z.object({ campaign: z.string(), promoter: z.string(), institution: z.string(), earned: amount }),
  key: ['campaign', 'promoter'],
  homes: ['institution'],
  readers: { parties: ['promoter'] },
})

/** What a trade earned one of the two: at most one row for each, so that a trade is rewarded once whoever asks again (S2-063). */
export const tradeRewards = table('trade-reward', {
  shape: z.object({
    chain: z.string(),
    leg: z.enum(rewardLegs),
    campaign: z.string(),
    promotion: z.string(),
    institution: z.string(),
    /** Who judged it, and, where it is not nothing, who pays it. */
    executor: z.string(),
    receiver: z.string(),
    /** The receiver's home. */
    home: z.string(),
    cash: z.string(),
    amount,
    /** In UTC milliseconds. */
    judgedAt: amount,
    payableFrom: amount.optional(),
    /** Until when it can be paid to somebody whose account took nothing as it was first tried. */
    heldUntil: amount.optional(),
    /** `owed` is a negative claim: it was paid for a trade that was reversed, and the receiver has too little to give it back (S2-062). */
    status: z.enum(['due', 'held', 'paid', 'expired', 'owed', 'taken-back', 'none']),
    reason: z.enum(reasonsOfNone).optional(),
  }),
  key: ['chain', 'leg'],
  homes: ['institution', 'home'],
  readers: { parties: ['receiver', 'executor'] },
  listed: {
    as: 'trade-rewards',
    ofAccounts: true,
    under: ['receiver', 'executor'],
    open: ['due', 'held', 'owed'],
  },
})
export type TradeReward = RecordIn<typeof tradeRewards>
export type TradeRewardStatus = TradeReward['status']

/** Every table of this domain. */
export const promotionTables = [campaigns, promotions, promoterTallies, tradeRewards] as const
