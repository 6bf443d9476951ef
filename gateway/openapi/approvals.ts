import { z } from 'zod'
import { approvals } from '../../chaincode/domains/approvals/tables.ts'
import { confidentialDigest } from '../../chaincode/wire/confidential.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { proposedTextRequest } from '../routes/approvals.ts'
import { stateQuery } from '../routes/queries.ts'
import { json, type Operations } from './operation.ts'
import { decimal, pageOf } from './shapes.ts'

/** What waits for a second person. */
export const approvalOperations: Operations = {
  '/v1/approvals': {
    get: {
      summary:
        'What was proposed at this gateway’s member for a second person, newest first, for those who may be that person',
      query: stateQuery,
      needsSession: true,
      answers: { 200: json(pageOf(asWritten(approvals.shape)), 'A page of the list') },
    },
  },
  '/v1/approvals/{approval}': {
    get: {
      summary: 'One proposal, with the act in canonical form and the digest that a checker approves',
      needsSession: true,
      answers: { 200: json(asWritten(approvals.shape.extend({ height: decimal })), 'The proposal') },
    },
  },
  '/v1/proposed-texts/{digest}': {
    put: {
      summary: 'Keeps what goes in confidence with a proposal, sealed, for the second person and who carries it out',
      body: proposedTextRequest,
      needsSession: true,
      answers: { 200: json(z.strictObject({ confidential: confidentialDigest }), 'Its digest, as the act names it') },
    },
    get: {
      summary: 'What goes in confidence with a proposal, for those who may be its second person',
      needsSession: true,
      answers: { 200: json(proposedTextRequest, 'The text') },
    },
  },
}
