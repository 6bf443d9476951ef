import { type Request, Router } from 'express'
import { requireShape } from '../middleware/shape.ts'
import { type LedgerPlace, readLedgerPlace } from '../projection/recorded.ts'
import type { EventStreams } from '../services/event-streams.ts'
import { type Guard, isAuditor } from '../services/guard.ts'
import { eventQuery } from './queries.ts'

/** Where the reader stopped: the header that it sends by itself when it comes back, else the address. */
const readAfter = (request: Request): LedgerPlace | undefined => {
  const query = requireShape(eventQuery, request.query)
  const { after } = requireShape(eventQuery, { after: request.get('last-event-id') ?? query.after })
  return after === undefined ? undefined : readLedgerPlace(after)
}

/** Server-sent events: what concerns the session's participant and what is published, by ledger position. */
export const eventRoutes = (options: { guard: Guard; streams: EventStreams }): Router => {
  const { guard, streams } = options
  const router = Router()
  router.get('/v1/events', async (request, response) => {
    const after = readAfter(request)
    const authorization = request.get('authorization')
    const session = await guard.require(authorization, { of: 'events' })
    streams.requireRoom(session.participant)
    response.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.flushHeaders()
    const isAllowed = () => guard.isCurrent(authorization)
    const { participant, device } = session
    const reader = { participant, device, isAuditor: isAuditor(session) }
    await streams.open({ reader, output: response, after, isAllowed })
  })
  return router
}
