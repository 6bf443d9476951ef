import { matchers, profiles } from '../../domains/matching/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import type { Body } from '../../vocabulary.ts'
import { type Rule, write } from '../rule.ts'
import { requireConditions, requireFields, requireValues, traitKeys } from './fit.ts'
import { requireOpenMatcher } from './matcher.ts'

const namedIn = ({ traits, needs }: Body<'profile.set'>) => [...traits, ...needs.flatMap((need) => need.traits)]

/**
 * Stores with a matching service what one can be asked for, and what one wants recommended (S1-014, S3-014); said anew, it replaces what
 * was said. Refuses `unknown_matcher`, `matcher_closed`, and as `requireFields`, `requireValues` and, for each need, `requireConditions`.
 */
export const setProfile: Rule<'profile.set'> = {
  reads: ({ body }) => [matchers.key(body.matcher), ...traitKeys(body.matcher, namedIn(body))],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    const matcher = requireOpenMatcher(view, body.matcher)
    requireFields(matcher, body.fields)
    requireValues(view, matcher, { values: body.traits, of: 'holder' })
    for (const { traits } of body.needs) requireConditions(view, matcher, { conditions: traits, of: 'goods' })
    const profile = { ...body, participant: sender.participant, home: sender.home }
    return { effects: { matcher: body.matcher, status: body.status }, writes: [write(profiles, profile)] }
  },
}
