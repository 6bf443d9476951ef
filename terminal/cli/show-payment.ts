import { grouped } from '../sdk/code-digits.ts'
import type { PaymentQuestion, PaymentStatus, PaymentView, ShownCode } from '../sdk/payments.ts'
import { showPairs, showQuantity } from './show.ts'
import { showMoment } from './show-moment.ts'

/** A payment's status in words; while it is claimed, the payer is awaited. */
const statusWords: { readonly [S in PaymentStatus]: string } = {
  issued: 'code shown, not claimed',
  claimed: 'awaiting the payer',
  captured: 'paid',
  declined: 'the payer said no; nothing moved',
  reversed: 'taken back by the merchant; nothing moved',
  expired: 'not answered in time; nothing moved',
  cancelled: 'code withdrawn',
}

/** What a payment settles besides, in words; nothing for a plain one. */
const settledLines = ({ settles }: Pick<PaymentView, 'settles'>): [string, string][] => {
  if (settles === undefined) return []
  if ('purchase' in settles) return [['pays the order', settles.purchase]]
  const { voucher, quantity, quote } = settles.buy
  return [['buys', `${quantity} base units of ${voucher} at quote ${quote}`]]
}

/** A code as the payer shows it. */
export const showCodeLines = ({ digits, expiresAt, payment, request }: ShownCode): string[] => [
  grouped(digits),
  ...showPairs([
    ['good until', showMoment(expiresAt)],
    ['next', 'show it to the merchant, then see what is asked: assay payment questions'],
    ['payment', payment],
    ['request', request],
  ]),
]

/** A question, with all that a yes would be about. */
export const showQuestion = (question: PaymentQuestion): string[] => [
  `${question.merchantName} (${question.merchant}) asks for ${showQuantity(question.quantity, question.unit)} of ${question.voucher}`,
  ...showPairs([
    ['order', question.orderNumber],
    ...settledLines(question),
    ['answer by', showMoment(question.answerBy)],
    ['next', `assay payment approve ${question.payment}, or decline`],
  ]),
]

/** A payment as its merchant or its payer sees it. */
export const showPayment = (payment: PaymentView): string[] => {
  const amount = (quantity: string) => showQuantity(quantity, payment.unit)
  return showPairs([
    ['status', `${payment.status}: ${statusWords[payment.status]}`],
    ['merchant', `${payment.merchantName} (${payment.merchant})`],
    ['order', payment.orderNumber],
    ...settledLines(payment),
    ['amount', `${amount(payment.quantity)} of ${payment.voucher}`],
    ['fee', amount(payment.fee)],
    ['refunded', amount(payment.refunded)],
    ['answer by', showMoment(payment.answerBy)],
    ['payment', payment.payment],
  ])
}

/** A payment in one line, for a list. */
export const showSale = ({ orderNumber, status, quantity, unit, voucher }: PaymentView): string =>
  `${orderNumber}  ${status.padEnd(9)}  ${showQuantity(quantity, unit)} of ${voucher}`
