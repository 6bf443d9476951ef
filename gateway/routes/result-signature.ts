import { type RequestHandler, type Response, Router } from 'express'
import { resultSignatureHeader } from '../../chaincode/wire/result-signature.ts'
import type { RelayedAnswer } from '../services/relay.ts'
import type { ResultSigner } from '../services/result-signer.ts'

/** Signs every answer of the routes behind it, problems too, but for those that another gateway gave. */
const signResults =
  (signer: ResultSigner): RequestHandler =>
  (_request, response, next) => {
    const send = response.send.bind(response)
    response.send = (body) => {
      const isOwn = response.locals['isRelayed'] !== true
      if (isOwn && typeof body === 'string') response.set(resultSignatureHeader, signer.sign(body))
      return send(body)
    }
    next()
  }

/** A router whose answers under these addresses this gateway signs, problems too. */
export const signedRouter = (addresses: string | string[], signer: ResultSigner): Router => {
  const router = Router()
  router.use(addresses, signResults(signer))
  return router
}

/** Answers with the word of another gateway: the same bytes under that gateway's own signature, if it gave one. */
export const passOn = (response: Response, { status, contentType, body, signature }: RelayedAnswer): void => {
  response.locals['isRelayed'] = true
  if (signature !== undefined) response.set(resultSignatureHeader, signature)
  response.status(status).type(contentType).send(body)
}
