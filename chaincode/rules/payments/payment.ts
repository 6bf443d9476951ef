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
} from '../../domains/payments/tables.ts'
import { type Account, accounts, participants } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Instruction } from '../../vocabulary.ts'
import { debited, holdingOf } from '../account.ts'
import { feeOn } from '../amount.ts'
import { isPast, requireNotPast, requirePast } from '../deadline.ts'
import { requireActive, requireFunction, requireLiveVoucher } from '../require.ts'
import { type Decision, type Facts, type Gift, type Request, type Rule, type View, write } from '../rule.ts'
import { registrationKeys, requireOpenMerchant } from './merchant.ts'
import { requireShortLife } from './payment-code.ts'
import { nextStatus, orderAfter, requireClaimed, requirePayment } from './payment-life.ts'
import { countWithoutPrompt } from './prompt-rule.ts'
import {
  contendedBy,
  freedByEnd,
  heldByClaim,
  isHeldForPurchase,
  isSameSettling,
  keysOfPurchase,
  keysToAnswer,
  keysToClaim,
  metalEffects,
  movesOfApproval,
  purchaseEffects,
  settledByApproval,
  settlesOf,
  waitingMetal,
} from './settling.ts'

type Claiming = Pick<Request<'payment.claim'>, 'body' | 'view' | 'facts' | 'sender' | 'stamp'>

/** The code while it can be claimed; refuses `code_used`, `code_cancelled`, `code_expired` (S4-020, S4-021). */
const requireLiveCode = ({ view, facts, stamp }: Claiming, { home: bank }: Merchant): Payment => {
  const payment = requirePayment(view, stamp.payment)
  const { payer, device, home } = payment
  // A code counts where its payer's bank registered the merchant: another bank's is none of this one's, whatever its stamp says.
  const isAsStamped = payer === stamp.payer && device === stamp.payerDevice && home === bank
  if (!isAsStamped) throw new Refusal('unknown_payment', { payment: payment.payment })
  if (payment.claim !== undefined) throw new Refusal('code_used')
  if (isPast(payment.codeExpiresAt, facts)) throw new Refusal('code_expired')
  const isLive = view.find(liveCodes, payer, device)?.payments.includes(payment.payment) === true
  if (payment.status !== 'issued' || !isLive) throw new Refusal('code_cancelled')
  return payment
}

// An order number stays with the bank at which it was claimed first: its row is endorsed there.
const isFree = ({ status, answerBy, home }: PaymentOrder, bank: string, facts: Facts): boolean =>
  home === bank && (status === 'unpaid' || (status === 'open' && isPast(answerBy, facts)))

/** The same sale claimed again: the row as it stands; refuses `order_terms_differ` for another amount, voucher or settling (S4-029). */
const claimedBefore = ({ body, view, stamp, sender }: Claiming, order: PaymentOrder | undefined): Claim | undefined => {
  const { claim } = requirePayment(view, stamp.payment)
  if (order?.payment !== stamp.payment || claim?.merchant !== sender.participant) return undefined
  const isSame = claim.quantity === BigInt(body.quantity) && claim.voucher === body.voucher
  if (isSame && isSameSettling(claim, body.settles)) return claim
  throw new Refusal('order_terms_differ', { orderNumber: body.orderNumber })
}

/** Refuses `voucher_not_taken`, `exceeds_merchant_limit`, `fee_exceeds_amount`; answers the fee. */
const requireWithinTerms = (merchant: Merchant, { body }: Claiming): bigint => {
  const quantity = BigInt(body.quantity)
  if (!merchant.vouchers.includes(body.voucher)) throw new Refusal('voucher_not_taken', { voucher: body.voucher })
  if (quantity > merchant.maximum) {
    throw new Refusal('exceeds_merchant_limit', {
      ...{ voucher: body.voucher, maximum: merchant.maximum.toString(), quantity: body.quantity },
    })
  }
  const fee = feeOn(quantity, merchant.fee)
  if (fee >= quantity)
    throw new Refusal('fee_exceeds_amount', {
      ...{ voucher: body.voucher, fee: fee.toString(), quantity: body.quantity },
    })
  return fee
}

const claimEffects = (payment: Payment, claim: Claim) => ({
  ...{ payment: payment.payment, status: payment.status, orderNumber: claim.order, voucher: claim.voucher },
  ...{ quantity: claim.quantity.toString(), fee: claim.fee.toString(), answerBy: claim.answerBy.toString() },
})

