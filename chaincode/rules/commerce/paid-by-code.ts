import { certificates } from '../../domains/certificates/tables.ts'
import { type Purchase, purchases } from '../../domains/commerce/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireNotPast } from '../deadline.ts'
import type { Facts, View } from '../rule.ts'
import { actByFor } from './purchase-life.ts'

/** A payment that is to pay an order with a provider: who would get how much of what from whom, in base units. */
interface Paying {
  purchase: string
  payee: string
  payer: string
  voucher: string
  quantity: bigint
}

/** The key of the certificate that an order names, where there is such an order. */
export const certificateKeyOf = (view: View, purchase: string): string[] => {
  const found = view.find(purchases, purchase)
  return found === undefined ? [] : [certificates.key(found.certificate)]
}

const requireParties = ({ purchase, provider, buyer }: Purchase, { payee, payer }: Paying): void => {
  if (provider !== payee) throw new Refusal('not_the_provider', { purchase })
  if (buyer !== payer) throw new Refusal('not_the_buyer', { purchase })
}

/**
 * The order, while a one-time code may pay it (SX-002): by its buyer to its provider, in its cash and amount, before its deadline, where
 * its certificate allows paying. Refuses `unknown_purchase`, `not_the_provider`, `not_the_buyer`, `purchase_state_forbids`,
 * `deadline_passed`, `certificate_forbids`, `settled_terms_differ`. Its row and its certificate's must have been read.
 */
export const requirePayableByCode = (view: View, paying: Paying, facts: Facts): Purchase => {
  const purchase = view.find(purchases, paying.purchase)
  if (purchase === undefined) throw new Refusal('unknown_purchase', { purchase: paying.purchase })
  requireParties(purchase, paying)
  const { certificate, status, actBy, cash, amount } = purchase
  if (status !== 'ordered') throw new Refusal('purchase_state_forbids', { purchase: paying.purchase, status })
  requireNotPast(actBy, facts)
  const allowsPay = view.find(certificates, certificate)?.allows.includes('pay') === true
  if (!allowsPay) throw new Refusal('certificate_forbids', { certificate })
  if (cash !== paying.voucher || amount !== paying.quantity) {
    throw new Refusal('settled_terms_differ', { voucher: cash, amount: amount.toString() })
  }
  return purchase
}

/**
 * The order once a payment has paid it: its price waits in the buyer's account, as any other buyer's does, and the provider has its time to
 * accept from now. The bank's fee waits with it.
 */
export const paidByCode = (
  purchase: Purchase,
  { payment, fee }: { payment: string; fee: NonNullable<Purchase['fee']> },
  facts: Facts,
): Purchase => ({
  ...purchase,
  ...{ status: 'paid', payment, held: purchase.amount, actBy: actByFor('accept', purchase.periods, facts) },
  ...(fee.quantity === 0n ? {} : { fee }),
})
