import { certificates } from '../../domains/certificates/tables.ts'
import { type Purchase, purchases } from '../../domains/commerce/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import type { Effects } from '../../outcome.ts'
import { Refusal } from '../../refusal.ts'
import { moved } from '../account.ts'
import { requireCertificate } from '../certificates/live-certificate.ts'
import { requireNotPast, requirePast } from '../deadline.ts'
import { requireActive, requireFunction, requireLiveVoucher, requireSameVoucher } from '../require.ts'
import { type Decision, type Request, type Rule, type View, type Write, write } from '../rule.ts'
import { endedAsSale, endedWithoutSale, movesOfSale } from './holds.ts'
import { cashPutAside, requireAllowed } from './order.ts'
import { actByFor, endingOf, holdingSteps, purchaseAfter, purchaseSteps } from './purchase-life.ts'

interface OfPurchase {
  body: { purchase: string }
}

const certificateKey = ({ body }: OfPurchase, view: View): string[] => {
  const found = view.find(purchases, body.purchase)
  return found === undefined ? [] : [certificates.key(found.certificate)]
}

/**
 * Pays what was ordered: the price is put aside in the buyer's own account. Refuses `not_the_provider` and `not_the_voucher` for another
 * payee or cash than the purchase has (S1-047), and `certificate_forbids` where the certificate takes orders only (S1-040).
 */
export const payPurchase: Rule<'purchase.pay'> = {
  ...purchaseSteps,
  reads: ({ body }) => [purchases.key(body.purchase), participants.key(body.provider), vouchers.key(body.cash)],
  readsThen: certificateKey,
  decide: ({ body, sender, view, facts }) => {
    const after = purchaseAfter({ body, sender, view }, { by: 'buyer', event: 'pay' })
    if (after.provider !== body.provider) throw new Refusal('not_the_provider', { provider: body.provider })
    requireSameVoucher({ voucher: after.cash }, { voucher: body.cash })
    requireAllowed(requireCertificate(view, after.certificate), 'pay')
    requireNotPast(after.actBy, facts)
    requireActive(view, after.provider)
    requireFunction(requireLiveVoucher(view, after.cash), 'transfer')
    const { purchase, cash, amount, status, periods } = after
    const paid = { ...after, held: amount, actBy: actByFor('accept', periods, facts) }
    return {
      effects: { purchase, status, cash, amount: amount.toString() },
      writes: [write(purchases, paid), cashPutAside(sender, after)],
    }
  },
}

/** Takes one's own order back before the provider accepted it; what is held is free again. */
export const cancelPurchase: Rule<'purchase.cancel'> = {
  ...holdingSteps,
  decide: ({ body, sender, view }) =>
    endedWithoutSale(view, purchaseAfter({ body, sender, view }, { by: 'buyer', event: endingOf('cancel') })),
}

/** Refuses `purchase_not_paid` for an order that could be paid and is not. */
const requirePaid = (view: View, { purchase, certificate, held }: Purchase): void => {
  if (held > 0n) return
  if (requireCertificate(view, certificate).allows.includes('pay')) throw new Refusal('purchase_not_paid', { purchase })
}

interface Reserved {
  metal?: Purchase['metal']
  writes: Write[]
  effects: Effects
}

/** The provider's metal put aside for the buyer, never what is pledged or waits for another (SX-003). */
const metalPutAside = ({ sender, view }: Request<'purchase.accept'>, { metal }: Purchase): Reserved => {
  if (metal === undefined) return { writes: [], effects: {} }
  const { voucher, quantity } = metal
  requireFunction(requireLiveVoucher(view, voucher), 'transfer')
  return {
    metal: { ...metal, reserved: quantity },
    writes: [write(accounts, moved(sender, voucher, { bucket: 'available', to: 'reserved', quantity }))],
    effects: { reserved: quantity.toString(), reservedVoucher: voucher },
  }
}

