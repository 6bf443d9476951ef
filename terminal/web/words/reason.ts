import { signal } from '@preact/signals'
import { type RefusalCode, refusals } from '../../../chaincode/vocabulary.ts'
import { faultWords, problemWords } from '../dictionary/problems.ts'
import type { Reason } from '../dictionary/reason.ts'

type RefusalWords = { readonly [C in RefusalCode]: Reason }

const refusalWords = signal<RefusalWords | undefined>(undefined)

const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(refusals, code)

/**
 * Loads the words for what the ledger refuses, which nobody needs before the first screen. What is shown by then is told anew with
 * them; while they cannot be reached, something general is said.
 */
export const loadRefusalWords = async (): Promise<void> => {
  const loaded = await import('../dictionary/refusals.ts')
  refusalWords.value = loaded.refusalWords
}

const refusalReason = (code: RefusalCode): Reason => {
  if (refusalWords.value === undefined) loadRefusalWords().catch((error: unknown) => console.warn(error))
  return refusalWords.value?.[code] ?? faultWords.unknown_fault
}

/** The words for a code of the ledger, of a gateway, or of this terminal. */
export const reasonOf = (code: string): Reason => {
  if (isRefusalCode(code)) return refusalReason(code)
  if (Object.hasOwn(problemWords, code)) return problemWords[code as keyof typeof problemWords]
  if (Object.hasOwn(faultWords, code)) return faultWords[code as keyof typeof faultWords]
  return faultWords.unknown_fault
}
