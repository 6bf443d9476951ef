import {
  type Claim,
  liveCodes,
  type Merchant,
  merchants,
  type Payment,
  type PaymentOrder,
  paymentOrders,
  payments,
  promptRules,
} from '../../../chaincode/domains/payments/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Amount, Book } from './book.ts'
import { againstLife, oneDay, registrationOf } from './paying.ts'
import { type Asked, type Page, plain, type Ruling, reasons, refused, taking } from './ruling.ts'
import {
  againstBuy,
  againstMetalGiven,
  againstOrderPaid,
  free,
  handOver,
  isSameSettling,
  metalTaken,
  payOrder,
  reserve,
  reservedTold,
  settlesIn,
} from './settling.ts'
import { feeOf } from './trading.ts'
import { againstReceiver, againstUse } from './vouchers.ts'

const told = ({ payment }: Payment, claim: Claim, status: string) => ({
  ...{ payment, status, orderNumber: claim.order, voucher: claim.voucher, quantity: `${claim.quantity}` },
  ...{ fee: `${claim.fee}`, answerBy: `${claim.answerBy}` },
})

const againstSale = (book: Book, merchant: Merchant, { body }: Asked<'payment.claim'>, fee: bigint): RefusalCode[] => {
  const voucher = book.find(vouchers, body.voucher)
  return [
    ...(voucher === undefined ? ['unknown_voucher' as const] : againstUse(voucher, 'transfer')),
    ...reasons({
      voucher_not_taken: !merchant.vouchers.includes(body.voucher),
      exceeds_merchant_limit: BigInt(body.quantity) > merchant.maximum,
      fee_exceeds_amount: fee >= BigInt(body.quantity),
    }),
  ]
}

/** What speaks against a claim of this code, where a bank of this home registered the merchant, by whoever stands behind the stamp. */
const againstCode = (asked: Asked<'payment.claim'>, payment: Payment, bankHome: string): RefusalCode[] => {
  const { book, from, stamp, now } = asked
  const { payer, device, home, status, claim, codeExpiresAt } = payment
  const isLive = book.find(liveCodes, payer, device)?.payments.includes(payment.payment) === true
  return reasons({
    unknown_payment: payer !== stamp['payer'] || device !== stamp['payerDevice'] || home !== bankHome,
    code_used: claim !== undefined,
    code_expired: now > codeExpiresAt,
    code_cancelled: status !== 'issued' || !isLive,
    payer_is_merchant: payer === from,
  })
}

/** An order number is good for one payment, and stays with the home at which it was used first. */
const isOrderUsed = (order: PaymentOrder | undefined, home: string, now: bigint): boolean =>
  order !== undefined &&
  (order.home !== home || order.status === 'captured' || (order.status === 'open' && now <= order.answerBy))

/** The same sale claimed again is told what it was told, and changes nothing; an order number is good for one payment. */
const claimPayment: Page<'payment.claim'> = (asked) => {
  const { book, body, from, sender, stamp, now } = asked
  const merchant = registrationOf(book, from, body.payerHome)
  if (merchant?.status !== 'open') return refused('merchant_not_registered')
  const payment = book.find(payments, String(stamp['payment']))
  if (payment === undefined) return refused('unknown_payment')
  const order = book.find(paymentOrders, from, body.orderNumber)
  const quantity = BigInt(body.quantity)
  const { claim } = payment
  if (claim !== undefined && order?.payment === payment.payment && claim.merchant === from) {
    const isSameSale = claim.quantity === quantity && claim.voucher === body.voucher
    const isSame = isSameSale && isSameSettling(claim, body.settles)
    return plain(reasons({ order_terms_differ: !isSame }), () => ({
      ...told(payment, claim, payment.status),
      ...reservedTold(claim),
    }))
  }
  const answerBy = BigInt(String(stamp['answerBy']))
  const fee = feeOf(quantity, merchant.fee)
  const sale = { merchant: from, merchantHome: sender.home, order: body.orderNumber, commitment: body.commitment }
  const bank = merchant.home === sender.home ? {} : { bank: merchant.bank }
  const terms = { voucher: body.voucher, quantity, fee, answerBy, refunded: 0n, ...bank }
  const claimed: Claim = { ...sale, ...terms, ...settlesIn(body.settles) }
  const paying = { payer: payment.payer, claim: claimed, now }
  const guards = [
    ...againstCode(asked, payment, merchant.home),
    ...reasons({ order_in_use: isOrderUsed(order, merchant.home, now) }),
    ...againstReceiver(book, payment.payer),
    ...againstSale(book, merchant, asked, fee),
    ...againstLife(answerBy, now),
    ...againstOrderPaid(book, paying),
    ...againstBuy(book, paying),
  ]
  return taking(asked, { guards, takes: metalTaken(claimed) }, () => {
    book.put(payments, { ...payment, status: 'claimed', claim: claimed })
    putOrder(book, payment, claimed, 'open')
    return { ...told(payment, claimed, 'claimed'), ...reserve(book, claimed) }
  })
}

