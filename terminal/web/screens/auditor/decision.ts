import { divideDown } from '../../../../chaincode/rules/amount.ts'
import type { ListedPurchase } from '../../../sdk/purchases.ts'

/** How much of what is held goes back to the buyer. */
export const shares = ['all', 'part', 'nothing'] as const
export type Share = (typeof shares)[number]

/** What a decision makes of what is held; all in base units. */
export interface Decision {
  refund: string
  /** To the provider, without the fee, which goes to the bank whose code paid the order. */
  provider: string
  fee: string
  /** Whose the metal is then: the buyer's where anything of the money is captured. */
  metalOf: 'buyer' | 'provider'
}

/**
 * What is said by a share of what is held, with the quantity of a part. Undefined for a part that is none: nothing, all, more, or no
 * quantity at all. The fee is in proportion and rounded down, as the ledger takes it (chaincode/rules/commerce/holds.ts).
 */
export const decisionOf = (
  { held, amount, fee }: Pick<ListedPurchase, 'held' | 'amount' | 'fee'>,
  share: Share,
  part: string | undefined,
): Decision | undefined => {
  const all = BigInt(held)
  const refund = { all, nothing: 0n, part: part === undefined ? 0n : BigInt(part) }[share]
  const captured = all - refund
  if (share === 'part' && (refund <= 0n || captured <= 0n)) return undefined
  const due = fee === undefined ? 0n : divideDown(BigInt(fee.quantity) * captured, BigInt(amount))
  const metalOf = captured === 0n ? 'provider' : 'buyer'
  return { refund: `${refund}`, provider: `${captured - due}`, fee: `${due}`, metalOf }
}
