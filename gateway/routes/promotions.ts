import { Router } from 'express'
import { campaigns, promotions } from '../../chaincode/domains/promotions/tables.ts'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import { requireShape } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Guard } from '../services/guard.ts'
import { atHeight } from './at-height.ts'
import { campaignQuery } from './queries.ts'

/** The campaigns of institutions, one campaign and one promotion, which everybody with a session may read (decision 0053). */
export const promotionRoutes = (options: { guard: Guard; projection: Projection }): Router => {
  const { guard, projection } = options
  const router = Router()

  router.get('/v1/campaigns', async (request, response) => {
    const { institution, state, ...page } = requireShape(campaignQuery, request.query)
    await guard.require(request.get('authorization'), { of: 'campaigns' })
    const isOpen = state === undefined ? undefined : state === 'open'
    response.json(atHeight(options, projection.lists.listed('campaigns', institution, page, isOpen)))
  })
  const shown: readonly (readonly [path: string, table: Table])[] = [
    ['campaigns', campaigns],
    ['promotions', promotions],
  ]
  for (const [path, table] of shown) {
    router.get(`/v1/${path}/:id`, async (request, response) => {
      const { id } = request.params
      await guard.require(request.get('authorization'), { of: 'record', key: table.key(id) })
      const found = instructionIdName.safeParse(id).success ? projection.view.find(table, id) : undefined
      if (found === undefined) throw new Problem('not_found')
      response.json(atHeight(options, table.codec.encode(found)))
    })
  }
  return router
}
