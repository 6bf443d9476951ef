import express, { type Express, type Router } from 'express'
import type { Logger } from 'pino'
import { answerProblems } from './middleware/answer-problems.ts'
import { letPagesOfMembers, originsOf } from './middleware/pages-of-members.ts'
import { limitRequests, logRequests, secureHeaders } from './middleware/security.ts'
import { refuseUnknownRoute } from './middleware/unknown-route.ts'

interface AppConfiguration {
  /** Each organisation's gateway by its MSP. */
  gateways: { readonly [mspId: string]: string }
  limits: { requestsPerMinute: number }
  /** Whose word is taken for the address of who asks. */
  listen?: { trustedProxies: readonly string[] }
}

/** Builds the HTTP program from its routes; opens nothing itself. */
export const createApp = (
  { gateways, limits, listen }: AppConfiguration,
  { log, routes }: { log: Logger; routes: readonly Router[] },
): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.set('etag', false)
  app.set('trust proxy', [...(listen?.trustedProxies ?? [])])
  app.use(logRequests(log), secureHeaders(originsOf(gateways)), limitRequests(limits.requestsPerMinute))
  app.use(letPagesOfMembers(gateways))
  for (const router of routes) app.use(router)
  app.use(refuseUnknownRoute(routes), answerProblems)
  return app
}
