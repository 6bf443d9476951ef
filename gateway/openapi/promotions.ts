import { campaigns, promotions } from '../../chaincode/domains/promotions/tables.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { campaignQuery } from '../routes/queries.ts'
import { json, type Operations } from './operation.ts'
import { decimal, pageOf } from './shapes.ts'

/** What institutions pay for trades that are brought to them, and who brings them. */
export const promotionOperations: Operations = {
  '/v1/campaigns': {
    get: {
      summary: 'The campaigns of one institution, newest first, for everybody with a session',
      query: campaignQuery,
      needsSession: true,
      answers: { 200: json(pageOf(asWritten(campaigns.shape)), 'A page of the list') },
    },
  },
  '/v1/campaigns/{id}': {
    get: {
      summary: 'One campaign, with what of its budget is left',
      needsSession: true,
      answers: { 200: json(asWritten(campaigns.shape.extend({ height: decimal })), 'The campaign') },
    },
  },
  '/v1/promotions/{id}': {
    get: {
      summary: 'One promotion, with the digests of what its promoter is known by and of what it says of the trade',
      needsSession: true,
      answers: { 200: json(asWritten(promotions.shape.extend({ height: decimal })), 'The promotion') },
    },
  },
}
