import type { Result } from '../../sdk/result.ts'
import type { KeptResult } from '../platform/database.ts'

/** True once the ledger has accepted it. */
export const isAccepted = (kept: KeptResult | undefined): boolean =>
  (kept?.result as Result | undefined)?.status === 'accepted'

/**
 * True where what a form asked for is done, or may still come about by itself: the form is emptied then, so that nobody asks for it
 * twice. What was refused, or not taken, stays as it was typed.
 */
export const isTaken = (kept: KeptResult | undefined): boolean =>
  isAccepted(kept) || (kept?.result as Result | undefined)?.status === 'pending'
