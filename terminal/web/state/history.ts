import { readEnvelope } from '../../../chaincode/envelope.ts'
import type { StatementEntry, StatementSearch } from '../../sdk/lists.ts'
import type { Result } from '../../sdk/result.ts'
import type { KeptResult } from '../platform/database.ts'

/** The groups of kinds that can be chosen, and the kinds and domains of each as gateways take them. */
export const kindsOfGroups = {
  all: undefined,
  transfers: 'voucher.transfer,transfer.accept,transfer.return',
  cash: 'cash.deposit,cash.withdraw',
  trades: 'market',
  payments: 'payments',
  pledges: 'pledge.enforce',
  supply: 'voucher.issue,voucher.increase-supply,voucher.decrease-supply',
} as const
export type HistoryGroup = keyof typeof kindsOfGroups

/** What of a history is wanted; an empty text is no condition, `month` is `2027-01` in this device's time zone. */
export interface HistoryFilter {
  group: HistoryGroup
  voucher: string
  month: string
  search: string
}

export const wholeHistory: HistoryFilter = { group: 'all', voucher: '', month: '', search: '' }

/** One line of a history: what one instruction moved of the account, or an own instruction that moved nothing. */
export type HistoryRow =
  | { key: string; at: number; entries: readonly [StatementEntry, ...StatementEntry[]]; kept?: undefined }
  | { key: string; at: number; kept: KeptResult; entries?: undefined }

/** The first moment of a month and the first behind it, in this device's time zone. */
export const spanOfMonth = (month: string): { from: number; to: number } => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return { from: new Date(year, number - 1, 1).getTime(), to: new Date(year, number, 1).getTime() }
}

/** So many months up to that of a moment, newest first, as `2027-01`. */
export const monthsUpTo = (at: number, count: number): string[] => {
  const now = new Date(at)
  return Array.from({ length: count }, (_, back) => {
    const month = new Date(now.getFullYear(), now.getMonth() - back, 1)
    return `${month.getFullYear()}-${String(month.getMonth() + 1).padStart(2, '0')}`
  })
}

/** The filter as a gateway takes it. */
export const searchOf = ({ group, voucher, month, search }: HistoryFilter): StatementSearch => {
  const span = month === '' ? undefined : spanOfMonth(month)
  return {
    ...{ kind: kindsOfGroups[group], voucher: voucher || undefined, search: search.trim() || undefined },
    ...{ from: span?.from.toString(), to: span?.to.toString() },
  }
}

const groupOfDomain: { readonly [stem: string]: HistoryGroup } = {
  transfer: 'transfers',
  cash: 'cash',
  trade: 'trades',
  order: 'trades',
  payment: 'payments',
  'payment-code': 'payments',
  pledge: 'pledges',
}

const groupOf = (kind: string): HistoryGroup | undefined => {
  if (kind === 'voucher.transfer') return 'transfers'
  /* c8 ignore next -- a text parted in any way has a first part */
  const stem = kind.split('.')[0] ?? ''
  return stem === 'voucher' ? 'supply' : groupOfDomain[stem]
}

const bodyText = ({ envelope }: KeptResult): string => JSON.stringify(readEnvelope(envelope).instruction.body)

const fits = (kept: KeptResult, { group, voucher, month, search }: HistoryFilter): boolean => {
  const span = month === '' ? undefined : spanOfMonth(month)
  const wanted = search.trim().toLowerCase()
  return (
    (group === 'all' || groupOf(kept.kind) === group) &&
    (voucher === '' || kept.voucher === voucher) &&
    (span === undefined || (kept.madeAt >= span.from && kept.madeAt < span.to)) &&
    (wanted === '' || kept.id.toLowerCase().startsWith(wanted) || bodyText(kept).toLowerCase().includes(wanted))
  )
}

// A code that was shown is no event of an account; a code that was refused is.
const isWorthARow = ({ kind, result }: KeptResult): boolean =>
  !kind.startsWith('payment-code.') || (result as Result | undefined)?.status !== 'accepted'

/** The lines of a statement, together where one instruction made them; what was traded or paid goes before its fee. */
export const rowsOf = (entries: readonly StatementEntry[]): HistoryRow[] => {
  const rows = new Map<string, StatementEntry[]>()
  for (const entry of entries) rows.set(entry.position, [...(rows.get(entry.position) ?? []), entry])
  return [...rows].map(([key, found]) => {
    const sorted = found.sort((one, other) => Number(one.isFee) - Number(other.isFee) || lineOf(one) - lineOf(other))
    const [first, ...others] = sorted as [StatementEntry, ...StatementEntry[]]
    return { key, at: Number(first.at), entries: [first, ...others] }
  })
}

const lineOf = ({ entry }: StatementEntry): number => Number(entry.split('.')[2])

/**
 * One history of what the ledger moved and of what this device sent that moved nothing: refused, not sent, without an outcome, or an
 * agreement. While more of the statement follows, own instructions older than what was read wait for it. Newest first.
 */
export const historyOf = (
  read: { items: readonly StatementEntry[]; hasMore: boolean },
  results: readonly KeptResult[],
  filter: HistoryFilter,
): HistoryRow[] => {
  const moved = rowsOf(read.items)
  const known = new Set(read.items.map(({ instruction }) => instruction))
  const oldest = read.hasMore ? Math.min(...moved.map(({ at }) => at)) : 0
  const own = results
    .filter((kept) => !known.has(kept.id) && kept.madeAt >= oldest && isWorthARow(kept) && fits(kept, filter))
    .map((kept): HistoryRow => ({ key: kept.id, at: kept.madeAt, kept }))
  return [...moved, ...own].sort((one, other) => other.at - one.at)
}

const placeOf = ({ entry }: StatementEntry): number[] => entry.split('.').map(Number)

const isAfter = (one: readonly number[], other: readonly number[]): boolean => {
  const place = one.findIndex((number, index) => number !== other[index])
  /* c8 ignore next -- a place that was found is one of the first; the other may end before it */
  return place >= 0 && (one[place] ?? 0) > (other[place] ?? 0)
}

/** What of a statement's newest lines came in from others since a line was seen, newest first: no own trade, and no fee. */
export const incomingSince = (items: readonly StatementEntry[], seen: string | undefined): StatementEntry[] => {
  const last = seen?.split('.').map(Number) ?? []
  return items.filter(
    (item) =>
      isAfter(placeOf(item), last) &&
      !item.change.startsWith('-') &&
      !item.isFee &&
      item.instruction === undefined &&
      item.counterparty !== undefined,
  )
}
