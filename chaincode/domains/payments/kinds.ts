import { z } from 'zod'
import {
  areDistinct,
  countOrZero,
  deviceId,
  displayName,
  instructionIdName,
  moment,
  orderNumber,
  organisationId,
  participantId,
  quantity,
  quoteId,
  reference,
  voucherCode,
} from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
import { fee } from '../vouchers/terms.ts'

/**
 * What a payment also settles, both or neither: an order with the provider that claims (SX-002), or a buy of metal from the issuer that
 * claims, at a live quote (SX-001).
 */
export const settles = z.union([
  z.strictObject({ purchase: instructionIdName }),
  z.strictObject({ buy: z.strictObject({ voucher: voucherCode, quantity, quote: quoteId }) }),
])
export type Settles = z.infer<typeof settles>

/** Given where the merchant may be of another home than the bank. */
const anyHome = z.literal(true).optional()

const payment = z.strictObject({ payment: instructionIdName })
/** All that a payer's yes or no is about; each must be what the merchant claimed (S4-034). */
const paymentTerms = z.strictObject({
  payment: instructionIdName,
  merchant: participantId,
  orderNumber,
  voucher: voucherCode,
  quantity,
  answerBy: moment,
  settles: settles.optional(),
})

const unpaidEffects = [
  ...(['answerBy', 'fee', 'freed', 'orderNumber', 'payment', 'quantity', 'reservedVoucher', 'status'] as const),
  'voucher',
] as const

/** Payments by one-time codes. */
export const paymentKinds = {
  'merchant.register': kind({
    body: z.strictObject({
      merchant: participantId,
      name: displayName,
      fee,
      maximum: quantity,
      vouchers: z.array(voucherCode).min(1).max(16).refine(areDistinct, 'vouchers must differ'),
      anyHome,
    }),
    roles: ['teller'],
    effects: ['bank', 'merchant', 'status'],
  }),
  'merchant.close': kind({
    body: z.strictObject({ merchant: participantId, anyHome }),
    roles: ['teller'],
    effects: ['merchant', 'status'],
  }),
  'payment-code.request': kind({
    body: z.strictObject({}),
    roles: ['customer'],
    effects: ['codeExpiresAt', 'payment'],
    stamp: z.strictObject({ payment: instructionIdName, codeExpiresAt: moment, keepsOlder: z.boolean() }),
  }),
  'payment-code.cancel': kind({
    body: payment,
    roles: ['customer'],
    effects: ['payment', 'status'],
  }),
  'payment.claim': kind({
    body: z.strictObject({
      commitment: instructionIdName,
      orderNumber,
      voucher: voucherCode,
      quantity,
      // The home of the payer's bank, where that may be another than the merchant's.
      payerHome: organisationId.optional(),
      settles: settles.optional(),
    }),
    roles: ['merchant'],
    effects: [
      ...(['answerBy', 'fee', 'orderNumber', 'payment', 'quantity', 'reserved', 'reservedVoucher', 'status'] as const),
      'voucher',
    ],
    asks: 'payment',
    stamp: z.strictObject({
      payment: instructionIdName,
      payer: participantId,
      payerDevice: deviceId,
      answerBy: moment,
    }),
  }),
  // `prompted: false`: the device answered by its owner's rule, and says so.
  'payment.approve': kind({
    body: paymentTerms.extend({ prompted: z.literal(false).optional() }),
    roles: ['customer'],
    effects: [
      'answerBy',
      'available',
      'bank',
      'fee',
      'merchant',
      'orderNumber',
      'payment',
      'purchase',
      'quantity',
      'status',
      'voucher',
    ],
    awaited: 'payment',
  }),
  'payment.decline': kind({
    body: paymentTerms,
    roles: ['customer'],
    effects: unpaidEffects,
  }),
  'payment.expire': kind({
    body: payment,
    roles: [],
    effects: unpaidEffects,
  }),
  'payment.reverse': kind({
    body: payment,
    roles: ['merchant'],
    effects: unpaidEffects,
  }),
  'payment.refund': kind({
    body: z.strictObject({ payment: instructionIdName, quantity, reference }),
    roles: ['merchant'],
    effects: ['left', 'payer', 'payment', 'quantity', 'refunded', 'status', 'voucher'],
  }),
  'payment.set-prompt-rule': kind({
    body: z.strictObject({
      voucher: voucherCode,
      maximum: countOrZero,
      perDay: z.int().min(0).max(100),
    }),
    roles: ['customer'],
    effects: ['maximum', 'perDay', 'voucher'],
  }),
} as const
