import { agreementRules } from './rules/agreements/rules.ts'
import { checkedRule } from './rules/approvals/checked.ts'
import { approvalRules } from './rules/approvals/rules.ts'
import { certificateRules } from './rules/certificates/rules.ts'
import { commerceRules } from './rules/commerce/rules.ts'
import { marketRules } from './rules/market/rules.ts'
import { matchingRules } from './rules/matching/rules.ts'
import { packageRules } from './rules/packages/rules.ts'
import { paymentRules } from './rules/payments/rules.ts'
import { promotionRules } from './rules/promotions/rules.ts'
import { recommendationRules } from './rules/recommendations/rules.ts'
import { registryRules } from './rules/registry/rules.ts'
import type { Rule } from './rules/rule.ts'
import { tradeChainRules } from './rules/trade-chain/rules.ts'
import { voucherRules } from './rules/vouchers/rules.ts'
import { type Kind, partsOf } from './vocabulary.ts'

const catalogue: { readonly [K in Kind]: Rule<K> } = {
  ...registryRules,
  ...voucherRules,
  ...agreementRules,
  ...marketRules,
  ...paymentRules,
  ...certificateRules,
  ...commerceRules,
  ...matchingRules,
  ...recommendationRules,
  ...packageRules,
  ...tradeChainRules,
  ...approvalRules,
  ...promotionRules,
}

const rules: ReadonlyMap<string, unknown> = new Map(
  Object.entries(catalogue).map(([name, rule]) => [
    name,
    partsOf(name as Kind).checked === true ? checkedRule(rule as Rule<Kind>) : rule,
  ]),
)

/** The rule of a kind; every kind has exactly one. */
export const ruleOf = <K extends Kind>(kind: K): Rule<K> => rules.get(kind) as Rule<K>
