import type { PaymentView } from '../../../sdk/payments.ts'
import type { ListedPurchase } from '../../../sdk/purchases.ts'

/**
 * The provider's own number for the payment of an order by a code: always the same for an order, so that a claim that is sent again is the
 * same one. Of 43 characters of the id as many as a number may have, behind a letter, with which it must begin.
 */
export const orderNumberOf = ({ purchase }: Pick<ListedPurchase, 'purchase'>): string => `P${purchase.slice(0, 39)}`

/** True for an order that a code of its buyer's can pay now. */
export const isChargeable = (
  { status }: Pick<ListedPurchase, 'status'>,
  { takesPayment, isLate }: { takesPayment: boolean | undefined; isLate: boolean },
): boolean => status === 'ordered' && takesPayment === true && !isLate

/** How a payment of the order stands: the buyer is asked, has paid, or another code can be charged. */
export type Charge = 'none' | 'asked' | 'paid' | 'ended'

/** What an earlier claim under the order's number came to. */
export const chargeOf = (payment: Pick<PaymentView, 'status'> | undefined): Charge => {
  if (payment === undefined) return 'none'
  if (payment.status === 'claimed') return 'asked'
  return payment.status === 'captured' ? 'paid' : 'ended'
}
