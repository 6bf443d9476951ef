import { signal } from '@preact/signals'
import { faultWords, problemWords } from '../dictionary/problems.ts'
import type { Reason } from '../dictionary/reason.ts'

const laterReasons = signal<{ readonly [code: string]: Reason } | undefined>(undefined)

/**
 * Loads the words for what the ledger refuses and for what can be wrong with a certificate, which nobody needs before the first screen.
 * What is shown by then is told anew with them; while they cannot be reached, something general is said.
 */
export const loadRefusalWords = async (): Promise<void> => {
  const loaded = await import('../dictionary/later-reasons.ts')
  laterReasons.value = loaded.laterReasons
}

const laterReason = (code: string): Reason => {
  const reasons = laterReasons.value
  if (reasons === undefined) loadRefusalWords().catch((error: unknown) => console.warn(error))
  return (reasons !== undefined && Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? faultWords.unknown_fault
}

/** The words for a code of the ledger, of a gateway, or of this terminal. */
export const reasonOf = (code: string): Reason => {
  if (Object.hasOwn(problemWords, code)) return problemWords[code as keyof typeof problemWords]
  if (Object.hasOwn(faultWords, code)) return faultWords[code as keyof typeof faultWords]
  return laterReason(code)
}
