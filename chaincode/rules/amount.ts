import type { Fee } from '../domains/vouchers/terms.ts'
import { Refusal } from '../refusal.ts'
import { quantityCap } from '../wire/identifiers.ts'

// Integers only, one division at the end, and a rounding that its purpose decides: nobody gains by splitting an amount.

const partsInWhole = 1_000_000n

/** The quotient rounded up. Both must not be negative, and the divisor above zero. */
export const divideUp = (amount: bigint, by: bigint): bigint => (amount + by - 1n) / by

/** The quotient rounded down. */
export const divideDown = (amount: bigint, by: bigint): bigint => amount / by

/** The quotient rounded to the nearest, halves away from zero; the amount may be negative. */
export const divideHalfAway = (amount: bigint, by: bigint): bigint => {
  const magnitude = amount < 0n ? -amount : amount
  const rounded = (2n * magnitude + by) / (2n * by)
  return amount < 0n ? -rounded : rounded
}

/** Cash for a quantity that a user buys from the issuer: rounded up, so that splitting a buy never makes it cheaper. */
export const grossOfBuy = (price: bigint, quantity: bigint, priceScale: bigint): bigint =>
  divideUp(price * quantity, priceScale)

/** Cash for a quantity that a user sells to the issuer: rounded down, so that splitting a sale never pays more. */
export const grossOfSale = (price: bigint, quantity: bigint, priceScale: bigint): bigint =>
  divideDown(price * quantity, priceScale)

/** The fee on an amount: parts per million rounded up, at least the minimum, at most the maximum. */
export const feeOn = (amount: bigint, { partsPerMillion, minimum, maximum }: Fee): bigint => {
  const share = divideUp(amount * BigInt(partsPerMillion), partsInWhole)
  const raised = share < BigInt(minimum) ? BigInt(minimum) : share
  return maximum !== undefined && raised > BigInt(maximum) ? BigInt(maximum) : raised
}

/** Refuses `amount_over_cap` for an amount of 2^96 base units or more. */
export const requireBelowCap = (amount: bigint): bigint => {
  if (amount >= quantityCap) throw new Refusal('amount_over_cap', { amount: amount.toString() })
  return amount
}
