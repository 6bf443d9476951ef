import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import { partBytes } from '../../chaincode/wire/manifest.ts'
import { requireShape } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'
import { askerHeader, readAsker } from '../services/document-fetch.ts'
import type { Guard } from '../services/guard.ts'
import type { BlobReader, Mailbox } from '../services/mailbox.ts'
import { relayHeader } from '../services/relay.ts'
import type { ResultKeys } from '../services/result-keys.ts'
import type { Session, Sessions } from '../services/sessions.ts'

/** In which interaction a blob's package was delivered. */
export const blobQuery = z.strictObject({ interaction: instructionIdName })

const binary = 'application/octet-stream'

interface Options {
  mailbox: Mailbox
  sessions: Sessions
  guard: Guard
  resultKeys: ResultKeys
}

const nameOf = ({ params }: Request): string => {
  const named = instructionIdName.safeParse(params['digest'])
  if (!named.success) throw new Problem('not_found')
  return named.data
}

const sessionOf = (response: Response): Session => response.locals['session'] as Session

/** A session comes before the bytes, so that nobody else's are read; nothing is unpacked. */
const taken = ({ sessions }: Options): RequestHandler[] => [
  async (request, response, next) => {
    response.locals['session'] = await sessions.read(request.get('authorization'))
    if (!request.is(binary)) throw new Problem('unsupported_media_type', { outcome: 'none', detail: `Send ${binary}.` })
    next()
  },
  express.raw({ type: binary, limit: partBytes, inflate: false }),
]

const readerOf = async (request: Request, { guard, resultKeys }: Options): Promise<BlobReader> => {
  if (request.get(relayHeader) === undefined) {
    const subject = { of: 'sealed-document', asked: request.originalUrl } as const
    const { participant } = await guard.require(request.get('authorization'), subject)
    return { participant }
  }
  const parts = { path: request.originalUrl, resultKeys, now: Date.now() }
  const mspId = await readAsker(request.get(askerHeader), parts)
  if (mspId === undefined) throw new Problem('session_required')
  return { mspId }
}

/** The mailbox of sealed packages: parts and manifests, each under its digest (decision 0047). */
export const blobRoutes = (options: Options): Router => {
  const { mailbox, sessions } = options
  const router = Router()
  const path = '/v1/blobs/:digest'
  router.put(path, ...taken(options), async (request, response) => {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const name = nameOf(request)
    const isNew = await mailbox.put(sessionOf(response), name, bytes)
    response.status(isNew ? 201 : 200).json({ digest: name })
  })
  // Whoever uploads asks what is there already; whoever reads gets the bytes.
  router.head(path, async (request, response) => {
    const session = await sessions.read(request.get('authorization'))
    if (!(await mailbox.has(session, nameOf(request)))) throw new Problem('not_found')
    response.type(binary).end()
  })
  router.get(path, async (request, response) => {
    const reader = await readerOf(request, options)
    const { interaction } = requireShape(blobQuery, request.query)
    const isRelayed = request.get(relayHeader) !== undefined
    const bytes = await mailbox.read(reader, { name: nameOf(request), interaction, isRelayed })
    response.set('Cache-Control', 'no-store').type(binary).send(Buffer.from(bytes))
  })
  return router
}
