import { approvals } from '../../chaincode/domains/approvals/tables.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
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
}
