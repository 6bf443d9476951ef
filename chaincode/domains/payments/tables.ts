import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'
import { fee } from '../vouchers/terms.ts'

const registration = z.object({
  merchant: z.string(),
  home: z.string(),
  /** The bank's participant, to whom the fees go. */
  bank: z.string(),
  /** The business name that payers are shown. */
  name: z.string(),
  fee,
  /** The most that one payment may be, in base units. */
  maximum: amount,
  vouchers: z.array(z.string()),
  status: z.enum(['open', 'closed']),
})

/** A bank's leave for a merchant of its own home to claim payment codes, and at what fee. */
export const merchants = table('merchant', {
  shape: registration,
  key: ['merchant'],
  homes: ['home'],
  readers: 'everybody',
})
export type Merchant = RecordIn<typeof merchants>

/** The same leave for a merchant of another home, under the home of the bank: one at each (decision 0043). */
export const merchantRegistrations = table('merchant-registration', {
  shape: registration,
  key: ['merchant', 'home'],
  homes: ['home'],
  readers: 'everybody',
})

/** What the payment also settles, both or neither: an order with a provider, or a buy of metal that the issuer holds ready for it. */
const settles = z.object({
  purchase: z.string().optional(),
  buy: z.object({ voucher: z.string(), quantity: amount, quote: z.string() }).optional(),
})

/** What a merchant claimed with a code: the sale, and until when the payer can answer. */
const claim = z.object({
  merchant: z.string(),
  merchantHome: z.string(),
  order: z.string(),
  commitment: z.string(),
  voucher: z.string(),
  quantity: amount,
  fee: amount,
  answerBy: amount,
  refunded: amount,
  /** The bank that registered the merchant and gets the fee, where the merchant is of another home than the payer. */
  bank: z.string().optional(),
  settles: settles.optional(),
})
export type Claim = z.output<typeof claim>

/** A payment by a one-time code, under the keyed digest of its digits, from the request for the code to its end (decision 0019). */
export const payments = table('payment', {
  shape: z.object({
    payment: z.string(),
    home: z.string(),
    payer: z.string(),
    payerHome: z.string(),
    /** The device that asked for the code, which alone can approve. */
    device: z.string(),
    status: z.enum(['issued', 'claimed', 'captured', 'declined', 'reversed', 'expired', 'cancelled']),
    codeExpiresAt: amount,
    claim: claim.optional(),
  }),
  key: ['payment'],
  homes: ['home'],
  // It is its merchant's and that of the device that asked for the code, and no other device's of the payer.
  readers: ({ participant, device }, { payer, device: asked, claim: claimed }) =>
    (participant === payer && device === asked) || participant === claimed?.merchant,
  concerns: ({ payer, claim: claimed }) => [payer, claimed?.merchant],
  // Under the device, which alone is asked.
  listed: { as: 'payments', under: ['device'], open: ['claimed'] },
})
export type Payment = RecordIn<typeof payments>
export type PaymentStatus = Payment['status']

/** The codes of one device that a merchant can still claim; empty once the device was revoked. */
export const liveCodes = table('live-codes', {
  shape: z.object({ payer: z.string(), device: z.string(), home: z.string(), payments: z.array(z.string()) }),
  key: ['payer', 'device'],
  homes: ['home'],
  readers: { parties: ['payer'] },
})
export type LiveCodes = RecordIn<typeof liveCodes>

/** Which payment a merchant's order number was used for. */
export const paymentOrders = table('payment-order', {
  shape: z.object({
    merchant: z.string(),
    order: z.string(),
    home: z.string(),
    payment: z.string(),
    /** `unpaid` frees the number for another try; an open one does so too once its answer is overdue. */
    status: z.enum(['open', 'captured', 'unpaid']),
    answerBy: amount,
  }),
  key: ['merchant', 'order'],
  homes: ['home'],
  readers: { parties: ['merchant'] },
  listed: { as: 'sales', under: ['merchant'], open: ['open'] },
})
export type PaymentOrder = RecordIn<typeof paymentOrders>

/** Up to which amount, and how many times a day, a payer's device may approve without asking (S4-041). */
export const promptRules = table('prompt-rule', {
  shape: z.object({
    payer: z.string(),
    voucher: z.string(),
    home: z.string(),
    maximum: amount,
    perDay: z.number(),
    /** The UTC day, counted from 1970, on which `used` approvals were given without a prompt. */
    day: amount,
    used: z.number(),
  }),
  key: ['payer', 'voucher'],
  homes: ['home'],
  readers: { parties: ['payer'] },
})
export type PromptRule = RecordIn<typeof promptRules>

/** Every table of this domain. */
export const paymentTables = [
  payments,
  liveCodes,
  paymentOrders,
  merchants,
  merchantRegistrations,
  promptRules,
] as const
