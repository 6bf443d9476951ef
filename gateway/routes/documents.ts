import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import { requireShape } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'
import { askerHeader, readAsker } from '../services/document-fetch.ts'
import { type Asked, type Documents, documentBytesMaximum } from '../services/documents.ts'
import { type Guard, isAuditor } from '../services/guard.ts'
import { relayHeader } from '../services/relay.ts'
import type { ResultKeys } from '../services/result-keys.ts'
import { sealedOf } from '../services/sealed-of.ts'
import type { Session, Sessions } from '../services/sessions.ts'

/** Which certificate, purchase, handover, demand or recommendation a digest stands in. */
export const bodyQuery = z.strictObject({ certificate: instructionIdName.optional() })
export const sealedQuery = z.strictObject({
  purchase: instructionIdName.optional(),
  instance: instructionIdName.optional(),
  demand: instructionIdName.optional(),
  recommendation: instructionIdName.optional(),
  interaction: instructionIdName.optional(),
})
export const reviewQuery = z.strictObject({ purchase: instructionIdName })

const binary = 'application/octet-stream'
const plain = 'text/plain'

interface Options {
  documents: Documents
  sessions: Sessions
  guard: Guard
  resultKeys: ResultKeys
}

const digestOf = ({ params }: Request): string => {
  const named = instructionIdName.safeParse(params['digest'])
  if (!named.success) throw new Problem('not_found')
  return named.data
}

const isRelayed = (request: Request): boolean => request.get(relayHeader) !== undefined

/** The bytes of a body of this type, at most so many, whoever sends them; a session comes first, so that nobody else's are read. */
const taken = (type: string, limit: number, { sessions }: Options): RequestHandler[] => [
  async (request, response, next) => {
    response.locals['session'] = await sessions.read(request.get('authorization'))
    if (!request.is(type)) throw new Problem('unsupported_media_type', { outcome: 'none', detail: `Send ${type}.` })
    next()
  },
  // Nothing is unpacked: a few bytes could become very many.
  express.raw({ type, limit, inflate: false }),
]

const sessionOf = (response: Response): Session => response.locals['session'] as Session

const bytesOf = ({ body }: Request): Uint8Array => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

const give = (response: Response, type: string, bytes: Uint8Array): void => {
  response.set('Cache-Control', 'no-store').type(type).send(Buffer.from(bytes))
}

const tell = (response: Response, digest: string, isNew: boolean): void => {
  response.status(isNew ? 201 : 200).json({ digest })
}

const bodyRoutes = (router: Router, options: Options): void => {
  const path = '/v1/certificate-bodies/:digest'
  const { documents } = options
  router.put(path, ...taken(binary, documentBytesMaximum['certificate-body'], options), (request, response) => {
    const digest = digestOf(request)
    tell(response, digest, documents.putBody(sessionOf(response), digest, bytesOf(request)))
  })
  router.get(path, async (request, response) => {
    const { certificate: of } = requireShape(bodyQuery, request.query)
    give(response, binary, await documents.readBody({ digest: digestOf(request), of, isRelayed: isRelayed(request) }))
  })
}

const sealedRoutes = (router: Router, options: Options): void => {
  const path = '/v1/sealed-documents/:digest'
  const { documents, guard, resultKeys } = options
  const readerOf = async (request: Request) => {
    if (!isRelayed(request)) {
      const subject = { of: 'sealed-document', asked: request.originalUrl } as const
      const session = await guard.require(request.get('authorization'), subject)
      return { participant: session.participant, isAuditor: isAuditor(session) }
    }
    const asker = request.get(askerHeader)
    const mspId = await readAsker(asker, { path: request.originalUrl, resultKeys, now: Date.now() })
    if (mspId === undefined) throw new Problem('session_required')
    return { mspId }
  }
  router.put(path, ...taken(binary, documentBytesMaximum['sealed-document'], options), (request, response) => {
    const digest = digestOf(request)
    tell(response, digest, documents.putSealed(sessionOf(response), digest, bytesOf(request)))
  })
  router.get(path, async (request, response) => {
    const reader = await readerOf(request)
    const named = requireShape(sealedQuery, request.query)
    const as = sealedOf.findLast((one) => named[one] !== undefined) ?? 'purchase'
    const asked: Asked = { as, digest: digestOf(request), of: named[as], isRelayed: isRelayed(request) }
    give(response, binary, await documents.readSealed(reader, asked))
  })
}

const textRoutes = (router: Router, options: Options): void => {
  const path = '/v1/review-texts/:digest'
  const { documents, sessions } = options
  router.put(path, ...taken(plain, documentBytesMaximum['review-text'], options), (request, response) => {
    const digest = digestOf(request)
    tell(response, digest, documents.putText(sessionOf(response), digest, bytesOf(request)))
  })
  router.get(path, async (request, response) => {
    const { purchase: of } = requireShape(reviewQuery, request.query)
    give(response, plain, await documents.readText({ digest: digestOf(request), of, isRelayed: isRelayed(request) }))
  })
  router.delete(path, async (request, response) => {
    documents.removeText(await sessions.read(request.get('authorization')), digestOf(request))
    response.json({ removed: true })
  })
}

/** What lies off the ledger under a digest: bodies of certificates, sealed documents, and texts of reviews. */
export const documentRoutes = (options: Options): Router => {
  const router = Router()
  bodyRoutes(router, options)
  sealedRoutes(router, options)
  textRoutes(router, options)
  return router
}