/** The provider takes the order (S1-048), and puts its metal aside where the goods are metal (SX-003). */
export const acceptPurchase: Rule<'purchase.accept'> = {
  ...purchaseSteps,
  readsThen: (asked, view) => {
    const metal = view.find(purchases, asked.body.purchase)?.metal
    return [...certificateKey(asked, view), ...(metal === undefined ? [] : [vouchers.key(metal.voucher)])]
  },
  decide: (request) => {
    const { body, sender, view, facts } = request
    const after = purchaseAfter({ body, sender, view }, { by: 'provider', event: 'accept' })
    requireNotPast(after.actBy, facts)
    requirePaid(view, after)
    const { metal, writes, effects } = metalPutAside(request, after)
    const actBy = actByFor('ship', after.periods, facts)
    return {
      effects: { purchase: after.purchase, status: after.status, ...effects },
      writes: [write(purchases, { ...after, actBy, ...(metal === undefined ? {} : { metal }) }), ...writes],
    }
  },
}

/** The provider does not take the order, or gives it up before shipping; what is held is free again, however it was paid (S1-048). */
export const rejectPurchase: Rule<'purchase.reject'> = {
  ...holdingSteps,
  decide: ({ body, sender, view }) =>
    endedWithoutSale(view, purchaseAfter({ body, sender, view }, { by: 'provider', event: endingOf('reject') })),
}

/** A purchase as a step of its provider leaves it, which starts the next period. */
const goneOn = (after: Purchase, actBy: bigint): Decision => ({
  effects: { purchase: after.purchase, status: after.status, actBy: actBy.toString() },
  writes: [write(purchases, { ...after, actBy })],
})

/** The provider ships, in the time that its certificate allows. */
export const shipPurchase: Rule<'purchase.ship'> = {
  ...purchaseSteps,
  decide: ({ body, sender, view, facts }) => {
    const after = purchaseAfter({ body, sender, view }, { by: 'provider', event: 'ship' })
    requireNotPast(after.actBy, facts)
    const shipment = body.shipment === undefined ? {} : { shipment: body.shipment }
    return goneOn({ ...after, ...shipment }, actByFor('deliver', after.periods, facts))
  },
}

/** The provider says that it is delivered, in the time that its certificate allows. */
export const deliverPurchase: Rule<'purchase.deliver'> = {
  ...purchaseSteps,
  decide: ({ body, sender, view, facts }) => {
    const after = purchaseAfter({ body, sender, view }, { by: 'provider', event: 'deliver' })
    requireNotPast(after.actBy, facts)
    return goneOn(after, actByFor('confirm', after.periods, facts))
  },
}

/** Anybody else than the buyer waits until the time to confirm is over, from delivery; refuses `not_a_party`, `deadline_not_passed`. */
const requireMayComplete = ({ view, facts, sender, body }: Request<'purchase.complete'>, after: Purchase): void => {
  if (after.buyer === sender.participant) return
  if (view.find(purchases, body.purchase)?.status !== 'delivered') {
    throw new Refusal('not_a_party', { purchase: after.purchase, party: 'buyer' })
  }
  requirePast(after.actBy, facts)
}

/** Ends a purchase as a sale: by the buyer once it is shipped, by anybody once the buyer was silent for too long. */
export const completePurchase: Rule<'purchase.complete'> = {
  ...holdingSteps,
  moves: movesOfSale,
  decide: (request) => {
    const { body, sender, view } = request
    const after = purchaseAfter({ body, sender, view }, { event: 'complete' })
    requireMayComplete(request, after)
    return endedAsSale(view, after, after.held)
  },
}

/** Ends what the provider, or an auditor, left waiting for too long; anybody may, and what is held is free again (S1-048). */
export const expirePurchase: Rule<'purchase.expire'> = {
  ...holdingSteps,
  decide: ({ body, sender, view, facts }) => {
    const after = purchaseAfter({ body, sender, view }, { event: endingOf('expire') })
    requirePast(after.actBy, facts)
    return endedWithoutSale(view, after)
  },
}
