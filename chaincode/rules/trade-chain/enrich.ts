import { accounts } from '../../domains/registry/tables.ts'
import { type Chain, chains, type Identity, identities, institutions } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireNotPast } from '../deadline.ts'
import { requireActiveAccount } from '../require.ts'
import { type Decision, type Request, type Rule, type Write, write } from '../rule.ts'
import { type ChainEvent, chainAfter, chainSteps, executorFor, findChain, requireChainOfBank } from './chain-life.ts'
import { keysOfAccount, keysOfVouchers, legOfClient, positionIn, putAside, reservedEffects } from './holds.ts'
import { identityOf, isLocked } from './identity.ts'

type Enriching = Request<'chain.enrich'>

const ended = (before: Chain, event: ChainEvent, writes: Write[]): Decision => {
  const after = chainAfter(before, event)
  return { effects: { chain: after.chain, status: after.status }, writes: [write(chains, after), ...writes] }
}

/** The position that the second segment will name; refuses `position_unavailable`, `position_stale`, `chain_terms_differ` (S2-010, S2-011, SX-004). */
const requirePosition = ({ body, view }: Enriching, before: Chain): Pick<Chain, 'position'> => {
  const { client, metal } = before
  if (metal === undefined) {
    if (body.position !== undefined) throw new Refusal('chain_terms_differ', {})
    return {}
  }
  if (body.position === undefined) throw new Refusal('position_unavailable', {})
  const position = positionIn(view, client, metal)
  if (BigInt(body.position) === position) return { position }
  throw new Refusal('position_stale', { participant: client, voucher: metal.voucher })
}

/** The trade with what it needs put aside in the client's account. */
const enriched = (request: Enriching, before: Chain, passed: Write[]): Decision => {
  const { view } = request
  const { chain, client } = before
  const account = requireActiveAccount(view, client)
  const position = requirePosition(request, before)
  const leg = legOfClient(before)
  const after = { ...chainAfter(before, 'enrich'), ...position, ...(leg === undefined ? {} : { held: leg }) }
  return {
    effects: { chain, status: after.status, ...reservedEffects(leg) },
    writes: [
      ...[write(chains, after), ...passed],
      ...(leg === undefined ? [] : [write(accounts, putAside(view, account, leg))]),
    ],
  }
}

/** A failure counts, and five in a row lock the client's chains on every channel; a pass begins anew (S2-009). */
const counted = (identity: Identity, failures: number): Write[] =>
  failures === identity.failures ? [] : [write(identities, { ...identity, failures })]

/**
 * The bank's own part before anything is sent, in this order (S2-016): who the client is, by the home's stamp; whether the institution
 * takes the trade; then what the trade needs is put aside. The first two end the chain and put nothing aside (S2-008, S2-015). Refuses
 * `unknown_chain`, `not_a_party`, `chain_state_forbids`, `deadline_passed`, `position_unavailable`, `position_stale`, `position_too_small`.
 */
export const enrichChain: Rule<'chain.enrich'> = {
  ...chainSteps,
  readsThen: (asked, view) => {
    const chain = findChain(view, asked)
    if (chain === undefined) return []
    const { client, institution } = chain
    return [
      ...[...keysOfAccount(client), identities.key(client), institutions.key(institution)],
      ...keysOfVouchers(chain),
    ]
  },
  foldBefore: (asked, view) => {
    const { client, metal } = findChain(view, asked) ?? {}
    const isNeeded = client !== undefined && metal !== undefined && asked.body.position !== undefined
    return isNeeded ? { participant: client, voucher: metal.voucher } : undefined
  },
  decide: (request) => {
    const { view, stamp, body, facts } = request
    const before = requireChainOfBank(request)
    if (stamp.chain !== body.chain) throw new Refusal('unknown_chain', { chain: stamp.chain })
    chainAfter(before, 'enrich')
    requireNotPast(before.expiresAt, facts)
    const identity = identityOf(view, before.client, before.bank)
    if (isLocked(identity)) return ended(before, 'reject-user', [])
    if (stamp.verdict === 'failed') return ended(before, 'reject-user', counted(identity, identity.failures + 1))
    const passed = counted(identity, 0)
    if (executorFor(request, before) === undefined) return ended(before, 'reject-institution', passed)
    return enriched(request, before, passed)
  },
}
