import { z } from 'zod'
import { publicKey } from '../../chaincode/wire/device.ts'
import { understand, type VoucherAnswer, voucherAnswer } from './answers.ts'
import { type Connection, connect } from './connection.ts'
import { GatewayProblem, TerminalFault } from './errors.ts'
import { type VoucherVerdict, verifyPublished } from './published.ts'
import { readLedger } from './reads.ts'
import { readOpenly } from './session.ts'

const requireGood = (verdict: VoucherVerdict, { gateway }: Connection, code: string): void => {
  if (verdict.isGood) return
  const words = verdict.fault === 'incomplete_voucher' ? 'lacks something' : 'is not what its issuer signed'
  throw new TerminalFault(verdict.fault, {
    problem: `what ${gateway} publishes as ${code} ${words}, at ${verdict.member}`,
    next: 'Do not use it. Read the voucher at another gateway, and tell its issuer.',
  })
}

/**
 * Reads a voucher from any gateway and checks the copy. Throws GatewayProblem `not_found` for a code that the ledger does
 * not know, and TerminalFault `incomplete_voucher` or `forged_voucher` for a copy that is not to be used.
 */
export const readVoucher = async (connection: Connection, code: string): Promise<VoucherAnswer> => {
  const answer = await readOpenly(connection, `/v1/vouchers/${encodeURIComponent(code)}`)
  requireGood(await verifyPublished(answer, { code }), connection, code)
  return understand(voucherAnswer, answer)
}

const issuerDevice = z.object({
  published: z.object({
    issuedBy: z.object({
      envelope: z.object({ instruction: z.object({ from: z.string(), device: z.string() }) }),
    }),
  }),
})

/** Has another gateway say whose the device is that signed the issue: the one thing that a copy cannot prove by itself. */
const requireWitnessed = async (answer: VoucherAnswer, witness: Connection, publisher: Connection): Promise<void> => {
  const { from, device } = understand(issuerDevice, answer).published.issuedBy.envelope.instruction
  const code = answer.voucher.voucher
  try {
    const known = await readOpenly(witness, `/v1/participants/${encodeURIComponent(from)}/devices/${device}`)
    const expected = { code, ...understand(z.object({ publicKey }), known) }
    requireGood(await verifyPublished(answer, expected), publisher, code)
  } catch (error) {
    const isUnknown = error instanceof GatewayProblem && error.code === 'not_found'
    if (!isUnknown) throw error
    requireGood({ isGood: false, fault: 'forged_voucher', member: 'published.issuedBy.publicKey' }, publisher, code)
  }
}

/**
 * Fetches a voucher's published information from a publishing gateway only: one that is not the voucher's home and so
 * does not process its instructions (S0-047). Refuses `publisher_is_home`, a fault of configuration, otherwise; what
 * `readVoucher` refuses; a retired voucher as `not_found`; and, where a second gateway is given as witness, a copy whose
 * issuer's device that gateway does not know.
 */
export const acquireVoucher = async (
  options: { publisher: string; code: string; witness?: Connection },
  parts: Parameters<typeof connect>[1] = {},
): Promise<VoucherAnswer> => {
  const { code, witness } = options
  const connection = connect(options.publisher, parts)
  const [published, { mspId }] = await Promise.all([readVoucher(connection, code), readLedger(connection)])
  if (published.voucher.home === mspId) {
    throw new TerminalFault('publisher_is_home', {
      problem: `${connection.gateway} belongs to ${mspId}, the home of ${code}, and does not only publish it`,
      next: 'Give as publisher the gateway of another organisation.',
    })
  }
  if (published.voucher.status === 'retired') {
    throw new GatewayProblem({ status: 404, code: 'not_found', title: `the voucher ${code} was retired` })
  }
  if (witness !== undefined) await requireWitnessed(published, witness, connection)
  return published
}
