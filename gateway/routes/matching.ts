import { Router } from 'express'
import { demands } from '../../chaincode/domains/matching/tables.ts'
import { recommendations } from '../../chaincode/domains/recommendations/tables.ts'
import type { Projection } from '../projection/projection.ts'
import { type Guard, isAuditor } from '../services/guard.ts'
import {
  askedStates,
  demandDocument,
  holderStates,
  openMatchers,
  recommendationDocument,
} from '../services/matching-views.ts'
import { atHeight } from './at-height.ts'

/** How it can stand with one whom a match chose, of a demand and of a recommendation. */
export const chosenStates = { demand: holderStates, recommendation: askedStates } as const

/**
 * A demand and a recommendation for who made it and who matches it, and auditors; whoever is asked reads its own request, and of the rest
 * nothing (S1-010). Others are refused as by the guard, whether or not there is one. The matching services are everybody's to find.
 */
export const matchingRoutes = (options: { guard: Guard; projection: Projection }): Router => {
  const { guard, projection } = options
  const router = Router()
  const lookerOf = async (authorization: string | undefined, key: string) => {
    const session = await guard.require(authorization, { of: 'record', key })
    return { participant: session.participant, isAuditor: isAuditor(session) }
  }
  router.get('/v1/matchers', (_request, response) => {
    response.json(atHeight(options, { items: openMatchers(projection) }))
  })
  router.get('/v1/demands/:id', async (request, response) => {
    const { id } = request.params
    const looker = await lookerOf(request.get('authorization'), demands.key(id))
    response.json(atHeight(options, demandDocument(projection, id, looker, BigInt(Date.now()))))
  })
  router.get('/v1/recommendations/:id', async (request, response) => {
    const { id } = request.params
    const looker = await lookerOf(request.get('authorization'), recommendations.key(id))
    response.json(atHeight(options, recommendationDocument(projection, id, looker)))
  })
  return router
}
