import { z } from 'zod'
import { voucherFields } from '../../chaincode/domains/vouchers/terms.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'

const fieldValue = z.custom<Json>((value) => value !== undefined)

/** One's position in a voucher as a gateway tells it: only the fields that the voucher is set to show. */
export const positionAnswer = z.object({
  voucher: z.string(),
  fields: z.partialRecord(z.enum(voucherFields), fieldValue),
  functions: z.array(z.string()),
  height: z.string().regex(/^[0-9]{1,16}$/),
})
export type PositionAnswer = z.infer<typeof positionAnswer>

/** A position, and whether this terminal knows of a later block than the figures come from (S0-046). */
export type ShownPosition = PositionAnswer & { isOutOfDate: boolean }

/** Remembers the newest block that any result of this terminal stands in. */
export class NewestBlock {
  #block = -1n

  /** Takes note of a result's block. */
  notice(block: string | undefined): void {
    if (block !== undefined && BigInt(block) > this.#block) this.#block = BigInt(block)
  }

  /** The position, marked when it was read before that block was; `height` counts the blocks that it was read from. */
  mark(position: PositionAnswer): ShownPosition {
    return { ...position, isOutOfDate: BigInt(position.height) <= this.#block }
  }
}

const amountOfUnit = z.object({
  quantity: z.string(),
  unit: z.object({ base: z.string(), shownAs: z.string(), basePerShown: z.string() }),
})
const signed = z.string().regex(/^-?[0-9]{1,40}$/)
const money = z.object({ amount: signed, cash: z.string() })
const restingOrder = z.object({
  ...{ order: z.string(), function: z.enum(['buy', 'sell']), status: z.string() },
  ...{ quantity: z.string(), filled: z.string(), price: z.string(), expiresAt: z.string() },
})

/** What a field of a position holds, where it holds anything; `chaincode/rules/market/fields.ts` makes them. */
export const fieldShapes = {
  totalQuantity: amountOfUnit,
  availableQuantity: amountOfUnit,
  unit: amountOfUnit.shape.unit,
  buyPrice: z.object({ price: z.string(), priceScale: z.string(), cash: z.string() }),
  referenceValue: money.extend({
    ...{ price: z.string(), at: z.string(), isStale: z.boolean(), ageMilliseconds: z.string() },
    source: z.object({ quote: z.string(), issuer: z.string() }),
  }),
  floatingProfit: money,
  yield: z.object({ partsPerMillion: signed }),
  entrustedOrders: z.array(restingOrder),
}

/** True for a figure that cannot be said, which is not the same as one that is missing. */
export const isNotApplicable = (value: Json | undefined): boolean =>
  typeof value === 'object' && value !== null && 'applicable' in value && value['applicable'] === false
