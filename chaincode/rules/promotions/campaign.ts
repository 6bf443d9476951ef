import { type Campaign, campaigns } from '../../domains/promotions/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { moved } from '../account.ts'
import { requirePast, requireWithinYear } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { requireFunction, requireLiveVoucher } from '../require.ts'
import { type Rule, type View, type Write, write } from '../rule.ts'
import { freed, freedEffects, type Leg } from '../trade-chain/holds.ts'

type Opening = Body<'campaign.open'>

/** The life of a campaign (decision 0053): what it promised before it was closed is still paid. */
export const campaignLifecycle: Lifecycle<Campaign['status'], 'close'> = { open: { close: 'closed' }, closed: {} }

/** The campaign; refuses `unknown_campaign`. */
export const requireCampaign = (view: View, campaign: string): Campaign => {
  const found = view.find(campaigns, campaign)
  if (found === undefined) throw new Refusal('unknown_campaign', { campaign })
  return found
}

/** The campaign as it is once it is closed; refuses `campaign_state_forbids`. */
export const closedCampaign = (before: Campaign): Campaign => {
  const { campaign } = before
  const status = next(campaignLifecycle, before.status, 'close')
  if (status === undefined) throw new Refusal('campaign_state_forbids', { campaign, status: before.status })
  return { ...before, status }
}

/** A window from one moment to another that lies ahead; refuses `deadline_in_past`, `window_too_long`, `window_empty`. */
export const requireWindow = (
  { opensAt, until }: { opensAt: string | undefined; until: string },
  facts: Parameters<typeof requireWithinYear>[1],
): { opensAt?: bigint; until: bigint } => {
  const end = requireWithinYear(until, facts)
  if (opensAt === undefined) return { until: end }
  if (BigInt(opensAt) > end) throw new Refusal('window_empty', {})
  return { opensAt: BigInt(opensAt), until: end }
}

/** The rewards that the rule pays, and no others (S2-058 to S2-060); refuses `campaign_unfit`. */
const requireRewards = ({ pays, traderReward, promoterReward }: Opening) => {
  const isWhole = (traderReward !== undefined) === (pays !== 'promoter')
  if (!isWhole || (promoterReward !== undefined) !== (pays !== 'trader'))
    throw new Refusal('campaign_unfit', { rule: pays })
  return {
    ...(traderReward === undefined ? {} : { traderReward: BigInt(traderReward) }),
    ...(promoterReward === undefined ? {} : { promoterReward: BigInt(promoterReward) }),
  }
}

/** Refuses `unknown_voucher`, `voucher_retired`, `not_a_currency` and `function_not_enabled` for what no reward can be paid in. */
const requireCash = (view: View, cash: string): void => {
  const voucher = requireLiveVoucher(view, cash)
  if (voucher.product.type !== 'currency') throw new Refusal('not_a_currency', { voucher: cash })
  requireFunction(voucher, 'transfer')
}

/**
 * An institution says what it pays for trades that are brought to it, and puts the whole budget aside in its executor's account. Refuses
 * `home_lacks_part`, `campaign_unfit`, `deadline_in_past`, `window_too_long`, `window_empty`, `unknown_voucher`, `voucher_retired`,
 * `not_a_currency`, `function_not_enabled` and `exceeds_available_quantity`.
 */
export const openCampaign: Rule<'campaign.open'> = {
  reads: ({ body: { cash } }) => [vouchers.key(cash)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, id, sender, view, facts, consortium }) => {
    const { home: institution, participant: executor } = sender
    if (!consortium.plays(institution, 'institution')) throw new Refusal('home_lacks_part', { part: 'institution' })
    const rewards = requireRewards(body)
    const { until } = requireWindow({ opensAt: body.opensAt, until: body.closesAt }, facts)
    const { cash, pays } = body
    requireCash(view, cash)
    const budget = BigInt(body.budget)
    const account = moved(sender, cash, { bucket: 'available', to: 'reserved', quantity: budget })
    const campaign: Campaign = {
      ...{ campaign: id, institution, executor, cash, pays, ...rewards, left: budget, due: 0n, status: 'open' },
      promoterMaximum: BigInt(body.promoterMaximum),
      holdMilliseconds: BigInt(body.holdMilliseconds),
      ...{ opensAt: BigInt(body.opensAt), closesAt: until },
    }
    return {
      effects: { campaign: id, institution, reserved: body.budget, reservedVoucher: cash, status: campaign.status },
      writes: [write(campaigns, campaign), write(accounts, account)],
    }
  },
}

/** A campaign that no longer keeps a reward of this amount, and what of it is free again: nothing while others can still earn it. */
export const withoutDue = (view: View, before: Campaign, amount: bigint): { freed?: Leg; writes: Write[] } => {
  const due = before.due - amount
  if (before.status === 'open') return { writes: [write(campaigns, { ...before, due })] }
  const leg = { voucher: before.cash, quantity: amount }
  const after = write(campaigns, { ...before, due, left: before.left - amount })
  return { freed: leg, writes: [after, ...freed(view, before.executor, leg)] }
}

/**
 * Closes a campaign: what of its budget waits for no reward is free again. Its executor may at any time, anybody behind its end. Refuses
 * `unknown_campaign`, `campaign_state_forbids` and `deadline_not_passed`.
 */
export const closeCampaign: Rule<'campaign.close'> = {
  reads: ({ body }) => [campaigns.key(body.campaign)],
  readsThen: ({ body }, view) => {
    const executor = view.find(campaigns, body.campaign)?.executor
    return executor === undefined ? [] : [accounts.key(executor)]
  },
  home: ({ body }, view) => view.find(campaigns, body.campaign)?.institution,
  organisations: ({ body }, view) => [view.find(campaigns, body.campaign)?.institution],
  decide: ({ body, sender, view, facts }) => {
    const before = requireCampaign(view, body.campaign)
    const after = closedCampaign(before)
    if (before.executor !== sender.participant) requirePast(before.closesAt, facts)
    const rest = { voucher: before.cash, quantity: before.left - before.due }
    return {
      effects: { campaign: before.campaign, status: after.status, ...freedEffects(rest) },
      writes: [
        write(campaigns, { ...after, left: before.due }),
        ...(rest.quantity === 0n ? [] : freed(view, before.executor, rest)),
      ],
    }
  },
}
