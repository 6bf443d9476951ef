import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'

/** Prices at which the issuer sells (`buy`) and buys (`sell`), in cash base units for `priceScale`, until `expiresAt`. */
export const quotes = table('quote', {
  shape: z.object({
    voucher: z.string(),
    quote: z.string(),
    home: z.string(),
    /** Names the voucher's unit and trade terms under which the prices were said. */
    terms: z.string(),
    buy: amount,
    sell: amount,
    publishedAt: amount,
    expiresAt: amount,
    /** Set once the issuer took it back. */
    status: z.literal('withdrawn').optional(),
  }),
  key: ['voucher', 'quote'],
  homes: ['home'],
  readers: 'everybody',
  listed: { as: 'quotes', under: ['voucher'], open: [] },
})
export type Quote = RecordIn<typeof quotes>

/** The one quote of a voucher at which can be traded: the newest; a voucher whose last quote was published before this was kept has none. */
export const liveQuotes = table('live-quote', {
  shape: z.object({ voucher: z.string(), quote: z.string(), home: z.string() }),
  key: ['voucher'],
  homes: ['home'],
})

/** A limit order at rest. `reserved` is what is still held for it: cash for a buy, metal for a sale. */
export const orders = table('order', {
  shape: z.object({
    order: z.string(),
    voucher: z.string(),
    cash: z.string(),
    /** Names the voucher's unit and trade terms under which the limit was said. */
    terms: z.string(),
    owner: z.string(),
    ownerHome: z.string(),
    issuer: z.string(),
    home: z.string(),
    side: z.enum(['buy', 'sell']),
    quantity: amount,
    filled: amount,
    limitPrice: amount,
    reserved: amount,
    /** Price times quantity of what is filled, before the price scale divides it, and the fees on that. */
    value: amount,
    fee: amount,
    status: z.enum(['open', 'part-filled', 'filled', 'cancelled', 'expired']),
    placedAt: amount,
    expiresAt: amount,
  }),
  key: ['order'],
  homes: ['ownerHome', 'home'],
  readers: { parties: ['owner', 'issuer'] },
  // Under its voucher too: the issuer fills it. A voucher's code is never a participant's id.
  listed: { as: 'orders', ofAccounts: true, under: ['owner', 'voucher'], open: ['open', 'part-filled'] },
})
export type Order = RecordIn<typeof orders>
export type OrderStatus = Order['status']

/** Every table of this domain. */
export const marketTables = [quotes, liveQuotes, orders] as const
