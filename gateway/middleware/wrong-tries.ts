import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'
import { slowDown } from 'express-slow-down'

const windowMilliseconds = 15 * 60_000
const stepMilliseconds = 100
const delayMillisecondsMaximum = 5_000

// What a guess is answered with: a wrong password or code, a key or ticket that does not fit, a locked account.
const wrong = new Set([401, 403, 404, 423])

/**
 * Slows an address down after so many wrong passwords and codes in a quarter of an hour, over all accounts: a tenth of a second more for
 * each, up to five. Nobody is turned away for what others behind the same address do: guesses at one account are ended by that
 * account's own lock. Right ones are free, and so is what `isFree` knows, such as a device that the account has.
 */
export const slowWrongTries = (triesFree: number, isFree: (request: Request) => boolean): RequestHandler =>
  slowDown({
    windowMs: windowMilliseconds,
    delayAfter: triesFree,
    delayMs: (tries) => (tries - triesFree) * stepMilliseconds,
    maxDelayMs: delayMillisecondsMaximum,
    keyGenerator: ({ ip }) => ipKeyGenerator(ip ?? ''),
    skip: isFree,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, { statusCode }) => !wrong.has(statusCode),
  })
