import express, { Router } from 'express'
import { z } from 'zod'
import { deviceId, participantId } from '../../chaincode/wire/identifiers.ts'
import { requireJson, requireShape } from '../middleware/shape.ts'
import type { Sessions } from '../services/sessions.ts'

export const challengeRequest = z.strictObject({ participant: participantId, device: deviceId })
export const sessionRequest = challengeRequest.extend({
  challenge: z.string().max(64),
  signature: z.string().max(128),
})

/** Opening a session for reading. */
export const sessionRoutes = (sessions: Sessions): Router => {
  const router = Router()
  const body = express.json({ limit: '4kb' })
  router.post('/v1/sessions/challenge', requireJson, body, (request, response) => {
    response.json(sessions.challenges.issue(requireShape(challengeRequest, request.body)))
  })
  router.post('/v1/sessions', requireJson, body, async (request, response) => {
    response.json(await sessions.open(requireShape(sessionRequest, request.body)))
  })
  return router
}
