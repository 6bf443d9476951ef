import type { z } from 'zod'
import type { VoucherField } from '../../chaincode/domains/vouchers/terms.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { toShown, type Unit } from '../sdk/amount.ts'
import { fieldShapes, isNotApplicable, type ShownPosition } from '../sdk/position.ts'
import { showPairs, showPrice, showProduct, showQuantity, type Vouchers } from './show.ts'
import { showMoment } from './show-moment.ts'

/** What a figure is shown with: the voucher itself, and the cash vouchers that its figures count in. */
interface Around {
  voucher: string
  vouchers: Vouchers
}

type Show = (value: Json, around: Around) => string

const unavailable = 'unavailable'

const shaped =
  <T>(shape: z.ZodType<T>, show: (value: T, around: Around) => string): Show =>
  (value, around) => {
    const read = shape.safeParse(value)
    return read.success ? show(read.data, around) : unavailable
  }

const text: Show = (value) => (typeof value === 'string' ? value : unavailable)

const unitOf = ({ vouchers }: Around, code: string): Unit | undefined => vouchers.get(code)?.unit

const quantity = shaped(fieldShapes.totalQuantity, (held) => showQuantity(held.quantity, held.unit))

/** Gains have their sign too, so that nobody takes the one for the other. */
const signed = (amount: string): string => (BigInt(amount) > 0n ? '+' : '')

const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** How long something lasted, in the largest unit that fits. */
const showSpan = (milliseconds: number): string => {
  const [unit, length] = spans.find(([, span]) => milliseconds >= span) ?? ['second', 1000]
  const count = Math.trunc(milliseconds / length)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

const percent = (partsPerMillion: string): string =>
  `${signed(partsPerMillion)}${toShown(partsPerMillion, { base: '', shownAs: '', basePerShown: '10000' })} %`

const shows: { readonly [F in VoucherField]: { label: string; show: Show } } = {
  name: { label: 'name', show: text },
  productType: { label: 'product', show: (value) => showProduct(value as Parameters<typeof showProduct>[0]) },
  totalQuantity: { label: 'total quantity', show: quantity },
  availableQuantity: { label: 'available quantity', show: quantity },
  unit: {
    label: 'unit',
    show: shaped(fieldShapes.unit, ({ shownAs, base }) => `${shownAs} (counted in ${base})`),
  },
  buyPrice: {
    label: 'average buy price',
    show: shaped(fieldShapes.buyPrice, (price, around) => showPrice(price.price, { ...price, ...around })),
  },
  positionAccount: { label: 'position account', show: text },
  referenceValue: {
    label: 'reference value',
    show: shaped(fieldShapes.referenceValue, ({ amount, cash, at, source, isStale, ageMilliseconds }, around) => {
      const stale = isStale ? `; STALE PRICE, ${showSpan(Number(ageMilliseconds))} old` : ''
      return `${showQuantity(amount, unitOf(around, cash))}, at the price of ${showMoment(at)} from ${source.issuer}${stale}`
    }),
  },
  floatingProfit: {
    label: 'floating profit or loss',
    show: shaped(
      fieldShapes.floatingProfit,
      ({ amount, cash }, around) => `${signed(amount)}${showQuantity(amount, unitOf(around, cash))}`,
    ),
  },
  yield: {
    label: 'yield',
    show: shaped(fieldShapes.yield, ({ partsPerMillion }) => percent(partsPerMillion)),
  },
  entrustedOrders: {
    label: 'entrusted orders',
    show: shaped(fieldShapes.entrustedOrders, (orders, around) => {
      const { voucher, vouchers } = around
      const one = ({ function: side, ...order }: (typeof orders)[number]) => {
        const price = showPrice(order.price, { voucher, vouchers })
        return `${side} ${showQuantity(order.quantity, unitOf(around, voucher))} at ${price}, ${order.status}`
      }
      return orders.length === 0 ? 'no open orders' : orders.map(one).join('; ')
    }),
  },
}

const showField = (name: VoucherField, value: Json, around: Around): string =>
  isNotApplicable(value) ? 'not applicable' : shows[name].show(value, around)

/** One's position in a voucher, field by field as the web shows it, with the height it comes from and whether that is old. */
export const showPosition = (position: ShownPosition, vouchers: Vouchers): string[] => {
  const { voucher, fields, functions, height, isOutOfDate } = position
  const named = Object.entries(fields) as [VoucherField, Json][]
  return [
    `${voucher}  at height ${height}${isOutOfDate ? ' (OUT OF DATE: a later result is known; ask again)' : ''}`,
    ...showPairs([
      ...named.map(([name, value]) => [shows[name].label, showField(name, value, { voucher, vouchers })] as const),
      ['functions', functions.join(', ') || 'none'],
    ]),
  ]
}
