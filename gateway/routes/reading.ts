import { type Request, Router } from 'express'
import { accounts, participants } from '../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import { deviceId, participantId, voucherCode } from '../../chaincode/wire/identifiers.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import { devicesOf, sealKeysOf } from '../services/devices.ts'
import type { Guard } from '../services/guard.ts'
import { payeeDocument } from '../services/payee.ts'
import { positionOf } from '../services/position.ts'
import { publishedVoucher } from '../services/published.ts'
import { accountDocument, pastOf } from '../services/reading.ts'
import { atHeight } from './at-height.ts'

/** The code in the address; refuses `not_found` for what can be no voucher's. */
export const requireCode = (text: string): string => {
  if (!voucherCode.safeParse(text).success) throw new Problem('not_found')
  return text
}

/**
 * The account in the address, for whom the guard lets through. Refuses `not_allowed` for everybody else's, whether or not
 * it exists, and tells an auditor, who may read all, `not_found`.
 */
export const requireAccount = async (
  request: Request<{ id: string }>,
  { guard, projection }: { guard: Guard; projection: Projection },
): Promise<string> => {
  const { id } = request.params
  await guard.require(request.get('authorization'), { of: 'account', id })
  if (!participantId.safeParse(id).success) throw new Problem('not_allowed')
  if (projection.view.find(participants, id) === undefined) throw new Problem('not_found')
  return id
}

/** Reading vouchers, which are published, and accounts, which are their owners' own (decision 0018). */
export const readingRoutes = (options: { guard: Guard; projection: Projection; mspId: string }): Router => {
  const { projection, mspId } = options
  const router = Router()

  router.get('/v1/vouchers/:code', (request, response) => {
    const code = requireCode(request.params.code)
    response.json(atHeight(options, publishedVoucher(projection, code, mspId)))
  })
  router.get('/v1/vouchers/:code/history', (request, response) => {
    response.json(pastOf(projection, vouchers.key(requireCode(request.params.code))))
  })
  router.get('/v1/accounts/:id', async (request, response) => {
    response.json(accountDocument(projection, await requireAccount(request, options)))
  })
  router.get('/v1/accounts/:id/history', async (request, response) => {
    const id = await requireAccount(request, options)
    response.json(pastOf(projection, accounts.key(id)))
  })
  router.get('/v1/accounts/:id/vouchers/:code', async (request, response) => {
    const id = await requireAccount(request, options)
    response.json(positionOf(projection, id, requireCode(request.params.code)))
  })
  router.get('/v1/accounts/:id/devices', async (request, response) => {
    const id = await requireAccount(request, options)
    response.json(atHeight(options, { items: devicesOf(projection, id) }))
  })
  router.get('/v1/payees/:id', async (request, response) => {
    const { id } = request.params
    const { participant } = await options.guard.require(request.get('authorization'), { of: 'payee', id })
    if (!participantId.safeParse(id).success) throw new Problem('not_found')
    response.json(atHeight(options, payeeDocument(projection, id, participant)))
  })
  router.get('/v1/participants/:id/devices/:device', (request, response) => {
    const { id, device } = request.params
    const isNamed = participantId.safeParse(id).success && deviceId.safeParse(device).success
    const known = isNamed ? projection.view.find(accounts, id)?.devices[device] : undefined
    if (known === undefined) throw new Problem('not_found')
    response.json({ participant: id, device, publicKey: known.publicKey, status: known.status })
  })
  router.get('/v1/participants/:id/seal-keys', (request, response) => {
    const { id } = request.params
    const account = participantId.safeParse(id).success ? projection.view.find(accounts, id) : undefined
    if (account === undefined) throw new Problem('not_found')
    response.json(atHeight(options, { items: sealKeysOf(projection, account) }))
  })
  return router
}
