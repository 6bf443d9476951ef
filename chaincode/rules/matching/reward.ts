import { interactions, rewards } from '../../domains/matching/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import { debited } from '../account.ts'
import { requireFunction, requireLiveVoucher } from '../require.ts'
import { type Rule, write } from '../rule.ts'
import { requireTransferReceiver } from '../vouchers/transfer.ts'
import { requireCompleted } from './interaction.ts'

/**
 * A provider rewards who recommended what was accepted and used, once for each interaction, by a transfer from its own account (S3-048,
 * S3-049, SX-006). Refuses `unknown_interaction`, `not_a_party` for another than the provider of what was delivered and for another than
 * who recommended it, `interaction_state_forbids`, `provider_is_recommender`, `rewarded_already`, and as `voucher.transfer` does.
 */
export const rewardInteraction: Rule<'interaction.reward'> = {
  reads: ({ body }) => [
    ...[interactions.key(body.interaction), rewards.key(body.interaction)],
    ...[participants.key(body.recommender), vouchers.key(body.voucher)],
  ],
  home: ({ body }, view) => view.find(vouchers, body.voucher)?.home,
  receivers: ({ body }, view) => [view.find(participants, body.recommender)?.home],
  moves: ({ from, body: { recommender, voucher, quantity } }) => [
    { giver: from, receiver: recommender, voucher, quantity },
  ],
  decide: ({ body, sender, view }) => {
    const { interaction, recommender } = body
    const { of, provider, giver } = requireCompleted(view, interaction)
    const isParty = of === 'recommendation' && provider === sender.participant && giver === recommender
    if (!isParty) throw new Refusal('not_a_party', { interaction })
    if (provider === giver) throw new Refusal('provider_is_recommender', { interaction })
    if (view.find(rewards, interaction) !== undefined) throw new Refusal('rewarded_already', { interaction })
    requireFunction(requireLiveVoucher(view, body.voucher), 'transfer')
    const receiver = requireTransferReceiver(view, recommender, sender.participant)
    const quantity = BigInt(body.quantity)
    const account = debited(sender, body.voucher, quantity)
    const reward = { ...body, provider: sender.participant, home: sender.home, quantity }
    return {
      effects: { interaction, recommender, voucher: body.voucher, quantity: body.quantity },
      writes: [write(rewards, reward), write(accounts, account)],
      gifts: [{ payee: recommender, payeeHome: receiver.home, voucher: body.voucher, quantity }],
    }
  },
}
