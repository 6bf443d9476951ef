import express, { Router } from 'express'
import { z } from 'zod'
import { deviceId, participantId } from '../../chaincode/wire/identifiers.ts'
import { Problem, requireJson } from '../middleware/problem.ts'
import type { Sessions } from '../services/sessions.ts'

export const challengeRequest = z.strictObject({ participant: participantId, device: deviceId })
export const sessionRequest = challengeRequest.extend({
  challenge: z.string().max(64),
  signature: z.string().max(128),
})

const read = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const result = schema.safeParse(body)
  if (!result.success) throw new Problem('malformed_request', { detail: z.prettifyError(result.error).slice(0, 500) })
  return result.data
}

/** Opening a session for reading. */
export const sessionRoutes = (sessions: Sessions): Router => {
  const router = Router()
  const body = express.json({ limit: '4kb' })
  router.post('/v1/sessions/challenge', requireJson, body, (request, response) => {
    response.json(sessions.challenge(read(challengeRequest, request.body)))
  })
  router.post('/v1/sessions', requireJson, body, async (request, response) => {
    response.json(await sessions.open(read(sessionRequest, request.body)))
  })
  return router
}
