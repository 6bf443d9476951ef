import { status } from '@grpc/grpc-js'
import { GatewayError } from '@hyperledger/fabric-gateway'

/** Why the network did not take a transaction: who is missing, whether the same may be tried again, and in what words. */
export interface Fault {
  /** `outage`: a needed organisation or the own peer cannot be reached. `conflict`: endorsers saw different states. */
  type: 'outage' | 'conflict' | 'refused'
  /** The organisations that were reached and failed, by MSP, when the network said so. */
  organisations: string[]
  message: string
}

const outageCodes: readonly number[] = [
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
  status.RESOURCE_EXHAUSTED,
]
const unreachable = /no (combination of )?peers|connect|unavailable|EOF|endorsing organizations|timed? ?out|refused/i

/** Sorts an error of the Fabric gateway; anything that is not one is the caller's own fault and `refused`. */
export const faultOf = (error: unknown): Fault => {
  if (!(error instanceof GatewayError)) return { type: 'refused', organisations: [], message: String(error) }
  const details = error.details.map(({ mspId, message }) => `${mspId}: ${message}`)
  const message = [error.message, ...details].join('; ')
  const organisations = error.details.map(({ mspId }) => mspId)
  if (message.includes('ProposalResponsePayloads do not match')) return { type: 'conflict', organisations, message }
  const isOutage = outageCodes.includes(error.code) || unreachable.test(message)
  return { type: isOutage ? 'outage' : 'refused', organisations, message }
}

/** True when a transaction was endorsed but the ordering service did not say that it took it. */
export const isSubmitError = (error: unknown): boolean => error instanceof GatewayError && error.name === 'SubmitError'
