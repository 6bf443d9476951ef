import type { Account } from '../../domains/registry/tables.ts'
import type { Voucher } from '../../domains/vouchers/tables.ts'
import type { TradeTerms } from '../../domains/vouchers/terms.ts'
import { Refusal } from '../../refusal.ts'
import { type Bucket, credited, debited, taken } from '../account.ts'
import { feeOn, grossOfBuy, grossOfSale, requireBelowCap } from '../amount.ts'
import type { Done, Movement } from '../rule.ts'

/**
 * What the parts of an order that are filled came to: price times quantity, before the price scale divides it, and the fees
 * on that.
 */
export interface SoFar {
  value: bigint
  fee: bigint
}

const nothingSoFar: SoFar = { value: 0n, fee: 0n }

/** The two accounts of a trade with the issuer, and what moves between them. */
export interface Trade {
  customer: Account
  issuer: Account
  voucher: Voucher
  terms: TradeTerms
  quantity: bigint
  price: bigint
  /** Where the customer's leg stands: `available`, or `reserved` for an order at rest. */
  from: Bucket
  /** The parts before this one, of an order that is filled in parts. */
  soFar?: SoFar
}

interface Cost {
  gross: bigint
  fee: bigint
}

/** What moves in a trade of a customer with the issuer, as its effects say: the metal, the cash for it, and the fee. */
export const movesOfTrade = (
  { customer, issuer, side }: { customer: string; issuer: string; side: 'buy' | 'sell' },
  { voucher, quantity, cash, gross, fee }: Done<'trade.buy'>['effects'],
): Movement[] => {
  const [giver, receiver] = side === 'buy' ? [issuer, customer] : [customer, issuer]
  return [
    { giver, receiver, voucher, quantity },
    { giver: receiver, receiver: giver, voucher: cash, quantity: gross },
    { giver: customer, receiver: issuer, voucher: cash, quantity: fee, isFee: true },
  ]
}

export interface Settled extends Cost {
  customer: Account
  issuer: Account
}

// Rounded once and charged once over all parts, so that an order in parts costs what one fill would, to the last unit.
const costBy =
  (rounded: typeof grossOfBuy, side: 'buy' | 'sell') =>
  (terms: TradeTerms, total: bigint, { value, fee }: SoFar): Cost & { total: Cost } => {
    const scale = BigInt(terms.priceScale)
    const gross = requireBelowCap(rounded(total, 1n, scale))
    const whole = { gross, fee: feeOn(gross, terms.fees[side]) }
    return { gross: gross - rounded(value, 1n, scale), fee: whole.fee - fee, total: whole }
  }

const buyCost = costBy(grossOfBuy, 'buy')
const saleCost = costBy(grossOfSale, 'sell')

/** What a buy of a quantity at a price costs, fee included and apart. */
export const costOfBuy = (terms: TradeTerms, quantity: bigint, price: bigint): Cost => {
  const { gross, fee } = buyCost(terms, price * quantity, nothingSoFar)
  return { gross, fee }
}

/**
 * The customer's metal against the issuer's inventory, cash and fee in one step (S0-020). The cash leaves the
 * customer here; who calls gives it to the issuer as a gift. Refuses shortages of cash and `exceeds_inventory`.
 */
export const settleBuy = (trade: Trade): Settled => {
  const { customer, issuer, voucher, terms, quantity, price, from, soFar = nothingSoFar } = trade
  const { gross, fee } = buyCost(terms, soFar.value + price * quantity, soFar)
  const paid = taken(customer, terms.cash, { bucket: from, quantity: gross + fee })
  return {
    customer: credited(paid, voucher.voucher, quantity, gross + fee),
    issuer: debited(issuer, voucher.voucher, quantity, 'exceeds_inventory'),
    gross,
    fee,
  }
}

/**
 * The customer's metal back to the issuer for cash, less the fee (S0-021). Refuses shortages of metal,
 * `issuer_lacks_cash`, and `proceeds_below_fee` when all that was sold so far would not be worth its fee.
 */
export const settleSale = (trade: Trade): Settled => {
  const { customer, issuer, voucher, terms, quantity, price, from, soFar = nothingSoFar } = trade
  const { gross, fee, total } = saleCost(terms, soFar.value + price * quantity, soFar)
  if (total.fee >= total.gross) {
    throw new Refusal('proceeds_below_fee', {
      ...{ cash: terms.cash, gross: total.gross.toString(), fee: total.fee.toString() },
    })
  }
  const sold = taken(customer, voucher.voucher, { bucket: from, quantity })
  const paying = debited(issuer, terms.cash, gross - fee, 'issuer_lacks_cash')
  return {
    customer: credited(sold, terms.cash, gross - fee),
    issuer: credited(paying, voucher.voucher, quantity),
    gross,
    fee,
  }
}
