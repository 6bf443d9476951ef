import type { ListedHolding } from '../../sdk/lists.ts'
import type { ShownPosition } from '../../sdk/position.ts'

const totalOf = (holdings: readonly ListedHolding[], code: string): bigint => {
  const holding = holdings.find(({ voucher }) => voucher === code)
  if (holding === undefined) return 0n
  return [holding.available, holding.reserved, holding.pledged, holding.frozen].reduce(
    (sum, part) => sum + BigInt(part),
    0n,
  )
}

/** True when the total that is shown is not the sum of the ledger's parts, both read at one height (row S0-036). */
export const isMismatched = (
  position: Pick<ShownPosition, 'fields' | 'height'>,
  holdings: { items: readonly ListedHolding[]; height: string },
  code: string,
): boolean => {
  const told = position.fields['totalQuantity'] as { quantity?: string } | undefined
  if (told?.quantity === undefined || position.height !== holdings.height) return false
  return BigInt(told.quantity) !== totalOf(holdings.items, code)
}
