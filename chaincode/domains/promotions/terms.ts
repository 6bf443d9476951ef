import { z } from 'zod'

/** Whom a campaign rewards for a trade (S2-058 to S2-060). */
export const rewardRules = ['trader', 'promoter', 'both'] as const

/** The two who can be rewarded for one trade: who traded, and who brought the trade. */
export const rewardLegs = ['trader', 'promoter'] as const
export type RewardLeg = (typeof rewardLegs)[number]

/** What becomes of a trade whose promotion is over: it goes on without the promotion, or it stops. */
export const endings = ['goes-on', 'stops'] as const

/** Whether the client of a trade is who promoted it, by the identities that a bank verified (S2-061). */
export const traders = ['same', 'other'] as const

/** Why a trade earned one of the two nothing. */
export const reasonsOfNone = [
  ...(['other-trade', 'self-referral', 'no-campaign', 'outside-window'] as const),
  ...(['used-up', 'cap', 'budget', 'reversed'] as const),
] as const
export type ReasonOfNone = (typeof reasonsOfNone)[number]

/** How many times: from 1 on, as a decimal string. */
export const times = z.string().regex(/^[1-9][0-9]{0,8}$/)

/** A length of time in milliseconds, as a decimal string; it may be none, and is at most a year. */
export const milliseconds = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,10})$/)
  .refine((digits) => !/^[0-9]{1,11}$/.test(digits) || BigInt(digits) <= 366n * 86_400_000n, 'at most a year')
