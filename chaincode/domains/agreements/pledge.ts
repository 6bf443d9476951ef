import { Refusal } from '../../refusal.ts'
import { type Bucket, moved, taken, withCount } from '../../rules/account.ts'
import { requireAhead, requireNotPast, requirePast } from '../../rules/deadline.ts'
import { type Lifecycle, next } from '../../rules/lifecycle.ts'
import {
  requireAccount,
  requireActive,
  requireActiveAccount,
  requireFunction,
  requireLiveVoucher,
  requireSameVoucher,
} from '../../rules/require.ts'
import { type Decision, type Facts, type Rule, type View, write } from '../../rules/rule.ts'
import type { Instruction } from '../../vocabulary.ts'
import { type Account, accounts, participants } from '../registry/tables.ts'
import { vouchers } from '../vouchers/tables.ts'
import { type Pledge, type PledgeStatus, pledges } from './tables.ts'

export type PledgeEvent = 'accept' | 'decline' | 'cancel' | 'expire' | 'release-part' | 'release' | 'enforce'

/** A pledge's life: proposed with the metal reserved, locked by the pledgee's word, released or taken after the term. */
export const pledgeLifecycle: Lifecycle<PledgeStatus, PledgeEvent> = {
  proposed: { accept: 'locked', decline: 'declined', cancel: 'cancelled', expire: 'expired' },
  locked: { 'release-part': 'locked', release: 'released', enforce: 'enforced' },
  declined: {},
  cancelled: {},
  expired: {},
  released: {},
  enforced: {},
}

const step = (pledge: Pledge, event: PledgeEvent): PledgeStatus => {
  const status = next(pledgeLifecycle, pledge.status, event)
  if (status === undefined) throw new Refusal('pledge_state_forbids', { pledge: pledge.pledge, status: pledge.status })
  return status
}

const requirePledge = (view: View, body: PledgeInstruction['body']): { pledge: Pledge; holder: Account } => {
  const pledge = view.find(pledges, body.pledge)
  if (pledge === undefined) throw new Refusal('unknown_pledge', { pledge: body.pledge })
  if (pledge.holder !== body.holder) throw new Refusal('not_a_party', { pledge: body.pledge })
  requireSameVoucher(pledge, body)
  return { pledge, holder: requireAccount(view, body.holder) }
}

const requireParty = (pledge: Pledge, party: 'holder' | 'pledgee', sender: Account): void => {
  if (pledge[party] !== sender.participant) throw new Refusal('not_a_party', { pledge: pledge.pledge, party })
}

/** Proposes a pledge and reserves the quantity until the pledgee answers (row S0-022). */
export const proposePledge: Rule<'pledge.propose'> = {
  reads: ({ body }) => [vouchers.key(body.voucher), participants.key(body.pledgee)],
  home: ({ body }, view) => view.find(vouchers, body.voucher)?.home,
  organisations: ({ body }, view) => [view.find(participants, body.pledgee)?.home],
  decide: ({ body, id, sender, view, facts }) => {
    if (body.pledgee === sender.participant) throw new Refusal('pledgee_is_holder', { pledgee: body.pledgee })
    const voucher = requireLiveVoucher(view, body.voucher)
    requireFunction(voucher, 'pledge')
    const { home: pledgeeHome } = requireActive(view, body.pledgee)
    const answerBy = requireAhead(body.answerBy, facts)
    const termEndsAt = requireAhead(body.termEndsAt, facts)
    if (termEndsAt < answerBy) throw new Refusal('term_before_answer', { termEndsAt: body.termEndsAt })
    const quantity = BigInt(body.quantity)
    const pledge: Pledge = {
      ...{ pledge: id, voucher: body.voucher, purpose: body.purpose, enforcement: body.enforcement },
      ...{ holder: sender.participant, holderHome: sender.home, pledgee: body.pledgee, pledgeeHome },
      ...{ home: voucher.home, quantity, status: 'proposed', answerBy, termEndsAt },
    }
    const account = moved(sender, body.voucher, { bucket: 'available', to: 'reserved', quantity })
    return {
      // Nothing of what is left: the pledgee knows the id, and who has that may read this.
      effects: { pledge: id, status: 'proposed' },
      writes: [write(pledges, pledge), write(accounts, account)],
    }
  },
}

type AnswerKind =
  | 'pledge.accept'
  | 'pledge.decline'
  | 'pledge.cancel'
  | 'pledge.expire'
  | 'pledge.enforce'
  | 'pledge.release'
type PledgeInstruction = { body: { pledge: string; holder: string; voucher: string } } & Pick<
  Instruction<AnswerKind>,
  'from'
>

const shared = {
  reads: ({ body }: PledgeInstruction) => [pledges.key(body.pledge), accounts.key(body.holder)],
  home: ({ body }: PledgeInstruction, view: View) => view.find(pledges, body.pledge)?.home,
  organisations: ({ body }: PledgeInstruction, view: View) => {
    const pledge = view.find(pledges, body.pledge)
    return [pledge?.holderHome, pledge?.pledgeeHome]
  },
}

