import type { tradeChainKinds } from '../../domains/trade-chain/kinds.ts'
import type { Rule } from '../rule.ts'
import { setGrade } from './grade.ts'

/** The rule of each kind about trade chains. */
export const tradeChainRules: { readonly [K in keyof typeof tradeChainKinds]: Rule<K> } = {
  'grade.set': setGrade,
}
