import { agreementRules } from './domains/agreements/rules.ts'
import { marketRules } from './domains/market/rules.ts'
import { paymentRules } from './domains/payments/rules.ts'
import { registryRules } from './domains/registry/rules.ts'
import { voucherRules } from './domains/vouchers/rules.ts'
import type { Rule } from './rules/rule.ts'
import type { Kind } from './vocabulary.ts'

const catalogue: { readonly [K in Kind]: Rule<K> } = {
  ...registryRules,
  ...voucherRules,
  ...agreementRules,
  ...marketRules,
  ...paymentRules,
}

const rules = new Map(Object.entries(catalogue))

/** The rule of a kind; every kind has exactly one. */
export const ruleOf = <K extends Kind>(kind: K): Rule<K> => rules.get(kind) as unknown as Rule<K>
