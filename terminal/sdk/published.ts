import { z } from 'zod'
import { voucherFields } from '../../chaincode/domains/vouchers/terms.ts'
import type { Body } from '../../chaincode/vocabulary.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import { type PublicKey, publicKey } from '../../chaincode/wire/device.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { voucherAnswer } from './answers.ts'
import { verifyEvidence } from './evidence.ts'

export type VoucherFault = 'incomplete_voucher' | 'forged_voucher'

/** What checking a published voucher found: nothing wrong, or the fault and the member of the answer that shows it. */
export type VoucherVerdict = { isGood: true } | { isGood: false; fault: VoucherFault; member: string }

const publishedAnswer = voucherAnswer.extend({
  published: z.object({
    by: z.string(),
    issuedBy: z.object({ id: z.string(), envelope: z.unknown(), publicKey, ledger: z.looseObject({}) }),
    digest: z.string(),
  }),
})
type Published = z.infer<typeof publishedAnswer>

type Row = { [member: string]: Json }

/** What the issuer signed of the terms, as the first version of the row has them; later versions may differ. */
const issuedTerms = ({ name, unit, functions, fields = [...voucherFields], trade }: Body<'voucher.issue'>) =>
  ({ name, unit, functions, fields, trade }) as unknown as Row

const equal = (a: Json | undefined, b: Json | undefined): boolean => canonical(a ?? null) === canonical(b ?? null)

/** The first member of the row that is not as its issuer signed it. */
const alteredMember = (row: Row, from: string, body: Body<'voucher.issue'>): string | undefined => {
  const terms = row['version'] === '1' ? issuedTerms(body) : {}
  const signed: Row = { voucher: body.voucher, issuer: from, product: body.product, ...terms }
  return Object.keys(signed).find((member) => !equal(row[member], signed[member]))
}

const forgedMember = async (
  answer: Published,
  expected: { code?: string; publicKey?: PublicKey },
): Promise<string | undefined> => {
  const { published } = answer
  const { supply: _counted, ...row } = answer.voucher as unknown as Row
  if (expected.code !== undefined && row['voucher'] !== expected.code) return 'voucher.voucher'
  if (digest(canonical(row)) !== published.digest) return 'published.digest'
  const { publicKey } = expected
  const { isGood, faults, instruction } = await verifyEvidence(published.issuedBy, publicKey ? { publicKey } : {})
  if (!isGood || instruction === undefined) return `published.issuedBy: ${faults.join(', ')}`
  if (instruction.kind !== 'voucher.issue') return 'published.issuedBy.envelope.instruction.kind'
  const altered = alteredMember(row, instruction.from, instruction.body as Body<'voucher.issue'>)
  return altered === undefined ? undefined : `voucher.${altered}`
}

/**
 * Checks a voucher that some gateway published, without any network (S0-002, S0-004, S0-005). `incomplete_voucher`:
 * its product, its code, its functions or the proof of its issue is missing. `forged_voucher`: its bytes are not those of
 * the digest, the issuer's device did not sign its issue, or the row is not what was signed. Whose device it is, the
 * ledger says: give the key that another gateway knows as `expected.publicKey`. Terms that were revised since the issue
 * are the publisher's word; the digest is the same at every honest gateway. Never throws.
 */
export const verifyPublished = async (
  answer: unknown,
  expected: { code?: string; publicKey?: PublicKey } = {},
): Promise<VoucherVerdict> => {
  const read = publishedAnswer.safeParse(answer)
  if (!read.success) {
    const member = read.error.issues[0]?.path.join('.') ?? ''
    return { isGood: false, fault: 'incomplete_voucher', member }
  }
  const member = await forgedMember(read.data, expected)
  return member === undefined ? { isGood: true } : { isGood: false, fault: 'forged_voucher', member }
}
