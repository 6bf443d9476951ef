import { z } from 'zod'
import { authorisations } from '../../chaincode/domains/registry/kinds.ts'
import { voucherFields } from '../../chaincode/domains/vouchers/terms.ts'
import { refusals } from '../../chaincode/vocabulary.ts'
import { deviceRoles, publicKey } from '../../chaincode/wire/device.ts'
import { gatewayProblems } from '../problem.ts'

export const decimal = z.string().regex(/^[0-9]+$/)
export const signedDecimal = z.string().regex(/^-?[0-9]+$/)
export const row = z.record(z.string(), z.unknown())
const codes = [...Object.keys(refusals), ...Object.keys(gatewayProblems)] as [string, ...string[]]

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(codes),
  detail: z.string().optional(),
  values: row.optional(),
  id: z.string().optional(),
  outcome: z.enum(['none', 'pending', 'refused']).optional(),
  receivedAt: z.string().optional(),
  retryAfterSeconds: z.int().optional(),
})

const position = z.object({
  block: decimal,
  transaction: z.string(),
  position: z.string(),
  validation: z.literal('VALID'),
})
export const instructionDocument = z.object({
  id: z.string(),
  status: z.enum(['pending', 'accepted', 'refused', 'rejected']),
  kind: z.string().optional(),
  from: z.string().optional(),
  device: z.string().optional(),
  number: decimal.optional(),
  effects: row.optional(),
  code: z.enum(codes).optional(),
  values: row.optional(),
  waitingFor: z.string().optional(),
  receivedAt: decimal.optional(),
  ledger: position.optional(),
})
export const promise = z.object({
  id: z.string(),
  status: z.literal('pending'),
  receivedAt: z.string(),
  self: z.string(),
})
export const evidence = z.object({ id: z.string(), envelope: row, publicKey: row, outcome: row, ledger: position })
const balance = z.object({ available: decimal, reserved: decimal, pledged: decimal, frozen: decimal, total: decimal })
export const account = z.object({
  participant: row,
  account: row,
  credits: z.array(row),
  balances: z.record(z.string(), balance),
  height: decimal,
})
export const listedParticipant = z.object({
  participant: z.string(),
  type: z.enum(['person', 'organisation']),
  status: z.enum(['active', 'frozen', 'closed']),
})
export const device = z.object({
  device: z.string(),
  name: z.string(),
  status: z.enum(['active', 'revoked']),
  roles: z.array(z.enum(deviceRoles)),
  authorisedBy: z.enum(authorisations).optional(),
  lastCharacters: z.string(),
  addedAt: decimal.optional(),
  lastUsedAt: decimal.optional(),
})
export const payee = z.object({
  participant: z.string(),
  type: z.enum(['person', 'organisation']),
  home: z.string(),
  status: z.enum(['active', 'frozen', 'closed']),
  taking: z.enum(['at-once', 'as-offer', 'never']),
  merchant: z.object({ name: z.string(), bank: z.string() }).optional(),
  height: decimal,
})
export const positionDocument = z.object({
  voucher: z.string(),
  fields: z.partialRecord(z.enum(voucherFields), z.unknown()),
  functions: z.array(z.string()),
  height: decimal,
})
export const history = z.object({
  entries: z.array(z.object({ transaction: z.string(), at: decimal, row: row.nullable() })),
  height: decimal,
})
export const ledger = z.object({
  ledger: z.string(),
  organisation: z.string(),
  mspId: z.string(),
  gateways: z.record(z.string(), z.string()),
  resultKeys: z.record(z.string(), publicKey),
  height: decimal,
})

const mark = z.object({ at: decimal, position: z.string() })
const issuedBy = z.object({ id: z.string(), envelope: row, publicKey: row, ledger: position })
export const publishedVoucher = z.object({
  voucher: row,
  published: z.object({ by: z.string(), issuedBy, digest: z.string() }),
  height: decimal,
})

/** A part of a list; `next` is there when more follows, and is what `after` then takes. */
export const pageOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), next: z.string().optional(), height: decimal })

export const listedVoucher = z.object({ voucher: row, issuedBy: z.string(), first: mark, last: mark })
export const holder = balance.extend({ participant: z.string(), voucher: z.string() })
export const holding = holder.extend({ cost: decimal, costed: decimal })
export const visibleInstruction = instructionDocument.partial({ id: true }).extend({ body: row })
export const pastRow = mark.extend({ transaction: z.string(), value: row.nullable() })

/** A line of a statement; `instruction` is there for its sender, what else it is about for those whom it concerns. */
export const statementEntry = z.object({
  ...{ entry: z.string(), at: decimal, position: z.string(), kind: z.string(), voucher: z.string() },
  ...{ change: signedDecimal, balance: decimal, isFee: z.boolean(), counterparty: z.string().optional() },
  ...{ instruction: z.string().optional(), record: z.string().optional() },
  ...{ orderNumber: z.string().optional(), reference: z.string().optional() },
})

const hash = z.string().regex(/^[0-9a-f]*$/)
/** A block; `at` is what its first transaction claims, since blocks have no time. */
export const listedBlock = z.object({
  ...{ number: decimal, at: decimal, transactions: z.int(), invalid: z.int(), hash, previousHash: hash },
})
/** A transaction; the call of an invalid one is its creator's word, and a configuration has none. */
export const ledgerTransaction = z.object({
  ...{ id: z.string(), position: z.string(), at: decimal, validation: z.string(), organisation: z.string() },
  ...{ chaincode: z.string(), call: z.string(), instructions: z.int() },
})
export const ledgerInstruction = visibleInstruction.extend({ at: decimal })
/** A search looks at so many rows for one page: `searchedTo` is the block that it came to, and `next` goes on there. */
export const foundOf = (item: z.ZodType) => pageOf(item).extend({ searchedTo: decimal.optional() })
/** A state of a row; an auditor is told what it was before, whose transaction it was, and which instructions that carried out. */
export const explainedRow = pastRow.extend({
  before: row.nullable().optional(),
  organisation: z.string().optional(),
  call: z.string().optional(),
  instructions: z
    .array(z.object({ id: z.string(), kind: z.string(), from: z.string(), device: z.string() }))
    .optional(),
})
