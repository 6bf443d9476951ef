import { type Approval, approvals } from '../../domains/approvals/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Kind, partsOf } from '../../vocabulary.ts'
import { requireNotPast, requirePast } from '../deadline.ts'
import { requireOneRole } from '../judge.ts'
import type { Request, Rule, View } from '../rule.ts'
import { approvalAfter, requireApproval, stood } from './approval-life.ts'

interface OfApproval {
  body: { approval: string }
}

/** Reads, home and organisations of every step of a proposal: the row tells them (decision 0030). */
const steps = {
  reads: ({ body }: OfApproval): string[] => [approvals.key(body.approval)],
  home: ({ body }: OfApproval, view: View) => view.find(approvals, body.approval)?.home,
  organisations: ({ body }: OfApproval, view: View) => [view.find(approvals, body.approval)?.home],
}

/**
 * The proposal, for another person than who made it, of the same member and with a role that the act itself demands. Refuses
 * `unknown_approval`, `not_a_party`, `same_participant`, `device_lacks_role`.
 */
const requireChecker = ({
  body,
  instruction,
  sender,
  view,
}: Request<'approval.approve' | 'approval.reject'>): Approval => {
  const found = requireApproval(view, body.approval)
  if (found.home !== sender.home) throw new Refusal('not_a_party', { party: 'checker' })
  if (found.maker === sender.participant) throw new Refusal('same_participant', {})
  requireOneRole(partsOf(found.kind as Kind).roles, instruction, sender)
  return found
}

/**
 * The checker says yes to exactly the act that it names by its digest. Refuses as `requireChecker`, then `not_the_act`,
 * `approval_state_forbids`, `deadline_passed`.
 */
export const approveAct: Rule<'approval.approve'> = {
  ...steps,
  decide: (request) => {
    const { body, sender, facts } = request
    const before = requireChecker(request)
    if (before.digest !== body.digest) throw new Refusal('not_the_act', {})
    const after = approvalAfter(before, 'approve')
    requireNotPast(before.expiresAt, facts)
    return stood({ ...after, checker: sender.participant })
  },
}

/** The checker says no, or another one does as long as nothing was executed. Refuses as `requireChecker`, then `approval_state_forbids`. */
export const rejectAct: Rule<'approval.reject'> = {
  ...steps,
  decide: (request) => {
    const before = requireChecker(request)
    return stood({ ...approvalAfter(before, 'reject'), checker: request.sender.participant })
  },
}

/** The maker takes its proposal back, approved or not. Refuses `unknown_approval`, `not_a_party`, `approval_state_forbids`. */
export const withdrawAct: Rule<'approval.withdraw'> = {
  ...steps,
  decide: ({ body, sender, view }) => {
    const before = requireApproval(view, body.approval)
    if (before.maker !== sender.participant) throw new Refusal('not_a_party', { party: 'maker' })
    return stood(approvalAfter(before, 'withdraw'))
  },
}

/** Ends what was not executed in its time; anybody may. Refuses `unknown_approval`, `approval_state_forbids`, `deadline_not_passed`. */
export const expireAct: Rule<'approval.expire'> = {
  ...steps,
  decide: ({ body, view, facts }) => {
    const before = requireApproval(view, body.approval)
    const after = approvalAfter(before, 'expire')
    requirePast(before.expiresAt, facts)
    return stood(after)
  },
}
