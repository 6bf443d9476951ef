import { type Approval, approvals } from '../../domains/approvals/tables.ts'
import { digestOfAct } from '../../domains/approvals/terms.ts'
import { Refusal } from '../../refusal.ts'
import type { Instruction, Kind } from '../../vocabulary.ts'
import { requireNotPast } from '../deadline.ts'
import { type OpenRequest, type Request, type Rule, type Write, write } from '../rule.ts'
import { approvalAfter, requireApproval } from './approval-life.ts'

type Asked = Pick<OpenRequest<Kind>, 'instruction' | 'sender' | 'view' | 'facts'>

const nameIn = ({ body }: Instruction): string | undefined => (body as { approval?: string }).approval

const keysIn = (instruction: Instruction): string[] => {
  const named = nameIn(instruction)
  return named === undefined ? [] : [approvals.key(named)]
}

/**
 * The proposal as executed, for one of its two people who sends exactly the act that the other said yes to. Refuses `approval_missing`,
 * `unknown_approval`, `not_the_act`, `approval_state_forbids`, `not_a_party`, `deadline_passed`.
 */
const requireApproved = ({ instruction, sender, view, facts }: Asked): Approval => {
  const { kind } = instruction
  const { approval, ...act } = instruction.body as { approval?: string }
  if (approval === undefined) throw new Refusal('approval_missing', { kind })
  const before = requireApproval(view, approval)
  if (before.digest !== digestOfAct(kind, act)) throw new Refusal('not_the_act', {})
  const executed = approvalAfter(before, 'execute')
  if (![before.maker, before.checker].includes(sender.participant)) throw new Refusal('not_a_party', { party: 'maker' })
  requireNotPast(before.expiresAt, facts)
  return executed
}

const withExecuted = <D extends { writes?: Write[] }>(decision: D, executed: Approval): D => ({
  ...decision,
  writes: [...(decision.writes ?? []), write(approvals, executed)],
})

/**
 * The rule of a kind that needs two people (decision 0050): as its own, but that it is honoured only with an approved proposal of exactly
 * this act, which is executed by it and serves no other. All that its own rule asks is asked as ever, by what the rows are now.
 */
export const checkedRule = <K extends Kind>(rule: Rule<K>): Rule<K> => ({
  ...rule,
  reads: (instruction, stamp) => [...rule.reads(instruction, stamp), ...keysIn(instruction as never)],
  organisations: (instruction, view) => {
    const named = nameIn(instruction as never)
    const home = named === undefined ? undefined : view.find(approvals, named)?.home
    return [...(rule.organisations?.(instruction, view) ?? []), home]
  },
  decide: (request: Request<K>) => {
    const executed = requireApproved(request as never)
    return withExecuted(rule.decide(request), executed)
  },
  ...(rule.openly === undefined ? {} : { openly: openlyChecked(rule.openly) }),
})

const openlyChecked =
  <K extends Kind>(openly: NonNullable<Rule<K>['openly']>): NonNullable<Rule<K>['openly']> =>
  (request) => {
    const executed = requireApproved(request as never)
    return withExecuted(openly(request), executed)
  }
