import { z } from 'zod'
import { instructionIdName, moment, participantId, quantity, quoteId, voucherCode } from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'

const trade = z.strictObject({
  voucher: voucherCode,
  issuer: participantId,
  quantity,
  quote: quoteId,
  worstPrice: quantity,
})

/** Prices, trades and orders. */
export const marketKinds = {
  'quote.publish': kind({
    body: z.strictObject({
      voucher: voucherCode,
      quote: quoteId,
      buy: quantity,
      sell: quantity,
      lifeSeconds: z.int().min(1).max(86_400),
    }),
    roles: ['price'],
    effects: ['expiresAt', 'quote', 'voucher'],
    published: true,
  }),
  'quote.withdraw': kind({
    body: z.strictObject({ voucher: voucherCode, quote: quoteId }),
    roles: ['price'],
    effects: ['quote', 'status', 'voucher'],
    published: true,
  }),
  'trade.buy': kind({
    body: trade,
    roles: ['customer'],
    effects: ['available', 'cash', 'cashAvailable', 'fee', 'gross', 'price', 'quantity', 'voucher'],
  }),
  'trade.sell': kind({
    body: trade,
    roles: ['customer'],
    effects: ['available', 'cash', 'cashAvailable', 'fee', 'gross', 'price', 'quantity', 'voucher'],
  }),
  'order.place': kind({
    body: z.strictObject({
      voucher: voucherCode,
      side: z.enum(['buy', 'sell']),
      quantity,
      limitPrice: quantity,
      expiresAt: moment,
    }),
    roles: ['customer'],
    effects: ['order', 'reserved', 'reservedVoucher', 'status', 'voucher'],
  }),
  'order.cancel': kind({
    body: z.strictObject({ order: instructionIdName }),
    roles: ['customer'],
    effects: ['filled', 'freed', 'order', 'reservedVoucher', 'status', 'voucher'],
  }),
  'order.expire': kind({
    body: z.strictObject({ order: instructionIdName, owner: participantId }),
    roles: [],
    effects: ['filled', 'freed', 'order', 'reservedVoucher', 'status', 'voucher'],
  }),
  'order.fill': kind({
    body: z.strictObject({
      order: instructionIdName,
      owner: participantId,
      voucher: voucherCode,
      quote: quoteId,
      quantity,
    }),
    roles: ['price'],
    effects: ['cash', 'fee', 'filled', 'gross', 'order', 'price', 'quantity', 'status', 'voucher'],
  }),
} as const
