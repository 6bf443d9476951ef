import type { RequestHandler } from 'express'
import { type AugmentedRequest, ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Problem } from './problem.ts'

const windowMilliseconds = 15 * 60_000

// What a guess is answered with: a wrong password or code, a key or ticket that does not fit, a locked account.
const wrong = new Set([401, 403, 404, 423])

/** At most so many wrong passwords and codes from one address in a quarter of an hour, over all accounts; right ones are free. */
export const limitWrongTries = (triesMaximum: number): RequestHandler =>
  rateLimit({
    windowMs: windowMilliseconds,
    limit: triesMaximum,
    keyGenerator: ({ ip }) => ipKeyGenerator(ip ?? ''),
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, { statusCode }) => !wrong.has(statusCode),
    standardHeaders: false,
    legacyHeaders: false,
    handler: (request) => {
      const { resetTime } = (request as AugmentedRequest)['rateLimit'] ?? {}
      const milliseconds = (resetTime?.getTime() ?? Date.now() + windowMilliseconds) - Date.now()
      throw new Problem('too_many_tries', { retryAfterSeconds: Math.max(1, Math.ceil(milliseconds / 1000)) })
    },
  })
