import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'
import { periods } from '../certificates/terms.ts'

/**
 * A buyer's order with the provider of a certificate. Its parties are these two and nobody else, whoever handed the certificate on; its
 * money waits in the buyer's own account until the buyer confirms (design D25).
 */
export const purchases = table('purchase', {
  shape: z.object({
    purchase: z.string(),
    certificate: z.string(),
    /** The instance that it used up; its own name where the buyer came by a link. */
    instance: z.string(),
    provider: z.string(),
    providerHome: z.string(),
    buyer: z.string(),
    buyerHome: z.string(),
    /** The home through which its steps go: the buyer's. */
    home: z.string(),
    item: z.string(),
    cash: z.string(),
    count: z.number(),
    /** Base units of cash: for one piece, for all, and what of that waits in the buyer's account now. */
    price: amount,
    amount,
    held: amount,
    /** The payment by a one-time code that put the cash aside, where one did. */
    payment: z.string().optional(),
    /** Who gets how much for that code, out of what the provider gets, once it gets it (decision 0043). */
    fee: z.object({ bank: z.string(), quantity: amount }).optional(),
    /** What the provider gives of a voucher, where the goods are metal, and what of that it has reserved. */
    metal: z.object({ voucher: z.string(), quantity: amount, reserved: amount }).optional(),
    /** SHA-256 of the sealed address to which it is shipped. */
    address: z.string().optional(),
    periods,
    /** Until when the next step may be waited for; behind it anybody may end what waits. */
    actBy: amount,
    /** What the provider named the shipment. */
    shipment: z.string().optional(),
    /** SHA-256 of each piece of evidence in a dispute, in order. */
    evidence: z.array(z.object({ by: z.string(), digest: z.string() })).optional(),
    /** What of the cash the provider got, and what of that it gave back. */
    captured: amount,
    refunded: amount,
    status: z.enum([
      'ordered',
      'paid',
      'accepted',
      'shipped',
      'delivered',
      'disputed',
      'completed',
      'decided',
      'rejected',
      'cancelled',
      'expired',
      'refunded',
    ]),
  }),
  key: ['purchase'],
  homes: ['buyerHome', 'providerHome'],
  readers: { parties: ['buyer', 'provider'] },
  listed: {
    as: 'purchases',
    ofAccounts: true,
    // Under the certificate, whose page shows them without their buyers.
    under: ['buyer', 'provider', 'certificate'],
    open: ['ordered', 'paid', 'accepted', 'shipped', 'delivered', 'disputed'],
  },
})
export type Purchase = RecordIn<typeof purchases>
export type PurchaseStatus = Purchase['status']

/** Up to which amount, and how many times a day, a buyer's device may order and pay without asking (S1-042). */
export const oneClickRules = table('one-click-rule', {
  shape: z.object({
    buyer: z.string(),
    cash: z.string(),
    home: z.string(),
    maximum: amount,
    perDay: z.number(),
    /** The UTC day, counted from 1970, on which `used` orders were made without a prompt. */
    day: amount,
    used: z.number(),
  }),
  key: ['buyer', 'cash'],
  homes: ['home'],
  readers: { parties: ['buyer'] },
})
export type OneClickRule = RecordIn<typeof oneClickRules>

/** A buyer's word on a completed order: the rating, and the digest of a text that lies off the ledger and can be removed. */
export const reviews = table('review', {
  shape: z.object({
    purchase: z.string(),
    certificate: z.string(),
    provider: z.string(),
    buyer: z.string(),
    home: z.string(),
    /** From 1 to 5. */
    rating: z.number(),
    /** SHA-256 of the text. */
    text: z.string(),
  }),
  key: ['purchase'],
  homes: ['home'],
  readers: { parties: ['buyer', 'provider'] },
  listed: { as: 'reviews', under: ['certificate', 'provider'], open: [] },
})

/** Every table of this domain. */
export const commerceTables = [purchases, oneClickRules, reviews] as const
