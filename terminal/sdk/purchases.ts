import { z } from 'zod'
import { type Certificate, instances, providers } from '../../chaincode/domains/certificates/tables.ts'
import { purchases } from '../../chaincode/domains/commerce/tables.ts'
import type { Body } from '../../chaincode/vocabulary.ts'
import { digestOf, utf8 } from '../../chaincode/wire/bounded-json.ts'
import { countOrZero, deviceId } from '../../chaincode/wire/identifiers.ts'
import type { SealKey } from '../../chaincode/wire/sealing/seal-key.ts'
import { type SealContext, sealedBytesMaximum } from '../../chaincode/wire/sealing/sealed-document.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import type { Certified } from './certificates/goods.ts'
import { type ListPage, pageOf, queryOf } from './lists.ts'
import { type ListSearch, type Reading, readOwn } from './own-lists.ts'
import { readRow } from './rows.ts'
import { type DeliveryAddress, deliveryAddress } from './sealing/delivery-address.ts'
import { type OwnKey, readAuditorsSealKeys, readSealKeys, recipientsOf, sealedPath } from './sealing/seal-for.ts'
import { open, seal } from './sealing/sealed-document.ts'
import { shownLines } from './shown-text.ts'
import type { Terminal } from './terminal.ts'

const purchase = asWritten(purchases.shape)
/** An order with a provider as the ledger has it. */
export type ListedPurchase = z.infer<typeof purchase>

const instance = asWritten(instances.shape)
/** What somebody has of a certificate, as the ledger has it. */
export type ListedInstance = z.infer<typeof instance>

const provider = asWritten(providers.shape)
/** A business that may issue certificates. */
export type ListedProvider = z.infer<typeof provider>

/** One's own orders, bought or sold, newest first. */
export const readPurchases = (terminal: Reading, search: ListSearch = {}): Promise<ListPage<ListedPurchase>> =>
  readOwn(terminal, 'purchases', purchase, search)

/** What one has of certificates, and what others have of one's own. */
export const readInstances = (terminal: Reading, search: ListSearch = {}): Promise<ListPage<ListedInstance>> =>
  readOwn(terminal, 'instances', instance, search)

/** An order, for its buyer, its provider and auditors; refuses `not_allowed` to everybody else. */
export const readPurchase = (terminal: Reading, id: string): Promise<ListedPurchase> =>
  readRow(terminal, purchases.key(id), purchase)

/** What somebody has of a certificate, for both sides of its handing out; refuses `not_allowed` to everybody else. */
export const readInstance = (terminal: Reading, id: string): Promise<ListedInstance> =>
  readRow(terminal, instances.key(id), instance)

/** The registration of a provider, for anybody. */
export const readProvider = (terminal: Reading, id: string): Promise<ListedProvider> =>
  readRow(terminal, providers.key(id), provider)

const oneClickRulesAnswer = z.object({
  items: z.array(z.object({ cash: z.string(), maximum: countOrZero, perDay: z.int(), usedToday: z.int() })),
})
/** A buyer's rule for orders in one click: up to `maximum` base units of `cash` each, `perDay` of them a UTC day. */
export type OneClickRule = z.infer<typeof oneClickRulesAnswer>['items'][number]

/** One's own rules for orders in one click that are on, with how often each was used today (S1-042). */
export const oneClickRules = async (terminal: Reading): Promise<OneClickRule[]> => {
  const path = `/v1/accounts/${encodeURIComponent(terminal.participant)}/one-click-rules`
  return (await terminal.read(path, oneClickRulesAnswer)).items
}

/** True when a rule lets an order of this amount pass now without a prompt; the ledger decides it again. */
export const isWithinOneClick = (
  rule: Pick<OneClickRule, 'maximum' | 'perDay' | 'usedToday'>,
  amount: bigint,
): boolean => amount <= BigInt(rule.maximum) && rule.usedToday < rule.perDay

/** What of the goods is ordered, and how. */
export interface Wanted {
  count: number
  /** True to have the price put aside at once; false to order first and pay later. */
  pay: boolean
  /** The digest of the sealed address. */
  address?: string | undefined
  /** What of the certificate the buyer has and uses up; without it, the buyer came by a link. */
  instance?: string | undefined
  /** False: the buyer's own rule answers, and nobody was asked (S1-042). */
  prompted?: boolean
}

/**
 * The body of an order. Price, cash and payee are the certificate's own, so that whoever handed it on cannot change them (S1-046, S1-047);
 * what differs from it all the same, the ledger refuses.
 */
