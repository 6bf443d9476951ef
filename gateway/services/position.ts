import { type Account, accounts, credits, type Holding } from '../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import type { VoucherField } from '../../chaincode/domains/vouchers/terms.ts'
import { credited, emptyHolding } from '../../chaincode/rules/account.ts'
import { fieldsOf } from '../../chaincode/rules/market/fields.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import { newestQuote, openOrders } from './market.ts'

/** One's position in a voucher: the fields that the voucher shows and the functions it offers, all at one height. */
export interface Position {
  voucher: string
  fields: { [field in VoucherField]?: Json }
  functions: string[]
  height: string
}

/** An account with all credits of one voucher folded into it, as the ledger folds them before it decides; undefined where there is none. */
export const accountWithCredits = (
  projection: Pick<Projection, 'view' | 'rows'>,
  participant: string,
  voucher: string,
): Account | undefined => {
  const account = projection.view.find(accounts, participant)
  if (account === undefined) return undefined
  return projection
    .rows(credits.range(participant, voucher))
    .map(({ value }) => credits.codec.decode(JSON.parse(value)))
    .reduce((sum, { quantity }) => credited(sum, voucher, quantity), account)
}

const holdingWithCredits = (projection: Projection, participant: string, voucher: string): Holding => {
  const whole = accountWithCredits(projection, participant, voucher)
  if (whole === undefined) throw new Problem('not_found')
  return whole.holdings[voucher] ?? emptyHolding
}

/**
 * What the voucher shows to this participant (S0-034 to S0-046), computed from the blocks read so far, by the same
 * function that every terminal can run. Refuses `not_found`.
 */
export const positionOf = (projection: Projection, participant: string, code: string): Position => {
  const voucher = projection.view.find(vouchers, code)
  if (voucher === undefined || voucher.status === 'retired') throw new Problem('not_found')
  const fields = fieldsOf({
    voucher,
    participant,
    holding: holdingWithCredits(projection, participant, code),
    quote: newestQuote(projection, code),
    orders: openOrders(projection).filter(({ owner }) => owner === participant),
    now: BigInt(Date.now()),
  })
  return { voucher: code, fields, functions: voucher.functions, height: projection.height.toString() }
}
