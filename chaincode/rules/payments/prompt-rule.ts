import { type PromptRule, promptRules } from '../../domains/payments/tables.ts'
import { type Account, accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { covers, dayOf, usedToday, withOneMore } from '../day-allowance.ts'
import { type Facts, type Rule, type View, write } from '../rule.ts'

/**
 * The payer's own rule for small amounts of a voucher (S4-041): up to `maximum` each and `perDay` of them a UTC day may be
 * approved without a prompt. Either of them nothing: none may, as before there was a rule. What was used today stays used.
 */
export const setPromptRule: Rule<'payment.set-prompt-rule'> = {
  reads: ({ from, body }) => [promptRules.key(from, body.voucher)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view, facts }) => {
    const { voucher, maximum, perDay } = body
    const { participant: payer, home } = sender
    const used = usedToday(view.find(promptRules, payer, voucher), facts)
    const rule: PromptRule = { payer, voucher, home, maximum: BigInt(maximum), perDay, day: dayOf(facts), used }
    return { effects: { voucher, maximum, perDay: String(perDay) }, writes: [write(promptRules, rule)] }
  },
}

/**
 * The payer's rule with one more approval counted that nobody was asked for. Refuses `prompt_needed` without a rule, for an
 * amount above it, and once as many as it allows were approved so today.
 */
export const countWithoutPrompt = (
  view: View,
  { participant }: Account,
  { voucher, quantity, facts }: { voucher: string; quantity: bigint; facts: Facts },
): PromptRule => {
  const rule = view.find(promptRules, participant, voucher)
  if (!covers(rule, quantity, facts)) throw new Refusal('prompt_needed', { voucher, quantity: quantity.toString() })
  return withOneMore(rule, facts)
}
