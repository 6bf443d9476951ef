import { z } from 'zod'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { publicKey } from '../../chaincode/wire/device.ts'
import { moment } from '../../chaincode/wire/identifiers.ts'

const decimal = z.string().regex(/^[0-9]{1,16}$/)
type Members = { [name: string]: Json }
const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// A dishonest quorum may have recorded anything: what has no right form is shown as it is, so that it hides nothing beside it.
const recordOf = (value: unknown): Members => (isRecord(value) ? value : { unreadable: JSON.stringify(value) ?? '' })
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
const record = z.unknown().transform(recordOf)
const text = z.unknown().transform(textOf)
const said = { record: z.unknown().default({}).transform(recordOf), text: z.unknown().default('').transform(textOf) }

const block = z.object({
  ...{
    number: decimal,
    at: moment,
    transactions: z.int(),
    invalid: z.int(),
    hash: z.string(),
    previousHash: z.string(),
  },
})
/** A block as a gateway read it from its peer; `at` is what its first transaction claims. */
export type LedgerBlock = z.infer<typeof block>

const transaction = z.object({
  ...{ id: z.string(), position: z.string(), at: moment, validation: z.string(), organisation: z.string() },
  ...{ chaincode: z.string(), call: z.string(), instructions: z.int() },
})
/** A transaction of a block, valid or not; `position` is block and place. */
export type LedgerTransaction = z.infer<typeof transaction>

const instruction = z.object({
  ...{ id: z.string(), status: z.string(), kind: said.text, from: said.text, device: said.text },
  ...{ number: said.text, body: said.record },
  ...{ at: moment, effects: record.optional(), code: text.optional(), values: record.optional() },
  ledger: z.object({ block: z.string(), transaction: z.string(), position: z.string() }),
})
/** An instruction as the ledger recorded it, with the time of its transaction. */
export type LedgerInstruction = z.infer<typeof instruction>

const change = z.object({
  ...{ at: moment, position: z.string(), transaction: z.string(), value: record.nullable(), before: record.nullable() },
  ...{ organisation: z.string(), call: z.string() },
  instructions: z.array(z.object({ id: z.string(), kind: said.text, from: said.text, device: said.text })),
})
/** A change of a record: what it was before and after, in whose transaction, and by which instructions. */
export type RecordChange = z.infer<typeof change>

const count = z.int().min(0)
const finding = z.object({
  ...{
    code: z.string(),
    block: decimal.optional(),
    transaction: z.int().optional(),
    instruction: z.string().optional(),
  },
  ...{ key: z.string().optional(), expected: z.string().optional(), found: z.string().optional() },
})
const report = z.object({
  ...{
    verdict: z.enum(['proven', 'differs', 'not_checked']),
    depth: z.enum(['verify', 'replay']),
    channel: z.string(),
  },
  ...{ source: z.string(), from: decimal.nullable(), to: decimal.nullable(), at: z.string() },
  roots: z.array(z.object({ mspId: z.string(), fingerprint: z.string() })),
  counts: z.object({
    blocks: count,
    proven: count,
    differing: count,
    unseen: count,
    confidential: count,
    disclosed: count,
    fromStamp: count,
    invalid: count,
  }),
  codes: z.array(z.object({ code: z.string(), count, means: z.string(), proves: z.enum(['difference', 'nothing']) })),
  oddities: z.array(z.object({ code: z.string(), count, block: decimal, transaction: z.int() })),
  findings: z.array(finding),
})
/** What the auditor's command found, as it left it in its file. */
export type AuditReport = z.infer<typeof report>

const height = decimal
const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().optional(), searchedTo: decimal.optional(), height })

/** What gateways answer to auditors alone, of the blocks as they stand. */
export const ledgerAnswers = {
  blocks: page(block),
  block: page(transaction).extend({ block }),
  transactions: page(transaction),
  transaction: z.object({
    ...{
      transaction,
      recorded: z.array(instruction),
      attempted: z.array(z.string()),
      changed: z.array(z.string()),
      height,
    },
  }),
  instructions: page(instruction),
  instruction: instruction.extend({
    envelope: z.object({ instruction: said.record, signature: said.text }),
    signer: z.object({ name: z.string(), publicKey }).optional(),
    ...{ home: z.string().optional(), attempts: z.array(transaction), height },
  }),
  changes: page(change),
  auditReport: z.union([
    z.object({ status: z.literal('read'), report, height }),
    z.object({ status: z.enum(['none', 'unreadable']), height }),
  ]),
}

/** A page of what was searched for: a search that came to no end says to which block it came. */
export interface LedgerPage<T> {
  items: T[]
  next?: string | undefined
  searchedTo?: string | undefined
  height: string
}

type Search = { [name: string]: string | undefined }

const queryOf = (search: Search): string => {
  const given = Object.entries(search).filter((part): part is [string, string] => part[1] !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

/** Where an auditor reads what; `after` is the `next` of the page before. */
export const ledgerPaths = {
  blocks: (search: Search = {}): string => `/v1/blocks${queryOf(search)}`,
  block: (number: string, search: Search = {}): string => `/v1/blocks/${encodeURIComponent(number)}${queryOf(search)}`,
  transactions: (search: Search = {}): string => `/v1/ledger-transactions${queryOf(search)}`,
  transaction: (name: string): string => `/v1/ledger-transactions/${encodeURIComponent(name)}`,
  instructions: (search: Search = {}): string => `/v1/ledger-instructions${queryOf(search)}`,
  instruction: (id: string): string => `/v1/ledger-instructions/${encodeURIComponent(id)}`,
  changes: (key: string, search: Search = {}): string =>
    `/v1/records/${encodeURIComponent(key)}/history${queryOf(search)}`,
  auditReport: (): string => '/v1/audit-report',
}
