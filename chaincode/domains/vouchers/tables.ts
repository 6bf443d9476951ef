import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'
import { voucherKinds } from './kinds.ts'
import { tradeTerms, unit, voucherFields, voucherFunctions } from './terms.ts'

/** A voucher series: what it is, in which unit it is counted, what its holders may do, what it shows, how it is traded. */
export const vouchers = table('voucher', {
  shape: z.object({
    voucher: z.string(),
    issuer: z.string(),
    home: z.string(),
    status: z.enum(['issued', 'retired']),
    name: z.string(),
    product: voucherKinds['voucher.issue'].body.shape.product,
    unit,
    functions: z.array(z.enum(voucherFunctions)),
    fields: z.array(z.enum(voucherFields)),
    trade: tradeTerms.optional(),
    /** Counts the changes to this row; each change is an instruction with an author and a time in its block. */
    version: amount,
  }),
  key: ['voucher'],
  homes: ['home'],
  readers: 'everybody',
})
export type Voucher = RecordIn<typeof vouchers>

/** How much of a voucher is outstanding, over all accounts and credits; apart, so that a deposit conflicts with no transfer. */
export const supplies = table('supply', {
  shape: z.object({ voucher: z.string(), home: z.string(), supply: amount }),
  key: ['voucher'],
  homes: ['home'],
  readers: 'everybody',
})
export type Supply = RecordIn<typeof supplies>

/** Every table of this domain. */
export const voucherTables = [vouchers, supplies] as const
