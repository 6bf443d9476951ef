import { z } from 'zod'
import { type Certificate, certificates, providers } from '../../../chaincode/domains/certificates/tables.ts'
import type { CommerceFunction } from '../../../chaincode/domains/certificates/terms.ts'
import { asWritten } from '../../../chaincode/wire/table.ts'
import { understand } from '../answers.ts'
import type { Connection } from '../connection.ts'
import { type ListPage, pageOf, queryOf } from '../lists.ts'
import { readOpenly } from '../session.ts'

const found = z.object({ certificate: asWritten(certificates.shape), provider: asWritten(providers.shape) })
/** A certificate as the ledger has it, and the business that issued it. */
export type FoundCertificate = z.infer<typeof found>

const height = z.string().regex(/^[0-9]{1,16}$/)
const month = z.string().regex(/^[0-9]{4}-[0-9]{2}$/)
const count = z.string().regex(/^(0|[1-9][0-9]{0,28})$/)

const purchaseRecord = z.object({ buyer: z.string(), count: z.int(), cash: z.string(), amount: count, month })
/** A completed order, its buyer masked, its amount to two figures. */
export type PurchaseRecord = z.infer<typeof purchaseRecord>

const reviewRecord = z.object({ buyer: z.string(), rating: z.int().min(1).max(5), text: z.string(), month })
/** A review of a completed order; `text` is the digest of what it says. */
export type ReviewRecord = z.infer<typeof reviewRecord>

/** Which goods are looked for; what is left out does not matter. */
export interface CertificateSearch {
  text?: string | undefined
  provider?: string | undefined
  holder?: string | undefined
  allows?: CommerceFunction | undefined
  cash?: string | undefined
  metal?: string | undefined
  after?: string | undefined
}

/** The certificates that are good now, newest first; `after` is the `next` of the page before. */
export const findCertificates = async (
  connection: Connection,
  search: CertificateSearch = {},
): Promise<ListPage<FoundCertificate>> =>
  understand(pageOf(found), await readOpenly(connection, `/v1/certificates${queryOf({ ...search })}`))

const pathOf = (id: string, part = ''): string => `/v1/certificates/${encodeURIComponent(id)}${part}`

/** One certificate, good or not any more; refuses as the gateway does, `not_found` for none. */
export const readFound = async (connection: Connection, id: string): Promise<FoundCertificate> =>
  understand(found.extend({ height }), await readOpenly(connection, pathOf(id)))

/** The completed orders with a certificate, newest first. */
export const readPurchaseRecords = async (
  connection: Connection,
  id: string,
  after?: string,
): Promise<ListPage<PurchaseRecord>> =>
  understand(pageOf(purchaseRecord), await readOpenly(connection, pathOf(id, `/purchase-records${queryOf({ after })}`)))

/** The reviews of completed orders with a certificate, newest first. */
export const readReviews = async (
  connection: Connection,
  id: string,
  after?: string,
): Promise<ListPage<ReviewRecord>> =>
  understand(pageOf(reviewRecord), await readOpenly(connection, pathOf(id, `/reviews${queryOf({ after })}`)))

/** The row of a certificate as rules and readers have it. */
export const rowOf = ({ certificate }: FoundCertificate): Certificate =>
  certificates.codec.decode({ ...certificate } as never)
