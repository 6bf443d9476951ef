import { liveQuotes, type Order, type OrderStatus, orders, type Quote, quotes } from '../../domains/market/tables.ts'
import { type Account, accounts } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import { moved } from '../account.ts'
import { isPast, requireAhead, requireNotPast, requirePast } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import {
  requireAccount,
  requireActiveAccount,
  requireFunction,
  requireLiveVoucher,
  requireOwnVoucher,
} from '../require.ts'
import { type Decision, type Gift, type Rule, type View, write } from '../rule.ts'
import { requireLiveQuote, requireSameTerms, requireTradeTerms, termsOf } from './live-quote.ts'
import { costOfBuy, movesOfTrade, type Settled, settleBuy, settleSale } from './settlement.ts'

export type OrderEvent = 'fill' | 'complete' | 'cancel' | 'expire'

/** A limit order's life: it rests with its cash or metal reserved, is filled wholly or in part, or ends unfilled. */
export const orderLifecycle: Lifecycle<OrderStatus, OrderEvent> = {
  open: { fill: 'part-filled', complete: 'filled', cancel: 'cancelled', expire: 'expired' },
  'part-filled': { fill: 'part-filled', complete: 'filled', cancel: 'cancelled', expire: 'expired' },
  filled: {},
  cancelled: {},
  expired: {},
}

const step = (order: Order, event: OrderEvent): OrderStatus => {
  const status = next(orderLifecycle, order.status, event)
  if (status === undefined) throw new Refusal('order_state_forbids', { order: order.order, status: order.status })
  return status
}

const requireOrder = (view: View, id: string, owner: string): Order => {
  const order = view.find(orders, id)
  if (order === undefined) throw new Refusal('unknown_order', { order: id })
  if (order.owner !== owner) throw new Refusal('not_a_party', { order: id })
  return order
}

const reservedVoucher = ({ side, cash, voucher }: Pick<Order, 'side' | 'cash' | 'voucher'>): string =>
  side === 'buy' ? cash : voucher

/** Places a limit order and reserves what it may need: cash at the limit with its fee, or the metal (domain: metal order). */
export const placeOrder: Rule<'order.place'> = {
  reads: ({ body }) => [vouchers.key(body.voucher)],
  home: ({ body }, view) => view.find(vouchers, body.voucher)?.home,
  organisations: ({ body }, view) => [view.find(vouchers, body.voucher)?.home],
  decide: ({ body, id, sender, view, facts }) => {
    const voucher = requireLiveVoucher(view, body.voucher)
    requireFunction(voucher, body.side)
    if (voucher.issuer === sender.participant) throw new Refusal('issuer_cannot_trade', { issuer: voucher.issuer })
    const terms = requireTradeTerms(voucher)
    const expiresAt = requireAhead(body.expiresAt, facts)
    const quantity = BigInt(body.quantity)
    const limitPrice = BigInt(body.limitPrice)
    const { gross, fee } = costOfBuy(terms, quantity, limitPrice)
    const reserved = body.side === 'buy' ? gross + fee : quantity
    const order: Order = {
      ...{
        order: id,
        voucher: body.voucher,
        cash: terms.cash,
        terms: termsOf(voucher),
        side: body.side,
        status: 'open',
      },
      ...{ owner: sender.participant, ownerHome: sender.home, issuer: voucher.issuer, home: voucher.home },
      ...{ quantity, filled: 0n, limitPrice, reserved, value: 0n, fee: 0n, placedAt: facts.now, expiresAt },
    }
    const move = { bucket: 'available', to: 'reserved', quantity: reserved } as const
    return {
      effects: {
        ...{ order: id, status: 'open', voucher: body.voucher },
        ...{ reserved: reserved.toString(), reservedVoucher: reservedVoucher(order) },
      },
      writes: [write(orders, order), write(accounts, moved(sender, reservedVoucher(order), move))],
    }
  },
}

/** Frees what the order still has reserved, in the owner's account. */
const freed = (account: Account, order: Order): Account =>
  order.reserved === 0n
    ? account
    : moved(account, reservedVoucher(order), { bucket: 'reserved', to: 'available', quantity: order.reserved })

const ended = (order: Order, account: Account, event: 'cancel' | 'expire'): Decision => {
  const status = step(order, event)
  return {
    effects: {
      ...{ order: order.order, status, voucher: order.voucher, reservedVoucher: reservedVoucher(order) },
      ...{ filled: order.filled.toString(), freed: order.reserved.toString() },
    },
    writes: [write(orders, { ...order, status, reserved: 0n }), write(accounts, freed(account, order))],
  }
}

/** Cancels one's own order; what was filled stays filled, the rest is freed. */
export const cancelOrder: Rule<'order.cancel'> = {
  reads: ({ body }) => [orders.key(body.order)],
  home: ({ body }, view) => view.find(orders, body.order)?.home,
  organisations: ({ body }, view) => [view.find(orders, body.order)?.home],
  decide: ({ body, sender, view }) => ended(requireOrder(view, body.order, sender.participant), sender, 'cancel'),
}

