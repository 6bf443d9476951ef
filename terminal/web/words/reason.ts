import { type RefusalCode, refusals } from '../../../chaincode/vocabulary.ts'
import { faultWords, problemWords } from '../dictionary/problems.ts'
import type { Reason } from '../dictionary/reason.ts'
import { refusalWords } from '../dictionary/refusals.ts'

const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(refusals, code)

/** The words for a code of the ledger, of a gateway, or of this terminal. */
export const reasonOf = (code: string): Reason => {
  if (isRefusalCode(code)) return refusalWords[code]
  if (Object.hasOwn(problemWords, code)) return problemWords[code as keyof typeof problemWords]
  if (Object.hasOwn(faultWords, code)) return faultWords[code as keyof typeof faultWords]
  return faultWords.unknown_fault
}
