import { offers, pledges } from './domains/agreements/tables.ts'
import { liveQuotes, orders, quotes } from './domains/market/tables.ts'
import { liveCodes, merchants, paymentOrders, payments, promptRules } from './domains/payments/tables.ts'
import { accounts, credits, deviceOwners, participants } from './domains/registry/tables.ts'
import { supplies, vouchers } from './domains/vouchers/tables.ts'

/** Every table of the ledger. */
export const tables = [
  participants,
  deviceOwners,
  accounts,
  vouchers,
  supplies,
  quotes,
  liveQuotes,
  orders,
  pledges,
  offers,
  payments,
  liveCodes,
  paymentOrders,
  merchants,
  promptRules,
  credits,
] as const

type AnyTable = (typeof tables)[number]

const byName: ReadonlyMap<string, AnyTable> = new Map(tables.map((one) => [one.name, one]))

/** Which table a key belongs to, and the members behind it; undefined for a key that is none of ours. */
export const parseKey = (key: string): { table: AnyTable; members: string[] } | undefined => {
  const [name = '', ...members] = key.split('~')
  const known = byName.get(name)
  return known === undefined ? undefined : { table: known, members }
}

/** The participant with whose home a row lies, for an account or a credit; undefined for every other row. */
export const ownerOf = (key: string): string | undefined => {
  const parsed = parseKey(key)
  return parsed?.table.place === 'home' ? parsed.members[0] : undefined
}

/**
 * The one participant whose accounts or credits alone can lie from `start` up to `end`; undefined when the rows of
 * others can.
 */
export const ownerOfRange = (start: string, end: string): string | undefined => {
  const owner = ownerOf(start)
  if (owner === undefined) return undefined
  const stem = `${parseKey(start)?.table.name}~${owner}`
  return start.startsWith(`${stem}~`) && end <= `${stem}\u007f` ? owner : undefined
}
