import express, { Router } from 'express'
import { z } from 'zod'
import type { Configuration } from '../configuration.ts'
import { requireJson, requireShape } from '../middleware/shape.ts'
import type { Projection } from '../projection/projection.ts'
import type { Guard } from '../services/guard.ts'
import type { Sessions } from '../services/sessions.ts'
import type { BankStores } from '../trade-chain/bank.ts'
import { chainFileFor } from '../trade-chain/chain-file.ts'
import type { Paths } from '../trade-chain/paths.ts'
import { queuesFor } from '../trade-chain/queue.ts'
import { referenceTypes, setReference } from '../trade-chain/references-of.ts'
import { atHeight } from './at-height.ts'
import { chainQuery, pageQuery } from './queries.ts'

/** By what a client is known, as an officer of its bank puts it on record. */
export const identityReferenceRequest = z.strictObject({ value: z.string().min(1).max(256) })

/** By what a bank knows its clients, the files of trade chains, the chains of this member for its desks, and the paths that they go over. */
export const tradeChainRoutes = (options: {
  configuration: Pick<Configuration, 'mspId' | 'channel' | 'dispatcher'>
  sessions: Sessions
  guard: Guard
  projection: Projection
  /** None where this member is no bank. */
  bank: Pick<BankStores, 'texts' | 'references' | 'deliveries'> | undefined
  /** None where this gateway takes no chains to institutions. */
  paths: Pick<Paths, 'listed'> | undefined
}): Router => {
  const { configuration, sessions, guard, projection, bank } = options
  const { mspId, channel: ledger, dispatcher } = configuration
  const router = Router()
  const parts = { mspId, projection, references: bank?.references }

  router.get('/v1/identity-references/:participant', async (request, response) => {
    const session = await sessions.read(request.get('authorization'))
    response.json({ types: referenceTypes(session, request.params.participant, parts) })
  })
  const body = express.json({ limit: '4kb' })
  router.put('/v1/identity-references/:participant/:type', requireJson, body, async (request, response) => {
    const session = await sessions.read(request.get('authorization'))
    const { value } = requireShape(identityReferenceRequest, request.body)
    const { participant, type } = request.params
    response.json(setReference(session, { participant: String(participant), type: String(type), value }, parts))
  })
  router.get('/v1/chains', async (request, response) => {
    const { state, status, ...page } = requireShape(chainQuery, request.query)
    await guard.require(request.get('authorization'), { of: 'chains-at', home: mspId })
    const isOpen = state === undefined ? undefined : state === 'open'
    response.json(atHeight(options, projection.lists.chainsOf(mspId, { isOpen, status }, page)))
  })
  router.get('/v1/chains/paths', async (request, response) => {
    await guard.require(request.get('authorization'), { of: 'paths-at', home: mspId })
    response.json({ institutions: options.paths?.listed() ?? [] })
  })
  router.get('/v1/chains/:chain/deliveries', async (request, response) => {
    await guard.require(request.get('authorization'), { of: 'paths-at', home: mspId })
    response.json({ items: bank?.deliveries.of(request.params.chain) ?? [] })
  })
  router.get('/v1/locked-clients', async (request, response) => {
    const page = requireShape(pageQuery, request.query)
    await guard.require(request.get('authorization'), { of: 'locked-clients-at', home: mspId })
    response.json(atHeight(options, projection.lists.lockedIdentities(mspId, page)))
  })
  router.get('/v1/chains/queue', async (request, response) => {
    const session = await sessions.read(request.get('authorization'))
    const asked = { mspId, projection, unansweredMaximum: dispatcher?.unansweredMaximum }
    response.set('Cache-Control', 'no-store').json(atHeight(options, queuesFor(session, asked, BigInt(Date.now()))))
  })
  router.get('/v1/chains/:chain/file', async (request, response) => {
    const session = await sessions.read(request.get('authorization'))
    const file = chainFileFor(session, request.params.chain, { mspId, ledger, projection, texts: bank?.texts })
    response.set('Cache-Control', 'no-store').json(file)
  })
  return router
}
