import { certificates, providers } from '../../chaincode/domains/certificates/tables.ts'
import { Problem } from '../problem.ts'
import type { DatedRow } from '../projection/certificate-lists.ts'
import type { Projection } from '../projection/projection.ts'
import { type Row, readRow } from '../projection/row-text.ts'

/** A certificate's row as it is written, and the business that issued it: its name, home and registration stand beside each other. */
export interface CertificateDocument {
  certificate: Row
  provider: Row
}

const providerOf = (projection: Projection, certificate: Row): Row =>
  readRow(projection.rowText(providers.key(String(certificate['provider']))) ?? '') ?? {}

/** A certificate as it is found, with its provider. */
export const withProvider = (projection: Projection, certificate: Row): CertificateDocument => ({
  certificate,
  provider: providerOf(projection, certificate),
})

/** A certificate, good or not any more, with its provider; refuses `not_found`. */
export const certificateDocument = (projection: Projection, id: string): CertificateDocument => {
  const certificate = readRow(projection.rowText(certificates.key(id)) ?? '')
  if (certificate === undefined) throw new Problem('not_found')
  return withProvider(projection, certificate)
}

/** Which purchases stand in a certificate's records: those whose buyer got the goods. */
export const recordedStatuses = ['completed'] as const

const masked = (participant: unknown): string => `${String(participant).slice(0, 1)}***`

/** Keeps two figures, so that nobody finds an order in a statement by its amount. */
const rounded = (amount: unknown): string => {
  const digits = String(amount)
  return `${digits.slice(0, 2)}${'0'.repeat(Math.max(0, digits.length - 2))}`
}

const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7)

/** A completed purchase as everybody may see it: the buyer masked, the amount to two figures, the month of its last step (S1-036). */
export const purchaseRecord = ({ row, at }: DatedRow) => ({
  ...{ buyer: masked(row['buyer']), count: Number(row['count']), cash: String(row['cash']) },
  ...{ amount: rounded(row['amount']), month: monthOf(at) },
})

/** A review as everybody may see it: the rating, the digest of its text, its buyer masked, and its month (S1-037). */
export const reviewRecord = ({ row, at }: DatedRow) => ({
  ...{ buyer: masked(row['buyer']), rating: Number(row['rating']), text: String(row['text']), month: monthOf(at) },
})
