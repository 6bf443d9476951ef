import type { Unit } from '../../../sdk/amount.ts'
import type { ListedHolding, ListedQuote } from '../../../sdk/lists.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { say } from '../../state/settings.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'

/** What the forms of a voucher's functions stand on. */
export interface FunctionContext {
  voucher: PublishedVoucher
  account: string
  holdings: readonly ListedHolding[]
  quotes: readonly ListedQuote[]
}

/** What is available of a voucher, in base units. */
export const availableOf = ({ holdings }: FunctionContext, code: string): string =>
  holdings.find(({ voucher }) => voucher === code)?.available ?? '0'

/** A quantity of the context's own voucher in words. */
export const inUnit = ({ voucher }: FunctionContext, quantity: string): string => formatQuantity(quantity, voucher.unit)

/** What is wrong with the cash: the trade takes more than there is. */
export const shortOfCash = (context: FunctionContext, total: string | undefined, cash: Unit): string | undefined => {
  const available = availableOf(context, context.voucher.trade?.cash ?? '')
  if (total === undefined || BigInt(total) <= BigInt(available)) return undefined
  return say(voucherWords.exceedsCash)(formatQuantity(total, cash), formatQuantity(available, cash))
}
