import { liveQuotes, type Order, orders, type Quote, quotes } from '../../../chaincode/domains/market/tables.ts'
import { type Voucher, vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { Fee, TradeTerms } from '../../../chaincode/domains/vouchers/terms.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import type { Book } from './book.ts'
import { type Page, plain, reasons, refused, taking } from './ruling.ts'
import { againstAccount, againstIssuer, againstUse, cap } from './vouchers.ts'

type Side = 'buy' | 'sell'

/** A fee: parts per million, any part of a base unit counting whole, then no less than the least and no more than the most. */
export const feeOf = (amount: bigint, { partsPerMillion, minimum, maximum }: Fee): bigint => {
  const parts = amount * BigInt(partsPerMillion)
  const whole = parts / 1_000_000n + (parts % 1_000_000n === 0n ? 0n : 1n)
  const least = whole < BigInt(minimum) ? BigInt(minimum) : whole
  return maximum !== undefined && least > BigInt(maximum) ? BigInt(maximum) : least
}

/** What a value of price times quantity comes to: a buyer pays the broken unit, a seller does not get it (decision 0008). */
const grossOf = (side: Side, value: bigint, { priceScale }: TradeTerms): bigint => {
  const scale = BigInt(priceScale)
  return value / scale + (side === 'buy' && value % scale !== 0n ? 1n : 0n)
}

/** What all parts of an order come to, and what this last part adds to the parts before it. */
const costOf = (
  side: Side,
  terms: TradeTerms,
  { value, before }: { value: bigint; before: Pick<Order, 'value' | 'fee'> },
) => {
  const gross = grossOf(side, value, terms)
  const fee = feeOf(gross, terms.fees[side])
  return { all: { gross, fee }, gross: gross - grossOf(side, before.value, terms), fee: fee - before.fee }
}

const nothing = { value: 0n, fee: 0n }
const termsNow = ({ unit, trade }: Voucher): string => digest(canonical({ unit, trade }))

const againstQuote = (book: Book, quote: Quote, { voucher, now }: { voucher: Voucher; now: bigint }): RefusalCode[] =>
  reasons({
    quote_withdrawn: quote.status === 'withdrawn',
    quote_expired: now > quote.expiresAt,
    quote_superseded: book.find(liveQuotes, voucher.voucher)?.quote !== quote.quote,
    terms_changed: quote.terms !== termsNow(voucher),
  })

const publish: Page<'quote.publish'> = ({ book, body, from, sender, now }) => {
  const series = book.find(vouchers, body.voucher)
  if (series === undefined) return refused('unknown_voucher')
  const { voucher, quote } = body
  const [buy, sell] = [BigInt(body.buy), BigInt(body.sell)]
  const against = reasons({
    trade_terms_missing: series.trade === undefined,
    quote_exists: book.find(quotes, voucher, quote) !== undefined,
    quote_inverted: buy < sell,
  })
  return plain([...againstIssuer(series, from), ...against], () => {
    const expiresAt = now + BigInt(body.lifeSeconds) * 1000n
    const { home } = sender
    book.put(quotes, { voucher, quote, home, terms: termsNow(series), buy, sell, publishedAt: now, expiresAt })
    book.put(liveQuotes, { voucher, quote, home })
    return { voucher, quote, expiresAt: `${expiresAt}` }
  })
}

const withdraw: Page<'quote.withdraw'> = ({ book, body, from, now }) => {
  const voucher = book.find(vouchers, body.voucher)
  if (voucher === undefined) return refused('unknown_voucher')
  const quote = book.find(quotes, body.voucher, body.quote)
  if (quote === undefined) return refused(...againstIssuer(voucher, from), 'unknown_quote')
  return plain([...againstIssuer(voucher, from), ...againstQuote(book, quote, { voucher, now })], () => {
    book.put(quotes, { ...quote, status: 'withdrawn' })
    return { voucher: body.voucher, quote: body.quote, status: 'withdrawn' }
  })
}

/** Metal one way and cash the other, between a customer and the issuer of the metal; each leg as its side takes it. */
interface Deal {
  side: Side
  customer: string
  voucher: Voucher
  terms: TradeTerms
  quantity: bigint
  cost: { gross: bigint; fee: bigint }
  /** Where the customer's leg stands. */
  from: 'available' | 'reserved'
}

/** What the issuer gives, and what the customer gives. */
const legsOf = ({ side, customer, voucher, terms, quantity, cost }: Deal) => {
  const metal = { voucher: voucher.voucher, quantity }
  const cash = { voucher: terms.cash, quantity: side === 'buy' ? cost.gross + cost.fee : cost.gross - cost.fee }
  const issuer = voucher.issuer
  return side === 'buy'
    ? {
        paid: { ...cash, participant: customer },
        got: { ...metal, participant: issuer, code: 'exceeds_inventory' as const },
      }
    : {
        paid: { ...metal, participant: customer },
        got: { ...cash, participant: issuer, code: 'issuer_lacks_cash' as const },
      }
}

/** A buyer keeps what it paid as the cost of what it bought; its cash waits for the issuer as a credit. */
const exchange = (book: Book, deal: Deal): void => {
  const { side, customer, voucher, from } = deal
  const { paid, got } = legsOf(deal)
  book.take(paid, from)
  book.take(got)
  book.gain({ ...got, participant: customer }, side === 'buy' ? paid.quantity : undefined)
  if (side === 'sell') book.gain({ ...paid, participant: voucher.issuer })
  else if (paid.quantity > 0n) book.give({ ...paid, participant: voucher.issuer })
}

const againstCost = (side: Side, { all }: ReturnType<typeof costOf>): RefusalCode[] =>
  reasons({ amount_over_cap: all.gross >= cap, proceeds_below_fee: side === 'sell' && all.fee >= all.gross })

const trade =
  (side: Side): Page<'trade.buy' | 'trade.sell'> =>
  (asked) => {
    const { book, body, from, now } = asked
    const voucher = book.find(vouchers, body.voucher)
    if (voucher === undefined) return refused('unknown_voucher')
    const quote = book.find(quotes, body.voucher, body.quote)
    const { issuer, trade: terms } = voucher
    const party = reasons({ not_the_issuer: body.issuer !== issuer, issuer_cannot_trade: from === issuer })
    const use = [...againstUse(voucher, side), ...party]
    if (quote === undefined || terms === undefined) return refused(...use, 'unknown_quote')
    const [price, worst, quantity] = [quote[side], BigInt(body.worstPrice), BigInt(body.quantity)]
    const cost = costOf(side, terms, { value: price * quantity, before: nothing })
    const guards = [
      ...use,
      ...againstQuote(book, quote, { voucher, now }),
      ...reasons({ price_beyond_limit: side === 'buy' ? price > worst : price < worst }),
      ...againstAccount(book, issuer),
      ...againstCost(side, cost),
    ]
    const deal: Deal = { side, customer: from, voucher, terms, quantity, cost, from: 'available' }
    const { paid, got } = legsOf(deal)
    return taking(asked, { guards, takes: [paid, got] }, () => {
      exchange(book, deal)
      return {
        ...{ voucher: body.voucher, quantity: body.quantity, price: `${price}`, cash: terms.cash },
        ...{ gross: `${cost.gross}`, fee: `${cost.fee}`, available: `${book.holding(from, body.voucher).available}` },
        cashAvailable: `${book.holding(from, terms.cash).available}`,
      }
    })
  }

/** What a buy comes to at a quote, in which cash, and what speaks against that quote. */
export const againstQuoted = (
  book: Book,
  { voucher, quote: id, quantity, now }: { voucher: Voucher; quote: string; quantity: bigint; now: bigint },
): { cash?: string; amount?: bigint; against: RefusalCode[] } => {
  const quote = book.find(quotes, voucher.voucher, id)
  if (quote === undefined || voucher.trade === undefined) return { against: ['unknown_quote'] }
  const { gross, fee } = costOf('buy', voucher.trade, { value: quote.buy * quantity, before: nothing }).all
  const against = [...againstQuote(book, quote, { voucher, now }), ...reasons({ amount_over_cap: gross >= cap })]
  return { cash: voucher.trade.cash, amount: gross + fee, against }
}

const reservedVoucher = ({ side, cash, voucher }: Pick<Order, 'side' | 'cash' | 'voucher'>): string =>
  side === 'buy' ? cash : voucher

const place: Page<'order.place'> = (asked) => {
  const { book, body, from, sender, id, now } = asked
  const voucher = book.find(vouchers, body.voucher)
  if (voucher === undefined) return refused('unknown_voucher')
  const { trade: terms, issuer, home } = voucher
  const against = reasons({ issuer_cannot_trade: issuer === from, deadline_in_past: now > BigInt(body.expiresAt) })
  const use = [...againstUse(voucher, body.side), ...against]
  if (terms === undefined) return refused(...use, 'trade_terms_missing')
  const [quantity, limitPrice] = [BigInt(body.quantity), BigInt(body.limitPrice)]
  const { all } = costOf('buy', terms, { value: quantity * limitPrice, before: nothing })
  const reserved = body.side === 'buy' ? all.gross + all.fee : quantity
  const what = { ...body, cash: terms.cash }
  const taken = { participant: from, voucher: reservedVoucher(what), quantity: reserved }
  const guards = [...use, ...reasons({ amount_over_cap: all.gross >= cap })]
  return taking(asked, { guards, takes: [taken] }, () => {
    book.shift(taken, 'available', 'reserved')
    book.put(orders, {
      ...{
        order: id,
        voucher: body.voucher,
        cash: terms.cash,
        terms: termsNow(voucher),
        side: body.side,
        status: 'open',
      },
      ...{ owner: from, ownerHome: sender.home, issuer, home, quantity, filled: 0n, limitPrice, reserved },
      ...{ value: 0n, fee: 0n, placedAt: now, expiresAt: BigInt(body.expiresAt) },
    })
    return { order: id, status: 'open', voucher: body.voucher, reserved: `${reserved}`, reservedVoucher: taken.voucher }
  })
}

const isAtRest = ({ status }: Order): boolean => status === 'open' || status === 'part-filled'

/** What an order still holds is its owner's to use again. */
const free = (book: Book, order: Order): void => {
  const held = { participant: order.owner, voucher: reservedVoucher(order), quantity: order.reserved }
  if (order.reserved > 0n) book.shift(held, 'reserved', 'available')
}

const ended = (
  book: Book,
  order: Order,
  { after, against }: { after: 'cancelled' | 'expired'; against: RefusalCode[] },
) =>
  plain([...against, ...reasons({ order_state_forbids: !isAtRest(order) })], () => {
    free(book, order)
    book.put(orders, { ...order, status: after, reserved: 0n })
    const { voucher, filled, reserved } = order
    const told = { order: order.order, status: after, voucher, reservedVoucher: reservedVoucher(order) }
    return { ...told, filled: `${filled}`, freed: `${reserved}` }
  })

const cancel: Page<'order.cancel'> = ({ book, body, from }) => {
  const order = book.find(orders, body.order)
  if (order === undefined) return refused('unknown_order')
  return ended(book, order, { after: 'cancelled', against: reasons({ not_a_party: order.owner !== from }) })
}

const expire: Page<'order.expire'> = ({ book, body, now }) => {
  const order = book.find(orders, body.order)
  if (order === undefined) return refused('unknown_order')
  const against = reasons({ not_a_party: order.owner !== body.owner, deadline_not_passed: now <= order.expiresAt })
  return ended(book, order, { after: 'expired', against })
}

/** A fill pays or brings the quote's price; all parts of an order cost together what one fill would (decision 0008). */
const fill: Page<'order.fill'> = (asked) => {
  const { book, body, from, now } = asked
  const voucher = book.find(vouchers, body.voucher)
  if (voucher === undefined) return refused('unknown_voucher')
  const order = book.find(orders, body.order)
  if (order === undefined) return refused(...againstIssuer(voucher, from), 'unknown_order')
  const { side, owner } = order
  const quantity = BigInt(body.quantity)
  const quote = book.find(quotes, body.voucher, body.quote)
  const guards = [
    ...againstIssuer(voucher, from),
    ...reasons({
      not_a_party: owner !== body.owner,
      unknown_order: order.voucher !== body.voucher,
      order_state_forbids: !isAtRest(order),
      exceeds_order_quantity: quantity > order.quantity - order.filled,
      deadline_passed: now > order.expiresAt,
      terms_changed: order.terms !== termsNow(voucher),
      function_not_enabled: !voucher.functions.includes(side),
    }),
    ...againstAccount(book, owner),
  ]
  if (quote === undefined || voucher.trade === undefined) return refused(...guards, 'unknown_quote')
  const price = quote[side]
  const cost = costOf(side, voucher.trade, { value: order.value + price * quantity, before: order })
  const isMet = side === 'buy' ? price <= order.limitPrice : price >= order.limitPrice
  const more = [
    ...guards,
    ...againstQuote(book, quote, { voucher, now }),
    ...reasons({ price_beyond_limit: !isMet }),
    ...againstCost(side, cost),
  ]
  const deal: Deal = { side, customer: owner, voucher, terms: voucher.trade, quantity, cost, from: 'reserved' }
  const parts = { order, deal, quantity, price }
  return taking(asked, { guards: more, takes: [legsOf(deal).got] }, () => filled(book, parts))
}

const filled = (
  book: Book,
  { order, deal, quantity, price }: { order: Order; deal: Deal; quantity: bigint; price: bigint },
) => {
  const { gross, fee } = deal.cost
  const rest: Order = {
    ...order,
    ...{ filled: order.filled + quantity, reserved: order.reserved - legsOf(deal).paid.quantity },
    ...{ value: order.value + price * quantity, fee: order.fee + fee, status: 'part-filled' },
  }
  exchange(book, deal)
  const isWhole = rest.filled === order.quantity
  if (isWhole) free(book, rest)
  const after: Order = isWhole ? { ...rest, status: 'filled', reserved: 0n } : rest
  book.put(orders, after)
  return {
    ...{ order: order.order, status: after.status, voucher: order.voucher, cash: order.cash, quantity: `${quantity}` },
    ...{ price: `${price}`, gross: `${gross}`, fee: `${fee}`, filled: `${after.filled}` },
  }
}

/** The pages about quotes, trades and limit orders. */
export const tradingPages = {
  'quote.publish': publish,
  'quote.withdraw': withdraw,
  'trade.buy': trade('buy'),
  'trade.sell': trade('sell'),
  'order.place': place,
  'order.cancel': cancel,
  'order.expire': expire,
  'order.fill': fill,
}
