import type { CommerceFunction } from '../../../../chaincode/domains/certificates/terms.ts'
import { isWithinOneClick, type OneClickRule } from '../../../sdk/purchases.ts'

/**
 * What one press does: `by-rule` orders (and pays, where one can) without a question; above the rule, `ask-to-pay` orders, and asks before
 * it pays, so that who says no has an unpaid order; `ask` asks before it does either, where an order without payment is not allowed;
 * `order` orders, where nothing is paid on the ledger (S1-041, S1-042).
 */
export type OneClickWay = 'by-rule' | 'ask-to-pay' | 'ask' | 'order'

/** How an order of `amount` base units goes with one press; the ledger decides once more whether the rule lets it. */
export const oneClickWay = (
  allows: readonly CommerceFunction[],
  { rule, amount }: { rule: OneClickRule; amount: bigint },
): OneClickWay => {
  if (isWithinOneClick(rule, amount)) return 'by-rule'
  if (!allows.includes('pay')) return 'order'
  return allows.includes('order') ? 'ask-to-pay' : 'ask'
}
