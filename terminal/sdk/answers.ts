import { z } from 'zod'
import { authorisations } from '../../chaincode/domains/registry/kinds.ts'
import { kinds } from '../../chaincode/vocabulary.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { deviceRoles, publicKey } from '../../chaincode/wire/device.ts'
import { organisationId, participantId, quantity, voucherCode } from '../../chaincode/wire/identifiers.ts'
import { GatewayProblem } from './errors.ts'

const digits = z.union([z.literal('0'), quantity])
const row = z.custom<{ [name: string]: Json }>((value) => typeof value === 'object' && value !== null)
const issued = kinds['voucher.issue'].body.shape

/** A voucher as the gateway publishes it; `supply` counts base units of `unit`. */
const voucher = z.looseObject({
  voucher: voucherCode,
  issuer: participantId,
  home: z.string(),
  status: z.enum(['issued', 'retired']),
  name: z.string(),
  product: issued.product,
  unit: issued.unit,
  functions: z.array(z.string()),
  trade: issued.trade,
  fields: z.array(z.string()).default([]),
  supply: digits,
})
export const voucherAnswer = z.looseObject({ voucher, height: z.string() })

const balance = z.object({ available: digits, reserved: digits, pledged: digits, frozen: digits, total: digits })
export const accountAnswer = z.object({
  participant: z.looseObject({
    participant: participantId,
    home: z.string(),
    status: z.string(),
    accepts: z.string(),
  }),
  account: z.looseObject({ devices: z.record(z.string(), z.looseObject({ highest: z.string(), status: z.string() })) }),
  credits: z.array(row),
  balances: z.record(z.string(), balance),
  height: z.string(),
})

/** What one may know of a participant before giving to it. */
export const payeeAnswer = z.object({
  participant: participantId,
  type: z.string(),
  home: z.string(),
  status: z.string(),
  /** How it takes what one gives: without being asked, as an offer, or not at all. */
  taking: z.string(),
  /** The name under which a bank registered it as a merchant. */
  merchant: z.object({ name: z.string(), bank: z.string() }).optional(),
})
export type PayeeAnswer = z.infer<typeof payeeAnswer>

export const historyAnswer = z.object({
  entries: z.array(z.looseObject({ transaction: z.string(), at: z.string(), row: row.nullable() })),
})

export const ledgerAnswer = z.looseObject({
  ledger: z.string(),
  organisation: z.string(),
  mspId: z.string(),
  gateways: z.record(z.string(), z.string()),
  resultKeys: z.record(organisationId, publicKey).default({}),
  height: z.string(),
})

const moment = z.string().regex(/^[0-9]{1,16}$/)
const accountDevice = z.object({
  device: z.string(),
  name: z.string(),
  status: z.enum(['active', 'revoked']),
  roles: z.array(z.enum(deviceRoles)),
  authorisedBy: z.enum(authorisations).optional(),
  lastCharacters: z.string(),
  /** When it was added, and when the ledger last took something that it signed, in UTC milliseconds. */
  addedAt: moment.optional(),
  lastUsedAt: moment.optional(),
})
export const accountDevices = z.object({ items: z.array(accountDevice) })
export type AccountDevice = z.infer<typeof accountDevice>

const ownDevice = accountDevice.extend({ isThisDevice: z.boolean() })
export const ownDevices = z.object({ items: z.array(ownDevice) })

export type VoucherAnswer = z.infer<typeof voucherAnswer>
export type AccountAnswer = z.infer<typeof accountAnswer>
export type HistoryAnswer = z.infer<typeof historyAnswer>
export type LedgerAnswer = z.infer<typeof ledgerAnswer>
export type OwnDevice = z.infer<typeof ownDevice>

/** The body in the shape that this terminal builds on; refuses anything else as `unexpected_answer`. */
export const understand = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const member = read.error.issues[0]?.path.join('.') ?? ''
  const title = `an answer that this terminal cannot read, at ${member || 'its top'}`
  throw new GatewayProblem({ status: 200, code: 'unexpected_answer', title })
}
