import { certificateFaultWords } from './certificate-faults.ts'
import { matchingFaultWords } from './matching-faults.ts'
import { paymentFaultWords, paymentProblemWords } from './payment-reasons.ts'
import type { Reason } from './reason.ts'
import { refusalWords } from './refusals.ts'

/** Every reason that nobody needs before the first screen: those of the ledger, and what can be wrong with certificates, demands and payments. */
export const laterReasons: { readonly [code: string]: Reason } = {
  ...refusalWords,
  ...certificateFaultWords,
  ...matchingFaultWords,
  ...paymentFaultWords,
  ...paymentProblemWords,
}
