import { Router } from 'express'
import type { Projection } from '../projection/projection.ts'
import { activeKeepers } from '../services/keepers.ts'
import { atHeight } from './at-height.ts'

/** Who keeps first keys of packages: everybody's to find, as matching services are. */
export const keeperRoutes = (options: { projection: Projection }): Router => {
  const router = Router()
  router.get('/v1/keepers', (_request, response) => {
    response.json(atHeight(options, { items: activeKeepers(options.projection) }))
  })
  return router
}
