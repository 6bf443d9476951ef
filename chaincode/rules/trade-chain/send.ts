import { pledges } from '../../domains/agreements/tables.ts'
import {
  activities,
  type Chain,
  chains,
  grades,
  type Hop,
  hops,
  institutions,
  positions,
  reaches,
  segments,
} from '../../domains/trade-chain/tables.ts'
import { type First, readFirst } from '../../domains/trade-chain/terms.ts'
import { Refusal } from '../../refusal.ts'
import { confidentialText, digestOfConfidential } from '../../wire/confidential.ts'
import { requireNotPast, requireWithinWeek } from '../deadline.ts'
import { type OpenRequest, type Request, type Rule, type View, type Write, write } from '../rule.ts'
import { requireToldFit } from '../told.ts'
import { classIn } from './activity.ts'
import { chainAfter, executorFor, findChain, pairSteps, requireChainOfBank } from './chain-life.ts'
import { isBestPath } from './path.ts'
import { type PositionOf, positionOf, withPosition } from './position.ts'
import { isWaitedFor } from './queue.ts'
import { isStillLifted } from './weigh.ts'

type Sending = Request<'chain.send'>

/** The client's own text, byte for byte as its device signed the digest (S2-012); refuses `chain_terms_differ`, `chain_incomplete`. */
const requireFirst = ({ confidential }: Sending, { first: digest, metal }: Chain): First => {
  if (digestOfConfidential(confidential.first) !== digest) throw new Refusal('chain_terms_differ', {})
  const read = readFirst(confidential.first)
  if (!('first' in read)) throw new Refusal('chain_incomplete', { part: read.missing })
  const { product, quantity } = read.first.trade
  const isAsPublic =
    metal === undefined ? product !== undefined : product === undefined && BigInt(quantity) === metal.quantity
  if (!isAsPublic) throw new Refusal('chain_terms_differ', {})
  return read.first
}

/**
 * The grade that is named must be the one on record, lifted by nothing that was released since; refuses `position_unavailable`,
 * `position_stale` (S2-010), `grade_outdated` (SX-008).
 */
const requireGrade = ({ view, confidential }: Sending, { bank, institution, client }: Chain): void => {
  const found = view.find(grades, bank, institution, client)
  if (found === undefined) throw new Refusal('position_unavailable', {})
  const { grade, gradeVersion } = confidential
  if (found.grade !== grade || found.version !== BigInt(gradeVersion)) throw new Refusal('position_stale', {})
  if (!isStillLifted(view, found)) throw new Refusal('grade_outdated', {})
}

/** Class and waiting that are named must be those of this moment; refuses `position_stale`, so that the bank reads again (S2-020, S2-022). */
const requirePlace = ({ view, confidential: { queue }, facts: { now } }: Sending, chain: Chain): void => {
  const isSo = queue.class === classIn(view, chain, now) && isWaitedFor(BigInt(queue.waited), chain.openedAt, now)
  if (!isSo) throw new Refusal('position_stale', {})
}

/**
 * Where its institution has addresses on record the chain names a path for each of them, and the best by what it says of them; elsewhere none
 * (S2-025 to S2-027). Refuses `path_stale` for other paths than are on record, and `chain_terms_differ` for another one than the best.
 */
const requirePath = ({ view, confidential: { path } }: Sending, { institution }: Chain): void => {
  const onRecord = (view.find(reaches, 'institution', institution)?.addresses ?? []).map(({ name }) => name)
  const judged = (path?.considered ?? []).map(({ name }) => name)
  if (onRecord.sort().join() !== judged.sort().join()) throw new Refusal('path_stale', {})
  if (path !== undefined && !isBestPath(path)) throw new Refusal('chain_terms_differ', {})
}

/** Whose position of which product a chain is about, of a family that is no voucher; undefined for metal. */
export const pairPositionOf = (
  { bank, institution, client, family }: Chain,
  { trade: { product } }: First,
): PositionOf | undefined => (product === undefined ? undefined : { bank, institution, client, family, product })

/**
 * The position that is named must be the one that the chain was enriched with, or the pair's own; what is sold of the latter is put aside.
 * Refuses `position_unavailable`, `position_stale`, `position_too_small`.
 */
const withReserved = ({ view, confidential }: Sending, chain: Chain, first: First): Write[] => {
  const named = BigInt(confidential.position)
  const of = pairPositionOf(chain, first)
  const position = of === undefined ? undefined : positionOf(view, of)
  if (of !== undefined && position === undefined) throw new Refusal('position_unavailable', {})
  if ((position?.quantity ?? chain.position) !== named) throw new Refusal('position_stale', {})
  if (of === undefined || position === undefined || chain.side === 'buy') return []
  const reserved = position.reserved + BigInt(first.trade.quantity)
  if (reserved > position.quantity) throw new Refusal('position_too_small', {})
  return [withPosition(view, of, { ...position, reserved })]
}

