import { type Order, orders, type Quote, quotes } from '../../chaincode/domains/market/tables.ts'
import type { Projection } from '../projection/projection.ts'

/** Every order that has not ended, as the blocks read so far leave it. */
export const openOrders = ({ lists }: Projection): Order[] => lists.openOrders().map(orders.codec.decode)

/** The quote of a voucher that was published last, alive or not. */
export const newestQuote = ({ lists }: Projection, voucher: string): Quote | undefined => {
  const [newest] = lists.listed('quotes', voucher, { limit: 1 }).items
  return newest === undefined ? undefined : quotes.codec.decode(newest)
}
