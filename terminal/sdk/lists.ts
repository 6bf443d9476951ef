import { z } from 'zod'
import { offers, pledges } from '../../chaincode/domains/agreements/tables.ts'
import { orders, quotes } from '../../chaincode/domains/market/tables.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { moment } from '../../chaincode/wire/identifiers.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { understand, voucherAnswer } from './answers.ts'
import type { Connection } from './connection.ts'
import { readOpenly } from './session.ts'

const count = z.string().regex(/^(0|[1-9][0-9]{0,28})$/)
const mark = z.object({ at: moment, position: z.string() })

const order = asWritten(orders.shape)
export type ListedOrder = z.infer<typeof order>

const pledge = asWritten(pledges.shape)
export type ListedPledge = z.infer<typeof pledge>

const offer = asWritten(offers.shape)
export type ListedOffer = z.infer<typeof offer>

const quote = asWritten(quotes.shape)
export type ListedQuote = z.infer<typeof quote>

const holding = z.object({
  ...{ participant: z.string(), voucher: z.string() },
  ...{ available: count, reserved: count, pledged: count, frozen: count, total: count, cost: count, costed: count },
})
export type ListedHolding = z.infer<typeof holding>

const values = z.custom<{ [name: string]: Json }>((value) => typeof value === 'object' && value !== null)
const listedInstruction = z.object({
  ...{ id: z.string().optional(), status: z.string(), kind: z.string(), from: z.string(), body: values },
  ...{ effects: values.optional(), code: z.string().optional(), values: values.optional() },
  ledger: z.object({ block: z.string(), transaction: z.string(), position: z.string() }).optional(),
})
/** An instruction that concerns an account; why it was refused is told to its sender alone. */
export type ListedInstruction = z.infer<typeof listedInstruction>

const signedCount = z.string().regex(/^-?(0|[1-9][0-9]{0,40})$/)
const entry = z.object({
  ...{ entry: z.string(), at: moment, position: z.string(), kind: z.string(), voucher: z.string() },
  ...{ change: signedCount, balance: count, isFee: z.boolean(), counterparty: z.string().optional() },
  ...{ instruction: z.string().optional(), record: z.string().optional() },
  ...{ orderNumber: z.string().optional(), reference: z.string().optional() },
})
/** One line of a statement: what changed of a holding, and the whole holding after it, in base units of the voucher. */
export type StatementEntry = z.infer<typeof entry>

const participant = z.object({ participant: z.string(), type: z.string(), status: z.string() })
export type ListedParticipant = z.infer<typeof participant>

const listedVoucher = z.object({ voucher: voucherAnswer.shape.voucher, issuedBy: z.string(), first: mark, last: mark })
export type ListedVoucher = z.infer<typeof listedVoucher>

/** A page of a list as a gateway answers it. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().optional(), height: z.string().regex(/^[0-9]{1,16}$/) })

/** The lists that gateways answer, page by page: what a terminal builds on in each. */
export const listAnswers = {
  orders: pageOf(order),
  pledges: pageOf(pledge),
  offers: pageOf(offer),
  holdings: pageOf(holding),
  statement: pageOf(entry),
  instructions: pageOf(listedInstruction),
}

const height = z.string().regex(/^[0-9]{1,16}$/)

/** What an account holds with the reference values, and what waits for its answer, all at one height. */
export const overviewAnswer = z.object({
  holdings: z.array(
    holding.extend({
      ...{ referenceValue: values.optional(), floatingProfit: values.optional() },
      price: z.object({ buy: count, sell: count, expiresAt: moment }).optional(),
    }),
  ),
  ...{ offers: z.array(offer), pledges: z.array(pledge), height },
})

/** Where the overview of an account stands. */
export const overviewPath = (account: string): string => `/v1/accounts/${encodeURIComponent(account)}/overview`

/** Which lines of a statement; `kind` takes kinds and domains, parted by commas, and `to` is the first moment that is left out. */
export interface StatementSearch {
  voucher?: string | undefined
  kind?: string | undefined
  from?: string | undefined
  to?: string | undefined
  search?: string | undefined
}

/** Whoever reads lists of its account with a session. */
interface Reader {
  participant: string
  read<T>(path: string, shape: z.ZodType<T>): Promise<T>
}

/** Every line of a statement, newest first, read page by page, at most so many. */
export const readStatement = async (
  reader: Reader,
  search: StatementSearch & { account?: string | undefined },
  maximum: number,
): Promise<StatementEntry[]> => {
  const { account = reader.participant, ...wanted } = search
  const items: StatementEntry[] = []
  let after: string | undefined
  do {
    const limit = String(Math.min(200, maximum - items.length))
    const read = await reader.read(
      accountListPath(account, 'statement', { ...wanted, limit, after }),
      listAnswers.statement,
    )
    items.push(...read.items)
    after = read.next
  } while (after !== undefined && items.length < maximum)
  return items
}
/** Who is at home at a gateway's member, by name. */
const participantsAnswer = pageOf(participant)

export interface ListPage<T> {
  items: T[]
  next?: string | undefined
  height: string
}

/** The query of an address: what was given of these parts. */
export const queryOf = (parts: { [name: string]: string | undefined }): string => {
  const given = Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

/** Published vouchers whose code begins so, or of an issuer, by code; `after` is the `next` of the page before. */
export const readVouchers = async (
  connection: Connection,
  search: { code?: string | undefined; issuer?: string | undefined; after?: string | undefined } = {},
): Promise<ListPage<ListedVoucher>> =>
  understand(pageOf(listedVoucher), await readOpenly(connection, `/v1/vouchers${queryOf(search)}`))

/** The prices of a voucher, newest first. */
export const readQuotes = async (
  connection: Connection,
  code: string,
  search: { limit?: string; after?: string | undefined } = {},
): Promise<ListPage<ListedQuote>> =>
  understand(
    pageOf(quote),
    await readOpenly(connection, `/v1/vouchers/${encodeURIComponent(code)}/quotes${queryOf(search)}`),
  )

/**
 * Those at home at this gateway's member whose names begin so, by name; `after` is the `next` of the page before. Refused `not_allowed` to
 * anybody but its tellers and registrars.
 */
export const readParticipants = (
  reader: Pick<Reader, 'read'>,
  search: { prefix?: string | undefined; limit?: string; after?: string | undefined } = {},
): Promise<ListPage<ListedParticipant>> => reader.read(`/v1/participants${queryOf(search)}`, participantsAnswer)

/** Where a list of an account stands. */
export const accountListPath = (
  account: string,
  list: keyof typeof listAnswers,
  search: { [name: string]: string | undefined } = {},
): string => `/v1/accounts/${encodeURIComponent(account)}/${list}${queryOf(search)}`
