import { type Purchase, purchases } from '../../domains/commerce/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireNotPast } from '../deadline.ts'
import { type Rule, write } from '../rule.ts'
import { endedAsSale, endedWithoutSale, movesOfSale } from './holds.ts'
import { actByFor, holdingSteps, purchaseAfter, purchaseSteps } from './purchase-life.ts'

/** How many pieces of evidence each side may bring, so that the row keeps a bound. */
const evidenceMaximum = 8

/** The purchase with one more piece of evidence; refuses `too_much_evidence`. */
const withEvidence = (purchase: Purchase, by: string, digest: string): Purchase => {
  const { evidence = [] } = purchase
  if (evidence.filter((one) => one.by === by).length >= evidenceMaximum) {
    throw new Refusal('too_much_evidence', { most: `${evidenceMaximum}` })
  }
  return { ...purchase, evidence: [...evidence, { by, digest }] }
}

/** The buyer disputes what was accepted, while the money is held; an auditor then has a time to decide. Refuses `nothing_held`. */
export const disputePurchase: Rule<'purchase.dispute'> = {
  ...purchaseSteps,
  decide: ({ body, sender, view, facts }) => {
    const after = purchaseAfter({ body, sender, view }, { by: 'buyer', event: 'dispute' })
    const { purchase, status, held, periods } = after
    if (held === 0n) throw new Refusal('nothing_held', { purchase })
    const actBy = actByFor('decide', periods, facts)
    return {
      effects: { purchase, status, actBy: actBy.toString() },
      writes: [write(purchases, { ...withEvidence(after, sender.participant, body.evidence), actBy })],
    }
  },
}

/** Either party brings a piece of evidence, whose digest stands in the row, until the time to decide is over. */
export const addEvidence: Rule<'purchase.add-evidence'> = {
  ...purchaseSteps,
  decide: ({ body, sender, view, facts }) => {
    const by = view.find(purchases, body.purchase)?.provider === sender.participant ? 'provider' : 'buyer'
    const after = purchaseAfter({ body, sender, view }, { by, event: 'add-evidence' })
    requireNotPast(after.actBy, facts)
    return {
      effects: { purchase: after.purchase, status: after.status },
      writes: [write(purchases, withEvidence(after, sender.participant, body.evidence))],
    }
  },
}

/**
 * An auditor says how much of the held cash is the buyer's again; the rest goes to the provider. Metal goes to the buyer where the provider
 * gets anything, and is the provider's again where all of the cash goes back. Refuses `exceeds_refundable_quantity`.
 */
export const decidePurchase: Rule<'purchase.decide'> = {
  ...holdingSteps,
  moves: movesOfSale,
  decide: ({ body, sender, view, facts }) => {
    const after = purchaseAfter({ body, sender, view }, { event: 'decide' })
    requireNotPast(after.actBy, facts)
    const captured = after.held - BigInt(body.refund)
    if (captured < 0n) {
      throw new Refusal('exceeds_refundable_quantity', { voucher: after.cash, left: after.held.toString() })
    }
    return captured === 0n ? endedWithoutSale(view, after) : endedAsSale(view, after, captured)
  },
}
