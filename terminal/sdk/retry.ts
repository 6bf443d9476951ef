import type { Connection } from './connection.ts'
import { GatewayProblem, Outage } from './errors.ts'

const passingStatuses = new Set([429, 500, 502, 503, 504])
const firstDelayMilliseconds = 200
const delayMillisecondsMaximum = 4_000

/** True for failures that may be gone a moment later: no answer, too much load, a part of the system out of reach. */
export const isPassing = (error: unknown): error is Outage | GatewayProblem =>
  error instanceof Outage || (error instanceof GatewayProblem && passingStatuses.has(error.status))

/**
 * How long to wait before trying again, in milliseconds: doubles from a fifth of a second to four, never less than the
 * gateway asked for, with up to half of it by chance, so that many terminals do not come back at once.
 */
export const delayOf = (options: {
  attempt: number
  retryAfterSeconds?: number | undefined
  random: number
}): number => {
  const grown = Math.min(delayMillisecondsMaximum, firstDelayMilliseconds * 2 ** options.attempt)
  const least = Math.max(grown, (options.retryAfterSeconds ?? 0) * 1000)
  return Math.round(least * (1 + options.random / 2))
}

/** How long to pause before the next try; throws the failure when it is not a passing one or time would be up. */
const pauseAfter = (connection: Connection, error: unknown, options: { attempt: number; deadline: number }): number => {
  if (!isPassing(error)) throw error
  const retryAfterSeconds = error instanceof GatewayProblem ? error.retryAfterSeconds : undefined
  const pause = delayOf({ attempt: options.attempt, retryAfterSeconds, random: connection.random() })
  if (connection.now() + pause > options.deadline) throw error
  connection.log({ event: 'sending_again', reason: error.message, delayMilliseconds: pause })
  return pause
}

/**
 * Tries until it works or `deadline` (milliseconds since 1970) would pass; tries at least once. Only failures that may
 * pass are tried again; `onFailure` hears of each. Throws the last failure.
 */
export const persist = async <T>(
  connection: Connection,
  options: { deadline: number; attempt: () => Promise<T>; onFailure?: (error: unknown) => void },
): Promise<T> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await options.attempt()
    } catch (error) {
      options.onFailure?.(error)
      await connection.sleep(pauseAfter(connection, error, { attempt, deadline: options.deadline }))
    }
  }
}
