import { type Connection, exchange } from './connection.ts'
import { delayOf, persist } from './persist.ts'
import { type Pending, type Result, readResult } from './result.ts'

/**
 * The result when it is about the instruction that was asked for; anything else is dropped, logged and answered as
 * pending, so that nobody's outcome is ever taken for one's own (row S0-049).
 */
export const ownResult = (connection: Connection, id: string, result: Result | undefined): Result => {
  if (result?.id === id) return result
  const reason = result === undefined ? 'unreadable' : 'foreign_id'
  connection.log({ event: 'result_dropped', id, reason })
  return { id, status: 'pending', taken: false, reason: `the gateway gave an answer that was dropped: ${reason}` }
}

/** What the gateway knows of an instruction now. Refuses `not_found` when neither it nor another gateway knows it. */
export const readInstruction = async (connection: Connection, id: string): Promise<Result> => {
  const { body } = await exchange(connection, { method: 'GET', path: `/v1/instructions/${encodeURIComponent(id)}` })
  return ownResult(connection, id, readResult(body))
}

/**
 * Asks until the outcome is known or `deadline` (milliseconds since 1970) passes, and then answers pending. Throws
 * GatewayProblem or Outage when the last word was one.
 */
export const receive = async (connection: Connection, options: { id: string; deadline: number }): Promise<Result> => {
  const { id, deadline } = options
  for (let attempt = 0; ; attempt += 1) {
    const result = await persist(connection, { deadline, attempt: () => readInstruction(connection, id) })
    if (result.status !== 'pending') return result
    const delay = delayOf({ attempt: Math.min(attempt, 3), random: connection.random() })
    if (connection.now() + delay > deadline) return result
    await connection.sleep(delay)
  }
}

/** The outcome of what a gateway has taken or may have taken: pending when no more can be learnt by the deadline. */
export const receiveOrPending = async (
  connection: Connection,
  options: { pending: Pending; deadline: number },
): Promise<Result> => {
  const { pending, deadline } = options
  try {
    const result = await receive(connection, { id: pending.id, deadline })
    return result.status === 'pending' ? { ...pending, ...result, taken: pending.taken || result.taken } : result
  } catch (error) {
    return { ...pending, reason: String((error as Error).message) }
  }
}
