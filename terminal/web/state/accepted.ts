import type { Result } from '../../sdk/result.ts'
import type { KeptResult } from '../platform/database.ts'
import type { Fault } from './fault.ts'

/** True once the ledger has accepted it. */
export const isAccepted = (kept: KeptResult | undefined): boolean =>
  (kept?.result as Result | undefined)?.status === 'accepted'

/**
 * True where what a form asked for is done, or may still come about by itself: the form is emptied then, so that nobody asks for it
 * twice. What was refused, or not taken, stays as it was typed.
 */
export const isTaken = (kept: KeptResult | undefined): boolean =>
  isAccepted(kept) || (kept?.result as Result | undefined)?.status === 'pending'

/** Why an instruction had no effect, as a form says it; undefined where it had one or may still have. */
export const faultIn = (kept: KeptResult | undefined): Fault | undefined => {
  if (kept?.fault !== undefined) return kept.fault
  const result = kept?.result as Result | undefined
  return result !== undefined && 'code' in result ? { code: result.code, values: result.values } : undefined
}
