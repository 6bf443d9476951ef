import {
  type Campaign,
  campaigns,
  type TradeReward,
  type TradeRewardStatus,
  tradeRewards,
} from '../../domains/promotions/tables.ts'
import type { RewardLeg } from '../../domains/promotions/terms.ts'
import { type Account, accounts, type Participant, participants } from '../../domains/registry/tables.ts'
import { type ChainStatus, chains, hops } from '../../domains/trade-chain/tables.ts'
import type { Effects } from '../../outcome.ts'
import { Refusal } from '../../refusal.ts'
import { credited, debited, holdingOf, taken } from '../account.ts'
import { requireNotPast, requirePast } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { requireAccount, requireActive } from '../require.ts'
import { type Decision, type Done, type Movement, type Request, type Rule, type View, write } from '../rule.ts'
import { requireChain } from '../trade-chain/chain-life.ts'
import { freedEffects, keysOfAccount } from '../trade-chain/holds.ts'
import { withoutDue } from './campaign.ts'
import { isStanding } from './judge.ts'

export type RewardEvent = 'pay' | 'hold' | 'expire' | 'reverse' | 'take-back' | 'owe'

/** The life of what a trade earned one of the two (decision 0053). Who may take a step, and when, stands at the rules. */
export const rewardLifecycle: Lifecycle<TradeRewardStatus, RewardEvent> = {
  due: { pay: 'paid', hold: 'held', reverse: 'none' },
  held: { pay: 'paid', expire: 'expired', reverse: 'none' },
  paid: { 'take-back': 'taken-back', owe: 'owed' },
  owed: { 'take-back': 'taken-back' },
  expired: {},
  'taken-back': {},
  none: {},
}

/** How long a reward is held for somebody whose account takes nothing, in milliseconds: 30 days. */
const heldMilliseconds = 30n * 86_400_000n

/** An instruction about what a trade earned one of the two. */
interface OfReward {
  body: { chain: string; leg: RewardLeg }
}

const findReward = (view: View, { body: { chain, leg } }: OfReward): TradeReward | undefined =>
  view.find(tradeRewards, chain, leg)

/** Reads, home and organisations of every step of a reward. */
const rewardSteps = {
  reads: ({ body: { chain, leg } }: OfReward): string[] => [
    ...[tradeRewards.key(chain, leg), chains.key(chain), hops.key(chain)],
  ],
  home: (asked: OfReward, view: View) => findReward(view, asked)?.institution,
  organisations: (asked: OfReward, view: View) => {
    const reward = findReward(view, asked)
    return [reward?.institution, reward?.home]
  },
}

/** The keys of the campaign, and of its executor's account once that is known, in which what is not paid is free again. */
const keysToFree = (view: View, { campaign }: TradeReward): string[] => {
  const executor = view.find(campaigns, campaign)?.executor
  return [campaigns.key(campaign), ...(executor === undefined ? [] : [accounts.key(executor)])]
}

/** A reward with the campaign out of whose budget it comes. */
interface Known {
  before: TradeReward
  campaign: Campaign
}

const requireReward = ({ body, view }: OfReward & Pick<Request<'reward.pay'>, 'view'>): Known => {
  const before = view.find(tradeRewards, body.chain, body.leg)
  if (before === undefined) throw new Refusal('unknown_reward', { chain: body.chain, leg: body.leg })
  return { before, campaign: view.find(campaigns, before.campaign) as Campaign }
}

/** The reward, for who pays the campaign's; refuses `unknown_reward` and `not_a_party`. */
const requireRewardOfSender = (request: OfReward & Pick<Request<'reward.pay'>, 'view' | 'sender'>): Known => {
  const known = requireReward(request)
  if (known.campaign.executor !== request.sender.participant) throw new Refusal('not_a_party', { party: 'institution' })
  return known
}

/** The reward after an event, with all else as it was; refuses `reward_state_forbids`. */
const rewardAfter = (before: TradeReward, event: RewardEvent): TradeReward => {
  const { chain, leg } = before
  const status = next(rewardLifecycle, before.status, event)
  if (status === undefined) throw new Refusal('reward_state_forbids', { chain, leg, status: before.status })
  return { ...before, status }
}

const told = ({ chain, leg, receiver, cash, status }: TradeReward, amount: bigint): Effects => ({
  ...{ chain, leg, receiver, cash, amount: amount.toString(), status },
})

/** Whether the receiver's account takes and gives now. */
const isActive = (view: View, { receiver }: TradeReward): boolean =>
  (view.find(participants, receiver) as Participant).status === 'active'

/** What goes to the receiver out of what is reserved for the campaign. */
const paid = (sender: Account, { before, campaign }: Known): Decision => {
  const { amount, cash, receiver, home } = before
  const account = taken(sender, cash, { bucket: 'reserved', quantity: amount })
  const rest = { ...campaign, left: campaign.left - amount, due: campaign.due - amount }
  const after = rewardAfter(before, 'pay')
  return {
    effects: told(after, amount),
    writes: [write(tradeRewards, after), write(campaigns, rest), write(accounts, account)],
    gifts: [{ payee: receiver, payeeHome: home, voucher: cash, quantity: amount }],
  }
}

const held = (before: TradeReward, now: bigint): Decision => {
  const after = { ...rewardAfter(before, 'hold'), heldUntil: now + heldMilliseconds }
  return {
    effects: { ...told(after, after.amount), heldUntil: after.heldUntil.toString() },
    writes: [write(tradeRewards, after)],
  }
}

