import type { TradeTerms } from '../wire/instruction.ts'
import type { Account, Voucher } from '../wire/records.ts'
import { Refusal } from '../wire/refusal.ts'
import { type Bucket, credited, debited, taken } from './account.ts'
import { feeOn, grossOfBuy, grossOfSale, requireBelowCap } from './amount.ts'

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
}

export interface Settled {
  customer: Account
  issuer: Account
  gross: bigint
  fee: bigint
}

/** What a buy of a quantity at a price costs, fee included and apart. */
export const costOfBuy = (terms: TradeTerms, quantity: bigint, price: bigint): { gross: bigint; fee: bigint } => {
  const gross = requireBelowCap(grossOfBuy(price, quantity, BigInt(terms.priceScale)))
  return { gross, fee: feeOn(gross, terms.fees.buy) }
}

/**
 * The customer's metal against the issuer's inventory, cash and fee in one step (row S0-020). The cash leaves the
 * customer here; who calls gives it to the issuer as a gift. Refuses shortages of cash and `exceeds_inventory`.
 */
export const settleBuy = ({ customer, issuer, voucher, terms, quantity, price, from }: Trade): Settled => {
  const { gross, fee } = costOfBuy(terms, quantity, price)
  const paid = taken(customer, terms.cash, { bucket: from, quantity: gross + fee })
  return {
    customer: credited(paid, voucher.voucher, quantity, gross + fee),
    issuer: debited(issuer, voucher.voucher, quantity, 'exceeds_inventory'),
    gross,
    fee,
  }
}

/**
 * The customer's metal back to the issuer for cash, less the fee (row S0-021). Refuses shortages of metal,
 * `issuer_lacks_cash` and `proceeds_below_fee`.
 */
export const settleSale = ({ customer, issuer, voucher, terms, quantity, price, from }: Trade): Settled => {
  const gross = requireBelowCap(grossOfSale(price, quantity, BigInt(terms.priceScale)))
  const fee = feeOn(gross, terms.fees.sell)
  if (fee >= gross) throw new Refusal('proceeds_below_fee', { gross: gross.toString(), fee: fee.toString() })
  const sold = taken(customer, voucher.voucher, { bucket: from, quantity })
  const paying = debited(issuer, terms.cash, gross - fee, 'issuer_lacks_cash')
  return {
    customer: credited(sold, terms.cash, gross - fee),
    issuer: credited(paying, voucher.voucher, quantity),
    gross,
    fee,
  }
}
