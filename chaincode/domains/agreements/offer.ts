import { Refusal } from '../../refusal.ts'
import { credited, debited, moved, taken } from '../../rules/account.ts'
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
import { type Account, accounts, participants } from '../registry/tables.ts'
import { vouchers } from '../vouchers/tables.ts'
import { type Offer, type OfferStatus, offers } from './tables.ts'

export type OfferEvent = 'accept' | 'decline' | 'cancel' | 'expire' | 'return'

/** The life of a transfer that waits for its receiver: accepted or ended; what came to the wrong one can be returned. */
export const offerLifecycle: Lifecycle<OfferStatus, OfferEvent> = {
  offered: { accept: 'accepted', decline: 'declined', cancel: 'cancelled', expire: 'expired' },
  accepted: { return: 'returned' },
  declined: {},
  cancelled: {},
  expired: {},
  returned: {},
}

const step = (offer: Offer, event: OfferEvent): OfferStatus => {
  const status = next(offerLifecycle, offer.status, event)
  if (status === undefined) throw new Refusal('offer_state_forbids', { offer: offer.offer, status: offer.status })
  return status
}

const requireOffer = (view: View, body: OfferInstruction['body']): { offer: Offer; giver: Account } => {
  const offer = view.find(offers, body.offer)
  if (offer === undefined) throw new Refusal('unknown_offer', { offer: body.offer })
  if (offer.sender !== body.sender) throw new Refusal('not_a_party', { offer: body.offer })
  requireSameVoucher(offer, body)
  return { offer, giver: requireAccount(view, body.sender) }
}

const requireParty = (offer: Offer, party: 'sender' | 'receiver', account: Account): void => {
  if (offer[party] !== account.participant) throw new Refusal('not_a_party', { offer: offer.offer, party })
}

/** Offers a transfer and reserves the quantity until the receiver answers (domain: transfer order). */
export const offerTransfer: Rule<'transfer.offer'> = {
  reads: ({ body }) => [vouchers.key(body.voucher), participants.key(body.to)],
  home: ({ body }, view) => view.find(vouchers, body.voucher)?.home,
  organisations: ({ body }, view) => [view.find(participants, body.to)?.home],
  decide: ({ body, id, sender, view, facts }) => {
    if (body.to === sender.participant) throw new Refusal('sender_is_receiver', { to: body.to })
    const voucher = requireLiveVoucher(view, body.voucher)
    requireFunction(voucher, 'transfer')
    const receiver = requireActive(view, body.to)
    if (receiver.accepts === 'none') throw new Refusal('receiver_does_not_accept', { to: body.to })
    const answerBy = requireAhead(body.answerBy, facts)
    const quantity = BigInt(body.quantity)
    const offer: Offer = {
      ...{ offer: id, voucher: body.voucher, quantity, status: 'offered', answerBy, home: voucher.home },
      ...{ sender: sender.participant, senderHome: sender.home, receiver: body.to, receiverHome: receiver.home },
    }
    const account = moved(sender, body.voucher, { bucket: 'available', to: 'reserved', quantity })
    return {
      // Nothing of what is left: the receiver knows the id, and who has that may read this.
      effects: { offer: id, status: 'offered' },
      writes: [write(offers, offer), write(accounts, account)],
    }
  },
}

interface OfferInstruction {
  body: { offer: string; sender: string; voucher: string }
}

const shared = {
  reads: ({ body }: OfferInstruction) => [offers.key(body.offer), accounts.key(body.sender)],
  home: ({ body }: OfferInstruction, view: View) => view.find(offers, body.offer)?.home,
  organisations: ({ body }: OfferInstruction, view: View) => {
    const offer = view.find(offers, body.offer)
    return [offer?.senderHome, offer?.receiverHome]
  },
}

const effectsOf = ({ offer, voucher, quantity }: Offer, status: OfferStatus) => ({
  offer,
  status,
  voucher,
  quantity: quantity.toString(),
})

/** Takes an offered transfer: the quantity leaves the sender's reserve and is the receiver's at once. */
export const acceptOffer: Rule<'transfer.accept'> = {
  ...shared,
  reads: ({ body }) => [...shared.reads({ body }), vouchers.key(body.voucher)],
  decide: ({ body, sender, view, facts }) => {
    const { offer, giver } = requireOffer(view, body)
    requireParty(offer, 'receiver', sender)
    const status = step(offer, 'accept')
    requireActiveAccount(view, body.sender)
    requireNotPast(offer.answerBy, facts)
    requireFunction(requireLiveVoucher(view, body.voucher), 'transfer')
    const { voucher, quantity } = offer
    return {
      effects: effectsOf(offer, status),
      writes: [
        write(offers, { ...offer, status }),
        write(accounts, taken(giver, voucher, { bucket: 'reserved', quantity })),
        write(accounts, credited(sender, voucher, quantity)),
      ],
    }
  },
}

const freeing = (
  request: { body: OfferInstruction['body']; sender: Account; view: View; facts: Facts },
  event: 'decline' | 'cancel' | 'expire',
): Decision => {
  const { offer, giver } = requireOffer(request.view, request.body)
  if (event !== 'expire') requireParty(offer, event === 'decline' ? 'receiver' : 'sender', request.sender)
  const status = step(offer, event)
  if (event === 'expire') requirePast(offer.answerBy, request.facts)
  const { voucher, quantity } = offer
  const account = moved(giver, voucher, { bucket: 'reserved', to: 'available', quantity })
  return {
    effects: effectsOf(offer, status),
    writes: [write(offers, { ...offer, status }), write(accounts, account)],
  }
}

/** Says no to an offered transfer; the quantity is the sender's to use again. */
export const declineOffer: Rule<'transfer.decline'> = {
  ...shared,
  decide: (request) => freeing(request, 'decline'),
}

/** Takes one's own offer back before it is answered. */
export const cancelOffer: Rule<'transfer.cancel'> = {
  ...shared,
  decide: (request) => freeing(request, 'cancel'),
}

/** Ends an offer that nobody answered in time; anybody may. */
export const expireOffer: Rule<'transfer.expire'> = {
  ...shared,
  decide: (request) => freeing(request, 'expire'),
}

/** Gives back what was accepted by mistake, to the one it came from, whatever that one accepts from others. */
export const returnOffer: Rule<'transfer.return'> = {
  ...shared,
  decide: ({ body, sender, view }) => {
    const { offer, giver } = requireOffer(view, body)
    requireParty(offer, 'receiver', sender)
    const status = step(offer, 'return')
    requireActiveAccount(view, body.sender)
    const { voucher, quantity } = offer
    return {
      effects: effectsOf(offer, status),
      writes: [
        write(offers, { ...offer, status }),
        write(accounts, debited(sender, voucher, quantity)),
        write(accounts, credited(giver, voucher, quantity)),
      ],
    }
  },
}