const keysToSend = (chain: Chain | undefined, view: View): string[] => {
  if (chain === undefined) return []
  const { bank, institution, client } = chain
  const lifting = Object.keys(view.find(grades, bank, institution, client)?.pledges ?? {})
  return [
    ...lifting.map((name) => pledges.key(name)),
    ...[institutions.key(institution), grades.key(bank, institution, client)],
    ...[positions.key(bank, institution, client), activities.key(bank, institution, client)],
    ...[positions.key(bank, institution, client), reaches.key('institution', institution)],
  ]
}

const requireExecutor = (request: Pick<Sending, 'view' | 'consortium'>, chain: Chain): string => {
  const executor = executorFor(request, chain)
  if (executor === undefined) throw new Refusal('institution_not_open', { institution: chain.institution })
  return executor
}

/**
 * The chain as it was sent, for a bank that may send it now. Refuses `not_a_party`, `chain_state_forbids`, `deadline_passed`,
 * `deadline_in_past`, `until_too_far`, `institution_not_open`.
 */
const requireSendable = (request: Omit<OpenRequest<'chain.send'>, 'told'>): Chain => {
  const { body, facts } = request
  const before = requireChainOfBank(request)
  const sent = chainAfter(before, 'send')
  requireNotPast(before.expiresAt, facts)
  const answerBy = requireWithinWeek(body.answerBy, facts)
  return { ...sent, executor: requireExecutor(request, before), answerBy }
}

/** What is public of a chain that is sent. */
const openlySent = (sent: Chain, send: string) => {
  const { chain, bank, institution, client, status } = sent
  const hop: Hop = { chain, bank, institution, client, executor: sent.executor as string, send, status: 'sent' }
  return {
    effects: { chain, status, answerBy: (sent.answerBy as bigint).toString() },
    writes: [write(chains, sent), write(hops, hop)],
  }
}

/** Whether sending this chain puts something aside in the pair's own row. */
export const isReservedByPair = ({ metal, side }: Chain): boolean => metal === undefined && side === 'sell'

/** Why only the confidential texts or the pair's rows keep a chain from being sent. */
const hiddenRefusals = [
  ...(['chain_terms_differ', 'chain_incomplete', 'position_unavailable'] as const),
  ...(['position_stale', 'position_too_small', 'grade_outdated'] as const),
  ...(['position_stale', 'position_too_small', 'path_stale'] as const),
]

/**
 * The bank's segment: the client's own text with position and grade goes to the institution, and to nobody else (S2-012, S2-014), once both
 * checks were passed (S2-066, S2-068), with the place in the queue by which it was its turn (decision 0051). Refuses `not_a_party`, `chain_state_forbids`, `deadline_passed`, `institution_not_open`,
 * `chain_terms_differ`, `chain_incomplete`, `position_unavailable`, `position_stale`, `position_too_small`, `grade_outdated`.
 * checks were passed (S2-066, S2-068). Refuses `not_a_party`, `chain_state_forbids`, `deadline_passed`, `institution_not_open`,
 * `chain_terms_differ`, `chain_incomplete`, `position_unavailable`, `position_stale`, `path_stale`, `position_too_small`.
 */
export const sendChain: Rule<'chain.send'> = {
  ...pairSteps,
  readsThen: (asked, view: View) => keysToSend(findChain(view, asked), view),
  decide: (request) => {
    const { id, confidential } = request
    const sent = requireSendable(request)
    const first = requireFirst(request, sent)
    requireGrade(request, sent)
    requirePlace(request, sent)
    requirePath(request, sent)
    const reserved = withReserved(request, sent, first)
    const { chain, bank, institution } = sent
    const { effects, writes } = openlySent(sent, id)
    const texts = write(segments, { bank, institution, chain, second: confidentialText({ ...confidential } as never) })
    return { effects, writes: [...writes, ...reserved, texts] }
  },
  openly: (request) => {
    const sent = requireSendable(request)
    requireToldFit(request.told, hiddenRefusals)
    const { chain, bank, institution, client } = sent
    const reserved = isReservedByPair(sent) ? [positions.key(bank, institution, client)] : []
    return { ...openlySent(sent, request.id), hides: [segments.key(bank, institution, chain), ...reserved] }
  },
}
