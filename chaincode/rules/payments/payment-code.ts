import { type LiveCodes, liveCodes, type Payment, payments } from '../../domains/payments/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireAhead } from '../deadline.ts'
import { type Facts, type Rule, write } from '../rule.ts'
import { nextStatus, requirePayment } from './payment-life.ts'

const livesMillisecondsMaximum = 600_000n
const codesKeptMaximum = 5

/** A deadline that a home's stamp sets; refuses `deadline_in_past`, and `code_life_too_long` beyond ten minutes. */
export const requireShortLife = (deadline: string, facts: Facts): bigint => {
  const ends = requireAhead(deadline, facts)
  if (ends - facts.now > livesMillisecondsMaximum) throw new Refusal('code_life_too_long', { deadline })
  return ends
}

/**
 * Asks for a one-time code: the first request of a payment (S4-013 to S4-018). The home's stamp says under which id
 * the digits stand. A device's older codes end with this, unless the home keeps them, and then the newest five.
 */
export const requestCode: Rule<'payment-code.request'> = {
  reads: ({ from, device }, { payment }) => [payments.key(payment), liveCodes.key(from, device)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ instruction, sender, view, facts, stamp }) => {
    if (view.find(payments, stamp.payment) !== undefined) throw new Refusal('payment_code_taken')
    const { participant: payer, home } = sender
    const { device } = instruction
    const codeExpiresAt = requireShortLife(stamp.codeExpiresAt, facts)
    const payment: Payment = {
      ...{ payment: stamp.payment, home, payer, payerHome: home, device, status: 'issued', codeExpiresAt },
    }
    const older = stamp.keepsOlder ? (view.find(liveCodes, payer, device)?.payments ?? []) : []
    const live: LiveCodes = { payer, device, home, payments: [...older, stamp.payment].slice(-codesKeptMaximum) }
    return {
      effects: { payment: stamp.payment, codeExpiresAt: stamp.codeExpiresAt },
      writes: [write(payments, payment), write(liveCodes, live)],
    }
  },
}

/** Withdraws a code that nobody claimed; by any device of the payer. */
export const cancelCode: Rule<'payment-code.cancel'> = {
  reads: ({ body }) => [payments.key(body.payment)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    const payment = requirePayment(view, body.payment)
    if (payment.payer !== sender.participant) throw new Refusal('not_a_party', { payment: body.payment })
    const status = nextStatus(payment, 'cancel')
    return { effects: { payment: body.payment, status }, writes: [write(payments, { ...payment, status })] }
  },
}
