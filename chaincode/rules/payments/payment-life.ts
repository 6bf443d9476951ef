import {
  type Claim,
  type Payment,
  type PaymentOrder,
  type PaymentStatus,
  payments,
} from '../../domains/payments/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import type { View } from '../rule.ts'

export type PaymentEvent = 'claim' | 'cancel' | 'approve' | 'decline' | 'reverse' | 'expire' | 'refund'

/** The life of a payment by a one-time code (decision 0019). Once captured it stays so, and counts what was refunded. */
export const paymentLifecycle: Lifecycle<PaymentStatus, PaymentEvent> = {
  issued: { claim: 'claimed', cancel: 'cancelled', expire: 'expired' },
  claimed: { approve: 'captured', decline: 'declined', reverse: 'reversed', expire: 'expired' },
  captured: { refund: 'captured' },
  declined: {},
  reversed: {},
  expired: {},
  cancelled: {},
}

/** The payment; refuses `unknown_payment`. */
export const requirePayment = (view: View, id: string): Payment => {
  const payment = view.find(payments, id)
  if (payment === undefined) throw new Refusal('unknown_payment', { payment: id })
  return payment
}

/** The status after an event; refuses `payment_state_forbids`. */
export const nextStatus = ({ payment, status }: Payment, event: PaymentEvent): PaymentStatus => {
  const after = next(paymentLifecycle, status, event)
  if (after === undefined) throw new Refusal('payment_state_forbids', { payment, status })
  return after
}

/** A payment with what was claimed of it; refuses `payment_state_forbids` while nobody has claimed it. */
export const requireClaimed = (view: View, id: string): { payment: Payment; claim: Claim } => {
  const payment = requirePayment(view, id)
  const { claim, status } = payment
  if (claim === undefined) throw new Refusal('payment_state_forbids', { payment: id, status })
  return { payment, claim }
}

/** The order number's row after a step of its payment. */
export const orderAfter = ({ home, payment }: Payment, claim: Claim, status: PaymentOrder['status']): PaymentOrder => ({
  ...{ merchant: claim.merchant, order: claim.order, home, payment, status, answerBy: claim.answerBy },
})
