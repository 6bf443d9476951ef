import { type Approval, type ApprovalStatus, approvals } from '../../domains/approvals/tables.ts'
import { Refusal } from '../../refusal.ts'
import { isPast } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { type Decision, type Facts, type View, write } from '../rule.ts'

export type ApprovalEvent = 'approve' | 'execute' | 'reject' | 'withdraw' | 'expire'

/** The life of a proposal (decision 0050). Who may take a step, and until when, stands at the rules. */
export const approvalLifecycle: Lifecycle<ApprovalStatus, ApprovalEvent> = {
  pending: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn', expire: 'expired' },
  approved: { execute: 'executed', reject: 'rejected', withdraw: 'withdrawn', expire: 'expired' },
  executed: {},
  rejected: {},
  withdrawn: {},
  expired: {},
}

/** True for a proposal that may still lead to its act: behind its time it cannot, whether somebody ended it or not. */
export const isWaiting = ({ status, expiresAt }: Approval, facts: Facts): boolean =>
  Object.keys(approvalLifecycle[status]).length > 0 && !isPast(expiresAt, facts)

/** The proposal; refuses `unknown_approval`. */
export const requireApproval = (view: View, approval: string): Approval => {
  const found = view.find(approvals, approval)
  if (found === undefined) throw new Refusal('unknown_approval', { approval })
  return found
}

/** The proposal after an event, with all else as it was; refuses `approval_state_forbids`. */
export const approvalAfter = (before: Approval, event: ApprovalEvent): Approval => {
  const { approval } = before
  const status = next(approvalLifecycle, before.status, event)
  if (status === undefined) throw new Refusal('approval_state_forbids', { approval, status: before.status })
  return { ...before, status }
}

/** A step that changes the proposal alone, and tells how it stands then. */
export const stood = (after: Approval): Decision => ({
  effects: { approval: after.approval, status: after.status },
  writes: [write(approvals, after)],
})