/** Ends an order whose deadline has passed and frees the rest; anybody may, since the deadline has decided. */
export const expireOrder: Rule<'order.expire'> = {
  reads: ({ body }) => [orders.key(body.order), accounts.key(body.owner)],
  home: ({ body }, view) => view.find(orders, body.order)?.home,
  organisations: ({ body }, view) => [view.find(accounts, body.owner)?.home, view.find(orders, body.order)?.home],
  decide: ({ body, view, facts }) => {
    const order = requireOrder(view, body.order, body.owner)
    requirePast(order.expiresAt, facts)
    return ended(order, requireAccount(view, body.owner), 'expire')
  },
}

const requireMet = ({ side, limitPrice, voucher }: Order, quote: Quote): bigint => {
  const price = quote[side]
  if (side === 'buy' ? price <= limitPrice : price >= limitPrice) return price
  throw new Refusal('price_beyond_limit', { voucher, price: price.toString(), limitPrice: limitPrice.toString() })
}

const requireOpenFor = (order: Order, quantity: bigint): OrderStatus => {
  const left = order.quantity - order.filled
  if (quantity <= left || left === 0n) return step(order, quantity === left ? 'complete' : 'fill')
  const { voucher } = order
  throw new Refusal('exceeds_order_quantity', { voucher, left: left.toString(), quantity: quantity.toString() })
}

interface Fill {
  quantity: bigint
  price: bigint
  status: OrderStatus
}

/**
 * Takes the fill out of what this order reserved; what a filled order did not need, since the price was better, is freed.
 * All parts together cost what one fill would, at prices no worse than the limit: so never more than was reserved for it,
 * and nothing of what the bucket holds for other orders.
 */
const afterFill = (order: Order, settled: Settled, { quantity, price, status }: Fill) => {
  const used = order.side === 'buy' ? settled.gross + settled.fee : quantity
  const rest = {
    ...{ ...order, status, filled: order.filled + quantity, reserved: order.reserved - used },
    ...{ value: order.value + price * quantity, fee: order.fee + settled.fee },
  }
  const isComplete = status === 'filled'
  return {
    order: isComplete ? { ...rest, reserved: 0n } : rest,
    owner: isComplete ? freed(settled.customer, rest) : settled.customer,
  }
}

// A part may cost nothing, where the parts before it were rounded up to more.
const giftOf = (order: Order, { gross, fee }: Settled): Gift[] =>
  order.side === 'sell' || gross + fee === 0n
    ? []
    : [{ payee: order.issuer, payeeHome: order.home, voucher: order.cash, quantity: gross + fee }]

/**
 * Fills an order at rest, wholly or in part, at a live quote that meets its limit; the owner pays or gets the quote's
 * price, which may be better than the limit, and for all parts together what one fill would cost. Only the issuer's price device fills, and never beyond what the order said.
 */
export const fillOrder: Rule<'order.fill'> = {
  reads: ({ body }) => [
    orders.key(body.order),
    accounts.key(body.owner),
    vouchers.key(body.voucher),
    quotes.key(body.voucher, body.quote),
    liveQuotes.key(body.voucher),
  ],
  home: ({ body }, view) => view.find(vouchers, body.voucher)?.home,
  organisations: ({ body }, view) => [view.find(accounts, body.owner)?.home],
  // Which way an order goes never changes, so its row tells it at any later time too.
  moves: ({ from, body: { order, owner }, effects, view }) => {
    const side = view.find(orders, order)?.side
    return side === undefined ? [] : movesOfTrade({ customer: owner, issuer: from, side }, effects)
  },
  decide: ({ body, sender, view, facts }) => {
    const voucher = requireOwnVoucher(view, body.voucher, sender.participant)
    const order = requireOrder(view, body.order, body.owner)
    if (order.voucher !== body.voucher) throw new Refusal('unknown_order', { order: body.order, voucher: body.voucher })
    const quantity = BigInt(body.quantity)
    const status = requireOpenFor(order, quantity)
    requireNotPast(order.expiresAt, facts)
    requireFunction(voucher, order.side)
    requireSameTerms(voucher, order)
    const price = requireMet(order, requireLiveQuote(view, { voucher, quote: body.quote }, facts))
    const settle = order.side === 'buy' ? settleBuy : settleSale
    const customer = requireActiveAccount(view, body.owner)
    const terms = requireTradeTerms(voucher)
    const trade = { customer, issuer: sender, voucher, terms, quantity, price }
    const settled = settle({ ...trade, from: 'reserved', soFar: order })
    const after = afterFill(order, settled, { quantity, price, status })
    return {
      effects: {
        ...{ order: order.order, status, voucher: order.voucher, cash: order.cash },
        ...{ quantity: body.quantity, price: price.toString() },
        ...{ gross: settled.gross.toString(), fee: settled.fee.toString(), filled: after.order.filled.toString() },
      },
      writes: [write(orders, after.order), write(accounts, after.owner), write(accounts, settled.issuer)],
      gifts: giftOf(order, settled),
    }
  },
}

/** True while the order waits for a quote: neither ended nor past its deadline. */
export const isResting = (order: Order, now: bigint): boolean =>
  (order.status === 'open' || order.status === 'part-filled') && !isPast(order.expiresAt, { now })
