import { z } from 'zod'
import {
  countOrZero,
  deviceId,
  instructionIdName,
  participantId,
  quantity,
  reference,
  voucherCode,
} from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'

/** The most pieces that one order may ask for. */
const piecesMaximum = 10_000

const purchase = z.strictObject({ purchase: instructionIdName })
/** SHA-256, in base64url, of something that lies off the ledger. */
const digestOf = deviceId

/** How every step that ends a purchase without a sale tells it: what was held of the cash is free again. */
const ended = ['freed', 'purchase', 'reservedVoucher', 'status'] as const

/** Orders with the provider of a certificate (design D25). Once ordered, a purchase’s own row says who its parties are. */
export const commerceKinds = {
  // Provider and cash are named so that their rows can be read; where they are not the certificate's, the order is refused.
  'purchase.order': kind({
    body: z.strictObject({
      certificate: instructionIdName,
      provider: participantId,
      cash: voucherCode,
      count: z.int().min(1).max(piecesMaximum),
      price: quantity,
      salt: instructionIdName,
      instance: instructionIdName.optional(),
      pay: z.boolean(),
      address: digestOf.optional(),
      // `prompted: false`: the device ordered by its owner's rule, and says so.
      prompted: z.literal(false).optional(),
    }),
    roles: ['customer'],
    effects: ['amount', 'cash', 'certificate', 'instance', 'provider', 'purchase', 'status'],
    opens: true,
  }),
  'purchase.pay': kind({
    body: purchase.extend({ provider: participantId, cash: voucherCode }),
    roles: ['customer'],
    effects: ['amount', 'cash', 'purchase', 'status'],
  }),
  'purchase.cancel': kind({ body: purchase, roles: ['customer'], effects: ended }),
  'purchase.accept': kind({
    body: purchase,
    roles: ['merchant'],
    effects: ['purchase', 'reserved', 'reservedVoucher', 'status'],
  }),
  'purchase.reject': kind({
    body: purchase,
    roles: ['merchant'],
    effects: ended,
  }),
  'purchase.ship': kind({
    body: purchase.extend({ shipment: reference.optional() }),
    roles: ['merchant'],
    effects: ['actBy', 'purchase', 'status'],
  }),
  'purchase.deliver': kind({ body: purchase, roles: ['merchant'], effects: ['actBy', 'purchase', 'status'] }),
  'purchase.complete': kind({
    body: purchase,
    roles: [],
    effects: ['amount', 'bank', 'buyer', 'cash', 'fee', 'provider', 'purchase', 'quantity', 'status', 'voucher'],
  }),
  'purchase.expire': kind({ body: purchase, roles: [], effects: ended }),
  'purchase.dispute': kind({
    body: purchase.extend({ evidence: digestOf }),
    roles: ['customer'],
    effects: ['actBy', 'purchase', 'status'],
  }),
  'purchase.add-evidence': kind({
    body: purchase.extend({ evidence: digestOf }),
    roles: ['customer', 'merchant'],
    effects: ['purchase', 'status'],
  }),
  'purchase.decide': kind({
    body: purchase.extend({ refund: countOrZero }),
    roles: ['auditor'],
    effects: [
      'amount',
      'bank',
      'buyer',
      'cash',
      'fee',
      'freed',
      'provider',
      'purchase',
      'quantity',
      'reservedVoucher',
      'status',
      'voucher',
    ],
  }),
  'purchase.refund': kind({
    body: purchase.extend({ quantity }),
    roles: ['merchant'],
    effects: ['buyer', 'left', 'purchase', 'quantity', 'refunded', 'status', 'voucher'],
  }),
  'purchase.review': kind({
    body: purchase.extend({ rating: z.int().min(1).max(5), text: digestOf }),
    roles: ['customer'],
    effects: ['certificate', 'provider', 'purchase', 'rating'],
  }),
  'purchase.set-one-click': kind({
    body: z.strictObject({ cash: voucherCode, maximum: countOrZero, perDay: z.int().min(0).max(100) }),
    roles: ['customer'],
    effects: ['maximum', 'perDay', 'voucher'],
  }),
} as const
