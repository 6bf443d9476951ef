import type { RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { Problem } from '../problem.ts'

/** One line for each request: who asked for what, and how it was answered. No header and no body, which can hold what opens a door. */
export const logRequests = (logger: Logger): RequestHandler =>
  pinoHttp({
    logger,
    // The whole request is made into a line of its own only when that line is written.
    quietReqLogger: true,
    serializers: {
      req: ({ id, method, url, remoteAddress }) => ({ id, method, url, remoteAddress }),
      res: ({ statusCode }) => ({ statusCode }),
    },
    customLogLevel: (_request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error'
      return response.statusCode >= 400 ? 'info' : 'debug'
    },
  })

// What pages of this gateway may do: run its own scripts and styles, and talk to it, and to the members' other gateways where a code is
// claimed (decision 0043). The reader of bar codes is a WebAssembly module, which needs a leave of its own; evaluating text stays forbidden.
const contentSecurityPolicy = (members: readonly string[]) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    styleSrc: ["'self'"],
    // Pictures, sound and video that were received sealed are shown from the decrypted bytes, and from nowhere else (decision 0048).
    imgSrc: ["'self'", 'blob:'],
    mediaSrc: ['blob:'],
    frameSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'", ...members],
    manifestSrc: ["'self'"],
    workerSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
})

/** Headers that a browser obeys; `members` are the origins of the members' gateways. */
export const secureHeaders = (members: readonly string[]): RequestHandler =>
  helmet({
    contentSecurityPolicy: contentSecurityPolicy(members),
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })

/**
 * The headers of the page in which programs run (decision 0048): it has no origin wherever it is opened, so no storage and no session, it may
 * load nothing from anywhere, and stands in a frame of this gateway's own page alone.
 */
export const sandboxHeaders = {
  'Content-Security-Policy': [
    ...['sandbox allow-scripts', "default-src 'none'", "script-src 'unsafe-inline' 'wasm-unsafe-eval'"],
    ...['worker-src blob:', "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'"],
  ].join(';'),
  'X-Frame-Options': 'SAMEORIGIN',
} as const

/** At most so many requests a minute from one address; the rest is told when to come back. */
export const limitRequests = (requestsPerMinute: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: requestsPerMinute,
    // Newer drafts hash the address anew for each request.
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    handler: () => {
      throw new Problem('too_many_requests', { outcome: 'none', retryAfterSeconds: 5 })
    },
  })