const claimOf = ({ body, sender, facts, stamp }: Claiming, { bank, home }: Merchant, fee: bigint): Claim => ({
  ...{ merchant: sender.participant, merchantHome: sender.home, commitment: body.commitment, refunded: 0n },
  ...{ order: body.orderNumber, voucher: body.voucher, quantity: BigInt(body.quantity), fee },
  answerBy: requireShortLife(stamp.answerBy, facts),
  ...(home === sender.home ? {} : { bank }),
  ...settlesOf(body.settles),
})

const claimedEffects = (payment: Payment, claim: Claim) => ({
  ...claimEffects(payment, claim),
  ...metalEffects('reserved', claim),
})

/**
 * Claims a code for a sale: the merchant's request, whose answer the payer's device is asked for (S4-023 to S4-029), at the payer's bank,
 * which `payerHome` names where that may be another home than the merchant's. What it settles besides is held ready (SX-001, SX-002).
 * The same sale claimed again gets the same answer and changes nothing.
 */
export const claimPayment: Rule<'payment.claim'> = {
  reads: ({ from, body }, { payment, payer, payerDevice }) => [
    ...[
      ...registrationKeys(from, body.payerHome),
      paymentOrders.key(from, body.orderNumber),
      vouchers.key(body.voucher),
      participants.key(payer),
    ],
    ...[payments.key(payment), liveCodes.key(payer, payerDevice)],
    ...keysToClaim(body.settles),
  ],
  readsThen: ({ body }, view) => keysOfPurchase(view, body.settles),
  home: ({ from, body }, view) => body.payerHome ?? view.find(merchants, from)?.home,
  organisations: ({ body }) => [body.payerHome],
  decide: (request) => {
    const { body, sender, view, facts, stamp } = request
    const merchant = requireOpenMerchant(view, sender.participant, body.payerHome)
    const order = view.find(paymentOrders, sender.participant, body.orderNumber)
    const before = claimedBefore(request, order)
    if (before !== undefined) return { effects: claimedEffects(requirePayment(view, stamp.payment), before) }
    const code = requireLiveCode(request, merchant)
    if (order !== undefined && !isFree(order, code.home, facts))
      throw new Refusal('order_in_use', { orderNumber: body.orderNumber })
    if (code.payer === sender.participant) throw new Refusal('payer_is_merchant')
    requireActive(view, code.payer)
    requireFunction(requireLiveVoucher(view, body.voucher), 'transfer')
    const claim = claimOf(request, merchant, requireWithinTerms(merchant, request))
    const held = heldByClaim(view, { payer: code.payer, claim }, request)
    const payment: Payment = { ...code, status: nextStatus(code, 'claim'), claim }
    return {
      effects: claimedEffects(payment, claim),
      writes: [write(payments, payment), write(paymentOrders, orderAfter(payment, claim, 'open')), ...held],
    }
  },
}

type Answer = Instruction<'payment.approve' | 'payment.decline'>
type Terms = Answer['body']

/**
 * The order number's row, as long as it names this payment: a sale that was claimed anew has another one. Refuses `order_in_use`, so
 * that no order number is ever paid twice, whatever time the two were said to be at.
 */
const requireOwnOrder = (view: View, { payment }: Payment, claim: Claim): void => {
  if (view.find(paymentOrders, claim.merchant, claim.order)?.payment === payment) return
  throw new Refusal('order_in_use', { orderNumber: claim.order })
}

const keyOf = (participant: string | undefined): string[] =>
  participant === undefined ? [] : [participants.key(participant)]

const orderKeyOf = (view: View, id: string): string[] => {
  const claim = view.find(payments, id)?.claim
  return claim === undefined ? [] : [paymentOrders.key(claim.merchant, claim.order)]
}

/** The account whose metal waits for the payment, where one does. */
const metalOf = (view: View, id: string): { key: string; home: string }[] => {
  const metal = waitingMetal(view.find(payments, id)?.claim)
  return metal === undefined ? [] : [metal]
}

/** What the payer answers; refuses another device, and terms that are not the claim's (S4-026, S4-034). */
const requireAsked = ({ device, from }: Answer, body: Terms, view: View): { payment: Payment; claim: Claim } => {
  const { payment, claim } = requireClaimed(view, body.payment)
  if (payment.payer !== from || payment.device !== device) throw new Refusal('not_the_payers_device')
  const isSame =
    claim.merchant === body.merchant &&
    claim.order === body.orderNumber &&
    claim.voucher === body.voucher &&
    claim.quantity === BigInt(body.quantity) &&
    claim.answerBy === BigInt(body.answerBy) &&
    isSameSettling(claim, body.settles)
  if (!isSame) throw new Refusal('payment_terms_differ', { payment: body.payment })
  return { payment, claim }
}

const homeOf = (view: View, participant: string): string | undefined => view.find(participants, participant)?.home

