import type { tradeChainKinds } from '../../domains/trade-chain/kinds.ts'
import type { Rule } from '../rule.ts'
import { answerChain } from './answer.ts'
import { expireChain, markChainUnknown, voidChain, withdrawChain } from './ends.ts'
import { enrichChain } from './enrich.ts'
import { setGrade } from './grade.ts'
import { unlockIdentity } from './identity.ts'
import { openInstitution, suspendInstitution } from './institution.ts'
import { openChain } from './open.ts'
import { setPosition } from './position.ts'
import { purgeChain } from './purge.ts'
import { reachBank, reachInstitution } from './reach.ts'
import { reconcileChain } from './reconcile.ts'
import { sendChain } from './send.ts'
import { releaseChain, settleChain } from './settle.ts'
import { weighGrade } from './weigh.ts'

/** The rule of each kind about trade chains. */
export const tradeChainRules: { readonly [K in keyof typeof tradeChainKinds]: Rule<K> } = {
  'grade.set': setGrade,
  'grade.weigh': weighGrade,
  'position.set': setPosition,
  'identity.unlock': unlockIdentity,
  'institution.open': openInstitution,
  'institution.suspend': suspendInstitution,
  'institution.reach': reachInstitution,
  'bank.reach': reachBank,
  'chain.open': openChain,
  'chain.enrich': enrichChain,
  'chain.send': sendChain,
  'chain.answer': answerChain,
  'chain.settle': settleChain,
  'chain.withdraw': withdrawChain,
  'chain.expire': expireChain,
  'chain.mark-unknown': markChainUnknown,
  'chain.void': voidChain,
  'chain.release': releaseChain,
  'chain.reconcile': reconcileChain,
  'chain.purge': purgeChain,
}
