import express, { type Request, type Router } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'
import { z } from 'zod'
import { envelope } from '../../chaincode/envelope.ts'
import { deviceId, orderNumber, participantId } from '../../chaincode/wire/identifiers.ts'
import { requireJson, requireShape } from '../middleware/shape.ts'
import type { Payments } from '../payments/views.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Guard } from '../services/guard.ts'
import type { Instructions } from '../services/instructions.ts'
import type { ResultSigner } from '../services/result-signer.ts'
import { atHeight } from './at-height.ts'
import { answerInstruction, bodyLimit, waitSeconds } from './instructions.ts'
import { salesQuery, spanQuery } from './queries.ts'
import { signedRouter } from './result-signature.ts'

/** A merchant's signed claim with what binds it to the code: the digits, and a salt of 128 bits in base64url. */
export const claimRequest = envelope.extend({
  code: z.string().regex(/^[0-9]{1,32}$/, 'digits only'),
  salt: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
})

const claimParts = z.looseObject({ code: z.string().max(64), salt: z.string().max(64) })

/** Claiming a code. The digits travel in the body only, and are answered with nothing of them. */
export const paymentClaimRoutes = ({
  instructions,
  signer,
}: {
  instructions: Instructions
  signer: ResultSigner
}): Router => {
  const router = signedRouter('/v1/payment-claims', signer)
  router.post('/v1/payment-claims', requireJson, express.json({ limit: bodyLimit }), async (request, response) => {
    const { code, salt, ...signed } = requireShape(claimParts, request.body)
    requireShape(claimRequest.pick({ code: true, salt: true }), { code, salt })
    const { kind } = (signed['instruction'] ?? {}) as { kind?: unknown }
    if (kind !== 'payment.claim') throw new Problem('malformed_request', { detail: 'no payment.claim' })
    const taking = {
      waitSeconds: waitSeconds(request),
      isRelayed: true,
      claimed: { code, salt, address: ipKeyGenerator(request.ip ?? '') },
    }
    const result = await instructions.accept(signed, taking)
    // Never relayed: the digits are for the payer's bank only, which drew them.
    if ('document' in result) answerInstruction(response, result.document)
  })
  return router
}

interface Parts {
  payments: Payments
  projection: Projection
  guard: Guard
  signer: ResultSigner
}

/** The account in the address, for whoever may read that of it; refuses others as the guard does, and `not_found` for what is no account. */
const requireReadable = async (
  request: Request<{ id: string }>,
  { guard, of }: { guard: Guard; of: 'prompt-rules-of' | 'sales-of' },
): Promise<string> => {
  const { id } = request.params
  await guard.require(request.get('authorization'), { of, id })
  if (!participantId.safeParse(id).success) throw new Problem('not_found')
  return id
}

/** Codes to the device that asked for them, questions to the device that is to answer, payments to their two sides. */
export const paymentRoutes = (parts: Parts): Router => {
  const { payments, guard, signer } = parts
  const router = signedRouter(['/v1/payment-codes', '/v1/payments'], signer)

  router.get('/v1/payment-codes/:id', async (request, response) => {
    const session = await guard.require(request.get('authorization'), { of: 'questions' })
    if (!deviceId.safeParse(request.params.id).success) throw new Problem('not_allowed')
    response.set('cache-control', 'no-store').json(payments.shownCode(session, request.params.id))
  })
  router.get('/v1/payments', async (request, response) => {
    const session = await guard.require(request.get('authorization'), { of: 'questions' })
    response.json(atHeight(parts, { device: session.device, items: payments.questions(session) }))
  })
  router.get('/v1/payments/:id', async (request, response) => {
    const { id } = request.params
    await guard.require(request.get('authorization'), { of: 'payment', id })
    response.json(atHeight(parts, payments.payment(id)))
  })
  router.get('/v1/accounts/:id/prompt-rules', async (request, response) => {
    const id = await requireReadable(request, { guard, of: 'prompt-rules-of' })
    response.json(atHeight(parts, { items: payments.promptRules(id) }))
  })
  return router
}

/** What a merchant sold and took, for that merchant alone: page by page, summed up, and by its order numbers. */
export const merchantPaymentRoutes = (parts: Parts): Router => {
  const { payments, guard, signer } = parts
  const signed = ['payment-orders', 'sales', 'takings'].map((list) => `/v1/accounts/:id/${list}`)
  const router = signedRouter(signed, signer)

  router.get('/v1/accounts/:id/sales', async (request, response) => {
    const { state, limit, after, ...search } = requireShape(salesQuery, request.query)
    const id = await requireReadable(request, { guard, of: 'sales-of' })
    const isOpen = state === undefined ? undefined : state === 'open'
    response.json(atHeight(parts, payments.sales(id, { ...search, isOpen }, { limit, after })))
  })
  router.get('/v1/accounts/:id/takings', async (request, response) => {
    const span = requireShape(spanQuery, request.query)
    const id = await requireReadable(request, { guard, of: 'sales-of' })
    response.json(atHeight(parts, { items: payments.takings(id, span) }))
  })
  router.get('/v1/accounts/:id/payment-orders/:order', async (request, response) => {
    const { order } = request.params
    const id = await requireReadable(request, { guard, of: 'sales-of' })
    if (!orderNumber.safeParse(order).success) throw new Problem('not_found')
    response.json(atHeight(parts, payments.byOrder(id, order)))
  })
  return router
}
