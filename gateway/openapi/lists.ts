import { z } from 'zod'
import { offers, pledges } from '../../chaincode/domains/agreements/tables.ts'
import { orders, quotes } from '../../chaincode/domains/market/tables.ts'
import { tablesOfAccounts } from '../../chaincode/vocabulary.ts'
import { asWritten, type Table } from '../../chaincode/wire/table.ts'
import {
  eventQuery,
  historyQuery,
  pageQuery,
  participantQuery,
  signedLists,
  statementQuery,
  stateQuery,
  voucherQuery,
} from '../routes/queries.ts'
import { json, type Operation, type Operations } from './operation.ts'
import {
  decimal,
  explainedRow,
  holder,
  holding,
  listedParticipant,
  listedVoucher,
  pageOf,
  statementEntry,
  visibleInstruction,
} from './shapes.ts'

type Listing = Pick<Operation, 'query' | 'needsSession' | 'isSigned'>

const list = (
  summary: string,
  item: z.ZodType,
  { query = pageQuery, needsSession = true, isSigned = false }: Listing = {},
) => ({
  get: { summary, query, needsSession, isSigned, answers: { 200: json(pageOf(item), 'A page of the list') } },
})

const listOfAccounts = ({ shape, listed }: Table) => [
  `/v1/accounts/{id}/${listed?.as}`,
  list(`The ${listed?.as} in which it is ${listed?.under.join(' or ')}, newest first`, asWritten(shape), {
    query: stateQuery,
    isSigned: signedLists.includes(listed?.as ?? ''),
  }),
]

const overview = z.object({
  holdings: z.array(
    holding.extend({
      ...{ referenceValue: z.unknown().optional(), floatingProfit: z.unknown().optional() },
      price: z.object({ buy: decimal, sell: decimal, expiresAt: decimal }).optional(),
    }),
  ),
  offers: z.array(asWritten(offers.shape)),
  pledges: z.array(asWritten(pledges.shape)),
  height: decimal,
})

/** The lists, page by page, and the stream of events. */
export const listOperations: Operations = {
  '/v1/vouchers': list('Published vouchers by code; by holder only with that holder’s session', listedVoucher, {
    query: voucherQuery,
    needsSession: false,
  }),
  '/v1/vouchers/{code}/quotes': list('Quotes of a voucher, newest first', asWritten(quotes.shape), {
    needsSession: false,
  }),
  '/v1/vouchers/{code}/holders': list('Who holds a voucher, for its issuer', holder),
  '/v1/vouchers/{code}/orders': list(
    'Open orders for a voucher, newest first, for its issuer',
    asWritten(orders.shape),
  ),
  '/v1/participants': list(
    'Who is at home at this gateway’s member, by name, for its tellers and registrars',
    listedParticipant,
    {
      query: participantQuery,
    },
  ),
  ...Object.fromEntries(tablesOfAccounts.map(listOfAccounts)),
  '/v1/accounts/{id}/holdings': list('What it holds, by voucher', holding),
  '/v1/accounts/{id}/statement': list(
    'Every change of what it holds, newest first, with what it holds after; `kind` takes kinds and domains, parted by commas',
    statementEntry,
    { query: statementQuery },
  ),
  '/v1/accounts/{id}/overview': {
    get: {
      summary: 'What it holds with the reference values, and the offers and pledges that wait for its answer',
      needsSession: true,
      answers: { 200: json(overview, 'The first page of an account') },
    },
  },
  '/v1/accounts/{id}/instructions': list('Instructions that concern it, newest first', visibleInstruction),
  '/v1/records/{key}/history': list(
    'Every state of a row, oldest first; for an auditor with what it was before and by which instructions',
    explainedRow,
    { query: historyQuery },
  ),
  '/v1/events': {
    get: {
      summary:
        'Server-sent events of what concerns you and what is published; the id is the ledger position, from which you resume',
      query: eventQuery,
      headers: {
        'Last-Event-ID': { example: '42.0.3', description: 'Resume after this position; goes before `after`' },
      },
      needsSession: true,
      answers: {
        200: json(
          z.string(),
          'A stream: `event` is kind and status, or `gap` when the position asked for is unknown here',
          'text/event-stream',
        ),
      },
    },
  },
}
