import type { RequestHandler } from 'express'
import { resultSignatureHeader } from '../../chaincode/wire/result-signature.ts'

/**
 * What a page of another member's gateway may ask here: to open a session of its own, to claim a code that this home drew, and how that
 * payment stands (decision 0043). Everything else, pages ask their own gateway.
 */
const claimPaths =
  /^\/v1\/(?:ledger|sessions(?:\/challenge)?|payment-claims|payments\/[^/]+|instructions\/[^/]+|accounts\/[^/]+\/payment-orders\/[^/]+)$/

const preflightSeconds = 600

/** The origins of the other members' gateways, whose pages may talk to this one. */
export const originsOf = (gateways: { readonly [mspId: string]: string }): string[] => [
  ...new Set(Object.values(gateways).map((url) => new URL(url).origin)),
]

/**
 * Lets the browser of a merchant claim here from a page of another member. Nothing rests on it but what browsers allow to pages: who asks
 * shows a token of a session all the same, and no cookie counts. Pages of any other origin are let nowhere.
 */
export const letPagesOfMembers = (gateways: { readonly [mspId: string]: string }): RequestHandler => {
  const origins = new Set(originsOf(gateways))
  return (request, response, next) => {
    const origin = request.get('origin')
    if (!claimPaths.test(request.path)) return next()
    response.vary('Origin')
    if (origin === undefined || !origins.has(origin)) return next()
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': `${resultSignatureHeader}, Retry-After`,
    })
    if (request.method !== 'OPTIONS') return next()
    response.set({
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, Prefer',
      'Access-Control-Max-Age': `${preflightSeconds}`,
    })
    response.status(204).end()
  }
}
