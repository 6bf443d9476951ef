import type { PaymentStatus, PaymentView } from '../../../sdk/payments.ts'
import type { StartedSale } from './sale-session.ts'

/** A sale of this till as it was last seen; the amounts count base units. Never holds the digits of a code. */
export interface BookedSale extends StartedSale {
  status: PaymentStatus | 'unknown'
  payment?: string
  fee?: string
  refunded?: string
}

/** How long before the payer's time to answer ends the claim came, for a sale of another till; good to a minute. */
const answerMilliseconds = 60_000

/** A payment of this merchant as the ledger has it, from whichever till. */
export const bookedOf = (payment: PaymentView, startedAt?: number): BookedSale => ({
  ...{ orderNumber: payment.orderNumber, voucher: payment.voucher, quantity: payment.quantity },
  ...{ payment: payment.payment, status: payment.status, fee: payment.fee, refunded: payment.refunded },
  startedAt: startedAt ?? payment.answerBy - answerMilliseconds,
})

/**
 * The sales of a day from all tills of the merchant: the ledger's word where it has one, and what this till alone knows of,
 * because its answer got lost. Newest first.
 */
export const mergedSales = (ledger: readonly PaymentView[], book: readonly BookedSale[]): BookedSale[] => {
  const startOf = (orderNumber: string) => book.find((sale) => sale.orderNumber === orderNumber)?.startedAt
  const known = ledger.map((payment) => bookedOf(payment, startOf(payment.orderNumber)))
  const own = book.filter(({ orderNumber }) => !known.some((sale) => sale.orderNumber === orderNumber))
  return [...known, ...own].sort((a, b) => b.startedAt - a.startedAt)
}

/** What was taken in one voucher; without the sums of the ledger, of this till's sales alone. */
export interface ShownTakings {
  voucher: string
  count: number
  taken: string
  refunded: string
  fees: string
  net: string
}

/** The takings of some sales, by voucher in the order of their codes. */
export const takingsOf = (sales: readonly BookedSale[]): ShownTakings[] => {
  const byVoucher = new Map<string, { count: number; taken: bigint; refunded: bigint; fees: bigint }>()
  for (const { voucher, status, quantity, fee = '0', refunded = '0' } of sales) {
    if (status !== 'captured') continue
    const sum = byVoucher.get(voucher) ?? { count: 0, taken: 0n, refunded: 0n, fees: 0n }
    byVoucher.set(voucher, {
      count: sum.count + 1,
      taken: sum.taken + BigInt(quantity),
      refunded: sum.refunded + BigInt(refunded),
      fees: sum.fees + BigInt(fee),
    })
  }
  return [...byVoucher]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([voucher, { count, taken, refunded, fees }]) => ({
      ...{ voucher, count, taken: `${taken}`, refunded: `${refunded}`, fees: `${fees}` },
      net: `${taken - refunded - fees}`,
    }))
}

export const isSameDay = (one: number, other: number): boolean =>
  new Date(one).toDateString() === new Date(other).toDateString()

const keptMaximum = 500

type Drawer = Pick<Storage, 'getItem' | 'setItem'>

const read = (text: string | null): BookedSale[] => {
  if (text === null) return []
  try {
    const read = JSON.parse(text) as unknown
    return Array.isArray(read) ? (read as BookedSale[]) : []
  } catch {
    return []
  }
}

/**
 * The sales of one till, newest first, kept on this device from before a claim leaves: so a sale is found again after a
 * reload, whatever became of its answer. The ledger's own word replaces what stands here whenever it is asked.
 */
export class SaleBook {
  readonly #drawer: Drawer
  readonly #name: string

  constructor(drawer: Drawer, owner: { ledger: string; participant: string; device: string }) {
    this.#drawer = drawer
    this.#name = `assay-sales ${owner.ledger} ${owner.participant} ${owner.device}`
  }

  /** All sales that are kept, newest first. */
  all(): BookedSale[] {
    return read(this.#drawer.getItem(this.#name))
  }

  /** The sales of the day of a moment, by the clock of this device. */
  ofDay(at: number): BookedSale[] {
    return this.all().filter(({ startedAt }) => isSameDay(startedAt, at))
  }

  /** Keeps a sale, in place of what was kept under its order number. */
  keep(sale: BookedSale): void {
    const others = this.all().filter(({ orderNumber }) => orderNumber !== sale.orderNumber)
    this.#write([sale, ...others].sort((a, b) => b.startedAt - a.startedAt).slice(0, keptMaximum))
  }

  /** Forgets a sale of which nothing came. */
  forget(orderNumber: string): void {
    this.#write(this.all().filter((sale) => sale.orderNumber !== orderNumber))
  }

  #write(sales: readonly BookedSale[]): void {
    try {
      this.#drawer.setItem(this.#name, JSON.stringify(sales))
    } catch {
      // A browser that keeps nothing still sells; only a reload would not know of an answer that got lost.
    }
  }
}
