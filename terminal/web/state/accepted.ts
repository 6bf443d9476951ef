import type { Result } from '../../sdk/result.ts'
import type { KeptResult } from '../platform/database.ts'

/** True once the ledger has accepted it; a form is emptied then, and only then, so that nothing typed is lost. */
export const isAccepted = (kept: KeptResult | undefined): boolean =>
  (kept?.result as Result | undefined)?.status === 'accepted'
