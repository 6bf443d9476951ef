import { certificateFaultWords } from './certificate-faults.ts'
import { laterProblemWords } from './later-problems.ts'
import { matchingFaultWords } from './matching-faults.ts'
import { paymentFaultWords, paymentProblemWords } from './payment-reasons.ts'
import { profileFaultWords } from './profile-faults.ts'
import type { Reason } from './reason.ts'
import { refusalWords } from './refusals.ts'
import { tradeChainProblemWords } from './trade-chain-reasons.ts'

/** Every reason that nobody needs before the first screen: those of the ledger, and what can be wrong with certificates, demands, payments and trades. */
export const laterReasons: { readonly [code: string]: Reason } = {
  ...refusalWords,
  ...certificateFaultWords,
  ...matchingFaultWords,
  ...paymentFaultWords,
  ...paymentProblemWords,
  ...profileFaultWords,
  ...tradeChainProblemWords,
  ...laterProblemWords,
}
