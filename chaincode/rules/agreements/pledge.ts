import { type Pledge, type PledgeStatus, pledges } from '../../domains/agreements/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import { moved, taken, withCount } from '../account.ts'
import { Agreement } from '../agreement.ts'
import { requireAhead, requirePast } from '../deadline.ts'
import type { Lifecycle } from '../lifecycle.ts'
import { requireActive, requireFunction, requireLiveVoucher } from '../require.ts'
import { type Rule, write } from '../rule.ts'

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

const agreement = new Agreement<typeof pledges.shape, PledgeStatus, PledgeEvent>({
  ...{ table: pledges, lifecycle: pledgeLifecycle, opener: 'holder', answerer: 'pledgee', function: 'pledge' },
  ...{ unknown: 'unknown_pledge', stateForbids: 'pledge_state_forbids' },
})

/** Proposes a pledge and reserves the quantity until the pledgee answers (S0-022). */
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

/** Takes the pledge: the quantity moves from reserved to pledged, total unchanged (S0-022). */
export const acceptPledge: Rule<'pledge.accept'> = {
  ...agreement.answers,
  decide: (request) => {
    const { record, opener } = agreement.accepted(request)
    const { voucher, quantity } = record
    return {
      effects: agreement.effectsOf(record),
      writes: [
        write(pledges, record),
        write(accounts, moved(opener, voucher, { bucket: 'reserved', to: 'pledged', quantity })),
        write(accounts, withCount(request.sender, 'liens', 1n)),
      ],
    }
  },
}

/** Says no to a pledge; the quantity is free again. */
export const declinePledge = agreement.ending<'pledge.decline'>('decline')

/** Takes one's own proposal back before it is answered. */
export const cancelPledge = agreement.ending<'pledge.cancel'>('cancel')

/** Ends a proposal that nobody answered in time; anybody may. */
export const expirePledge = agreement.ending<'pledge.expire'>('expire')

/** Releases a pledged quantity, wholly or in part; only the pledgee can. */
export const releasePledge: Rule<'pledge.release'> = {
  ...agreement.steps,
  decide: ({ body, sender, view }) => {
    const quantity = BigInt(body.quantity)
    const { record, opener } = agreement.step(
      { body, sender, view },
      { by: 'pledgee', event: (pledge) => (pledge.quantity === quantity ? 'release' : 'release-part') },
    )
    const { pledge, voucher, status } = record
    const left = record.quantity - quantity
    if (left < 0n) {
      throw new Refusal('exceeds_pledged_quantity', { pledge, voucher, pledged: record.quantity.toString() })
    }
    const freed = moved(opener, voucher, { bucket: 'pledged', to: 'available', quantity })
    const pledgee = left === 0n ? [write(accounts, withCount(sender, 'liens', -1n))] : []
    return {
      effects: { pledge, status, voucher, released: body.quantity, left: left.toString() },
      writes: [write(pledges, { ...record, quantity: left }), write(accounts, freed), ...pledgee],
    }
  },
}

/** Takes what is pledged after the term, where the pledge says so; only the pledgee can. */
export const enforcePledge: Rule<'pledge.enforce'> = {
  ...agreement.steps,
  moves: ({ from, body: { holder, voucher }, effects: { quantity } }) => [
    { giver: holder, receiver: from, voucher, quantity },
  ],
  decide: ({ body, sender, view, facts }) => {
    const { record, opener } = agreement.step({ body, sender, view }, { by: 'pledgee', event: 'enforce' })
    const { voucher, quantity, pledgee, pledgeeHome } = record
    if (record.enforcement === 'none') throw new Refusal('enforcement_not_agreed', { pledge: record.pledge })
    requirePast(record.termEndsAt, facts)
    return {
      effects: agreement.effectsOf(record),
      writes: [
        write(pledges, record),
        write(accounts, taken(opener, voucher, { bucket: 'pledged', quantity })),
        write(accounts, withCount(sender, 'liens', -1n)),
      ],
      gifts: [{ payee: pledgee, payeeHome: pledgeeHome, voucher, quantity }],
    }
  },
}
