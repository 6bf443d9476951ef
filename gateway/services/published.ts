import { digest } from '../../chaincode/wire/signature.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import { evidenceOf } from './evidence.ts'

/**
 * A voucher as any organisation's gateway publishes it, with what a terminal needs to check the copy: the instruction that
 * issued it, signed by its issuer's device, and the digest of the row as its bytes stand on the ledger (S0-004,
 * S0-005). Refuses `not_found` for a code that the ledger does not know, or whose row no issuer's instruction explains.
 */
export const publishedVoucher = (projection: Projection, code: string, mspId: string) => {
  const known = projection.lists.voucher(code)
  if (known === undefined) throw new Problem('not_found')
  const { outcome: _outcome, ...issuedBy } = evidenceOf(projection, known.issuedBy)
  return { voucher: known.voucher, published: { by: mspId, issuedBy, digest: digest(known.row) } }
}
