import type { First } from '../../domains/trade-chain/terms.ts'
import { grossOfBuy, grossOfSale } from '../amount.ts'

/** What an institution executed of a trade: how much, and what that costs or brings. */
interface Executed {
  side: 'buy' | 'sell'
  quantity: bigint
  amount: bigint
}

/** What a quantity costs at a price for so many base units, rounded in favour of who sells a buy and buys a sale, as at an issuer. */
export const amountAt = (
  { price, scale }: { price: bigint; scale: bigint },
  { side, quantity }: Omit<Executed, 'amount'>,
): bigint => (side === 'buy' ? grossOfBuy : grossOfSale)(price, quantity, scale)

/** Whether an execution is no worse for the client than the limit that it signed. */
export const isWithinLimit = ({ limitPrice, priceScale = '1' }: First['trade'], executed: Executed): boolean => {
  const limit = amountAt({ price: BigInt(limitPrice), scale: BigInt(priceScale) }, executed)
  return executed.side === 'buy' ? executed.amount <= limit : executed.amount >= limit
}
