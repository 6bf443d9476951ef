import { type Chain, chains, type Hop, hops } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Request, type Rule, write } from '../rule.ts'
import { chainAfter, chainSteps, findChain, requireChainOfBank } from './chain-life.ts'
import { endedWithoutTrade, keysToEnd } from './holds.ts'

/** True where what an answer says openly fits what was reserved for it. */
export const isOpenlyWithin = ({ before, hop }: { before: Chain; hop: Hop }): boolean => {
  const { side, metal, cashMaximum } = before
  const isWithinCash = side === 'sell' || (hop.amount as bigint) <= (cashMaximum as bigint)
  return isWithinCash && (metal === undefined || (hop.quantity as bigint) <= metal.quantity)
}

/** The chain with the answer taken as it stands; refuses `answer_beyond_reserved` for one that no leg can follow. */
const accepted = ({ view }: Request<'chain.reconcile'>, before: Chain) => {
  const after = chainAfter(before, 'accept')
  const { chain, status } = after
  if (!isOpenlyWithin({ before, hop: view.find(hops, chain) as Hop })) {
    throw new Refusal('answer_beyond_reserved', { chain })
  }
  return { effects: { chain, status }, writes: [write(chains, after)] }
}

/**
 * Two officers of a bank end the conflict of a chain, whose answer does not fit what was sent (S2-042): they take the answer as it stands, and
 * the bank settles by it; or they void the chain, which frees the client's leg at once and the pair's side by `chain.release`. Refuses
 * `unknown_chain`, `not_a_party`, `chain_state_forbids` for a chain without a conflict, `answer_beyond_reserved`.
 */
export const reconcileChain: Rule<'chain.reconcile'> = {
  ...chainSteps,
  readsThen: (asked, view) => {
    const chain = findChain(view, asked)
    return chain === undefined ? [] : [hops.key(chain.chain), ...keysToEnd(chain)]
  },
  decide: (request) => {
    const { body, view } = request
    const before = requireChainOfBank(request)
    if (body.verdict === 'settle') return accepted(request, before)
    return endedWithoutTrade(view, chainAfter(before, 'give-up'))
  },
}
