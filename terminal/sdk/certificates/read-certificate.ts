import type { Certificate } from '../../../chaincode/domains/certificates/tables.ts'
import { termsDigest } from '../../../chaincode/domains/certificates/terms.ts'
import { digestOf } from '../../../chaincode/wire/bounded-json.ts'
import { TerminalFault } from '../errors.ts'
import { altered, openDocument, type ReadDocument, readDocument } from './body.ts'
import { priceTermsOf } from './goods.ts'
import type { CertificateLink } from './link.ts'

/** What a reader needs of the certificate's row. */
export type CertificateRow = Pick<
  Certificate,
  | 'certificate'
  | 'provider'
  | 'item'
  | 'title'
  | 'device'
  | 'body'
  | 'terms'
  | 'cash'
  | 'allows'
  | 'expiresAt'
  | 'status'
>

/** Refuses a certificate that is good for nothing any more: `revoked_certificate`, and `expired_certificate` from its `expiresAt` on. */
export const requireGoodFor = ({ status, expiresAt }: CertificateRow, now: number): void => {
  if (status === 'revoked') {
    throw new TerminalFault('revoked_certificate', {
      problem: 'its provider revoked this certificate',
      next: 'Ask the provider for a new one.',
    })
  }
  if (BigInt(now) >= expiresAt) {
    throw new TerminalFault('expired_certificate', {
      problem: `this certificate expired at ${new Date(Number(expiresAt)).toISOString()}`,
      next: 'Ask the provider for a new one.',
    })
  }
}

/** Each member of the row beside what the body says of it. */
const comparisons = (row: CertificateRow, { certified, device }: ReadDocument) => {
  const { goods, price, expiresAt } = certified
  return {
    device: [row.device, device],
    provider: [row.provider, goods.provider],
    payee: [row.provider, goods.payee],
    item: [row.item, goods.item],
    title: [row.title, goods.title],
    cash: [row.cash, price.cash],
    terms: [row.terms, termsDigest(priceTermsOf(certified))],
    allows: [[...row.allows].sort().join(), [...goods.allows].sort().join()],
    expiresAt: [row.expiresAt.toString(), expiresAt.toString()],
  }
}

/**
 * Reads the body of a certificate that is good now, and holds it against its row (S1-044, S1-050). Refuses, in this order:
 * `revoked_certificate`, `expired_certificate`; `foreign_link` for a link to another certificate; `altered_certificate` for bytes with
 * another digest; `wrong_certificate_key`; `malformed_certificate`; and `altered_certificate` again for a signature of another device, and
 * for an item, provider, payee, price or time that is not the row's. `now` is in milliseconds since 1970.
 */
export const readCertificate = async (
  bytes: Uint8Array,
  { row, link, now }: { row: CertificateRow; link: Pick<CertificateLink, 'certificate' | 'key'>; now: number },
): Promise<ReadDocument> => {
  requireGoodFor(row, now)
  if (link.certificate !== row.certificate) {
    throw new TerminalFault('foreign_link', {
      problem: 'the link is one to another certificate',
      next: 'Open the link of this certificate.',
    })
  }
  if ((await digestOf(bytes)) !== row.body) throw altered('its digest')
  const read = await readDocument(await openDocument(bytes, link.key))
  const differing = Object.entries(comparisons(row, read)).find(([, [recorded, said]]) => recorded !== said)
  if (differing !== undefined) throw altered(differing[0])
  return read
}
