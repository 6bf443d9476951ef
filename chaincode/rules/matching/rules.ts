import type { matchingKinds } from '../../domains/matching/kinds.ts'
import type { Rule } from '../rule.ts'
import { acceptAnswer, answerDemand, declineDemand, rejectAnswer } from './answer.ts'
import { openDemand, withdrawDemand } from './demand.ts'
import { completeInteraction, rateInteraction } from './interaction.ts'
import { matchDemand } from './match.ts'
import { setMatcher } from './matcher.ts'
import { setProfile } from './profile.ts'
import { requestOfDemand } from './request.ts'
import { rewardInteraction } from './reward.ts'
import { registerTrait } from './trait.ts'

/** The rule of each kind about demands and matching. */
export const matchingRules: { readonly [K in keyof typeof matchingKinds]: Rule<K> } = {
  'matcher.set': setMatcher,
  'trait.register': registerTrait,
  'profile.set': setProfile,
  'demand.open': openDemand,
  'demand.withdraw': withdrawDemand,
  'demand.match': matchDemand,
  'demand.request': requestOfDemand,
  'demand.answer': answerDemand,
  'demand.decline': declineDemand,
  'demand.accept': acceptAnswer,
  'demand.reject': rejectAnswer,
  'interaction.complete': completeInteraction,
  'interaction.rate': rateInteraction,
  'interaction.reward': rewardInteraction,
}
