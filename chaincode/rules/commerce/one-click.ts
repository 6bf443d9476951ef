import { type OneClickRule, oneClickRules } from '../../domains/commerce/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { dayOf, usedToday } from '../day-allowance.ts'
import { type Rule, write } from '../rule.ts'

/**
 * The buyer's own rule for orders in one click (S1-042): up to `maximum` each and `perDay` of them a UTC day may be made without a prompt.
 * Either of them nothing: none may, as before there was a rule. What was used today stays used.
 */
export const setOneClick: Rule<'purchase.set-one-click'> = {
  reads: ({ from, body }) => [oneClickRules.key(from, body.cash)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view, facts }) => {
    const { cash, maximum, perDay } = body
    const { participant: buyer, home } = sender
    const used = usedToday(view.find(oneClickRules, buyer, cash), facts)
    const rule: OneClickRule = { buyer, cash, home, maximum: BigInt(maximum), perDay, day: dayOf(facts), used }
    return { effects: { voucher: cash, maximum, perDay: `${perDay}` }, writes: [write(oneClickRules, rule)] }
  },
}
