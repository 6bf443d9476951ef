import type { ChainStatus } from '../../../chaincode/domains/trade-chain/tables.ts'
import { type ProductFamily, productFamilies } from '../../../chaincode/domains/trade-chain/terms.ts'
import { amountAt } from '../../../chaincode/rules/trade-chain/limit.ts'
import { decimalsOf, fromShown, type Unit } from '../../sdk/amount.ts'
import type { WantedTrade } from '../../sdk/trade-chain/open-chain.ts'
import type { ListedInstitution } from '../../sdk/trade-chain/records.ts'

/** By what a client can say who it is, as banks of this ledger take it. */
export const identityTypes = ['account-number', 'phone', 'resident-id', 'certificate'] as const
export type IdentityType = (typeof identityTypes)[number]

// What looks like one; its bank alone judges it whole (decision 0049).
const identityForms: { readonly [T in IdentityType]: RegExp } = {
  'account-number': /^(?:[0-9]{16}|[0-9]{19})$/,
  phone: /^\+[1-9][0-9]{6,14}$/,
  'resident-id': /^[1-9][0-9]{16}[0-9Xx]$/,
  certificate: /^[0-9a-fA-F]{64}$/,
}

/** True for what looks like an identity of this type, its groups parted in any usual way. */
export const isIdentity = (type: IdentityType, typed: string): boolean =>
  identityForms[type].test(typed.replaceAll(/[ :-]/g, ''))

/** What a trade's form holds, as it is typed; by what its client is known is no part of it, since that is kept nowhere. */
export interface TradeTexts {
  institution: string
  family: ProductFamily
  side: 'buy' | 'sell'
  /** The voucher of metal. */
  voucher: string
  /** The product of every other family. */
  product: string
  quantity: string
  /** In cash for one shown unit of the voucher, or one of the product. */
  price: string
  cash: string
  /** The most that a buy may cost. */
  most: string
  hours: string
}

/** What stands in the form before anything is typed. */
export const startingTrade: TradeTexts = {
  ...{ institution: '', family: 'metal', side: 'buy', voucher: '', product: '' },
  ...{ quantity: '', price: '', cash: '', most: '', hours: '24' },
}

/** The units in which a trade is typed; none while they are not known, and none of a product, which is counted. */
export interface TradeUnits {
  metal: Unit | undefined
  cash: Unit | undefined
}

/** Those that take trades now, by member. */
export const openInstitutions = (institutions: readonly ListedInstitution[]): ListedInstitution[] =>
  institutions.filter(({ status, families }) => status === 'open' && families.length > 0)

/** What stands in the form as it counts: an institution that is open, and a family that it takes, the first one where none of these is chosen. */
export const chosenIn = (
  open: readonly ListedInstitution[],
  typed: Pick<TradeTexts, 'institution' | 'family'>,
): { institution: string; family: ProductFamily; families: readonly ProductFamily[] } | undefined => {
  const chosen = open.find(({ institution }) => institution === typed.institution) ?? open[0]
  if (chosen === undefined) return undefined
  const families = productFamilies.filter((family) => chosen.families.includes(family))
  const family = families.includes(typed.family) ? typed.family : (families[0] as ProductFamily)
  return { institution: chosen.institution, family, families }
}

/** How many of a product: a whole number above nothing; undefined for anything else. */
export const countOf = (typed: string): string | undefined => (/^[1-9][0-9]{0,27}$/.test(typed) ? typed : undefined)

const quantityOf = ({ family, quantity }: TradeTexts, { metal }: TradeUnits): string | undefined => {
  if (family !== 'metal') return countOf(quantity)
  return metal === undefined ? undefined : baseOf(quantity, metal)
}

const baseOf = (typed: string, unit: Unit): string | undefined => {
  const read = fromShown(typed, unit)
  return 'quantity' in read ? read.quantity : undefined
}

/** How many base units of the voucher a price is for, as it is typed. */
export const scaleOf = (unit: Unit | undefined): string =>
  unit === undefined || decimalsOf(unit) === undefined ? '1' : unit.basePerShown

/** The limit that was typed, in base units of the cash for as many as `scaleOf` says; undefined where it is none. */
export const limitPriceOf = (typed: string, cash: Unit | undefined): string | undefined =>
  cash === undefined ? undefined : baseOf(typed, cash)

/** What a trade comes to at its limit, in base units of cash; undefined while quantity or limit is none. */
export const costAtLimit = (typed: TradeTexts, units: TradeUnits): string | undefined => {
  const quantity = quantityOf(typed, units)
  const price = limitPriceOf(typed.price, units.cash)
  if (quantity === undefined || price === undefined) return undefined
  const limit = { price: BigInt(price), scale: BigInt(scaleOf(ofFamily(typed, units).metal)) }
  return amountAt(limit, { side: typed.side, quantity: BigInt(quantity) }).toString()
}

/** The units of a trade of this family: what is no metal is counted. */
export const ofFamily = ({ family }: Pick<TradeTexts, 'family'>, units: TradeUnits): TradeUnits =>
  family === 'metal' ? units : { ...units, metal: undefined }