const putOrder = (book: Book, { home, payment }: Payment, claim: Claim, status: 'open' | 'captured' | 'unpaid'): void =>
  book.put(paymentOrders, {
    merchant: claim.merchant,
    order: claim.order,
    home,
    payment,
    status,
    answerBy: claim.answerBy,
  })

/** A payment that was claimed, with what speaks against an answer by this device over these terms. */
const answered = (asked: Asked<'payment.approve' | 'payment.decline'>) => {
  const { book, body, from, device } = asked
  const payment = book.find(payments, body.payment)
  if (payment === undefined) return refused('unknown_payment')
  const { claim } = payment
  if (claim === undefined) return refused('payment_state_forbids')
  const isSame =
    claim.merchant === body.merchant &&
    claim.order === body.orderNumber &&
    claim.voucher === body.voucher &&
    `${claim.quantity}` === body.quantity &&
    `${claim.answerBy}` === body.answerBy &&
    isSameSettling(claim, body.settles)
  const against = reasons({
    not_the_payers_device: payment.payer !== from || payment.device !== device,
    payment_terms_differ: !isSame,
    payment_state_forbids: payment.status !== 'claimed',
  })
  return { payment, claim, against }
}

/** What the payer's own rule leaves for today: so many a UTC day, each up to a largest amount (S4-041). */
const withoutPrompt = (book: Book, from: string, { claim, now }: { claim: Claim; now: bigint }) => {
  const rule = book.find(promptRules, from, claim.voucher)
  const today = now / oneDay
  const used = rule?.day === today ? rule.used : 0
  const isCovered = rule !== undefined && claim.quantity <= rule.maximum && used < rule.perDay
  const count = () => {
    if (rule !== undefined) book.put(promptRules, { ...rule, day: today, used: used + 1 })
  }
  return { isCovered, count }
}

/** The merchant gets what was paid without the fee, and its bank the fee. */
const payOut = (book: Book, paid: Amount, { claim, bank }: { claim: Claim; bank: string }): void => {
  const { merchant, quantity, fee } = claim
  book.take(paid)
  book.give({ ...paid, participant: merchant, quantity: quantity - fee })
  if (fee > 0n) book.give({ ...paid, participant: bank, quantity: fee })
}

const approve: Page<'payment.approve'> = (asked) => {
  const { book, body, from, now } = asked
  const found = answered(asked)
  if (!('claim' in found)) return found
  const { payment, claim, against } = found
  const voucher = book.find(vouchers, claim.voucher)
  const bank = claim.bank ?? (book.find(merchants, claim.merchant) as Merchant).bank
  const rule = withoutPrompt(book, from, { claim, now })
  const isSilent = body.prompted === false
  const guards = [
    ...against,
    ...againstReceiver(book, claim.merchant),
    ...(voucher === undefined ? ['unknown_voucher' as const] : againstUse(voucher, 'transfer')),
    ...reasons({
      deadline_passed: now > claim.answerBy,
      order_in_use: book.find(paymentOrders, claim.merchant, claim.order)?.payment !== payment.payment,
      prompt_needed: isSilent && !rule.isCovered,
    }),
    ...againstOrderPaid(book, { payer: from, claim, now }),
    ...againstMetalGiven(book, claim),
  ]
  const { quantity, fee } = claim
  const paid = { participant: from, voucher: claim.voucher, quantity }
  const late = fee > 0n ? againstReceiver(book, bank) : []
  return taking(asked, { guards, takes: [paid], late }, () => {
    const settled = payOrder(book, { payment: payment.payment, bank, claim, now })
    if (claim.settles?.purchase !== undefined) book.shift(paid, 'available', 'reserved')
    else payOut(book, paid, { claim, bank })
    handOver(book, from, claim)
    book.put(payments, { ...payment, status: 'captured' })
    putOrder(book, payment, claim, 'captured')
    if (isSilent) rule.count()
    const available = `${book.holding(from, claim.voucher).available}`
    return { ...told(payment, claim, 'captured'), ...settled, merchant: claim.merchant, bank, available }
  })
}

