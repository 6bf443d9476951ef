import { z } from 'zod'
import { envelope, voucherFields } from '../chaincode/wire/instruction.ts'
import { refusals } from '../chaincode/wire/refusal.ts'
import { gatewayProblems } from './middleware/problem.ts'
import { challengeRequest, sessionRequest } from './routes/sessions.ts'

const decimal = z.string().regex(/^[0-9]+$/)
const row = z.record(z.string(), z.unknown())
const codes = [...Object.keys(refusals), ...Object.keys(gatewayProblems)] as [string, ...string[]]

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(codes),
  detail: z.string().optional(),
  values: row.optional(),
  id: z.string().optional(),
  outcome: z.enum(['none', 'pending', 'refused']).optional(),
  retryAfterSeconds: z.int().optional(),
})

const position = z.object({
  block: decimal,
  transaction: z.string(),
  position: z.string(),
  validation: z.literal('VALID'),
})
const instructionDocument = z.object({
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
const promise = z.object({ id: z.string(), status: z.literal('pending'), self: z.string() })
const evidence = z.object({ id: z.string(), envelope: row, publicKey: row, outcome: row, ledger: position })
const balance = z.object({ available: decimal, reserved: decimal, pledged: decimal, frozen: decimal, total: decimal })
const account = z.object({
  participant: row,
  account: row,
  credits: z.array(row),
  balances: z.record(z.string(), balance),
  height: decimal,
})
const positionDocument = z.object({
  voucher: z.string(),
  fields: z.partialRecord(z.enum(voucherFields), z.unknown()),
  functions: z.array(z.string()),
  height: decimal,
})
const history = z.object({
  entries: z.array(z.object({ transaction: z.string(), at: decimal, row: row.nullable() })),
  height: decimal,
})
const ledger = z.object({
  ledger: z.string(),
  organisation: z.string(),
  mspId: z.string(),
  gateways: z.record(z.string(), z.string()),
  height: decimal,
})

const json = (schema: z.ZodType, description: string, type = 'application/json') => ({
  description,
  content: { [type]: { schema: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) } },
})

const anyProblem = json(problem, 'A problem (RFC 9457); `code` says which', 'application/problem+json')

interface Operation {
  summary: string
  answers: { [status: string]: ReturnType<typeof json> }
  body?: z.ZodType
  needsSession?: boolean
  waits?: boolean
}

const parametersOf = (path: string, waits: boolean) => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  })),
  ...(waits
    ? [
        {
          name: 'Prefer',
          in: 'header',
          schema: { type: 'string', examples: ['wait=20'] },
          description: 'Seconds, at most 30',
        },
      ]
    : []),
]

const operation = (path: string, { summary, answers, body, needsSession, waits }: Operation) => ({
  summary,
  parameters: parametersOf(path, waits === true),
  ...(body === undefined ? {} : { requestBody: { required: true, ...json(body, summary) } }),
  ...(needsSession === true ? { security: [{ session: [] }] } : {}),
  responses: { ...answers, default: anyProblem },
})

const operations: { [path: string]: { get?: Operation; post?: Operation } } = {
  '/v1/ledger': { get: { summary: 'Which ledger and gateway this is', answers: { 200: json(ledger, 'The ledger') } } },
  '/v1/instructions': {
    post: {
      summary: 'Send a signed instruction; sending it again is always safe',
      body: envelope,
      waits: true,
      answers: {
        200: json(instructionDocument, 'It was accepted'),
        202: json(promise, 'It is kept and will be decided'),
      },
    },
  },
  '/v1/instructions/{id}': {
    get: { summary: 'What became of an instruction', answers: { 200: json(instructionDocument, 'The instruction') } },
  },
  '/v1/instructions/{id}/evidence': {
    get: { summary: 'All that it takes to check who signed', answers: { 200: json(evidence, 'The evidence') } },
  },
  '/v1/sessions/challenge': {
    post: {
      summary: 'Ask for a challenge to sign',
      body: challengeRequest,
      answers: { 200: json(z.object({ challenge: z.string(), expiresAt: decimal }), 'The challenge') },
    },
  },
  '/v1/sessions': {
    post: {
      summary: 'Open a session with the signed challenge',
      body: sessionRequest,
      answers: { 200: json(z.object({ token: z.string(), expiresAt: decimal }), 'The session') },
    },
  },
  '/v1/vouchers/{code}': {
    get: {
      summary: 'A published voucher',
      answers: { 200: json(z.object({ voucher: row, height: decimal }), 'The voucher') },
    },
  },
  '/v1/vouchers/{code}/history': {
    get: { summary: 'Past versions of a voucher', answers: { 200: json(history, 'Versions') } },
  },
  '/v1/accounts/{id}': {
    get: { summary: 'An account that you may see', needsSession: true, answers: { 200: json(account, 'The account') } },
  },
  '/v1/accounts/{id}/history': {
    get: { summary: 'Past states of that account', needsSession: true, answers: { 200: json(history, 'States') } },
  },
  '/v1/accounts/{id}/vouchers/{code}': {
    get: {
      summary: 'One’s position in a voucher: the fields it shows, its functions, and the height they come from',
      needsSession: true,
      answers: { 200: json(positionDocument, 'The position') },
    },
  },
  '/v1/participants/{id}/devices/{device}': {
    get: { summary: 'A device’s public key, for checking signatures', answers: { 200: json(row, 'The device') } },
  },
  '/health': { get: { summary: 'Whether the process lives', answers: { 200: json(row, 'It lives') } } },
  '/ready': { get: { summary: 'Whether it can do its work', answers: { 200: json(row, 'Part by part') } } },
  '/metrics': {
    get: { summary: 'Figures for Prometheus', answers: { 200: json(z.string(), 'Figures', 'text/plain') } },
  },
}

/** The description of this gateway's interface (OpenAPI 3.1), made from the same shapes that check the requests. */
export const openApi = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Assay gateway',
    version: '1',
    description:
      'Every change is an instruction signed by a device. Amounts are decimal strings in base units; times are UTC milliseconds.',
  },
  components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
  paths: Object.fromEntries(
    Object.entries(operations).map(([path, methods]) => [
      path,
      Object.fromEntries(Object.entries(methods).map(([method, described]) => [method, operation(path, described)])),
    ]),
  ),
})
