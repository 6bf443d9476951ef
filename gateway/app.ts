import express, { type Express, type Router } from 'express'
import type { Logger } from 'pino'
import { answerProblems, refuseUnknownRoute } from './middleware/problem.ts'
import { limitRequests, logRequests, secureHeaders } from './middleware/security.ts'

/** Builds the HTTP program from its routes; opens nothing itself. */
export const createApp = (options: { log: Logger; requestsPerMinute: number; routes: readonly Router[] }): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.set('etag', false)
  app.use(logRequests(options.log), secureHeaders(), limitRequests(options.requestsPerMinute))
  for (const router of options.routes) app.use(router)
  app.use(refuseUnknownRoute, answerProblems)
  return app
}
