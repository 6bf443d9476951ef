import { accountKey, participantKey, supplyKey, voucherKey } from '../wire/keys.ts'
import { debited, holdingOf } from './account.ts'
import { requireActive, requireActiveAccount, requireOwnCash, requireSupply } from './require.ts'
import { type Rule, write } from './rule.ts'
import { grown } from './voucher.ts'

/** Puts cash that came in at the bank onto the ledger: the series grows and the customer is credited (invariant 3). */
export const depositCash: Rule<'cash.deposit'> = {
  roles: ['teller'],
  reads: ({ body }) => [voucherKey(body.voucher), supplyKey(body.voucher), participantKey(body.to)],
  home: ({ body }, view) => view.voucher(body.voucher)?.home,
  receivers: ({ body }, view) => [view.participant(body.to)?.home],
  contended: ({ body }) => supplyKey(body.voucher),
  decide: ({ body, sender, view }) => {
    requireOwnCash(view, body.voucher, sender.participant)
    const { home: payeeHome } = requireActive(view, body.to)
    const quantity = BigInt(body.quantity)
    return {
      effects: { voucher: body.voucher, to: body.to, quantity: body.quantity },
      writes: [write('supply', grown(requireSupply(view, body.voucher), quantity))],
      gifts: [{ payee: body.to, payeeHome, voucher: body.voucher, quantity }],
    }
  },
}

/** Takes cash that the bank paid out off the ledger: the customer is debited and the series shrinks (invariant 3). */
export const withdrawCash: Rule<'cash.withdraw'> = {
  roles: ['teller'],
  reads: ({ body }) => [voucherKey(body.voucher), supplyKey(body.voucher), accountKey(body.participant)],
  home: ({ body }, view) => view.voucher(body.voucher)?.home,
  organisations: ({ body }, view) => [view.account(body.participant)?.home],
  contended: ({ body }) => supplyKey(body.voucher),
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
      writes: [write('account', account), write('supply', { ...supply, supply: supply.supply - quantity })],
    }
  },
}
