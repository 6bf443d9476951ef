import express, { type Request, type RequestHandler, Router } from 'express'
import { z } from 'zod'
import { publicKey } from '../../chaincode/wire/device.ts'
import { participantId } from '../../chaincode/wire/identifiers.ts'
import { requireJson, requireShape } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'
import type { CredentialChanges } from '../services/credential-changes.ts'
import type { Logins } from '../services/logins.ts'
import type { Sessions } from '../services/sessions.ts'

/** A password as it may arrive; whether it is a good one is another question. */
export const passwordText = z.string().min(1).max(512)

/** A fresh challenge of the gateway and the device's signature over it. */
export const proof = { challenge: z.string().max(64), signature: z.string().max(128) }

export const loginRequest = z.strictObject({
  account: participantId,
  password: passwordText,
  publicKey,
  ...proof,
})

/** What a device may be that is authorised by a login; whoever registers people and machines is made at a desk. */
const loginRoles = ['customer', 'merchant', 'issuer', 'price', 'teller'] as const

export const credentialRequest = z.strictObject({
  password: passwordText,
  messageAddress: z.email().max(254).optional(),
  roles: z
    .array(z.enum(loginRoles))
    .min(1)
    .refine((roles) => new Set(roles).size === roles.length, 'roles must differ')
    .default(['customer']),
})

export const passwordRequest = z.strictObject({ password: passwordText, newPassword: passwordText })

const requireParticipant = ({ params }: Request): string => {
  const read = participantId.safeParse(params['participant'])
  if (!read.success) throw new Problem('not_allowed')
  return read.data
}

/** Logging in, and what one logs in with. Passwords travel in bodies only, and are answered with nothing of them. */
export const loginRoutes = (options: {
  logins: Logins
  credentialChanges: CredentialChanges
  sessions: Sessions
  /** Slows down whoever guesses; stands behind the body's reading, which tells whose device asks. */
  slow: RequestHandler
}): Router => {
  const { logins, credentialChanges, sessions, slow } = options
  const router = Router()
  const body = express.json({ limit: '4kb' })

  router.post('/v1/logins', requireJson, body, slow, async (request, response) => {
    response.json(await logins.logIn(requireShape(loginRequest, request.body)))
  })
  router.put('/v1/credentials/:participant', requireJson, body, async (request, response) => {
    const session = await sessions.read(request.get('authorization'))
    const participant = requireParticipant(request)
    await credentialChanges.set(session, participant, requireShape(credentialRequest, request.body))
    response.json({ participant })
  })
  router.put('/v1/credentials/:participant/password', requireJson, body, slow, async (request, response) => {
    const session = await sessions.read(request.get('authorization'))
    const participant = requireParticipant(request)
    await credentialChanges.change(session, participant, requireShape(passwordRequest, request.body))
    response.json({ participant })
  })
  return router
}
