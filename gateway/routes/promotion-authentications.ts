import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { authenticationBytesMaximum } from '../../chaincode/wire/authentication.ts'
import { authenticationTypes } from '../../chaincode/wire/authentication-types.ts'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import { requireShape } from '../middleware/shape.ts'
import { WrongCodes } from '../payments/wrong-codes.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session, Sessions } from '../services/sessions.ts'
import type { BankStores } from '../trade-chain/bank.ts'
import { checkAuthentication, takeAuthentication } from '../trade-chain/promotion-authentication.ts'

/** As what a promoter hands in what it authenticates a promotion by. */
export const authenticationQuery = z.strictObject({ type: z.enum(authenticationTypes) })

const binary = 'application/octet-stream'
const largest = Math.max(...Object.values(authenticationBytesMaximum))
const wrongMaximum = 5

const sessionOf = (response: Response): Session => response.locals['session'] as Session

const bytesOf = ({ body }: Request): Uint8Array => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

/** A session comes before the bytes, so that nobody else's are read; nothing is unpacked, and of each type no more is read than it may have. */
const taken = (sessions: Sessions, limitOf: (request: Request) => number): RequestHandler[] => [
  async (request, response, next) => {
    response.locals['session'] = await sessions.read(request.get('authorization'))
    if (!request.is(binary)) throw new Problem('unsupported_media_type', { outcome: 'none', detail: `Send ${binary}.` })
    next()
  },
  (request: Request, response: Response, next: NextFunction) =>
    express.raw({ type: binary, limit: limitOf(request), inflate: false })(request, response, next),
]

/** What promoters authenticate promotions by, which lies at their bank and never on the ledger (S2-046 to S2-050, S2-054). */
export const promotionAuthenticationRoutes = (options: {
  configuration: { mspId: string }
  sessions: Sessions
  projection: Projection
  /** None where this member is no bank. */
  bank: Pick<BankStores, 'authentications'> | undefined
}): Router => {
  const { configuration, sessions, projection, bank } = options
  const wrong = new WrongCodes(wrongMaximum, 'too_many_tries')
  const parts = { mspId: configuration.mspId, projection, authentications: bank?.authentications, wrong }
  const typeOf = ({ query }: Request) => requireShape(authenticationQuery, query).type
  const router = Router()
  router.post(
    '/v1/promotion-authentications',
    ...taken(sessions, (request) => authenticationBytesMaximum[typeOf(request)]),
    (request, response) => {
      const given = { type: typeOf(request), bytes: bytesOf(request) }
      response.status(201).json(takeAuthentication(sessionOf(response), given, parts))
    },
  )
  router.post('/v1/promotions/:promotion/check', ...taken(sessions, () => largest), (request, response) => {
    const named = instructionIdName.safeParse(request.params['promotion'])
    if (!named.success) throw new Problem('not_found')
    const presented = { promotion: named.data, bytes: bytesOf(request) }
    response.set('Cache-Control', 'no-store').json(checkAuthentication(sessionOf(response), presented, parts))
  })
  return router
}
