import { ask, type Connection, type Question, readAnswer } from './connection.ts'
import { GatewayProblem, TerminalFault } from './errors.ts'
import { type Pending, type Result, readResult, resultOfProblem } from './result.ts'
import { isGenuine, type ResultKeys } from './result-keys.ts'
import { delayOf, persist } from './retry.ts'

/** Which instruction a result must be about, and the keys that may have signed it. */
export interface Receiving {
  id: string
  keys: ResultKeys
}

const drop = (connection: Connection, id: string, reason: 'bad_signature' | 'foreign_id' | 'unreadable'): Pending => {
  connection.log({ event: 'result_dropped', id, reason })
  return { id, status: 'pending', taken: false, reason: `the gateway gave an answer that was dropped: ${reason}` }
}

const speaksOfAnInstruction = ({ id, outcome }: GatewayProblem): boolean =>
  id !== undefined || outcome === 'refused' || outcome === 'pending'

/**
 * Asks once about an instruction and gives the result when a known gateway signed the answer and it is about this very
 * instruction. Anything else is dropped, logged and answered as pending, so that neither a forged outcome nor anybody
 * else's is ever taken for one's own (S0-049). Throws Outage, and the GatewayProblem that says nothing of an outcome:
 * with `isProven` when it was signed as a result is, else the word of whoever stands in between.
 */
export const askForResult = async (
  connection: Connection,
  { id, keys }: Receiving,
  question: Question,
): Promise<Result> => {
  const raw = await ask(connection, question)
  const answer = readAnswer(raw)
  const problem = answer instanceof GatewayProblem ? answer : undefined
  if (problem !== undefined && !speaksOfAnInstruction(problem)) throw problem
  if (!(await isGenuine(keys, raw))) return drop(connection, id, 'bad_signature')
  const result = answer instanceof GatewayProblem ? resultOfProblem(answer) : readResult(answer.body)
  if ((problem ?? result)?.id !== id) return drop(connection, id, result === undefined ? 'unreadable' : 'foreign_id')
  if (result !== undefined) return result
  throw new GatewayProblem({ ...(problem as GatewayProblem), isProven: true })
}

/** What the gateway knows of an instruction now. Refuses `not_found` when neither it nor another gateway knows it. */
export const readInstruction = (connection: Connection, receiving: Receiving): Promise<Result> =>
  askForResult(connection, receiving, {
    method: 'GET',
    path: `/v1/instructions/${encodeURIComponent(receiving.id)}`,
  })

/**
 * Asks until the outcome is known or `deadline` (milliseconds since 1970) passes, and then answers pending. Throws
 * GatewayProblem or Outage when the last word was one, and TerminalFault `result_key_changed`.
 */
export const receive = async (connection: Connection, options: Receiving & { deadline: number }): Promise<Result> => {
  const { deadline } = options
  for (let attempt = 0; ; attempt += 1) {
    const result = await persist(connection, { deadline, attempt: () => readInstruction(connection, options) })
    if (result.status !== 'pending') return result
    const delay = delayOf({ attempt: Math.min(attempt, 3), random: connection.random() })
    if (connection.now() + delay > deadline) return result
    await connection.sleep(delay)
  }
}

/** The outcome of what a gateway has taken or may have taken: pending when no more can be learnt by the deadline. */
export const receiveOrPending = async (
  connection: Connection,
  options: { pending: Pending; keys: ResultKeys; deadline: number },
): Promise<Result> => {
  const { pending, keys, deadline } = options
  try {
    const result = await receive(connection, { id: pending.id, keys, deadline })
    return result.status === 'pending' ? { ...pending, ...result, taken: pending.taken || result.taken } : result
  } catch (error) {
    if (error instanceof TerminalFault) throw error
    return { ...pending, reason: String((error as Error).message) }
  }
}
