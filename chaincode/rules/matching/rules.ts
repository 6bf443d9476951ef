import type { matchingKinds } from '../../domains/matching/kinds.ts'
import type { Rule } from '../rule.ts'

const notYet = (): never => {
  throw new Error('not written yet')
}
const rule = { reads: () => [], home: () => undefined, decide: notYet }

/** The rule of each kind about demands and matching. */
export const matchingRules: { readonly [K in keyof typeof matchingKinds]: Rule<K> } = {
  'matcher.set': rule,
  'trait.register': rule,
  'profile.set': rule,
  'demand.open': rule,
  'demand.withdraw': rule,
  'demand.match': rule,
  'demand.request': rule,
  'demand.answer': rule,
  'demand.decline': rule,
  'demand.accept': rule,
  'demand.reject': rule,
  'interaction.complete': rule,
  'interaction.rate': rule,
  'interaction.reward': rule,
}
