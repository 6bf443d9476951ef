import type { Logger } from 'pino'
import { type Order, orders, type Quote } from '../../chaincode/domains/market/tables.ts'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import type { Envelope } from '../../chaincode/envelope.ts'
import { isPast } from '../../chaincode/rules/deadline.ts'
import { isResting } from '../../chaincode/rules/market/order.ts'
import type { Body } from '../../chaincode/vocabulary.ts'
import type { Projection, Recorded } from '../projection/projection.ts'
import type { GatewayDevice } from './gateway-device.ts'
import type { Instructions } from './instructions.ts'
import { newestQuote, openOrders } from './market.ts'

/** True when the quote is at least as good for the order's owner as the limit. */
const isMet = ({ side, limitPrice }: Order, quote: Quote): boolean =>
  side === 'buy' ? quote.buy <= limitPrice : quote.sell >= limitPrice

/**
 * Which resting orders a live quote fills now, and how much of each: best limit first, then the one that waits longest,
 * as far as the inventory goes (buys) or wholly (sales). Pure, so that anybody can recompute the choice.
 */
export const fillsFor = (
  quote: Quote,
  orders: readonly Order[],
  { inventory, now }: { inventory: bigint; now: bigint },
): { order: Order; quantity: bigint }[] => {
  if (quote.status === 'withdrawn' || isPast(quote.expiresAt, { now })) return []
  const waiting = orders
    .filter((order) => order.voucher === quote.voucher && order.terms === quote.terms)
    .filter((order) => isResting(order, now) && isMet(order, quote))
    .sort((a, b) => compareOrders(a, b))
  let left = inventory
  return waiting.flatMap((order) => {
    const wanted = order.quantity - order.filled
    const quantity = order.side === 'buy' && wanted > left ? left : wanted
    if (order.side === 'buy') left -= quantity
    return quantity > 0n ? [{ order, quantity }] : []
  })
}

const compareOrders = (a: Order, b: Order): number => {
  if (a.side !== b.side) return a.side === 'sell' ? -1 : 1
  if (a.limitPrice !== b.limitPrice) return a.limitPrice > b.limitPrice === (a.side === 'buy') ? -1 : 1
  if (a.placedAt !== b.placedAt) return a.placedAt < b.placedAt ? -1 : 1
  return a.order < b.order ? -1 : 1
}

interface Options {
  /** The issuer's device that fills. */
  desk: Pick<GatewayDevice, 'participant' | 'known' | 'sign'>
  projection: Projection
  instructions: Pick<Instructions, 'accept'>
  log: Pick<Logger, 'warn'>
}

/**
 * The issuer's matching desk: when a quote is published or an order placed, fills what the quote meets, by signed
 * instructions like anybody's. What it may fill, and at which price, the ledger's rules decide; it can only be idle.
 */
export class MatchingDesk {
  readonly #options: Options
  readonly #desk: Pick<GatewayDevice, 'participant' | 'known' | 'sign'>
  readonly #underWay = new Set<string>()

  constructor(options: Options) {
    this.#options = options
    this.#desk = options.desk
  }

  /** Looks at what a block recorded and fills what can be filled now. */
  notice(recorded: readonly Recorded[]): void {
    const vouchers = new Set(recorded.flatMap((one) => concernedVoucher(one, this.#options.projection)))
    for (const voucher of vouchers) this.#match(voucher)
  }

  #match(voucher: string): void {
    const { projection } = this.#options
    if (projection.view.find(vouchers, voucher)?.issuer !== this.#desk.participant) return
    const now = BigInt(Date.now())
    const account = projection.view.find(accounts, this.#desk.participant)
    const quote = newestQuote(projection, voucher)
    if (account === undefined || this.#desk.known === undefined || quote === undefined) return
    const inventory = account.holdings[voucher]?.available ?? 0n
    const orders = openOrders(projection).filter(({ order }) => !this.#underWay.has(order))
    for (const { order, quantity } of fillsFor(quote, orders, { inventory, now })) {
      void this.#fill(order, quote, quantity)
    }
  }

  async #fill(order: Order, quote: Quote, quantity: bigint): Promise<void> {
    this.#underWay.add(order.order)
    const { order: id, owner, voucher } = order
    const body = { order: id, owner, voucher, quote: quote.quote, quantity: quantity.toString() }
    try {
      const envelope = this.#desk.sign('order.fill', body)
      await this.#options.instructions.accept(envelope, { waitSeconds: 30, isRelayed: true })
    } catch (error) {
      this.#options.log.warn({ err: error, order: id }, 'an order was not filled')
    } finally {
      this.#underWay.delete(order.order)
    }
  }
}

const concernedVoucher = ({ outcome, envelope }: Recorded, { view }: Projection): string[] => {
  if (outcome.status !== 'accepted') return []
  const { kind, body } = (JSON.parse(envelope) as Envelope).instruction
  if (kind === 'quote.publish' || kind === 'order.place') return [(body as { voucher: string }).voucher]
  const order = kind === 'order.fill' ? view.find(orders, (body as Body<'order.fill'>).order) : undefined
  return order === undefined ? [] : [order.voucher]
}
