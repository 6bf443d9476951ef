import { z } from 'zod'
import { priorityClasses } from '../../chaincode/domains/trade-chain/priority.ts'
import { chains, grades, identities, positions } from '../../chaincode/domains/trade-chain/tables.ts'
import { authenticationTypes } from '../../chaincode/wire/authentication-types.ts'
import { publicKey } from '../../chaincode/wire/device.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { authenticationQuery } from '../routes/promotion-authentications.ts'
import { chainQuery, pageQuery } from '../routes/queries.ts'
import { identityReferenceRequest } from '../routes/trade-chain.ts'
import { json, type Operations } from './operation.ts'
import { decimal, pageOf, row } from './shapes.ts'

const chainFile = z.object({
  format: z.literal('assay-chain-1'),
  ledger: z.string(),
  segments: z.array(z.object({ instruction: row, signature: z.string(), confidential: z.string() })),
  signers: z.array(z.object({ participant: z.string(), device: z.string(), publicKey })),
})

const queues = z.object({
  unansweredMaximum: z.int(),
  items: z.array(
    z.object({
      institution: z.string(),
      unanswered: z.int(),
      waiting: z.int(),
      chains: z.array(
        z.object({
          ...{ chain: z.string(), client: z.string(), class: z.enum(priorityClasses), waited: decimal },
          standing: z.enum(priorityClasses),
        }),
      ),
    }),
  ),
  height: decimal,
})

const reached = z.object({
  institution: z.string(),
  state: z.enum(['none', 'one', 'several']),
  paths: z.array(
    z.object({
      ...{ name: z.string(), host: z.string(), port: z.string() },
      class: z.string().optional().describe('Within so many milliseconds it was measured.'),
      ageSeconds: z.number().optional(),
      state: z.enum(['measured', 'old', 'unmeasured', 'failing']),
    }),
  ),
})

const attempt = z.object({
  path: z.string(),
  at: z.number().describe('In UTC milliseconds.'),
  result: z.string().describe('`acknowledged`, or why it was not.'),
})

/** What a bank and an institution alone know. */
export const tradeChainOperations: Operations = {
  '/v1/grades/{bank}/{institution}/{client}': {
    get: {
      summary: 'How a bank grades a client before an institution, for officers for credit of the two alone',
      needsSession: true,
      answers: { 200: json(asWritten(grades.shape.extend({ height: decimal })), 'The grade') },
    },
  },
  '/v1/positions/{bank}/{institution}/{client}': {
    get: {
      summary:
        'What a client has with an institution of futures, stock, funds and trusts, for officers for credit of the two alone',
      needsSession: true,
      answers: {
        200: json(asWritten(positions.shape.extend({ height: decimal })), 'The positions, by family and product'),
      },
    },
  },
  '/v1/identity-references/{participant}': {
    get: {
      summary:
        'Of which types something is on record by which a bank knows a client, for its officers for credit alone',
      needsSession: true,
      answers: { 200: json(z.object({ types: z.array(z.string()) }), 'The types; what it is, nobody can read') },
    },
  },
  '/v1/identity-references/{participant}/{type}': {
    put: {
      summary: 'Put on record by what a bank knows a client; a keyed digest of it alone is kept',
      needsSession: true,
      body: identityReferenceRequest,
      answers: { 200: json(z.object({ participant: z.string(), type: z.string() }), 'It is on record') },
    },
  },
  '/v1/chains': {
    get: {
      summary:
        'The trade chains of this member, newest first, for its officers for credit, dispatchers and executors alone',
      query: chainQuery,
      needsSession: true,
      answers: { 200: json(pageOf(asWritten(chains.shape)), 'A page of the list') },
    },
  },
  '/v1/chains/paths': {
    get: {
      summary:
        'How each institution is reached from this bank, and how fast each path is, for its officers for credit and dispatchers alone',
      needsSession: true,
      answers: {
        200: json(z.object({ institutions: z.array(reached) }), 'Each institution that this bank trades with'),
      },
    },
  },
  '/v1/chains/{chain}/deliveries': {
    get: {
      summary:
        'Over which paths a trade was brought to its institution, for officers for credit and dispatchers of the bank alone',
      needsSession: true,
      answers: { 200: json(z.object({ items: z.array(attempt) }), 'What is kept of its deliveries, oldest first') },
    },
  },
  '/v1/locked-clients': {
    get: {
      summary: 'The clients of this bank that failed too often to show who they are, for its officers for credit alone',
      query: pageQuery,
      needsSession: true,
      answers: { 200: json(pageOf(asWritten(identities.shape)), 'A page of the list') },
    },
  },
  '/v1/chains/queue': {
    get: {
      summary:
        'What waits to be sent to each institution, first what is sent first, for this bank’s dispatchers and officers for credit alone',
      needsSession: true,
      answers: { 200: json(queues, 'The queue of each institution, of which at most 200 chains are told') },
    },
  },
  '/v1/chains/{chain}/file': {
    get: {
      summary: 'A trade chain with all that proves it offline, for its client, its bank and its institution alone',
      needsSession: true,
      answers: { 200: json(chainFile, 'As many segments as stand') },
    },
  },
  '/v1/promotion-authentications': {
    post: {
      summary:
        'Hand in what a promotion is authenticated by, as a client of this bank; it stays here, and is never used as biometrics',
      query: authenticationQuery,
      media: 'application/octet-stream',
      needsSession: true,
      answers: {
        201: json(
          z.object({ type: z.enum(authenticationTypes), digest: z.string() }),
          'The salted digest that the promotion names',
        ),
      },
    },
  },
  '/v1/promotions/{promotion}/check': {
    post: {
      summary: 'Compare what somebody presents with what a promotion was authenticated by, for officers for credit',
      media: 'application/octet-stream',
      needsSession: true,
      answers: {
        200: json(
          z.object({ promotion: z.string(), promoter: z.string(), type: z.enum(authenticationTypes) }),
          'It is the same, byte for byte',
        ),
      },
    },
  },
}
