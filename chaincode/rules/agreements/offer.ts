import { type Offer, type OfferStatus, offers } from '../../domains/agreements/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import { credited, debited, moved, taken } from '../account.ts'
import { Agreement } from '../agreement.ts'
import { requireAhead } from '../deadline.ts'
import type { Lifecycle } from '../lifecycle.ts'
import { requireActive, requireActiveAccount, requireFunction, requireLiveVoucher } from '../require.ts'
import { type Rule, write } from '../rule.ts'

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

const agreement = new Agreement<typeof offers.shape, OfferStatus, OfferEvent>({
  ...{ table: offers, lifecycle: offerLifecycle, opener: 'sender', answerer: 'receiver', function: 'transfer' },
  ...{ unknown: 'unknown_offer', stateForbids: 'offer_state_forbids' },
})

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

/** Takes an offered transfer: the quantity leaves the sender's reserve and is the receiver's at once. */
export const acceptOffer: Rule<'transfer.accept'> = {
  ...agreement.answers,
  moves: ({ from, body: { sender, voucher }, effects: { quantity } }) => [
    { giver: sender, receiver: from, voucher, quantity },
  ],
  decide: (request) => {
    const { record, opener } = agreement.accepted(request)
    const { voucher, quantity } = record
    return {
      effects: agreement.effectsOf(record),
      writes: [
        write(offers, record),
        write(accounts, taken(opener, voucher, { bucket: 'reserved', quantity })),
        write(accounts, credited(request.sender, voucher, quantity)),
      ],
    }
  },
}

/** Says no to an offered transfer; the quantity is the sender's to use again. */
export const declineOffer = agreement.ending<'transfer.decline'>('decline')

/** Takes one's own offer back before it is answered. */
export const cancelOffer = agreement.ending<'transfer.cancel'>('cancel')

/** Ends an offer that nobody answered in time; anybody may. */
export const expireOffer = agreement.ending<'transfer.expire'>('expire')

/** Gives back what was accepted by mistake, to the one it came from, whatever that one accepts from others. */
export const returnOffer: Rule<'transfer.return'> = {
  ...agreement.steps,
  moves: ({ from, body: { sender, voucher }, effects: { quantity } }) => [
    { giver: from, receiver: sender, voucher, quantity },
  ],
  decide: ({ body, sender, view }) => {
    const { record, opener } = agreement.step({ body, sender, view }, { by: 'receiver', event: 'return' })
    requireActiveAccount(view, body.sender)
    const { voucher, quantity } = record
    return {
      effects: agreement.effectsOf(record),
      writes: [
        write(offers, record),
        write(accounts, debited(sender, voucher, quantity)),
        write(accounts, credited(opener, voucher, quantity)),
      ],
    }
  },
}
