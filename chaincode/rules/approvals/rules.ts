import type { approvalKinds } from '../../domains/approvals/kinds.ts'
import type { Rule } from '../rule.ts'
import { approveAct, expireAct, rejectAct, withdrawAct } from './judge-act.ts'
import { proposeAct } from './propose.ts'

/** The rule of each kind about what needs two people. */
export const approvalRules: { readonly [K in keyof typeof approvalKinds]: Rule<K> } = {
  'approval.propose': proposeAct,
  'approval.approve': approveAct,
  'approval.reject': rejectAct,
  'approval.withdraw': withdrawAct,
  'approval.expire': expireAct,
}