const settle = (pledge: Pledge, holder: Account, move: { event: PledgeEvent; from: Bucket; to: Bucket }) => {
  const status = step(pledge, move.event)
  const { quantity, voucher } = pledge
  const account = moved(holder, voucher, { bucket: move.from, to: move.to, quantity })
  return {
    effects: { pledge: pledge.pledge, status, voucher, quantity: quantity.toString() },
    writes: [write(pledges, { ...pledge, status }), write(accounts, account)],
  }
}

/** Takes the pledge: the quantity moves from reserved to pledged, total unchanged (row S0-022). */
export const acceptPledge: Rule<'pledge.accept'> = {
  ...shared,
  reads: (instruction) => [...shared.reads(instruction), vouchers.key(instruction.body.voucher)],
  decide: ({ body, sender, view, facts }) => {
    const { pledge, holder } = requirePledge(view, body)
    requireParty(pledge, 'pledgee', sender)
    requireActiveAccount(view, body.holder)
    const decision = settle(pledge, holder, { event: 'accept', from: 'reserved', to: 'pledged' })
    requireNotPast(pledge.answerBy, facts)
    requireFunction(requireLiveVoucher(view, body.voucher), 'pledge')
    return { ...decision, writes: [...decision.writes, write(accounts, withCount(sender, 'liens', 1n))] }
  },
}

const freeing = (
  request: { body: PledgeInstruction['body']; sender: Account; view: View; facts: Facts },
  event: 'decline' | 'cancel' | 'expire',
): Decision => {
  const { pledge, holder } = requirePledge(request.view, request.body)
  if (event !== 'expire') requireParty(pledge, event === 'decline' ? 'pledgee' : 'holder', request.sender)
  const decision = settle(pledge, holder, { event, from: 'reserved', to: 'available' })
  if (event === 'expire') requirePast(pledge.answerBy, request.facts)
  return decision
}

/** Says no to a pledge; the quantity is free again. */
export const declinePledge: Rule<'pledge.decline'> = {
  ...shared,
  decide: (request) => freeing(request, 'decline'),
}

/** Takes one's own proposal back before it is answered. */
export const cancelPledge: Rule<'pledge.cancel'> = {
  ...shared,
  decide: (request) => freeing(request, 'cancel'),
}

/** Ends a proposal that nobody answered in time; anybody may. */
export const expirePledge: Rule<'pledge.expire'> = {
  ...shared,
  decide: (request) => freeing(request, 'expire'),
}

/** Releases a pledged quantity, wholly or in part; only the pledgee can. */
export const releasePledge: Rule<'pledge.release'> = {
  ...shared,
  decide: ({ body, sender, view }) => {
    const { pledge, holder } = requirePledge(view, body)
    requireParty(pledge, 'pledgee', sender)
    const quantity = BigInt(body.quantity)
    const left = pledge.quantity - quantity
    const status = step(pledge, left === 0n ? 'release' : 'release-part')
    if (left < 0n) {
      throw new Refusal('exceeds_pledged_quantity', {
        ...{ pledge: body.pledge, voucher: body.voucher, pledged: pledge.quantity.toString() },
      })
    }
    const account = moved(holder, pledge.voucher, { bucket: 'pledged', to: 'available', quantity })
    const pledgee = left === 0n ? [write(accounts, withCount(sender, 'liens', -1n))] : []
    return {
      effects: {
        ...{ pledge: body.pledge, status, voucher: body.voucher },
        ...{ released: body.quantity, left: left.toString() },
      },
      writes: [write(pledges, { ...pledge, status, quantity: left }), write(accounts, account), ...pledgee],
    }
  },
}

/** Takes what is pledged after the term, where the pledge says so; only the pledgee can. */
export const enforcePledge: Rule<'pledge.enforce'> = {
  ...shared,
  decide: ({ body, sender, view, facts }) => {
    const { pledge, holder } = requirePledge(view, body)
    requireParty(pledge, 'pledgee', sender)
    const status = step(pledge, 'enforce')
    if (pledge.enforcement === 'none') throw new Refusal('enforcement_not_agreed', { pledge: body.pledge })
    requirePast(pledge.termEndsAt, facts)
    const { voucher, quantity, pledgee, pledgeeHome } = pledge
    return {
      effects: { pledge: body.pledge, status, voucher, quantity: quantity.toString() },
      writes: [
        write(pledges, { ...pledge, status }),
        write(accounts, taken(holder, voucher, { bucket: 'pledged', quantity })),
        write(accounts, withCount(sender, 'liens', -1n)),
      ],
      gifts: [{ payee: pledgee, payeeHome: pledgeeHome, voucher, quantity }],
    }
  },
}
