import { codecs, type Order, type Quote } from '../../chaincode/wire/records.ts'
import type { Projection } from '../projection/projection.ts'

const rowsOf = (projection: Projection, stem: string) =>
  projection.rows({ start: `${stem}~`, end: `${stem}\u007f` }).map(({ value }) => JSON.parse(value))

/** Every order as the blocks read so far leave it. */
export const ordersOf = (projection: Projection): Order[] => rowsOf(projection, 'order').map(codecs.order.decode)

/** The quote of a voucher that was published last, alive or not. */
export const newestQuote = (projection: Projection, voucher: string): Quote | undefined =>
  rowsOf(projection, `quote~${voucher}`)
    .map(codecs.quote.decode)
    .reduce<Quote | undefined>((a, b) => (a === undefined || b.publishedAt >= a.publishedAt ? b : a), undefined)
