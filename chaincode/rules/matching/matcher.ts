import { type Matcher, matchers } from '../../domains/matching/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireActive, requireSameHome } from '../require.ts'
import { type Rule, type View, write } from '../rule.ts'

/** The matching service that can be named now; refuses `unknown_matcher`, `matcher_closed`. */
export const requireOpenMatcher = (view: View, id: string): Matcher => {
  const matcher = view.find(matchers, id)
  if (matcher === undefined) throw new Refusal('unknown_matcher', { matcher: id })
  if (matcher.status === 'closed') throw new Refusal('matcher_closed', { matcher: id })
  return matcher
}

/**
 * Lets a participant of the registrar's home match, says by which settings, or closes it (decision 0044). Refuses `unknown_participant`,
 * `receiver_not_active`, `not_registrar_of_home`.
 */
export const setMatcher: Rule<'matcher.set'> = {
  reads: ({ body }) => [participants.key(body.matcher)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    requireSameHome(sender, requireActive(view, body.matcher))
    const { matcher, status } = body
    return { effects: { matcher, status }, writes: [write(matchers, { ...body, home: sender.home })] }
  },
}
