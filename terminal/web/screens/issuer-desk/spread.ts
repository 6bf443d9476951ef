import type { Unit } from '../../../sdk/amount.ts'

/** Both prices of a quote, in base units of cash. */
export interface Prices {
  buy: bigint
  sell: bigint
}

/** The steps by which prices move, in hundredths of the shown unit, the largest first. */
const hundredths = [50n, 10n, 1n] as const

/** By how many base units of cash the buttons move prices: a half, a tenth and a hundredth of the shown unit, where it has those. */
export const stepsOf = ({ basePerShown }: Pick<Unit, 'basePerShown'>): bigint[] => {
  const steps = hundredths.map((part) => (BigInt(basePerShown) * part) / 100n).filter((step) => step > 0n)
  return steps.length > 0 ? steps : [1n]
}

/** Both prices moved by the same; undefined where the lower one would come to nothing. */
export const moved = ({ buy, sell }: Prices, by: bigint): Prices | undefined =>
  sell + by > 0n ? { buy: buy + by, sell: sell + by } : undefined

/**
 * The spread made wider, or narrower by a negative step: what customers buy at moves up and what they sell at down, both by the
 * step. Undefined where the prices would cross or the lower one come to nothing.
 */
export const widened = ({ buy, sell }: Prices, by: bigint): Prices | undefined => {
  const after = { buy: buy + by, sell: sell - by }
  return after.sell > 0n && after.buy >= after.sell ? after : undefined
}
