import { type HistoryAnswer, historyAnswer, type LedgerAnswer, ledgerAnswer, understand } from './answers.ts'
import type { Connection } from './connection.ts'
import { readOpenly } from './session.ts'

/** Which ledger a gateway serves, whose gateway it is, the others' addresses, and the ledger's height. */
export const readLedger = async (connection: Connection): Promise<LedgerAnswer> =>
  understand(ledgerAnswer, await readOpenly(connection, '/v1/ledger'))

/** The past values of a voucher's row, newest first. */
export const readVoucherHistory = async (connection: Connection, code: string): Promise<HistoryAnswer> =>
  understand(historyAnswer, await readOpenly(connection, `/v1/vouchers/${encodeURIComponent(code)}/history`))

/** What anyone needs to check an instruction without trusting this gateway; `verifyEvidence` does. */
export const readEvidence = (connection: Connection, id: string): Promise<unknown> =>
  readOpenly(connection, `/v1/instructions/${encodeURIComponent(id)}/evidence`)
