import type { Listed } from '../../sdk/matching/records.ts'

type Interaction = Listed<'interactions'>

/** What was rewarded, and what could be yet. */
export interface RewardLists {
  moved: Listed<'rewards'>[]
  /** Used, and not rewarded: of which this account is the provider, who may reward it. */
  mine: Interaction[]
  /** Used, and not rewarded: what this account recommended of another's. */
  waiting: Interaction[]
}

/** Sorts what came of recommendations by who may still reward it: once it was used, its provider, and never itself (S3-048). */
export const rewardLists = (
  self: string,
  { interactions, rewards }: { interactions: readonly Interaction[]; rewards: readonly Listed<'rewards'>[] },
): RewardLists => {
  const isRewarded = (one: Interaction) => rewards.some(({ interaction }) => interaction === one.interaction)
  const due = interactions.filter(
    (one) =>
      one.of === 'recommendation' &&
      one.status === 'completed' &&
      one.provider !== undefined &&
      one.provider !== one.giver &&
      !isRewarded(one),
  )
  return {
    moved: rewards.filter(({ provider, recommender }) => provider === self || recommender === self),
    mine: due.filter(({ provider }) => provider === self),
    waiting: due.filter(({ giver }) => giver === self),
  }
}
