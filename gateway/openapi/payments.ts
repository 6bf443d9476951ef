import { z } from 'zod'
import { settles } from '../../chaincode/domains/payments/kinds.ts'
import { claimRequest } from '../routes/payments.ts'
import { salesQuery, spanQuery } from '../routes/queries.ts'
import { json, type Operations } from './operation.ts'
import { decimal, instructionDocument, pageOf, promise, row, signedDecimal } from './shapes.ts'

const shownCode = z.object({
  ...{ request: z.string(), payment: z.string(), digits: z.string(), expiresAt: decimal, device: z.string() },
})
const claimed = {
  ...{ merchant: z.string(), merchantName: z.string(), orderNumber: z.string(), voucher: z.string(), unit: row },
  ...{ quantity: decimal, answerBy: decimal, settles: settles.optional() },
}
const paymentParts = z.object({
  payment: z.string(),
  status: z.enum(['issued', 'claimed', 'captured', 'declined', 'reversed', 'expired', 'cancelled']),
  payer: z.string(),
  device: z.string(),
  codeExpiresAt: decimal,
  ...z.object({ ...claimed, fee: decimal, refunded: decimal }).partial().shape,
})
const payment = paymentParts.extend({ height: decimal })
const question = z.object({ payment: z.string(), ...claimed, withinPromptRule: z.boolean() })
const takings = z.object({
  ...{ voucher: z.string(), count: z.int(), taken: decimal, refunded: decimal, fees: decimal, net: signedDecimal },
  refundsMade: z.object({ count: z.int(), quantity: decimal }),
  ...{ first: z.string().optional(), last: z.string().optional() },
})
const promptRule = z.object({ voucher: z.string(), maximum: decimal, perDay: z.int(), usedToday: z.int() })

/** Payments by one-time code (decision 0019). */
export const paymentOperations: Operations = {
  '/v1/payment-codes/{id}': {
    get: {
      summary: 'The digits of a payment-code.request, for the device that sent it, while they can be claimed',
      needsSession: true,
      isSigned: true,
      answers: { 200: json(shownCode, 'The code') },
    },
  },
  '/v1/payment-claims': {
    post: {
      summary:
        'Claim a code: a signed payment.claim with the digits and the salt of its commitment, at the payer’s bank only',
      isSigned: true,
      body: claimRequest,
      headers: { Prefer: { example: 'wait=20', description: 'Seconds to wait for the outcome, at most 30' } },
      answers: {
        200: json(instructionDocument, 'It was accepted: the payer is asked'),
        202: json(promise, 'It is kept and will be decided'),
      },
    },
  },
  '/v1/payments': {
    get: {
      summary: 'What this device is asked: claims of its own codes that wait for its answer',
      needsSession: true,
      isSigned: true,
      answers: { 200: json(z.object({ device: z.string(), items: z.array(question), height: decimal }), 'Questions') },
    },
  },
  '/v1/payments/{id}': {
    get: {
      summary: 'A payment, for the device that asked for its code and for its merchant',
      needsSession: true,
      isSigned: true,
      answers: { 200: json(payment, 'The payment') },
    },
  },
  '/v1/accounts/{id}/sales': {
    get: {
      summary:
        'What a merchant’s order numbers stand for, newest first, for that merchant; of a span, or by an end of the number',
      query: salesQuery,
      needsSession: true,
      isSigned: true,
      answers: { 200: json(pageOf(paymentParts), 'A page of payments') },
    },
  },
  '/v1/accounts/{id}/takings': {
    get: {
      summary:
        'What a merchant took in a span of time, by voucher, over every payment of it, and gave back in it, for that merchant',
      query: spanQuery,
      needsSession: true,
      isSigned: true,
      answers: { 200: json(z.object({ items: z.array(takings), height: decimal }), 'The sums') },
    },
  },
  '/v1/accounts/{id}/prompt-rules': {
    get: {
      summary: 'One’s own rules for approving small amounts without a prompt',
      needsSession: true,
      answers: { 200: json(z.object({ items: z.array(promptRule), height: decimal }), 'The rules that are on') },
    },
  },
  '/v1/accounts/{id}/payment-orders/{order}': {
    get: {
      summary: 'The payment that an order number stands for, for that merchant',
      needsSession: true,
      isSigned: true,
      answers: { 200: json(payment, 'The payment') },
    },
  },
}
