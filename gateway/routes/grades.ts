import { Router } from 'express'
import type { Projection } from '../projection/projection.ts'
import { gradeFor, positionsFor } from '../services/grades.ts'
import type { Sessions } from '../services/sessions.ts'
import { atHeight } from './at-height.ts'

/** What a bank and an institution alone know of a client. */
export const gradeRoutes = (options: { sessions: Sessions; projection: Projection }): Router => {
  const { sessions, projection } = options
  const router = Router()
  router.get('/v1/grades/:bank/:institution/:client', async (request, response) => {
    const session = await sessions.read(request.get('authorization'))
    response.json(atHeight(options, gradeFor(session, request.params, projection)))
  })
  router.get('/v1/positions/:bank/:institution/:client', async (request, response) => {
    const session = await sessions.read(request.get('authorization'))
    response.json(atHeight(options, positionsFor(session, request.params, projection)))
  })
  return router
}
