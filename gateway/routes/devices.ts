import express, { type Request, type RequestHandler, Router } from 'express'
import { z } from 'zod'
import { signatureBytes } from '../../chaincode/wire/device.ts'
import { displayName } from '../../chaincode/wire/identifiers.ts'
import { authorisationWays } from '../configuration.ts'
import { requireJson, requireShape } from '../middleware/shape.ts'
import type { Projection } from '../projection/projection.ts'
import type { DeviceAuthorisations } from '../services/device-authorisations.ts'
import { devicesOf } from '../services/devices.ts'
import type { Sessions } from '../services/sessions.ts'
import type { Tickets } from '../services/tickets.ts'
import { atHeight } from './at-height.ts'
import { passwordText, proof } from './logins.ts'

export const authorisationRequest = z.strictObject({
  way: z.enum(authorisationWays),
  name: displayName,
  proof: signatureBytes,
  ...proof,
})

export const confirmationRequest = z.union([
  z.strictObject({ code: z.string().regex(/^[0-9]{8}$/), ...proof }),
  z.strictObject({ password: passwordText, ...proof }),
])

const idOf = ({ params }: Request): string => String(params['id'])

/** Having a device authorised with the ticket of a login, step by step. */
export const deviceAuthorisationRoutes = (options: {
  authorisations: DeviceAuthorisations
  tickets: Tickets
  slow: RequestHandler
}): Router => {
  const { authorisations, tickets, slow } = options
  const router = Router()
  const body = express.json({ limit: '4kb' })
  const ticketOf = (request: Request) => tickets.read(request.get('authorization'))

  router.post('/v1/device-authorisations', requireJson, body, slow, async (request, response) => {
    const ticket = await ticketOf(request)
    const begun = await authorisations.begin(ticket, requireShape(authorisationRequest, request.body))
    response.status(201).json(begun)
  })
  router.post('/v1/device-authorisations/:id/confirmations', requireJson, body, slow, async (request, response) => {
    const ticket = await ticketOf(request)
    const answer = requireShape(confirmationRequest, request.body)
    const progress = await authorisations.confirm(ticket, idOf(request), answer)
    response.status('outcome' in progress && !progress.authorised ? 202 : 200).json(progress)
  })
  router.delete('/v1/device-authorisations/:id', slow, async (request, response) => {
    const ticket = await ticketOf(request)
    authorisations.decline(ticket, idOf(request))
    response.json({ declined: true })
  })
  return router
}

/** One's own devices, as the ledger knows them now; naming and revoking them are instructions (S4-011). */
export const deviceRoutes = ({ sessions, projection }: { sessions: Sessions; projection: Projection }): Router => {
  const router = Router()
  router.get('/v1/devices', async (request, response) => {
    const session = await sessions.read(request.get('authorization'))
    const items = devicesOf(projection, session.participant).map((device) => ({
      ...device,
      isThisDevice: device.device === session.device,
    }))
    response.json(atHeight({ projection }, { items }))
  })
  return router
}
