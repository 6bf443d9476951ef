import { accounts, type Participant, participants } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import { debited, holdingOf } from '../account.ts'
import { requireActive, requireFunction, requireLiveVoucher } from '../require.ts'
import { type Rule, type View, write } from '../rule.ts'

/** Who may be transferred something by this sender; refuses `unknown_participant`, `receiver_not_active`, `receiver_does_not_accept`, `offer_needed`. */
export const requireTransferReceiver = (view: View, id: string, sender: string): Participant => {
  const receiver = requireActive(view, id)
  if (receiver.accepts === 'none') throw new Refusal('receiver_does_not_accept', { to: id })
  if (receiver.accepts === 'known' && !receiver.known.includes(sender)) throw new Refusal('offer_needed', { to: id })
  return receiver
}

/**
 * Moves a quantity from the sender to somebody else; the sum over all accounts stays (S0-023). The receiver's
 * account is not read, so that any number of payers can pay one payee at once (decision 0007).
 */
export const transferVoucher: Rule<'voucher.transfer'> = {
  reads: ({ body }) => [participants.key(body.to), vouchers.key(body.voucher)],
  home: ({ body }, view) => view.find(vouchers, body.voucher)?.home,
  receivers: ({ body }, view) => [view.find(participants, body.to)?.home],
  moves: ({ from, body: { to, voucher, quantity } }) => [{ giver: from, receiver: to, voucher, quantity }],
  decide: ({ instruction, body, sender, view }) => {
    if (body.to === instruction.from) throw new Refusal('sender_is_receiver', { to: body.to })
    const voucher = requireLiveVoucher(view, body.voucher)
    requireFunction(voucher, 'transfer')
    const receiver = requireTransferReceiver(view, body.to, instruction.from)
    const quantity = BigInt(body.quantity)
    const account = debited(sender, body.voucher, quantity)
    return {
      effects: {
        voucher: body.voucher,
        to: body.to,
        quantity: body.quantity,
        available: holdingOf(account, body.voucher).available.toString(),
      },
      writes: [write(accounts, account)],
      gifts: [{ payee: body.to, payeeHome: receiver.home, voucher: body.voucher, quantity }],
    }
  },
}