const answering = {
  home: ({ from }: Answer, view: View) => view.find(accounts, from)?.home,
  // Metal that waits stands in the merchant's account, and an order is both sides'.
  organisations: ({ body }: Answer, view: View) => (body.settles === undefined ? [] : [homeOf(view, body.merchant)]),
  contended: contendedBy,
}

const answerReads = ({ body }: Answer): string[] => [
  ...[payments.key(body.payment), vouchers.key(body.voucher)],
  ...[merchants.key(body.merchant), participants.key(body.merchant)],
  ...[paymentOrders.key(body.merchant, body.orderNumber)],
  ...keysToAnswer(body.settles, body.merchant),
]

/** The bank that gets the fee: the one that registered the merchant, as the claim says where that is none of the merchant's own home. */
const bankOf = (view: View, merchant: string, claim: Claim | undefined): string | undefined =>
  claim?.bank ?? view.find(merchants, merchant)?.bank

/** What an approval gives: the amount without the fee to the merchant, and the fee to its bank; nothing yet where it pays an order. */
const giftsOf = (
  payment: Payment,
  claim: Claim,
  { merchantHome, bank }: { merchantHome: string; bank: string },
): Gift[] => {
  if (isHeldForPurchase(claim)) return []
  const { merchant, voucher, quantity, fee } = claim
  const gift = { payee: merchant, payeeHome: merchantHome, voucher, quantity: quantity - fee }
  // The bank is of the payer's home: that is where the merchant is registered.
  return fee === 0n ? [gift] : [gift, { payee: bank, payeeHome: payment.home, voucher, quantity: fee }]
}

/**
 * The payer's yes: debit, the merchant's credit and the bank's fee in one step (S4-030, S4-033); or the amount put aside for the order
 * that it pays, whose completion gives it to the merchant and the bank (decision 0043). Only from the device
 * that asked for the code, over exactly what was claimed; and without a prompt only within the payer's rule (S4-041).
 */
export const approvePayment: Rule<'payment.approve'> = {
  ...answering,
  receivers: ({ body }, view) => [homeOf(view, body.merchant)],
  reads: (instruction) => [
    ...answerReads(instruction),
    ...(instruction.body.prompted === false ? [promptRules.key(instruction.from, instruction.body.voucher)] : []),
  ],
  readsThen: ({ body }, view) => [
    ...keyOf(bankOf(view, body.merchant, view.find(payments, body.payment)?.claim)),
    ...keysOfPurchase(view, body.settles),
  ],
  moves: movesOfApproval,
  decide: ({ instruction, body, sender, view, facts }) => {
    const { payment, claim } = requireAsked(instruction, body, view)
    const status = nextStatus(payment, 'approve')
    requireNotPast(claim.answerBy, facts)
    requireOwnOrder(view, payment, claim)
    const merchant = requireActive(view, claim.merchant)
    requireFunction(requireLiveVoucher(view, claim.voucher), 'transfer')
    const { voucher, quantity, fee } = claim
    const rules = body.prompted === false ? [countWithoutPrompt(view, sender, { voucher, quantity, facts })] : []
    const bank = bankOf(view, claim.merchant, claim) as string
    const approved = { payment: payment.payment, sender, claim, bank }
    const { payer: account, writes } = settledByApproval(view, approved, facts)
    if (fee > 0n) requireActive(view, bank)
    return {
      effects: {
        ...{ ...claimEffects({ ...payment, status }, claim), ...purchaseEffects(claim) },
        ...{ merchant: claim.merchant, bank, available: `${holdingOf(account, voucher).available}` },
      },
      writes: [
        ...[write(payments, { ...payment, status }), write(accounts, account)],
        write(paymentOrders, orderAfter(payment, claim, 'captured')),
        ...[...rules.map((rule) => write(promptRules, rule)), ...writes],
      ],
      gifts: giftsOf(payment, claim, { merchantHome: merchant.home, bank }),
    }
  },
}

interface Ending {
  payment: Payment
  claim: Claim
  event: 'decline' | 'reverse' | 'expire'
}

/** Ends a claim without a payment, and frees what waited for it: its metal, and its order number unless that was claimed anew meanwhile. */
const unpaid = (view: View, { payment, claim, event }: Ending): Decision => {
  const status = nextStatus(payment, event)
  const isOwn = view.find(paymentOrders, claim.merchant, claim.order)?.payment === payment.payment
  const freed = isOwn ? [write(paymentOrders, orderAfter(payment, claim, 'unpaid'))] : []
  return {
    effects: { ...claimEffects({ ...payment, status }, claim), ...metalEffects('freed', claim) },
    writes: [write(payments, { ...payment, status }), ...freed, ...freedByEnd(view, claim)],
  }
}

