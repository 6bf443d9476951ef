import { Router } from 'express'
import { participantId } from '../../chaincode/wire/identifiers.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Guard } from '../services/guard.ts'
import { oneClickRulesOf } from '../services/one-click-rules.ts'
import { atHeight } from './at-height.ts'

/** What a buyer's devices may order without asking, for that buyer alone (S1-042). Refuses others as the guard does. */
export const purchaseRoutes = (options: { guard: Guard; projection: Projection }): Router => {
  const { guard, projection } = options
  const router = Router()
  router.get('/v1/accounts/:id/one-click-rules', async (request, response) => {
    const { id } = request.params
    await guard.require(request.get('authorization'), { of: 'one-click-rules-of', id })
    if (!participantId.safeParse(id).success) throw new Problem('not_found')
    const items = oneClickRulesOf(projection, id, { now: BigInt(Date.now()) })
    response.json(atHeight(options, { items }))
  })
  return router
}
