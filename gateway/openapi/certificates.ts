import { z } from 'zod'
import { certificates, providers } from '../../chaincode/domains/certificates/tables.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { certificateQuery, pageQuery } from '../routes/queries.ts'
import { json, type Operations } from './operation.ts'
import { decimal, pageOf } from './shapes.ts'

const document = z.object({ certificate: asWritten(certificates.shape), provider: asWritten(providers.shape) })

const month = z.string().regex(/^[0-9]{4}-[0-9]{2}$/)
const record = z.object({ buyer: z.string(), count: z.int(), cash: z.string(), amount: decimal, month })
const review = z.object({ buyer: z.string(), rating: z.int().min(1).max(5), text: z.string(), month })

const oneClickRule = z.object({ cash: z.string(), maximum: decimal, perDay: z.int(), usedToday: z.int() })

/** Goods certificates, open to everybody, and a buyer's own rules for ordering with them. */
export const certificateOperations: Operations = {
  '/v1/certificates': {
    get: {
      summary:
        'Goods certificates that are good now, newest first; by text of title or item, provider, publishing holder and terms',
      query: certificateQuery,
      answers: { 200: json(pageOf(document), 'A page of the list') },
    },
  },
  '/v1/certificates/{id}': {
    get: {
      summary: 'What the ledger says of a goods certificate, and of its provider',
      answers: { 200: json(document.extend({ height: decimal }), 'The certificate') },
    },
  },
  '/v1/certificates/{id}/purchase-records': {
    get: {
      summary: 'Completed orders with a certificate: buyers masked, amounts to two figures, dates to the month',
      query: pageQuery,
      answers: { 200: json(pageOf(record), 'A page of the list') },
    },
  },
  '/v1/certificates/{id}/reviews': {
    get: {
      summary: 'Reviews of completed orders with a certificate; `text` is the digest under which the text is found',
      query: pageQuery,
      answers: { 200: json(pageOf(review), 'A page of the list') },
    },
  },
  '/v1/accounts/{id}/one-click-rules': {
    get: {
      summary: 'One’s own rules for ordering small amounts in one click, without a prompt',
      needsSession: true,
      answers: { 200: json(z.object({ items: z.array(oneClickRule), height: decimal }), 'The rules that are on') },
    },
  },
}
