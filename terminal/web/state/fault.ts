import { Refusal } from '../../../chaincode/refusal.ts'
import { GatewayProblem, Outage, TerminalFault } from '../../sdk/errors.ts'

/** What went wrong, as a code with its values; the words for it come from the dictionary. */
export interface Fault {
  code: string
  values: { [name: string]: unknown }
  retryAfterSeconds?: number
}

/** Whatever was thrown, as a fault that can be shown and kept. */
export const faultOf = (error: unknown): Fault => {
  if (error instanceof GatewayProblem) {
    const { code, values, retryAfterSeconds } = error
    return { code, values, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }
  }
  if (error instanceof Refusal || error instanceof TerminalFault) {
    return { code: error.code, values: error instanceof Refusal ? error.values : {} }
  }
  if (error instanceof Outage) return { code: 'outage', values: { reached: error.reached } }
  console.error(error)
  return { code: 'unknown_fault', values: {} }
}