const movesOfReward =
  (
    status: TradeRewardStatus,
    ends: (from: string, receiver: string | undefined) => Pick<Movement, 'giver' | 'receiver'>,
  ) =>
  ({ from, effects }: Pick<Done<'reward.pay'>, 'from' | 'effects'>): Movement[] =>
    effects['status'] === status
      ? [{ ...ends(from, effects['receiver']), voucher: effects['cash'], quantity: effects['amount'] }]
      : []

/**
 * A campaign's executor pays one of the two what it earned, each by an instruction of its own, so that one that fails does not lose the other
 * (S2-058 to S2-060). Where the receiver is frozen or closed it is held for 30 days, within which it may be tried again. Refuses
 * `unknown_reward`, `not_a_party`, `reward_state_forbids`, `deadline_not_passed`, `deadline_passed`, `chain_state_forbids`, and
 * `receiver_not_active` for what is held already.
 */
export const payReward: Rule<'reward.pay'> = {
  ...rewardSteps,
  // Not the receiver's account: others pay into that at the same time (decision 0007).
  readsThen: (asked, view) => {
    const reward = findReward(view, asked)
    return reward === undefined ? [] : [campaigns.key(reward.campaign), participants.key(reward.receiver)]
  },
  receivers: (asked, view) => [findReward(view, asked)?.home],
  moves: movesOfReward('paid', (giver, receiver) => ({ giver, receiver })),
  decide: (request) => {
    const { body, sender, view, facts } = request
    const known = requireRewardOfSender(request)
    const { before } = known
    rewardAfter(before, 'pay')
    requirePast(before.payableFrom as bigint, facts)
    if (before.heldUntil !== undefined) requireNotPast(before.heldUntil, facts)
    const chain = requireChain(view, body.chain)
    if (!isStanding(view, chain)) throw new Refusal('chain_state_forbids', { chain: chain.chain, status: chain.status })
    if (before.status === 'due' && !isActive(view, before)) return held(before, facts.now)
    requireActive(view, before.receiver)
    return paid(sender, known)
  },
}

/** A reward that is no more, and what is free again by that. */
const withoutReward = (view: View, { before, campaign }: Known, after: TradeReward): Decision => {
  const { freed, writes } = withoutDue(view, campaign, before.amount)
  return {
    effects: { ...told(after, before.amount), ...freedEffects(freed) },
    writes: [write(tradeRewards, after), ...writes],
  }
}

/**
 * Ends a reward that was held too long; anybody may, and what it held others can earn, or is free again where the campaign is closed
 * (S2-058, S2-059). Refuses `unknown_reward`, `reward_state_forbids` and `deadline_not_passed`.
 */
export const expireReward: Rule<'reward.expire'> = {
  ...rewardSteps,
  readsThen: (asked, view) => {
    const reward = findReward(view, asked)
    return reward === undefined ? [] : keysToFree(view, reward)
  },
  decide: (request) => {
    const known = requireReward(request)
    const after = rewardAfter(known.before, 'expire')
    requirePast(known.before.heldUntil as bigint, request.facts)
    return withoutReward(request.view, known, after)
  },
}

/** The ways in which a chain that was executed can end without a trade. */
const undone: readonly ChainStatus[] = ['refused', 'voided']

/** What was paid goes back to who paid it; where the receiver has too little for that it owes it (S2-062). Refuses `reward_still_owed`. */
const takenBack = (view: View, sender: Account, before: TradeReward): Decision => {
  const { receiver, cash, amount } = before
  const account = requireAccount(view, receiver)
  const isEnough = isActive(view, before) && holdingOf(account, cash).available >= amount
  if (!isEnough && before.status === 'owed') {
    throw new Refusal('reward_still_owed', { participant: receiver, voucher: cash })
  }
  const after = rewardAfter(before, isEnough ? 'take-back' : 'owe')
  return {
    effects: told(after, amount),
    writes: [
      write(tradeRewards, after),
      ...(isEnough
        ? [write(accounts, debited(account, cash, amount)), write(accounts, credited(sender, cash, amount))]
        : []),
    ],
  }
}

/**
 * A campaign's executor takes back what a trade earned that was voided: what is due or held becomes nothing, what was paid comes back from
 * what the receiver has, and where that is too little it is owed, until the same step finds enough (S2-062). Refuses
 * `unknown_reward`, `not_a_party`, `chain_state_forbids` for a trade that stands, `reward_state_forbids` and `reward_still_owed`.
 */
export const takeBackReward: Rule<'reward.take-back'> = {
  ...rewardSteps,
  readsThen: (asked, view) => {
    const reward = findReward(view, asked)
    return reward === undefined ? [] : [...keysOfAccount(reward.receiver), ...keysToFree(view, reward)]
  },
  foldBefore: (asked, view) => {
    const reward = findReward(view, asked)
    if (reward?.status !== 'paid' && reward?.status !== 'owed') return undefined
    return { participant: reward.receiver, voucher: reward.cash }
  },
  moves: movesOfReward('taken-back', (receiver, giver) => ({ giver, receiver })),
  decide: (request) => {
    const { body, sender, view } = request
    const known = requireRewardOfSender(request)
    const { before } = known
    const { chain, status } = requireChain(view, body.chain)
    if (!undone.includes(status)) throw new Refusal('chain_state_forbids', { chain, status })
    if (before.status === 'paid' || before.status === 'owed') return takenBack(view, sender, before)
    const after = { ...rewardAfter(before, 'reverse'), amount: 0n, reason: 'reversed' as const }
    return withoutReward(view, known, after)
  },
}