export const orderBody = (
  { certificate: { certificate, provider: payee } }: { certificate: Pick<Certificate, 'certificate' | 'provider'> },
  { price: { cash, price, salt } }: Pick<Certified, 'price'>,
  { count, pay, address, instance: used, prompted = true }: Wanted,
): Body<'purchase.order'> => ({
  ...{ certificate, provider: payee, cash, price, salt, count, pay },
  ...(address === undefined ? {} : { address }),
  ...(used === undefined ? {} : { instance: used }),
  ...(prompted ? {} : { prompted: false as const }),
})

/** Between whom, and about which certificate, the documents of an order are sealed. */
const contextOf = ({ provider: seller, buyer, certificate }: ListedPurchase): SealContext => ({
  provider: seller,
  buyer,
  certificate,
})

const evidenceText = z.strictObject({ text: shownLines(3_000) })

/** Evidence as it was laid down: its digest, and whether an auditor has a device that opens it. */
export interface SealedEvidence {
  digest: string
  isForAuditors: boolean
}

/**
 * Seals a piece of evidence to both sides of a disputed order and to the auditors, and to others that are to read it; `own` is the sending
 * device's key. Lays it down, and gives its digest, which is all that goes to the ledger. While no auditor has a key, `isForAuditors` is
 * false, and nobody but the two sides can read it. Refuses `no_seal_key` where nobody could open it.
 */
export const sealEvidence = async (
  terminal: Pick<Terminal, 'connection' | 'putBytes'>,
  of: ListedPurchase,
  { text, readers = [], own }: { text: string; readers?: readonly string[]; own?: OwnKey | undefined },
): Promise<SealedEvidence> => {
  const context = contextOf(of)
  const named = [...new Set([of.provider, of.buyer, ...readers])]
  const auditors = await readAuditorsSealKeys(terminal.connection)
  const others = await Promise.all(named.map((reader) => readSealKeys(terminal.connection, reader)))
  const recipients = recipientsOf(own, [auditors, ...others])
  const { bytes, digest } = await seal(evidenceText.parse({ text }), { recipients, context })
  await terminal.putBytes(sealedPath(digest), bytes)
  return { digest, isForAuditors: auditors.length > 0 }
}

/** The disputes that wait for an auditor, newest first; refuses `not_allowed` to everybody but auditors. */
export const readDisputes = (
  terminal: Pick<Terminal, 'read'>,
  { after, limit = 20 }: { after?: string | undefined; limit?: number } = {},
): Promise<ListPage<ListedPurchase>> => {
  const path = `/v1/disputes${queryOf({ after, limit: String(limit) })}`
  return terminal.read(path, pageOf(purchase)) as Promise<ListPage<ListedPurchase>>
}

const readSealed = async <T>(
  terminal: Pick<Terminal, 'readBytes'>,
  of: ListedPurchase,
  { digest, key, shape }: { digest: string; key: SealKey; shape: z.ZodType<T> },
): Promise<T> => {
  const path = `${sealedPath(digest)}?purchase=${of.purchase}`
  const bytes = await terminal.readBytes(path, sealedBytesMaximum)
  return open(bytes, { digest, key, context: contextOf(of), shape })
}

/** The address to which an order goes, opened on this device; undefined where it has none. Refuses as `open` does (S1-051). */
export const readAddress = async (
  terminal: Pick<Terminal, 'readBytes'>,
  of: ListedPurchase,
  key: SealKey,
): Promise<DeliveryAddress | undefined> =>
  of.address === undefined
    ? undefined
    : readSealed(terminal, of, { digest: of.address, key, shape: deliveryAddress as z.ZodType<DeliveryAddress> })

/** A piece of evidence, opened on this device; refuses as `open` does. */
export const readEvidence = async (
  terminal: Pick<Terminal, 'readBytes'>,
  of: ListedPurchase,
  { digest, key }: { digest: string; key: SealKey },
): Promise<string> => (await readSealed(terminal, of, { digest, key, shape: evidenceText })).text

/** Lays the text of a review down at this gateway, and gives the digest that goes to the ledger (S1-037). */
export const keepReviewText = async (terminal: Pick<Terminal, 'putBytes'>, text: string): Promise<string> => {
  const bytes = utf8(text)
  const digest = deviceId.parse(await digestOf(bytes))
  await terminal.putBytes(`/v1/review-texts/${digest}`, bytes, 'text/plain')
  return digest
}
