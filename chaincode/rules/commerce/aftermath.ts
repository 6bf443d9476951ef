import { purchases, reviews } from '../../domains/commerce/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { debited } from '../account.ts'
import { requireActive } from '../require.ts'
import { type Rule, write } from '../rule.ts'
import { purchaseAfter, purchaseSteps } from './purchase-life.ts'

/**
 * The provider gives back all or part of what it got, never more than that was. Refuses `exceeds_refundable_quantity`, and
 * `receiver_not_active` while the buyer is frozen or once it is closed.
 */
export const refundPurchase: Rule<'purchase.refund'> = {
  ...purchaseSteps,
  readsThen: ({ body }, view) => {
    const buyer = view.find(purchases, body.purchase)?.buyer
    return buyer === undefined ? [] : [participants.key(buyer)]
  },
  moves: ({ from, effects: { buyer, voucher, quantity } }) => [{ giver: from, receiver: buyer, voucher, quantity }],
  decide: ({ body, sender, view }) => {
    const after = purchaseAfter({ body, sender, view }, { by: 'provider', event: 'refund' })
    const { purchase, status, buyer, buyerHome, cash: voucher, captured } = after
    const quantity = BigInt(body.quantity)
    const left = captured - after.refunded
    if (quantity > left) throw new Refusal('exceeds_refundable_quantity', { voucher, left: left.toString() })
    requireActive(view, buyer)
    const account = debited(sender, voucher, quantity)
    const refunded = after.refunded + quantity
    return {
      effects: {
        ...{ purchase, status, buyer, voucher, quantity: body.quantity },
        ...{ refunded: refunded.toString(), left: (left - quantity).toString() },
      },
      writes: [write(purchases, { ...after, refunded }), write(accounts, account)],
      gifts: [{ payee: buyer, payeeHome: buyerHome, voucher, quantity }],
    }
  },
}

/** The buyer's word on a completed purchase, once (S1-037); refuses `already_reviewed`. */
export const reviewPurchase: Rule<'purchase.review'> = {
  ...purchaseSteps,
  reads: ({ body }) => [purchases.key(body.purchase), reviews.key(body.purchase)],
  decide: ({ body, sender, view }) => {
    const { purchase, certificate, provider, buyer, home } = purchaseAfter(
      { body, sender, view },
      { by: 'buyer', event: 'review' },
    )
    if (view.find(reviews, purchase) !== undefined) throw new Refusal('already_reviewed', { purchase })
    const { rating, text } = body
    return {
      effects: { purchase, certificate, provider, rating: `${rating}` },
      writes: [write(reviews, { purchase, certificate, provider, buyer, home, rating, text })],
    }
  },
}
