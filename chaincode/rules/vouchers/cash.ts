import { accounts, participants } from '../../domains/registry/tables.ts'
import { supplies, vouchers } from '../../domains/vouchers/tables.ts'
import { debited, holdingOf } from '../account.ts'
import { requireActive, requireActiveAccount, requireOwnCash, requireSupply } from '../require.ts'
import { type Rule, write } from '../rule.ts'
import { grown } from './voucher.ts'

/** Puts cash that came in at the bank onto the ledger: the series grows and the customer is credited (invariant 3). */
export const depositCash: Rule<'cash.deposit'> = {
  reads: ({ body }) => [vouchers.key(body.voucher), supplies.key(body.voucher), participants.key(body.to)],
  home: ({ body }, view) => view.find(vouchers, body.voucher)?.home,
  receivers: ({ body }, view) => [view.find(participants, body.to)?.home],
  contended: ({ body }) => supplies.key(body.voucher),
  moves: ({ body: { to, voucher, quantity } }) => [{ receiver: to, voucher, quantity }],
  decide: ({ body, sender, view }) => {
    requireOwnCash(view, body.voucher, sender.participant)
    const { home: payeeHome } = requireActive(view, body.to)
    const quantity = BigInt(body.quantity)
    return {
      effects: { voucher: body.voucher, to: body.to, quantity: body.quantity },
      writes: [write(supplies, grown(requireSupply(view, body.voucher), quantity))],
      gifts: [{ payee: body.to, payeeHome, voucher: body.voucher, quantity }],
    }
  },
}

/** Takes cash that the bank paid out off the ledger: the customer is debited and the series shrinks (invariant 3). */
export const withdrawCash: Rule<'cash.withdraw'> = {
  reads: ({ body }) => [vouchers.key(body.voucher), supplies.key(body.voucher), accounts.key(body.participant)],
  home: ({ body }, view) => view.find(vouchers, body.voucher)?.home,
  organisations: ({ body }, view) => [view.find(accounts, body.participant)?.home],
  contended: ({ body }) => supplies.key(body.voucher),
  moves: ({ body: { participant, voucher, quantity } }) => [{ giver: participant, voucher, quantity }],
  decide: ({ body, sender, view }) => {
    requireOwnCash(view, body.voucher, sender.participant)
    const quantity = BigInt(body.quantity)
    const account = debited(requireActiveAccount(view, body.participant), body.voucher, quantity)
    const supply = requireSupply(view, body.voucher)
    return {
      effects: {
        voucher: body.voucher,
        participant: body.participant,
        quantity: body.quantity,
        available: holdingOf(account, body.voucher).available.toString(),
      },
      writes: [write(accounts, account), write(supplies, { ...supply, supply: supply.supply - quantity })],
    }
  },
}
