import { codecs, type Order, type Quote } from '../../chaincode/wire/records.ts'
import type { Projection } from '../projection/projection.ts'

/** Every order that has not ended, as the blocks read so far leave it. */
export const openOrders = ({ lists }: Projection): Order[] => lists.openOrders().map(codecs.order.decode)

/** The quote of a voucher that was published last, alive or not. */
export const newestQuote = ({ lists }: Projection, voucher: string): Quote | undefined => {
  const [newest] = lists.listed('quotes', voucher, { limit: 1 }).items
  return newest === undefined ? undefined : codecs.quote.decode(newest)
}
