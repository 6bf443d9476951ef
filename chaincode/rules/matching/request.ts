import { demands, matches, requests } from '../../domains/matching/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Rule, type View, write } from '../rule.ts'
import { requireOpenDemand } from './demand.ts'
import { requireMatchersDemand } from './match.ts'

/** The line of a holder in a match that it was chosen in and not dropped from; refuses `not_matched`. */
const requireChosen = (view: View, { demand, holder }: { demand: string; holder: string }) => {
  const match = view.find(matches, demand)
  const chosen = match?.chosen.find((one) => one.holder === holder)
  const isDropped = match?.dropped.includes(holder) !== false
  if (chosen === undefined || isDropped || match?.status !== 'matched')
    throw new Refusal('not_matched', { demand, holder })
  return chosen
}

/**
 * Asks one chosen holder, under the demand's alias and with what is wanted, and never by whom (S1-010). Refuses `unknown_demand`,
 * `not_the_matcher`, `not_matched`, `asked_already`, `demand_closed`.
 */
export const requestOfDemand: Rule<'demand.request'> = {
  reads: ({ body }) => [
    ...[demands.key(body.demand), matches.key(body.demand)],
    requests.key(body.demand, body.holder),
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view, facts }) => {
    const demand = requireMatchersDemand(view, body.demand, sender.participant)
    const { certificate } = requireChosen(view, body)
    if (view.find(requests, body.demand, body.holder) !== undefined) throw new Refusal('asked_already', { ...body })
    requireOpenDemand(demand, facts)
    const { matcher, title, goods, until, publicKey } = demand
    const target = certificate === undefined ? {} : { certificate }
    const request = { ...body, matcher, home: sender.home, title, goods, ...target, until, publicKey }
    return {
      effects: { demand: body.demand, holder: body.holder, expiresAt: until.toString() },
      writes: [write(requests, request)],
    }
  },
}
