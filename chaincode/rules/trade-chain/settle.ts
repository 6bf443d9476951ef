import {
  activities,
  type Chain,
  chains,
  type Hop,
  hops,
  positions,
  type Segments,
  segments,
} from '../../domains/trade-chain/tables.ts'
import { type First, readFirst } from '../../domains/trade-chain/terms.ts'
import { Refusal } from '../../refusal.ts'
import type { ConfidentialBody } from '../../vocabulary.ts'
import { confidentialText } from '../../wire/confidential.ts'
import {
  type Movement,
  type OpenDecision,
  type OpenRequest,
  type Request,
  type Rule,
  type View,
  type Write,
  write,
} from '../rule.ts'
import { requireToldFit } from '../told.ts'
import { countedTrade, countedVolume } from './activity.ts'
import { chainAfter, findChain, type OfChain, pairSteps, requireChainOfBank } from './chain-life.ts'
import {
  endedWithoutTrade,
  freed,
  freedEffects,
  keysOfAccount,
  keysOfVouchers,
  type Leg,
  positionIn,
  requireWholePosition,
  tradedBetween,
  type Written,
} from './holds.ts'
import { isWithinLimit } from './limit.ts'
import { positionOf, withPosition } from './position.ts'
import { isOpenlyWithin } from './reconcile.ts'
import { isReservedByPair, pairPositionOf } from './send.ts'

type Settling = Pick<Request<'chain.settle'>, 'view' | 'facts' | 'sender' | 'confidential'>
type SecondText = ConfidentialBody<'chain.send'>
type ThirdText = ConfidentialBody<'chain.answer'>
type Quantities = NonNullable<ReturnType<typeof positionOf>>

/** All that is public of a chain that was sent. */
interface OpenlySent {
  before: Chain
  hop: Hop
}

/** All that is known of a chain that was sent. */
interface Sent extends OpenlySent {
  rows: Segments
  first: First
}

/** The rows and the first text of a chain that was sent: each was judged as it was written. */
const sentOf = (view: View, before: Chain): Sent => {
  const { bank, institution, chain } = before
  const rows = view.find(segments, bank, institution, chain) as Segments
  const { first } = JSON.parse(rows.second) as SecondText
  return { before, hop: view.find(hops, chain) as Hop, rows, ...(readFirst(first) as { first: First }) }
}

/** Reads of a step that looks at both sides' accounts and at what the pair has of the chain. */
const keysOfSent = (asked: OfChain, view: View): string[] => {
  const chain = findChain(view, asked)
  if (chain === undefined) return []
  const { bank, institution, client } = chain
  const executor = view.find(hops, chain.chain)?.executor
  return [
    ...[segments.key(bank, institution, chain.chain), positions.key(bank, institution, client)],
    ...[...keysOfAccount(client), ...(executor === undefined ? [] : keysOfAccount(executor))],
  ]
}

/** As `keysOfSent`, with what a trade that is settled counts by, and for. */
const keysToSettle = (asked: OfChain, view: View): string[] => {
  const chain = findChain(view, asked)
  if (chain === undefined) return []
  const { bank, institution, client } = chain
  return [...keysOfSent(asked, view), activities.key(bank, institution, client), ...keysOfVouchers(chain)]
}

/** By how much an answer says that the position changed, in the direction of the trade. */
const changeIn = ({ before, rows }: Sent): bigint => {
  const { position } = JSON.parse(rows.second) as SecondText
  const { target } = JSON.parse(rows.third as string) as ThirdText
  const change = BigInt(target as string) - BigInt(position)
  return before.side === 'buy' ? change : -change
}

/** Whether what was executed is no worse than the limit that the client signed. */
const isGoodFor = ({ before: { side }, hop, first }: Sent, quantity: bigint): boolean =>
  isWithinLimit(first.trade, { side, quantity, amount: hop.amount as bigint })

/** What was executed by an answer; undefined where that does not fit the start, what was reserved, or the limit (S2-035, S2-042). */
const fittingIn = (sent: Sent): bigint | undefined => {
  const { before, hop, first } = sent
  const executed = changeIn(sent)
  const isWithin = executed > 0n && executed <= BigInt(first.trade.quantity)
  const isAsPublic = before.metal === undefined || hop.quantity === executed
  return isWithin && isOpenlyWithin(sent) && isAsPublic && isGoodFor(sent, executed) ? executed : undefined
}

/**
 * What was executed by an answer that two officers of the bank took as it stands (decision 0050): of metal what it says in public, which both
 * legs cover; of another family what its position says, undefined where that goes the wrong way or takes more than is
 * free, and for both where it is worse than the client's limit, which no officer gives up for it.
 */
