import { envelopeText, type ReadEnvelope } from '../../chaincode/envelope.ts'
import type { Connection } from './connection.ts'
import { GatewayProblem, Outage, TerminalFault } from './errors.ts'
import { askForResult, receiveOrPending } from './receive.ts'
import type { Result } from './result.ts'
import type { ResultKeys } from './result-keys.ts'
import { persist } from './retry.ts'

const gatewayWaitSecondsMaximum = 30
const graceMilliseconds = 5_000

interface Sending {
  deadline: number
  keys: ResultKeys
  delivery?: Delivery | undefined
}

/** Another way in than the usual one: its path, and what goes beside the envelope and is kept nowhere. */
export interface Delivery {
  path: string
  beside: { [member: string]: string }
}

const bodyOf = (envelope: ReadEnvelope, delivery: Delivery | undefined): string => {
  const text = envelopeText(envelope)
  return delivery === undefined ? text : JSON.stringify({ ...JSON.parse(text), ...delivery.beside })
}

const post = (
  connection: Connection,
  envelope: ReadEnvelope,
  { deadline, keys, delivery }: Sending,
): Promise<Result> => {
  const left = Math.max(0, deadline - connection.now())
  const waitSeconds = Math.min(gatewayWaitSecondsMaximum, Math.ceil(left / 1000))
  return askForResult(
    connection,
    { id: envelope.id, keys },
    {
      method: 'POST',
      path: delivery?.path ?? '/v1/instructions',
      body: bodyOf(envelope, delivery),
      headers: waitSeconds > 0 ? { prefer: `wait=${waitSeconds}` } : {},
      timeoutMilliseconds: waitSeconds * 1000 + graceMilliseconds,
    },
  )
}

// Whoever stands in between can say that nothing was taken, so only a signed word counts. A gateway that relays cannot
// know whether the home gateway took what it passed on, whatever its answer says.
const mayHaveArrived = (error: unknown): boolean => {
  if (error instanceof Outage) return error.reached === 'perhaps'
  if (!(error instanceof GatewayProblem) || !error.isProven) return true
  return error.outcome !== 'none' || error.code === 'home_gateway_unavailable'
}

/**
 * Sends an envelope and waits up to `waitSeconds` for its outcome. A lost answer, too much load or an outage is cured by
 * sending the very same bytes again; the number makes that safe. Answers pending when the outcome cannot be known in
 * time, or when no answer was signed by a known gateway; throws Outage or GatewayProblem only when the instruction
 * certainly was not taken, and TerminalFault `result_key_changed` when it may have been.
 */
export const send = async (
  connection: Connection,
  envelope: ReadEnvelope,
  options: { waitSeconds: number; keys: ResultKeys; delivery?: Delivery | undefined },
): Promise<Result> => {
  const deadline = connection.now() + options.waitSeconds * 1000
  let isUnknown = false
  const onFailure = (error: unknown) => {
    isUnknown ||= mayHaveArrived(error)
  }
  const { keys, delivery } = options
  const attempt = () => post(connection, envelope, { deadline, keys, delivery })
  try {
    const result = await persist(connection, { deadline, attempt, onFailure })
    if (result.status !== 'pending' || connection.now() >= deadline) return result
    return await receiveOrPending(connection, { pending: result, keys, deadline })
  } catch (error) {
    if (!isUnknown || error instanceof TerminalFault) throw error
    const isTold = error instanceof GatewayProblem && error.isProven && mayHaveArrived(error)
    return {
      id: envelope.id,
      status: 'pending',
      taken: false,
      reason: (error as Error).message,
      ...(isTold && { problem: error.code }),
    }
  }
}
