import type { matchingKinds } from '../../domains/matching/kinds.ts'
import type { Rule } from '../rule.ts'
import { openDemand, withdrawDemand } from './demand.ts'
import { matchDemand } from './match.ts'
import { setMatcher } from './matcher.ts'
import { setProfile } from './profile.ts'
import { requestOfDemand } from './request.ts'
import { registerTrait } from './trait.ts'

const notYet = (): never => {
  throw new Error('not written yet')
}
const rule = { reads: () => [], home: () => undefined, decide: notYet }

/** The rule of each kind about demands and matching. */
export const matchingRules: { readonly [K in keyof typeof matchingKinds]: Rule<K> } = {
  'matcher.set': setMatcher,
  'trait.register': registerTrait,
  'profile.set': setProfile,
  'demand.open': openDemand,
  'demand.withdraw': withdrawDemand,
  'demand.match': matchDemand,
  'demand.request': requestOfDemand,
  'demand.answer': rule,
  'demand.decline': rule,
  'demand.accept': rule,
  'demand.reject': rule,
  'interaction.complete': rule,
  'interaction.rate': rule,
  'interaction.reward': rule,
}
