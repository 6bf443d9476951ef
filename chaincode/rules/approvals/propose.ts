import { type Approval, approvals, proposedActs } from '../../domains/approvals/tables.ts'
import { digestOfAct } from '../../domains/approvals/terms.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Body, kindNamed } from '../../vocabulary.ts'
import { readBounded } from '../../wire/bounded-json.ts'
import { requireWithinWeek } from '../deadline.ts'
import { requireOneRole } from '../judge.ts'
import { type Rule, type View, write } from '../rule.ts'
import { isWaiting } from './approval-life.ts'

type Proposing = Body<'approval.propose'>

/** The digest of what is proposed; undefined where that is no act of a kind that needs two people. */
const digestIn = ({ kind, act }: Proposing): string | undefined => {
  const parts = kindNamed(kind)
  const body = parts?.checked === true ? readBounded(act, parts.body) : undefined
  return body === undefined || 'approval' in body ? undefined : digestOfAct(kind, body)
}

/** What is proposed, of the kind that it is said to be of; refuses `kind_not_checked` and `act_unfit`. */
const requireAct = (body: Proposing) => {
  const { kind } = body
  const parts = kindNamed(kind)
  if (parts?.checked !== true) throw new Refusal('kind_not_checked', { kind })
  const digest = digestIn(body)
  if (digest === undefined) throw new Refusal('act_unfit', { kind })
  return { digest, roles: parts.roles }
}

const lastOf = (view: View, home: string, digest: string): Approval | undefined => {
  const last = view.find(proposedActs, home, digest)
  return last === undefined ? undefined : view.find(approvals, last.approval)
}

/**
 * The maker proposes an act of a kind that needs two people, which another person of the same member is to approve (decision 0050). Refuses
 * `kind_not_checked`, `act_unfit`, `device_lacks_role` for who may not send the act, `deadline_in_past`, `until_too_far` beyond seven days,
 * and `already_proposed` while the same act waits.
 */
export const proposeAct: Rule<'approval.propose'> = {
  reads: () => [],
  readsThen: ({ from, body }, view) => {
    const [home, digest] = [view.find(accounts, from)?.home, digestIn(body)]
    if (home === undefined || digest === undefined) return []
    const last = view.find(proposedActs, home, digest)
    return [proposedActs.key(home, digest), ...(last === undefined ? [] : [approvals.key(last.approval)])]
  },
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ instruction, body, id, sender, view, facts }) => {
    const { digest, roles } = requireAct(body)
    requireOneRole(roles, instruction, sender)
    const expiresAt = requireWithinWeek(body.expiresAt, facts)
    const { home, participant: maker } = sender
    const last = lastOf(view, home, digest)
    if (last !== undefined && isWaiting(last, facts)) throw new Refusal('already_proposed', { approval: last.approval })
    const { kind, act } = body
    const row: Approval = { approval: id, home, kind, act, digest, maker, expiresAt, status: 'pending' }
    return {
      effects: { approval: id, digest, kind, expiresAt: body.expiresAt, status: row.status },
      writes: [write(approvals, row), write(proposedActs, { home, digest, approval: id })],
    }
  },
}
