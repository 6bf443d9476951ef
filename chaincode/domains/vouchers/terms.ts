import { z } from 'zod'
import { countOrZero, quantity, voucherCode } from '../../wire/identifiers.ts'

/** What a voucher lets its holders do (S0-015 to S0-019). */
export const voucherFunctions = ['buy', 'sell', 'pledge', 'transfer'] as const
export type VoucherFunction = (typeof voucherFunctions)[number]

/** What a voucher may show of itself and of one's holding (S0-034 to S0-045). */
export const voucherFields = [
  'name',
  'productType',
  'totalQuantity',
  'availableQuantity',
  'unit',
  'buyPrice',
  'positionAccount',
  'referenceValue',
  'floatingProfit',
  'yield',
  'entrustedOrders',
] as const
export type VoucherField = (typeof voucherFields)[number]

/** The base unit in which a voucher is counted: `1 mg`, `0.001 oz`, `1 fen`; shown with every quantity (S0-038). */
export const unit = z.strictObject({
  base: z.string().regex(/^[0-9.]{1,12} [A-Za-z]{1,12}$/),
  shownAs: z.string().regex(/^[A-Za-z]{1,12}$/),
  basePerShown: z.string().regex(/^[1-9][0-9]{0,11}$/),
})

/** A fee on an amount of cash: parts per million rounded up, then at least `minimum` and at most `maximum`. */
export const fee = z.strictObject({
  partsPerMillion: z.int().min(0).max(500_000),
  minimum: countOrZero,
  maximum: countOrZero.optional(),
})
export type Fee = z.infer<typeof fee>

/** How a voucher is bought and sold: in which cash series, with prices for how many base units, at which fees. */
export const tradeTerms = z.strictObject({
  cash: voucherCode,
  priceScale: quantity,
  fees: z.strictObject({ buy: fee, sell: fee }),
})
export type TradeTerms = z.infer<typeof tradeTerms>
