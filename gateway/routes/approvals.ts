import { Router } from 'express'
import { approvals } from '../../chaincode/domains/approvals/tables.ts'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import { requireShape } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Guard } from '../services/guard.ts'
import { atHeight } from './at-height.ts'
import { stateQuery } from './queries.ts'

/** What waits for a second person at this gateway's member, for those who may be that person (decision 0050). */
export const approvalRoutes = (options: { guard: Guard; projection: Projection; mspId: string }): Router => {
  const { guard, projection, mspId: home } = options
  const router = Router()
  router.get('/v1/approvals', async (request, response) => {
    const { state, ...page } = requireShape(stateQuery, request.query)
    await guard.require(request.get('authorization'), { of: 'approvals-at', home })
    const isOpen = state === undefined ? undefined : state === 'open'
    response.json(atHeight(options, projection.lists.listed('approvals', home, page, isOpen)))
  })
  router.get('/v1/approvals/:approval', async (request, response) => {
    await guard.require(request.get('authorization'), { of: 'approvals-at', home })
    const { approval } = request.params
    const isNamed = instructionIdName.safeParse(approval).success
    const found = isNamed ? projection.view.find(approvals, approval) : undefined
    if (found?.home !== home) throw new Problem('not_found')
    response.json(atHeight(options, approvals.codec.encode(found)))
  })
  return router
}
