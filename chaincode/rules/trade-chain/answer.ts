import { accounts } from '../../domains/registry/tables.ts'
import {
  type Chain,
  chains,
  type Hop,
  hops,
  institutions,
  type Segments,
  segments,
} from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import { confidentialText } from '../../wire/confidential.ts'
import { type OpenRequest, type Request, type Rule, type View, type Write, write } from '../rule.ts'
import { requireToldFit } from '../told.ts'
import { chainAfter, findChain, pairSteps, requireChain } from './chain-life.ts'
import { keysOfVouchers, legOfInstitution, putAside, reservedEffects } from './holds.ts'

type Answering = Request<'chain.answer'>
/** What is public of an answer. */
type OpenlyAnswering = Omit<OpenRequest<'chain.answer'>, 'told'>

/** The chain and its hop, for an answer of who answers for its institution now; refuses `unknown_chain`, `not_a_party`. */
const requireOfInstitution = ({ body, sender, view }: OpenlyAnswering): { before: Chain; hop: Hop | undefined } => {
  const before = requireChain(view, body.chain)
  const answers = view.find(institutions, before.institution)?.participant
  if (answers !== sender.participant) throw new Refusal('not_a_party', { party: 'institution' })
  return { before, hop: view.find(hops, body.chain) }
}

/** What was sent and waits for this answer; refuses `chain_state_forbids`, `not_the_send`, `chain_voided`, `chain_answered`. */
const requireWaiting = (request: OpenlyAnswering): { after: Chain; hop: Hop } => {
  const { before, hop } = requireOfInstitution(request)
  const { chain, status } = before
  if (hop === undefined) throw new Refusal('chain_state_forbids', { chain, status })
  if (hop.send !== request.body.send) throw new Refusal('not_the_send', {})
  if (status === 'voided') throw new Refusal('chain_voided', { chain })
  if (hop.answer !== undefined) throw new Refusal('chain_answered', { chain })
  return { after: chainAfter(before, 'answer'), hop }
}

/** Refuses `chain_terms_differ` for an answer whose confidential text says more or less than its verdict needs. */
const requireWhole = ({ body: { verdict }, confidential: { target, reason } }: Answering): void => {
  const isRefusal = verdict === 'refused'
  if ((target === undefined) !== isRefusal || (reason !== undefined) !== isRefusal)
    throw new Refusal('chain_terms_differ', {})
}

/** What was executed; undefined for a refusal. Refuses `chain_terms_differ` for an answer that says more or less than its verdict needs. */
const executedIn = ({ body: { verdict, quantity, amount } }: OpenlyAnswering, { metal }: Chain) => {
  if (verdict === 'refused' && quantity === undefined && amount === undefined) return undefined
  const isWhole = amount !== undefined && (metal === undefined) === (quantity === undefined)
  if (verdict === 'refused' || !isWhole) throw new Refusal('chain_terms_differ', {})
  return { amount: BigInt(amount), quantity: quantity === undefined ? undefined : BigInt(quantity) }
}

/** What is public of an answer to what waits for it. Refuses as `executedIn` and `putAside`. */
const openlyAnswered = (request: OpenlyAnswering, { after, hop }: { after: Chain; hop: Hop }) => {
  const { body, id, sender, view } = request
  const executed = executedIn(request, after)
  const leg = executed === undefined ? undefined : legOfInstitution(after, executed)
  const { quantity, amount } = executed ?? {}
  const answered: Hop = {
    ...{ ...hop, answer: id, executor: sender.participant, status: body.verdict },
    ...(amount === undefined ? {} : { amount }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(leg === undefined ? {} : { held: leg }),
  }
  const writes: Write[] = [
    ...[write(chains, { ...after, executor: sender.participant }), write(hops, answered)],
    ...(leg === undefined ? [] : [write(accounts, putAside(view, sender, leg))]),
  ]
  return {
    effects: { chain: after.chain, status: after.status, verdict: body.verdict, ...reservedEffects(leg) },
    writes,
  }
}

const segmentsOf = (view: View, { bank, institution, chain }: Chain): Segments =>
  view.find(segments, bank, institution, chain) as Segments

/**
 * The institution's segment: what it executed, with the target position (S2-035, S2-036), or why it did not (S2-031 to S2-033, S2-038). Of
 * what it executed its own leg is put aside. One that comes late counts, a second does not (S2-037). Refuses `not_a_party`,
 * `chain_state_forbids`, `not_the_send`, `chain_voided`, `chain_answered`, `chain_terms_differ`, and as `putAside` (S2-034).
 */
export const answerChain: Rule<'chain.answer'> = {
  ...pairSteps,
  home: (asked, view) => findChain(view, asked)?.institution,
  readsThen: (asked, view) => {
    const chain = findChain(view, asked)
    if (chain === undefined) return []
    const { bank, institution } = chain
    return [institutions.key(institution), segments.key(bank, institution, chain.chain), ...keysOfVouchers(chain)]
  },
  decide: (request) => {
    const { view, confidential } = request
    const waiting = requireWaiting(request)
    requireWhole(request)
    const { effects, writes } = openlyAnswered(request, waiting)
    const third = confidentialText({ ...confidential } as never)
    return { effects, writes: [...writes, write(segments, { ...segmentsOf(view, waiting.after), third })] }
  },
  openly: (request) => {
    const waiting = requireWaiting(request)
    requireToldFit(request.told, ['chain_terms_differ'])
    const { bank, institution, chain } = waiting.after
    return { ...openlyAnswered(request, waiting), hides: [segments.key(bank, institution, chain)] }
  },
}
