import type { TradeRewardStatus } from '../../../chaincode/domains/promotions/tables.ts'
import type { ChainStatus } from '../../../chaincode/domains/trade-chain/tables.ts'
import type { ListedTradeReward } from '../../sdk/promotions.ts'

/** The states of what a trade earned, first what somebody must still do something about. */
const inOrder: readonly TradeRewardStatus[] = ['owed', 'held', 'due', 'paid', 'taken-back', 'expired', 'none']

/** Rewards by their state; states that none has are left out. */
export const rewardsByState = (
  rewards: readonly ListedTradeReward[],
): { status: TradeRewardStatus; rewards: ListedTradeReward[] }[] =>
  inOrder
    .map((status) => ({ status, rewards: rewards.filter((one) => one.status === status) }))
    .filter((group) => group.rewards.length > 0)

/** In which colour a reward stands. */
export const rewardToneOf = (status: TradeRewardStatus): 'good' | 'warn' | 'bad' | undefined =>
  (
    ({
      ...({ due: undefined, held: 'warn', owed: 'bad', paid: 'good' } as const),
      ...({ 'taken-back': undefined, expired: 'warn', none: undefined } as const),
    }) as const
  )[status]

/** When something happens to a reward: it can be paid from a moment on, or until one; both in UTC milliseconds. */
export const rewardMoment = ({
  status,
  payableFrom,
  heldUntil,
}: ListedTradeReward): { from: string } | { until: string } | undefined => {
  if (status === 'due' && payableFrom !== undefined) return { from: payableFrom }
  return status === 'held' && heldUntil !== undefined ? { until: heldUntil } : undefined
}

const isPast = (moment: string | undefined, now: number): boolean =>
  moment !== undefined && BigInt(now) > BigInt(moment)

/** Whether a trade that was executed came to nothing in the end, so that what it earned is taken back (S2-062). */
export const isUndone = (status: ChainStatus): boolean => status === 'voided' || status === 'refused'

const takenBackFrom: readonly TradeRewardStatus[] = ['due', 'held', 'paid', 'owed']

/**
 * The steps of a reward that somebody can take at a moment in UTC milliseconds: who pays it pays it once its hold is over, or while it is held,
 * and takes it back where its trade was undone; anybody ends what was held too long (decision 0053).
 */
export const rewardSteps = (
  reward: ListedTradeReward,
  { self, now, chain }: { self: string; now: number; chain?: ChainStatus | undefined },
): { mayPay: boolean; mayExpire: boolean; mayTakeBack: boolean } => {
  const { status, executor, payableFrom, heldUntil } = reward
  const isOwn = executor === self
  const isHeldTooLong = status === 'held' && isPast(heldUntil, now)
  const isUndoneTrade = chain !== undefined && isUndone(chain)
  const isDue = (status === 'due' && isPast(payableFrom, now)) || (status === 'held' && !isHeldTooLong)
  return {
    mayPay: isOwn && isDue && !isUndoneTrade,
    mayExpire: isHeldTooLong,
    mayTakeBack: isOwn && isUndoneTrade && takenBackFrom.includes(status),
  }
}
