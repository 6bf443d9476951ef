import { fieldShapes } from '../../../sdk/position.ts'

/** What a holding is worth at the newest price, and whether that price has ended meanwhile. */
export interface Worth {
  amount: string
  cash: string
  isStale: boolean
  ageMilliseconds: string
}

type Fields = { readonly [field: string]: unknown }

/** The worth that an overview tells of a holding; undefined where it tells none. */
export const worthIn = (fields: Fields): Worth | undefined =>
  fieldShapes.referenceValue.safeParse(fields['referenceValue']).data

/** What a holding has gained or lost; undefined where the overview tells none. */
export const gainIn = (fields: Fields): { amount: string; cash: string } | undefined =>
  fieldShapes.floatingProfit.safeParse(fields['floatingProfit']).data

/** All that an account has in one currency: its cash, and the value of what is traded for it. */
export interface Wealth {
  cash: string
  total: string
  /** What all has gained or lost, where every valued holding tells it. */
  gain: string | undefined
  /** True when the price of a part has ended. */
  isStale: boolean
}

interface Valued {
  voucher: string
  total: string
  worth: Worth | undefined
  gain: { amount: string; cash: string } | undefined
}

const sum = (amounts: readonly string[]): string =>
  amounts.reduce((total, amount) => total + BigInt(amount), 0n).toString()

/** What an account has by currency, in the order in which the currencies stand; `isCash` tells which vouchers are one. */
export const wealthOf = (held: readonly Valued[], isCash: (voucher: string) => boolean): Wealth[] => {
  const valued = held.filter(({ worth }) => worth !== undefined)
  const currencies = new Set([
    ...held.map(({ voucher }) => voucher).filter(isCash),
    ...valued.map(({ worth }) => (worth as Worth).cash),
  ])
  return [...currencies].map((cash) => {
    const parts = valued.filter(({ worth }) => worth?.cash === cash)
    const own = held.filter(({ voucher }) => voucher === cash).map(({ total }) => total)
    const gains = parts.flatMap(({ gain }) => (gain === undefined ? [] : [gain.amount]))
    return {
      cash,
      total: sum([...own, ...parts.map(({ worth }) => (worth as Worth).amount)]),
      gain: parts.length > 0 && gains.length === parts.length ? sum(gains) : undefined,
      isStale: parts.some(({ worth }) => worth?.isStale),
    }
  })
}
