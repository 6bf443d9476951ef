import { Router } from 'express'
import { requireShape } from '../middleware/shape.ts'
import type { Projection } from '../projection/projection.ts'
import { auditorsSealKeys } from '../services/devices.ts'
import type { Guard } from '../services/guard.ts'
import { atHeight } from './at-height.ts'
import { pageQuery } from './queries.ts'

/** What auditors decide, for auditors alone; and the keys to which evidence is sealed for them, for anybody. */
export const disputeRoutes = (options: { guard: Guard; projection: Projection }): Router => {
  const { guard, projection } = options
  const router = Router()
  router.get('/v1/disputes', async (request, response) => {
    const page = requireShape(pageQuery, request.query)
    await guard.require(request.get('authorization'), { of: 'disputes' })
    response.json(atHeight(options, projection.lists.disputes(page)))
  })
  router.get('/v1/auditors/seal-keys', (_request, response) => {
    response.json(atHeight(options, { items: auditorsSealKeys(projection) }))
  })
  return router
}