/** The payer's no: nothing moves (S4-031). */
export const declinePayment: Rule<'payment.decline'> = {
  ...answering,
  reads: answerReads,
  decide: ({ instruction, body, view }) => {
    const { payment, claim } = requireAsked(instruction, body, view)
    return unpaid(view, { payment, claim, event: 'decline' })
  },
}

const byMerchant = (view: View, id: string, sender: Account): { payment: Payment; claim: Claim } => {
  const found = requireClaimed(view, id)
  if (found.claim.merchant !== sender.participant) throw new Refusal('not_a_party', { payment: id })
  return found
}

/** The merchant takes a claim back before the payer has answered (S4-040). */
export const reversePayment: Rule<'payment.reverse'> = {
  reads: ({ body }) => [payments.key(body.payment)],
  readsThen: ({ body }, view) => orderKeyOf(view, body.payment),
  home: ({ body }, view) => view.find(payments, body.payment)?.home,
  organisations: ({ body }, view) => [view.find(payments, body.payment)?.home],
  decide: ({ body, sender, view }) => {
    const { payment, claim } = byMerchant(view, body.payment, sender)
    return unpaid(view, { payment, claim, event: 'reverse' })
  },
}

/** Tidies a code or a claim whose time is over; anybody may (S4-032). The time has counted without this already. */
export const expirePayment: Rule<'payment.expire'> = {
  reads: ({ body }) => [payments.key(body.payment)],
  readsThen: ({ body }, view) => [
    ...orderKeyOf(view, body.payment),
    ...metalOf(view, body.payment).map(({ key }) => key),
  ],
  home: ({ body }, view) => view.find(payments, body.payment)?.home,
  organisations: ({ body }, view) => [
    view.find(payments, body.payment)?.home,
    ...metalOf(view, body.payment).map(({ home }) => home),
  ],
  decide: ({ body, view, facts }) => {
    const payment = requirePayment(view, body.payment)
    const { claim, codeExpiresAt } = payment
    const status = nextStatus(payment, 'expire')
    requirePast(claim?.answerBy ?? codeExpiresAt, facts)
    if (claim !== undefined) return unpaid(view, { payment, claim, event: 'expire' })
    return { effects: { payment: body.payment, status }, writes: [write(payments, { ...payment, status })] }
  },
}

/** What paid an order is given back by the order's own steps, which know how much that was: two ways could give it back twice. */
const requireNotOfPurchase = ({ payment, status }: Payment, { settles }: Claim): void => {
  if (settles?.purchase !== undefined) throw new Refusal('payment_state_forbids', { payment, status })
}

/**
 * Gives back all or part of a captured payment, never more than it was (S4-040). The fee was for the payment made and
 * stays with the bank. Refuses `payment_state_forbids` where it paid an order, which is refunded itself, and `receiver_not_active` while
 * the payer is frozen or once it is closed.
 */
export const refundPayment: Rule<'payment.refund'> = {
  reads: ({ body }) => [payments.key(body.payment)],
  home: ({ body }, view) => view.find(payments, body.payment)?.home,
  organisations: ({ body }, view) => [view.find(payments, body.payment)?.home],
  receivers: ({ body }, view) => [view.find(payments, body.payment)?.payerHome],
  readsThen: ({ body }, view) => keyOf(view.find(payments, body.payment)?.payer),
  moves: ({ from, effects: { payer, voucher, quantity } }) => [{ giver: from, receiver: payer, voucher, quantity }],
  decide: ({ body, sender, view }) => {
    const { payment, claim } = byMerchant(view, body.payment, sender)
    const status = nextStatus(payment, 'refund')
    requireNotOfPurchase(payment, claim)
    const quantity = BigInt(body.quantity)
    const left = claim.quantity - claim.refunded
    if (quantity > left)
      throw new Refusal('exceeds_refundable_quantity', {
        ...{ voucher: claim.voucher, left: left.toString() },
      })
    requireActive(view, payment.payer)
    const account = debited(sender, claim.voucher, quantity)
    const refunded = claim.refunded + quantity
    return {
      effects: {
        ...{ payment: body.payment, status, payer: payment.payer, voucher: claim.voucher, quantity: body.quantity },
        ...{ refunded: refunded.toString(), left: (left - quantity).toString() },
      },
      writes: [write(payments, { ...payment, claim: { ...claim, refunded } }), write(accounts, account)],
      gifts: [{ payee: payment.payer, payeeHome: payment.payerHome, voucher: claim.voucher, quantity }],
    }
  },
}
