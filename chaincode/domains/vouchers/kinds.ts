import { z } from 'zod'
import {
  areDistinct,
  caseNumber,
  displayName,
  participantId,
  quantity,
  reference,
  voucherCode,
} from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
import { tradeTerms, unit, voucherFields, voucherFunctions } from './terms.ts'

const metalProduct = z.strictObject({
  type: z.literal('metal'),
  metal: z.enum(['gold', 'silver', 'platinum', 'palladium']),
  finenessPerTenThousand: z.int().min(1).max(10_000),
  form: z.enum(['bar', 'coin', 'granule', 'account']),
})
const currencyProduct = z.strictObject({ type: z.literal('currency'), currency: z.string().regex(/^[A-Z]{3}$/) })

const fieldSet = z
  .array(z.enum(voucherFields))
  .min(1)
  .max(voucherFields.length)
  .refine(areDistinct, 'fields must differ')

const functionSet = z.array(z.enum(voucherFunctions)).max(4).refine(areDistinct, 'functions must differ')

const holdingHold = z.strictObject({ participant: participantId, voucher: voucherCode, quantity, caseNumber })

/** Series of vouchers, what moves of them at once, and what is held up. */
export const voucherKinds = {
  'voucher.issue': kind({
    body: z.strictObject({
      voucher: voucherCode,
      name: displayName,
      product: z.discriminatedUnion('type', [metalProduct, currencyProduct]),
      unit,
      functions: functionSet.min(1),
      fields: fieldSet.optional(),
      trade: tradeTerms.optional(),
      quantity,
    }),
    roles: ['issuer'],
    effects: ['supply', 'voucher'],
    published: true,
  }),
  'voucher.revise': kind({
    body: z.strictObject({
      voucher: voucherCode,
      name: displayName.optional(),
      unit: unit.optional(),
      fields: fieldSet.optional(),
      trade: tradeTerms.optional(),
      reason: reference,
    }),
    roles: ['issuer'],
    effects: ['version', 'voucher'],
    published: true,
  }),
  'voucher.change-functions': kind({
    body: z.strictObject({ voucher: voucherCode, functions: functionSet }),
    roles: ['issuer'],
    effects: ['functions', 'voucher'],
    published: true,
  }),
  'voucher.increase-supply': kind({
    body: z.strictObject({ voucher: voucherCode, quantity }),
    roles: ['issuer'],
    effects: ['supply', 'voucher'],
    published: true,
  }),
  'voucher.decrease-supply': kind({
    body: z.strictObject({ voucher: voucherCode, quantity }),
    roles: ['issuer'],
    effects: ['available', 'supply', 'voucher'],
    published: true,
  }),
  'voucher.retire': kind({
    body: z.strictObject({ voucher: voucherCode }),
    roles: ['issuer'],
    effects: ['status', 'voucher'],
    published: true,
  }),
  'voucher.transfer': kind({
    body: z.strictObject({
      voucher: voucherCode,
      to: participantId,
      quantity,
      reference: reference.optional(),
    }),
    roles: ['customer'],
    effects: ['available', 'quantity', 'to', 'voucher'],
  }),
  'cash.deposit': kind({
    body: z.strictObject({ voucher: voucherCode, to: participantId, quantity, reference }),
    roles: ['teller'],
    effects: ['quantity', 'to', 'voucher'],
  }),
  'cash.withdraw': kind({
    body: z.strictObject({ voucher: voucherCode, participant: participantId, quantity, reference }),
    roles: ['teller'],
    effects: ['available', 'participant', 'quantity', 'voucher'],
  }),
  'holding.freeze': kind({
    body: holdingHold,
    roles: ['issuer', 'auditor'],
    effects: ['available', 'caseNumber', 'frozen', 'participant', 'voucher'],
  }),
  'holding.unfreeze': kind({
    body: holdingHold,
    roles: ['issuer', 'auditor'],
    effects: ['available', 'caseNumber', 'frozen', 'participant', 'voucher'],
  }),
} as const
