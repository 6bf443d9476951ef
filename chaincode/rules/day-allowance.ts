import type { Facts } from './rule.ts'

// What a customer's device may do by its owner's own rule, without asking: so much at once, so often on a UTC day.

const dayMilliseconds = 86_400_000n

/** What all such rules have; `used` counts on the day that `day` names. */
interface DayAllowance {
  maximum: bigint
  perDay: number
  day: bigint
  used: number
}

/** The day of the ledger's time, counted from 1970 in UTC. */
export const dayOf = ({ now }: Facts): bigint => now / dayMilliseconds

/** How often the rule was used today; never without a rule. */
export const usedToday = (rule: DayAllowance | undefined, facts: Facts): number =>
  rule?.day === dayOf(facts) ? rule.used : 0

/** True when the rule lets this amount pass now without a prompt; false without a rule. */
export const covers = <Rule extends DayAllowance>(
  rule: Rule | undefined,
  quantity: bigint,
  facts: Facts,
): rule is Rule => rule !== undefined && quantity <= rule.maximum && usedToday(rule, facts) < rule.perDay

/** The rule with one more use counted today. */
export const withOneMore = <Rule extends DayAllowance>(rule: Rule, facts: Facts): Rule => ({
  ...rule,
  day: dayOf(facts),
  used: usedToday(rule, facts) + 1,
})
