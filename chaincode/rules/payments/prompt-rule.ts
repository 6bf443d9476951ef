import { type PromptRule, promptRules } from '../../domains/payments/tables.ts'
import { type Account, accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Facts, type Rule, type View, write } from '../rule.ts'

const dayMilliseconds = 86_400_000n

/** The day of the ledger's time, counted from 1970 in UTC. */
const dayOf = ({ now }: Facts): bigint => now / dayMilliseconds

const countedOn = (day: bigint, before: PromptRule | undefined): number => (before?.day === day ? before.used : 0)

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
    const day = dayOf(facts)
    const used = countedOn(day, view.find(promptRules, payer, voucher))
    const rule: PromptRule = { payer, voucher, home, maximum: BigInt(maximum), perDay, day, used }
    return { effects: { voucher, maximum, perDay: String(perDay) }, writes: [write(promptRules, rule)] }
  },
}

/** True when the payer's rule lets this amount be approved now without a prompt; false without a rule. */
export const isCovered = (rule: PromptRule | undefined, quantity: bigint, facts: Facts): rule is PromptRule =>
  rule !== undefined && quantity <= rule.maximum && countedOn(dayOf(facts), rule) < rule.perDay

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
  if (!isCovered(rule, quantity, facts)) throw new Refusal('prompt_needed', { voucher, quantity: quantity.toString() })
  const day = dayOf(facts)
  return { ...rule, day, used: countedOn(day, rule) + 1 }
}
