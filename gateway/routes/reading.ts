import { type Request, Router } from 'express'
import { deviceId, participantId, voucherCode } from '../../chaincode/wire/identifiers.ts'
import { Problem } from '../middleware/problem.ts'
import type { Projection } from '../projection/projection.ts'
import { positionOf } from '../services/position.ts'
import type { Reading } from '../services/reading.ts'
import type { Session, Sessions } from '../services/sessions.ts'

const requireCode = (text: string): string => {
  if (!voucherCode.safeParse(text).success) throw new Problem('not_found')
  return text
}

/** Refuses `not_allowed` unless the account is one's own, or one is a registrar of its organisation; denies by default. */
const requireMayRead = (session: Session, id: string, projection: Projection): void => {
  if (session.participant === id) return
  const isRegistrarOfHome = session.roles.includes('registrar') && projection.view.account(id)?.home === session.home
  if (!isRegistrarOfHome) throw new Problem('not_allowed')
}

/** Reading vouchers, which are published, and accounts, which are their owners' own (decision 0018). */
export const readingRoutes = (options: { reading: Reading; sessions: Sessions; projection: Projection }): Router => {
  const { reading, sessions, projection } = options
  const router = Router()
  const height = () => projection.height.toString()

  const requireAccount = async (request: Request<{ id: string }>): Promise<string> => {
    const session = await sessions.read(request.get('authorization'))
    const { id } = request.params
    if (!participantId.safeParse(id).success) throw new Problem('not_allowed')
    requireMayRead(session, id, projection)
    return id
  }

  router.get('/v1/vouchers/:code', async (request, response) => {
    response.json({ voucher: await reading.voucher(requireCode(request.params.code)), height: height() })
  })
  router.get('/v1/vouchers/:code/history', async (request, response) => {
    response.json({ entries: await reading.voucherHistory(requireCode(request.params.code)), height: height() })
  })
  router.get('/v1/accounts/:id', async (request, response) => {
    response.json({ ...(await reading.account(await requireAccount(request))), height: height() })
  })
  router.get('/v1/accounts/:id/history', async (request, response) => {
    response.json({ entries: await reading.accountHistory(await requireAccount(request)), height: height() })
  })
  router.get('/v1/accounts/:id/vouchers/:code', async (request, response) => {
    response.json(positionOf(projection, await requireAccount(request), requireCode(request.params.code)))
  })
  router.get('/v1/participants/:id/devices/:device', (request, response) => {
    const { id, device } = request.params
    const isNamed = participantId.safeParse(id).success && deviceId.safeParse(device).success
    const known = isNamed ? projection.view.account(id)?.devices[device] : undefined
    if (known === undefined) throw new Problem('not_found')
    response.json({ participant: id, device, publicKey: known.publicKey, status: known.status })
  })
  return router
}
