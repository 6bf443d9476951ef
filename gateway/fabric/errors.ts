import { status } from '@grpc/grpc-js'
import { GatewayError } from '@hyperledger/fabric-gateway'

/** Why the network did not take a transaction: who is missing, whether the same may be tried again, and in what words. */
export interface Fault {
  /** `outage`: a needed organisation or the own peer cannot be reached, or has another clock. `conflict`: endorsers saw different states. */
  type: 'outage' | 'conflict' | 'refused'
  /** The organisations that were reached and failed, by MSP, when the network said so. */
  organisations: string[]
  /** True when the own peer itself did not answer, so that the network could not even be asked. */
  isOwnPeer: boolean
  /** True when an endorser refused for the time: its clock is off, or this machine's. */
  isClock: boolean
  message: string
}

const outageCodes: readonly number[] = [
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
  status.RESOURCE_EXHAUSTED,
]
const unreachable = /no (combination of )?peers|connect|unavailable|EOF|timed? ?out|refused/i
// A peer that has lost, or not got yet, what stands in a private collection of its own.
const gap = /private data matching public hash version is not available/
// The chaincode's own words, and those of the peers' filter.
const clockWords = /outside this endorser’s clock bound|incorrect timestamp/
const namedOrganisations = /for org\(s\): ([A-Za-z0-9, ]+)/

const organisationsOf = ({ details, message }: GatewayError): string[] => [
  ...details.map(({ mspId }) => mspId),
  ...(message.match(namedOrganisations)?.[1]?.split(', ') ?? []),
]

/** True when an endorser refused for the time that this gateway said: one of the two clocks is off, and the instruction is not at fault. */
export const isClockRefusal = (error: unknown): boolean =>
  error instanceof GatewayError &&
  clockWords.test([error.message, ...error.details.map(({ message }) => message)].join('; '))

/** Sorts an error of the Fabric gateway; anything that is not one is the caller's own fault and `refused`. */
export const faultOf = (error: unknown): Fault => {
  const nobody = { organisations: [], isOwnPeer: false, isClock: false }
  if (!(error instanceof GatewayError)) return { type: 'refused', ...nobody, message: String(error) }
  const details = error.details.map(({ mspId, message }) => `${mspId}: ${message}`)
  const message = [error.message, ...details].join('; ')
  if (message.includes('ProposalResponsePayloads do not match')) return { type: 'conflict', ...nobody, message }
  const isClock = isClockRefusal(error)
  const isOutage = isClock || outageCodes.includes(error.code) || unreachable.test(message) || gap.test(message)
  const organisations = organisationsOf(error)
  const isOwnPeer = error.code === status.UNAVAILABLE && organisations.length === 0
  return { type: isOutage ? 'outage' : 'refused', organisations, isOwnPeer, isClock, message }
}

/** True when a transaction was endorsed but the ordering service did not say that it took it. */
export const isSubmitError = (error: unknown): boolean => error instanceof GatewayError && error.name === 'SubmitError'
