import { keptMilliseconds } from '../../domains/trade-chain/periods.ts'
import { type Chain, chains, type Hop, hops, segments } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requirePast } from '../deadline.ts'
import { type Decision, type OpenRequest, type Rule, write } from '../rule.ts'
import { type OfChain, pairSteps, requireChainOfBank } from './chain-life.ts'

/** Whether nothing will ask for the texts of a chain any more: one in conflict or unknown may still need them. */
const isOver = ({ status }: Chain, hop: Hop | undefined): boolean =>
  status === 'settled' || status === 'refused' || (status === 'voided' && hop?.status === 'released')

type Purging = OfChain & Pick<OpenRequest<'chain.purge'>, 'sender' | 'view' | 'facts'>

/** All of it is public: which chain, when, and by the hash of its key which private row. */
const purged = (request: Purging): Decision => {
  const { view, facts } = request
  const before = requireChainOfBank(request)
  const { chain, bank, institution, status, answerBy, purgedAt } = before
  if (purgedAt !== undefined || !isOver(before, view.find(hops, chain))) {
    throw new Refusal('chain_state_forbids', { chain, status })
  }
  requirePast((answerBy as bigint) + keptMilliseconds, facts)
  return {
    effects: { chain, status },
    writes: [write(chains, { ...before, purgedAt: facts.now })],
    purges: [segments.key(bank, institution, chain)],
  }
}

/**
 * The bank has what was said in confidence of a chain taken out of both members' peers for good, and leaves in public that it did and when
 * (decision 0011); positions and grades stay. It reads no private row, so that a member that lacks it loses it as well. Refuses `not_a_party`,
 * `chain_state_forbids` for a chain that has not ended, is in conflict or unknown, waits for its release or was purged, and
 * `deadline_not_passed` before 90 days behind the time to answer.
 */
export const purgeChain: Rule<'chain.purge'> = {
  ...pairSteps,
  decide: purged,
  openly: (request) => ({ ...purged(request), hides: [] }),
}
