import { envelopeText, type ReadEnvelope } from '../../chaincode/wire/envelope.ts'
import { type Connection, exchange } from './connection.ts'
import { GatewayProblem, Outage } from './errors.ts'
import { persist } from './persist.ts'
import { ownResult, receiveOrPending } from './receive.ts'
import { type Result, readResult, resultOfProblem } from './result.ts'

const gatewayWaitSecondsMaximum = 30
const graceMilliseconds = 5_000

const post = async (connection: Connection, envelope: ReadEnvelope, deadline: number): Promise<Result> => {
  const left = Math.max(0, deadline - connection.now())
  const waitSeconds = Math.min(gatewayWaitSecondsMaximum, Math.ceil(left / 1000))
  try {
    const { body } = await exchange(connection, {
      method: 'POST',
      path: '/v1/instructions',
      body: envelopeText(envelope),
      headers: waitSeconds > 0 ? { prefer: `wait=${waitSeconds}` } : {},
      timeoutMilliseconds: waitSeconds * 1000 + graceMilliseconds,
    })
    return ownResult(connection, envelope.id, readResult(body))
  } catch (error) {
    const told = error instanceof GatewayProblem ? resultOfProblem(error, envelope.id) : undefined
    if (told === undefined) throw error
    return ownResult(connection, envelope.id, told)
  }
}

// A gateway that relays cannot know whether the home gateway took what it passed on, whatever its answer says.
const mayHaveArrived = (error: unknown): boolean => {
  if (error instanceof Outage) return error.reached === 'perhaps'
  if (error instanceof GatewayProblem) return error.outcome !== 'none' || error.code === 'home_gateway_unavailable'
  return true
}

/**
 * Sends an envelope and waits up to `waitSeconds` for its outcome. A lost answer, too much load or an outage is cured by
 * sending the very same bytes again; the number makes that safe. Answers pending when the outcome cannot be known in
 * time; throws Outage or GatewayProblem only when the instruction certainly was not taken.
 */
export const send = async (
  connection: Connection,
  envelope: ReadEnvelope,
  options: { waitSeconds: number },
): Promise<Result> => {
  const deadline = connection.now() + options.waitSeconds * 1000
  let isUnknown = false
  const onFailure = (error: unknown) => {
    isUnknown ||= mayHaveArrived(error)
  }
  const attempt = () => post(connection, envelope, deadline)
  try {
    const result = await persist(connection, { deadline, attempt, onFailure })
    if (result.status !== 'pending' || connection.now() >= deadline) return result
    return await receiveOrPending(connection, { pending: result, deadline })
  } catch (error) {
    if (!isUnknown) throw error
    return { id: envelope.id, status: 'pending', taken: false, reason: (error as Error).message }
  }
}