/** A claim that ends without a payment frees its order number, unless that was claimed anew meanwhile (decision 0030). */
const unpaid = (
  book: Book,
  { payment, claim, after }: { payment: Payment; claim: Claim; after: Payment['status'] },
) => {
  book.put(payments, { ...payment, status: after })
  const order = book.find(paymentOrders, claim.merchant, claim.order)
  if (order?.payment === payment.payment) putOrder(book, payment, claim, 'unpaid')
  return { ...told(payment, claim, after), ...free(book, claim) }
}

const decline: Page<'payment.decline'> = (asked) => {
  const found = answered(asked)
  if (!('claim' in found)) return found
  const { payment, claim, against } = found
  return plain(against, () => unpaid(asked.book, { payment, claim, after: 'declined' }))
}

type OfPayment = Pick<Asked, 'book' | 'from'> & { body: { payment: string } }

/** A merchant's step of its own claim. */
const ofMerchant = ({ book, body, from }: OfPayment, state: Payment['status']) => {
  const payment = book.find(payments, body.payment)
  if (payment === undefined) return refused('unknown_payment')
  const { claim } = payment
  if (claim === undefined) return refused('payment_state_forbids')
  const against = reasons({ not_a_party: claim.merchant !== from, payment_state_forbids: payment.status !== state })
  return { payment, claim, against }
}

const reverse: Page<'payment.reverse'> = (asked) => {
  const found = ofMerchant(asked, 'claimed')
  if (!('claim' in found)) return found
  const { payment, claim, against } = found
  return plain(against, () => unpaid(asked.book, { payment, claim, after: 'reversed' }))
}

const expire: Page<'payment.expire'> = ({ book, body, now }) => {
  const payment = book.find(payments, body.payment)
  if (payment === undefined) return refused('unknown_payment')
  const { claim, status, codeExpiresAt } = payment
  const against = reasons({
    payment_state_forbids: status !== 'issued' && status !== 'claimed',
    deadline_not_passed: now <= (claim?.answerBy ?? codeExpiresAt),
  })
  return plain(against, () => {
    if (claim !== undefined) return unpaid(book, { payment, claim, after: 'expired' })
    book.put(payments, { ...payment, status: 'expired' })
    return { payment: body.payment, status: 'expired' }
  })
}

const refund: Page<'payment.refund'> = (asked): Ruling => {
  const { book, body, from } = asked
  const found = ofMerchant(asked, 'captured')
  if (!('claim' in found)) return found
  const { payment, claim, against } = found
  const given = { participant: from, voucher: claim.voucher, quantity: BigInt(body.quantity) }
  const refunded = claim.refunded + given.quantity
  const guards = [
    ...against,
    ...reasons({
      exceeds_refundable_quantity: refunded > claim.quantity,
      // What paid an order is given back by the order.
      payment_state_forbids: claim.settles?.purchase !== undefined,
    }),
    ...againstReceiver(book, payment.payer),
  ]
  return taking(asked, { guards, takes: [given] }, () => {
    book.take(given)
    book.give({ ...given, participant: payment.payer })
    book.put(payments, { ...payment, claim: { ...claim, refunded } })
    return {
      ...{ payment: body.payment, status: 'captured', payer: payment.payer, voucher: claim.voucher },
      ...{ quantity: body.quantity, refunded: `${refunded}`, left: `${claim.quantity - refunded}` },
    }
  })
}

/** The pages about payments, from the claim to the refund. */
export const paymentPages = {
  'payment.claim': claimPayment,
  'payment.approve': approve,
  'payment.decline': decline,
  'payment.expire': expire,
  'payment.reverse': reverse,
  'payment.refund': refund,
}
