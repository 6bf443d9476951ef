import { oneClickRules } from '../../chaincode/domains/commerce/tables.ts'
import { usedToday } from '../../chaincode/rules/day-allowance.ts'
import type { Facts } from '../../chaincode/rules/rule.ts'
import type { Projection } from '../projection/projection.ts'

/** A buyer's own rule for orders in one click: up to `maximum` base units of `cash` each, `perDay` of them a UTC day. */
export interface OneClickRuleDocument {
  cash: string
  maximum: string
  perDay: number
  usedToday: number
}

/** No buyer shops in more currencies than a page has lines. */
const rulesMaximum = 200

/** A buyer's rules for orders in one click (S1-042) as they count at a moment, those that are off left out. */
export const oneClickRulesOf = (
  projection: Projection,
  buyer: string,
  facts: Pick<Facts, 'now'>,
): OneClickRuleDocument[] =>
  projection.rows(oneClickRules.range(buyer), rulesMaximum).flatMap(({ value }) => {
    const rule = oneClickRules.codec.decode(JSON.parse(value))
    const { cash, maximum, perDay } = rule
    const isOn = maximum > 0n && perDay > 0
    return isOn ? [{ cash, maximum: maximum.toString(), perDay, usedToday: usedToday(rule, facts) }] : []
  })
