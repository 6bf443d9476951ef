import { matchers, traits } from '../../domains/matching/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { type Rule, write } from '../rule.ts'
import { reservedTraits } from './fit.ts'
import { requireOpenMatcher } from './matcher.ts'

/** Refuses `trait_unfit` for what is neither a number between two nor codes, and for a count of the ledger's that is no number of holders. */
const requireFit = ({ trait, of, least, most, codes, source }: Body<'trait.register'>): void => {
  const isNumber = least !== undefined && most !== undefined && least <= most && codes === undefined
  const isCodes = least === undefined && most === undefined && codes !== undefined
  const mayBeCounted = source === 'declared' || (isNumber && of === 'holder')
  if (!(isNumber || isCodes) || !mayBeCounted) throw new Refusal('trait_unfit', { trait })
}

/**
 * Registers a further trait of the sender's matching service, or says it anew; it counts from then on, without a change of code (S1-006).
 * Refuses `unknown_matcher`, `matcher_closed`, `trait_reserved`, `trait_unfit`.
 */
export const registerTrait: Rule<'trait.register'> = {
  reads: ({ from }) => [matchers.key(from)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    const { matcher } = requireOpenMatcher(view, sender.participant)
    const { trait } = body
    if (reservedTraits.includes(trait)) throw new Refusal('trait_reserved', { trait })
    requireFit(body)
    return { effects: { matcher, trait }, writes: [write(traits, { ...body, matcher, home: sender.home })] }
  },
}
