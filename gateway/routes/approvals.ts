import express, { Router } from 'express'
import { z } from 'zod'
import { approvals } from '../../chaincode/domains/approvals/tables.ts'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import { requireJson, requireShape } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Guard } from '../services/guard.ts'
import type { ProposalsInConfidence } from '../trade-chain/proposals-in-confidence.ts'
import { atHeight } from './at-height.ts'
import { stateQuery } from './queries.ts'

/** What is proposed in confidence, as canonical text. */
export const proposedTextRequest = z.strictObject({ text: z.string().min(2).max(4_096) })

/** What waits for a second person at this gateway's member, for those who may be that person (decision 0050). */
export const approvalRoutes = (options: {
  guard: Guard
  projection: Projection
  mspId: string
  /** None where this member proposes nothing in confidence. */
  proposals: ProposalsInConfidence | undefined
}): Router => {
  const { guard, projection, proposals, mspId: home } = options
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
  const body = express.json({ limit: '8kb' })
  // An auditor reads what stands on the ledger, and this does not.
  const requireOwn = async (authorization: string | undefined) => {
    const session = await guard.require(authorization, { of: 'approvals-at', home })
    if (session.home !== home) throw new Problem('not_allowed')
    if (proposals === undefined) throw new Problem('not_found')
    return { proposals, participant: session.participant }
  }
  router.put('/v1/proposed-texts/:digest', requireJson, body, async (request, response) => {
    const { proposals: kept, participant } = await requireOwn(request.get('authorization'))
    const { text } = requireShape(proposedTextRequest, request.body)
    const confidential = String(request.params['digest'])
    kept.keep(participant, { confidential, text })
    response.json({ confidential })
  })
  router.get('/v1/proposed-texts/:digest', async (request, response) => {
    const { proposals: kept } = await requireOwn(request.get('authorization'))
    response.set('Cache-Control', 'no-store').json({ text: kept.find(request.params.digest) })
  })
  return router
}
