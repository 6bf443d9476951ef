import { Refusal } from '../../../chaincode/refusal.ts'
import { type RefusalCode, refusals } from '../../../chaincode/vocabulary.ts'
import { GatewayProblem, Outage, TerminalFault } from '../../sdk/errors.ts'
import { faultWords, problemWords } from '../dictionary/problems.ts'
import type { Reason } from '../dictionary/reason.ts'
import { refusalWords } from '../dictionary/refusals.ts'

/** What went wrong, as a code with its values; the words for it come from the dictionary. */
export interface Fault {
  code: string
  values: { [name: string]: unknown }
  retryAfterSeconds?: number
}

const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(refusals, code)

/** The words for a code of the ledger, of a gateway, or of this terminal. */
export const reasonOf = (code: string): Reason => {
  if (isRefusalCode(code)) return refusalWords[code]
  if (Object.hasOwn(problemWords, code)) return problemWords[code as keyof typeof problemWords]
  if (Object.hasOwn(faultWords, code)) return faultWords[code as keyof typeof faultWords]
  return faultWords.unknown_fault
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