const takenFrom = (view: View, sent: Sent): bigint | undefined => {
  const { before, hop, first } = sent
  const of = pairPositionOf(before, first)
  const executed = of === undefined ? (hop.quantity as bigint) : changeIn(sent)
  if (executed <= 0n || !isGoodFor(sent, executed)) return undefined
  if (of === undefined) return executed
  const { quantity, reserved } = positionOf(view, of) as Quantities
  const free = quantity - reserved + (before.side === 'sell' ? BigInt(first.trade.quantity) : 0n)
  return before.side === 'buy' || executed <= free ? executed : undefined
}

const executedOf = (view: View, sent: Sent): bigint | undefined =>
  sent.before.status === 'accepted' ? takenFrom(view, sent) : fittingIn(sent)

/** The pair's position behind a change by what was executed, with nothing of it waiting any more; no write where nothing changes. */
const pairPositionAfter = (
  view: View,
  { before, first }: Sent,
  executed: bigint,
): { position: bigint; writes: Write[] } => {
  const of = pairPositionOf(before, first)
  const position = of === undefined ? undefined : positionOf(view, of)
  const change = before.side === 'buy' ? executed : -executed
  if (of === undefined || position === undefined) {
    return { position: positionIn(view, before.client, before.metal as Leg) + change, writes: [] }
  }
  const quantity = position.quantity + change
  const reserved = position.reserved - (before.side === 'sell' ? BigInt(first.trade.quantity) : 0n)
  const isSame = executed === 0n && reserved === position.reserved
  const version = position.version + (executed === 0n ? 0n : 1n)
  return { position: quantity, writes: isSame ? [] : [withPosition(view, of, { quantity, reserved, version })] }
}

/** What `position_stale` says of a chain: of metal, whose credits may not be folded yet. */
const staleValues = ({ client, metal }: Chain): { [name: string]: string } =>
  metal === undefined ? {} : { participant: client, voucher: metal.voucher }

/** Refuses `position_stale` unless the bank names the position behind this step as it is: what came in meanwhile is no conflict (S2-042). */
const requirePosition = ({ confidential }: Settling, chain: Chain, position: bigint): void => {
  if (BigInt(confidential.position) !== position) throw new Refusal('position_stale', staleValues(chain))
}

const movesOfTrade = (effects: { readonly [name: string]: string | undefined }): Movement[] => {
  const { client, participant, side, cash, amount, voucher, quantity } = effects
  if (amount === undefined) return []
  const [buyer, seller] = side === 'buy' ? [client, participant] : [participant, client]
  return [
    { giver: buyer, receiver: seller, voucher: cash, quantity: amount },
    ...(voucher === undefined ? [] : [{ giver: seller, receiver: buyer, voucher, quantity }]),
  ]
}

/** Nothing moves: what was said does not fit, and waits for the two to be reconciled, or for an auditor. */
const conflicting = ({ before, hop }: OpenlySent): Written => {
  const after = chainAfter(before, 'conflict')
  const { chain, status } = after
  return { effects: { chain, status }, writes: [write(chains, after), write(hops, { ...hop, status: 'conflict' })] }
}

const withoutHold = ({ held: _held, ...hop }: Hop, status: Hop['status']): Write => write(hops, { ...hop, status })

/** Ends what the institution refused: all that waits is free again. */
const refused = (view: View, { before, hop }: OpenlySent): Written => {
  const ended = endedWithoutTrade(view, chainAfter(before, 'refuse'))
  return { ...ended, writes: [...ended.writes, withoutHold(hop, 'freed')] }
}

/** Ends what the institution executed: both legs move. Of metal the answer names in public how much. */
const traded = (view: View, { before, hop }: OpenlySent): Written => {
  const after = chainAfter(before, 'settle')
  const { metal, side, cash } = after
  const [amount, quantity] = [hop.amount as bigint, hop.quantity as bigint]
  const both = tradedBetween(view, after, { hop, used: side === 'buy' ? amount : quantity })
  const ofMetal = metal === undefined ? {} : { voucher: metal.voucher, quantity: quantity.toString() }
  return {
    ...both,
    effects: { ...both.effects, cash, amount: amount.toString(), ...ofMetal },
    writes: [...both.writes, withoutHold(hop, 'settled')],
  }
}

/**
 * The position that a bank must name to settle an answered chain: the one behind what the institution executed; where it refused, or where
 * its answer does not fit, the one that stays (S2-039, S2-042). The view must have the chain's private rows.
 */
export const positionToSettle = (view: View, before: Chain): bigint => {
  const sent = sentOf(view, before)
  const executed = sent.hop.status === 'refused' ? undefined : executedOf(view, sent)
  return pairPositionAfter(view, sent, executed ?? 0n).position
}

const outcomeOf = (request: Settling, sent: Sent): Written => {
  const { view } = request
  const isRefused = sent.hop.status === 'refused'
  const executed = isRefused ? 0n : executedOf(view, sent)
  if (executed === undefined) return conflicting(sent)
  const { position, writes } = pairPositionAfter(view, sent, executed)
  requirePosition(request, sent.before, position)
  const ended = isRefused ? refused(view, sent) : traded(view, sent)
  const counted = isRefused ? [] : countedTrade(request, sent)
  return { ...ended, writes: [...ended.writes, ...writes, ...counted] }
}

