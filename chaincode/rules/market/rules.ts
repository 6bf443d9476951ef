import type { marketKinds } from '../../domains/market/kinds.ts'
import type { Rule } from '../rule.ts'
import { cancelOrder, expireOrder, fillOrder, placeOrder } from './order.ts'
import { publishQuote, withdrawQuote } from './quote.ts'
import { buyVoucher, sellVoucher } from './trade.ts'

/** The rule of each kind about prices, trades and orders. */
export const marketRules: { readonly [K in keyof typeof marketKinds]: Rule<K> } = {
  'quote.publish': publishQuote,
  'quote.withdraw': withdrawQuote,
  'trade.buy': buyVoucher,
  'trade.sell': sellVoucher,
  'order.place': placeOrder,
  'order.cancel': cancelOrder,
  'order.expire': expireOrder,
  'order.fill': fillOrder,
}
