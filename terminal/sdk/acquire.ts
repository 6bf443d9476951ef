import { understand, type VoucherAnswer, voucherAnswer } from './answers.ts'
import { type Connection, connect } from './connection.ts'
import { TerminalFault } from './errors.ts'
import { readLedger } from './reads.ts'
import { readOpenly } from './session.ts'

/** Reads a voucher from any gateway. Throws GatewayProblem `not_found` for a code that the ledger does not know. */
export const readVoucher = async (connection: Connection, code: string): Promise<VoucherAnswer> =>
  understand(voucherAnswer, await readOpenly(connection, `/v1/vouchers/${encodeURIComponent(code)}`))

/**
 * Fetches a voucher's published information from a publishing gateway only: one that is not the voucher's home and so
 * does not process its instructions (row S0-047). Refuses `publisher_is_home`, a fault of configuration, otherwise.
 */
export const acquireVoucher = async (
  options: { publisher: string; code: string },
  parts: Parameters<typeof connect>[1] = {},
): Promise<VoucherAnswer> => {
  const connection = connect(options.publisher, parts)
  const [published, { mspId }] = await Promise.all([readVoucher(connection, options.code), readLedger(connection)])
  if (published.voucher.home !== mspId) return published
  throw new TerminalFault('publisher_is_home', {
    problem: `${connection.gateway} belongs to ${mspId}, the home of ${options.code}, and does not only publish it`,
    next: 'Give as publisher the gateway of another organisation.',
  })
}
