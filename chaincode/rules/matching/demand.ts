import { type Demand, demands, matchers } from '../../domains/matching/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { isPast, requireAhead } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { type Facts, type Rule, type View, write } from '../rule.ts'
import { requireConditions, traitKeys } from './fit.ts'
import { requireOpenMatcher } from './matcher.ts'

export type DemandEvent = 'withdraw' | 'fulfil'

/** The life of a demand: its requester withdraws it, or accepts as much as it wants. It is over by its time without a step. */
export const demandLifecycle: Lifecycle<Demand['status'], DemandEvent> = {
  open: { withdraw: 'withdrawn', fulfil: 'fulfilled' },
  fulfilled: {},
  withdrawn: {},
}

/** The demand; refuses `unknown_demand`. */
export const requireDemand = (view: View, id: string): Demand => {
  const demand = view.find(demands, id)
  if (demand === undefined) throw new Refusal('unknown_demand', { demand: id })
  return demand
}

/** The demand after an event; refuses `demand_closed`. */
export const demandAfter = (demand: Demand, event: DemandEvent): Demand => {
  const status = next(demandLifecycle, demand.status, event)
  if (status === undefined) throw new Refusal('demand_closed', { demand: demand.demand })
  return { ...demand, status }
}

/** Refuses `demand_closed` once the demand was withdrawn or fulfilled, or its time is over; at its last moment it is open (S1-007). */
export const requireOpenDemand = (demand: Demand, facts: Facts): void => {
  demandAfter(demand, 'withdraw')
  if (isPast(demand.until, facts)) throw new Refusal('demand_closed', { demand: demand.demand })
}

/** The sender's own demand; refuses `unknown_demand`, `not_a_party`. */
export const requireOwnDemand = (view: View, id: string, sender: string): Demand => {
  const demand = requireDemand(view, id)
  if (demand.requester !== sender) throw new Refusal('not_a_party', { demand: id })
  return demand
}

const namedIn = ({ wanted, goods }: Body<'demand.open'>) => [...wanted, ...goods]

/**
 * States what one wants, and of whom (S1-001 to S1-006). Refuses `unknown_matcher`, `matcher_closed`, `demand_traits_required`, as
 * `requireConditions`, `deadline_in_past`, and `demand_exists` for a name that was drawn before.
 */
export const openDemand: Rule<'demand.open'> = {
  reads: ({ body }) => [
    ...[demands.key(body.demand), matchers.key(body.matcher)],
    ...traitKeys(body.matcher, namedIn(body)),
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view, facts }) => {
    const matcher = requireOpenMatcher(view, body.matcher)
    if (body.wanted.length === 0) throw new Refusal('demand_traits_required', {})
    requireConditions(view, matcher, { conditions: body.wanted, of: 'holder' })
    requireConditions(view, matcher, { conditions: body.goods, of: 'goods' })
    const until = requireAhead(body.until, facts)
    if (view.find(demands, body.demand) !== undefined) throw new Refusal('demand_exists', { demand: body.demand })
    const parties = { requester: sender.participant, home: sender.home, matcherHome: matcher.home }
    const demand: Demand = { ...body, ...parties, openedAt: facts.now, until, status: 'open' }
    return {
      effects: { demand: body.demand, matcher: body.matcher, expiresAt: body.until, status: 'open' },
      writes: [write(demands, demand)],
    }
  },
}

/** Withdraws a demand: nobody is asked or answers any more (S1-007). Refuses `unknown_demand`, `not_a_party`, `demand_closed`. */
export const withdrawDemand: Rule<'demand.withdraw'> = {
  reads: ({ body }) => [demands.key(body.demand)],
  home: ({ body }, view) => view.find(demands, body.demand)?.home,
  decide: ({ body, sender, view }) => {
    const demand = demandAfter(requireOwnDemand(view, body.demand, sender.participant), 'withdraw')
    return { effects: { demand: body.demand, status: demand.status }, writes: [write(demands, demand)] }
  },
}