/** Of a trade what everybody may know and what is confidential of it, without who trades and until when. */
export interface SaidTrade {
  body: Omit<WantedTrade['body'], 'expiresAt'>
  trade: WantedTrade['confidential']['trade']
}

/** What was typed of a trade as the SDK takes it; undefined while a part of it is none, which the form's rules say in words. */
export const saidIn = (typed: TradeTexts, units: TradeUnits): SaidTrade | undefined => {
  const { institution, family, side, voucher, product, cash } = typed
  const quantity = quantityOf(typed, units)
  const limitPrice = limitPriceOf(typed.price, units.cash)
  const most = side === 'sell' || units.cash === undefined ? undefined : baseOf(typed.most, units.cash)
  if (quantity === undefined || limitPrice === undefined || (side === 'buy' && most === undefined)) return undefined
  const isMetal = family === 'metal'
  const priceScale = scaleOf(ofFamily(typed, units).metal)
  const scaled = priceScale === '1' ? {} : { priceScale }
  return {
    body: {
      ...{ institution, family, side, cash },
      ...(isMetal ? { metal: { voucher, quantity } } : {}),
      ...(most === undefined ? {} : { cashMaximum: most }),
    },
    trade: { quantity, limitPrice, ...scaled, ...(isMetal ? {} : { product }) },
  }
}

const hourMilliseconds = 3_600_000

/** The moment so many hours behind `now`, both in UTC milliseconds. */
export const hoursBehind = (now: number, hours: string): string => `${now + Number(hours) * hourMilliseconds}`

/**
 * What was typed as the SDK takes it, from `now` on in milliseconds (S2-001, S2-017, S2-018); undefined while a part of it is none, which the
 * form's rules say in words.
 */
export const tradeIn = (
  typed: TradeTexts,
  identity: { type: IdentityType; value: string },
  { units, now }: { units: TradeUnits; now: number },
): WantedTrade | undefined => {
  const said = saidIn(typed, units)
  if (said === undefined) return undefined
  const expiresAt = hoursBehind(now, typed.hours)
  return { body: { ...said.body, expiresAt }, confidential: { identity, trade: said.trade } }
}

/** The stations of a trade that goes well, by the segment of its chain and the state in which it stands there. */
const way = [
  { station: 'opened', segment: 1, status: 'received' },
  { station: 'verified', segment: 2, status: 'enriched' },
  { station: 'sent', segment: 2, status: 'sent' },
  { station: 'answered', segment: 3, status: 'answered' },
  { station: 'settled', segment: 3, status: 'settled' },
] as const
export type StationName = (typeof way)[number]['station']

/** One station: reached, waited for, waited for in vain so far, left out because the trade ended before it, or still ahead. */
export interface Station {
  station: StationName
  segment: 1 | 2 | 3
  state: 'done' | 'next' | 'late' | 'failed' | 'ahead'
  /** When it was reached, or when the trade ended before it, in UTC milliseconds. */
  at?: string
}

/** How far a trade came by all that its record was, oldest first (S2-044). */
export const stationsOf = (past: readonly { at: string; value: { status: ChainStatus } }[]): Station[] => {
  const last = past.at(-1)
  // What two officers took behind a conflict is settled next.
  const isUnderWay = last?.value.status === 'accepted' || way.some(({ status }) => status === last?.value.status)
  const first = way.findIndex(({ status }) => !past.some(({ value }) => value.status === status))
  return way.map(({ station, segment, status }, place): Station => {
    const at = past.find(({ value }) => value.status === status)?.at
    if (at !== undefined) return { station, segment, state: 'done', at }
    if (place !== first || last === undefined) return { station, segment, state: 'ahead' }
    if (isUnderWay) return { station, segment, state: 'next' }
    return last.value.status === 'unknown'
      ? { station, segment, state: 'late' }
      : { station, segment, state: 'failed', at: last.at }
  })
}

/** The colour of how a trade stands; none while all is as it should be and it is under way. */
export const toneOf = (status: ChainStatus): 'good' | 'bad' | 'warn' | undefined => {
  if (status === 'settled') return 'good'
  if (['user-rejected', 'institution-rejected', 'position-rejected', 'refused', 'conflict'].includes(status))
    return 'bad'
  return ['unknown', 'withdrawn', 'expired', 'voided'].includes(status) ? 'warn' : undefined
}

/** True while a client may take its trade back: before it is sent. */
export const mayWithdraw = (status: ChainStatus): boolean => status === 'received' || status === 'enriched'

/** What a client has of one product with an institution. */
export interface PositionLine {
  family: string
  product: string
  quantity: string
  reserved: string
}

/** Positions as a table shows them, by family and product. */
export const positionLines = (products: {
  readonly [name: string]: { quantity: string; reserved: string }
}): PositionLine[] =>
  Object.keys(products)
    .sort()
    .map((name) => {
      const place = name.indexOf(':')
      const { quantity, reserved } = products[name] as { quantity: string; reserved: string }
      return { family: name.slice(0, place), product: name.slice(place + 1), quantity, reserved }
    })