/** As `outcomeOf`, with what only the confidential texts and the pair's rows decide taken as told; and which of those rows it changes. */
const openOutcomeOf = (request: OpenRequest<'chain.settle'>, sent: OpenlySent): OpenDecision => {
  const { view, told } = request
  const { bank, institution, client, metal } = sent.before
  const isRefused = sent.hop.status === 'refused'
  const isConflict = told.status === 'accepted' && told.effects['status'] === 'conflict'
  if (!isRefused && (isConflict || !isOpenlyWithin(sent))) return { ...conflicting(sent), hides: [] }
  if (metal !== undefined) requireWholePosition(view, client, metal)
  requireToldFit(told, ['position_stale'], staleValues(sent.before))
  const position = positions.key(bank, institution, client)
  if (isRefused) return { ...refused(view, sent), hides: isReservedByPair(sent.before) ? [position] : [] }
  const counted = countedVolume(request, sent) === undefined ? [] : [activities.key(bank, institution, client)]
  return { ...traded(view, sent), hides: [...(metal === undefined ? [position] : []), ...counted] }
}

/** The bank's chain that was answered and not settled yet, whatever the answer says; refuses `not_a_party`, `chain_state_forbids`. */
const requireAnswered = (request: Omit<OpenRequest<'chain.settle'>, 'told'>): Chain => {
  const before = requireChainOfBank(request)
  chainAfter(before, 'settle')
  return before
}

/**
 * The bank takes an answer over, once (S2-039, S2-041): both legs move by what was executed, or all is free again (S2-038). An answer that does
 * not fit the start and what was reserved moves nothing, and stays as a conflict (S2-042). A trade counts for its client's activity (S2-019). Refuses `not_a_party`, `chain_state_forbids`,
 * `position_stale`, `participant_state_forbids`, `receiver_not_active`.
 */
export const settleChain: Rule<'chain.settle'> = {
  ...pairSteps,
  readsThen: keysToSettle,
  foldBefore: (asked, view) => {
    // Of a chain that nobody knows there is no pair, and then nothing is decided.
    const { client, metal } = findChain(view, asked) as Chain
    return metal === undefined ? undefined : { participant: client, voucher: metal.voucher }
  },
  moves: ({ effects }) => movesOfTrade(effects),
  decide: (request) => {
    const { view, confidential } = request
    const sent = sentOf(view, requireAnswered(request))
    const { writes, ...decision } = outcomeOf(request, sent)
    const rows = { ...sent.rows, settled: confidentialText(confidential) }
    return { ...decision, writes: [...writes, write(segments, rows)] }
  },
  openly: (request) => {
    const before = requireAnswered(request)
    const { bank, institution, chain } = before
    const hop = request.view.find(hops, chain) as Hop
    const { hides, ...decision } = openOutcomeOf(request, { before, hop })
    return { ...decision, hides: [segments.key(bank, institution, chain), ...hides] }
  },
}

/**
 * What is public of what is freed on the pair's side of a chain that was voided, and the chain. Refuses `not_a_party`, and
 * `chain_state_forbids` for any other chain, and a second time.
 */
const openlyReleased = (request: Omit<OpenRequest<'chain.release'>, 'told'>): Written & { before: Chain } => {
  const { view } = request
  const before = requireChainOfBank(request)
  const { chain, status } = before
  const hop = view.find(hops, chain)
  if (hop === undefined || status !== 'voided' || hop.status === 'released') {
    throw new Refusal('chain_state_forbids', { chain, status })
  }
  return {
    before,
    effects: { chain, status, ...freedEffects(hop.held) },
    writes: [withoutHold(hop, 'released'), ...freed(view, hop.executor, hop.held)],
  }
}

/**
 * Frees what still waits on the pair's side of a chain that was voided: the institution's leg, and the position of a family that is no
 * voucher. Refuses `not_a_party`, and `chain_state_forbids` for any other chain, and a second time.
 */
export const releaseChain: Rule<'chain.release'> = {
  ...pairSteps,
  readsThen: keysOfSent,
  decide: (request) => {
    const { view, confidential } = request
    const { before, effects, writes } = openlyReleased(request)
    const sent = sentOf(view, before)
    const ofPair = pairPositionAfter(view, sent, 0n)
    const rows = { ...sent.rows, released: confidentialText(confidential) }
    return { effects, writes: [...writes, ...ofPair.writes, write(segments, rows)] }
  },
  openly: (request) => {
    const { before, ...decision } = openlyReleased(request)
    const { bank, institution, client, chain } = before
    const reserved = isReservedByPair(before) ? [positions.key(bank, institution, client)] : []
    return { ...decision, hides: [segments.key(bank, institution, chain), ...reserved] }
  },
}
