import { voidAfterMilliseconds } from '../../domains/trade-chain/periods.ts'
import { chains } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requirePast } from '../deadline.ts'
import { type Request, type Rule, type View, write } from '../rule.ts'
import { chainAfter, chainSteps, findChain, type OfChain, requireChain, requireChainOfBank } from './chain-life.ts'
import { endedWithoutTrade, keysToEnd } from './holds.ts'

/** As `chainSteps`, for a step that ends what waits in the client's account. */
const endingSteps = {
  ...chainSteps,
  readsThen: (asked: OfChain, view: View): string[] => keysToEnd(findChain(view, asked)),
}

/** The chain of the client that sends, or of the bank whose dispatcher does, which alone says why; refuses `not_a_party`. */
const requireSide = (request: Request<'chain.withdraw'>) => {
  const { body, sender, view, instruction } = request
  const before = requireChain(view, body.chain)
  if (before.client === sender.participant && body.reason === undefined) return before
  if (sender.devices[instruction.device]?.roles.includes('dispatcher')) return requireChainOfBank(request)
  throw new Refusal('not_a_party', { party: body.reason === undefined ? 'client' : 'bank' })
}

/**
 * The client or its bank gives a trade up before it is sent; what waits is free again. A bank whose client has too little for it says so, and
 * not how much there is (S2-015, S2-016): the chain's state is the reason that the client is told.
 */
export const withdrawChain: Rule<'chain.withdraw'> = {
  ...endingSteps,
  decide: (request) => {
    const event = request.body.reason === undefined ? 'withdraw' : 'reject-position'
    return endedWithoutTrade(request.view, chainAfter(requireSide(request), event))
  },
}

/** Ends what was not sent in its time; anybody may, and what waits is free again. */
export const expireChain: Rule<'chain.expire'> = {
  ...endingSteps,
  decide: ({ body, view, facts }) => {
    const before = requireChain(view, body.chain)
    const after = chainAfter(before, 'expire')
    requirePast(before.expiresAt, facts)
    return endedWithoutTrade(view, after)
  },
}

/** The bank says that it does not know what became of a trade that nobody answered in time; an answer still counts (S2-043). */
export const markChainUnknown: Rule<'chain.mark-unknown'> = {
  ...chainSteps,
  decide: (request) => {
    const after = chainAfter(requireChainOfBank(request), 'mark-unknown')
    requirePast(after.answerBy as bigint, request.facts)
    return { effects: { chain: after.chain, status: after.status }, writes: [write(chains, after)] }
  },
}

/**
 * An auditor's device ends what two members left open for 30 days (S2-043): what waits in the client's account is free again, without the
 * institution, which may be gone. What waits on the pair's side is free by `chain.release`.
 */
export const voidChain: Rule<'chain.void'> = {
  ...endingSteps,
  decide: ({ body, view, facts }) => {
    const after = chainAfter(requireChain(view, body.chain), 'void')
    requirePast((after.answerBy as bigint) + voidAfterMilliseconds, facts)
    return endedWithoutTrade(view, after)
  },
}
