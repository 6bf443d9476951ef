import type { Quote } from '../../chaincode/domains/market/tables.ts'
import type { Holding } from '../../chaincode/domains/registry/tables.ts'
import { type Voucher, vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import { fieldsOf } from '../../chaincode/rules/market/fields.ts'
import { termsOf } from '../../chaincode/rules/market/live-quote.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import type { ListedHolding } from '../projection/lists.ts'
import type { Projection } from '../projection/projection.ts'
import type { Row } from '../projection/row-text.ts'
import { newestQuote } from './market.ts'

const itemsMaximum = 200

/** What a holding is worth and has gained, where the voucher shows it, and the price at which one could trade now. */
interface Told {
  referenceValue?: Json
  floatingProfit?: Json
  price?: { buy: string; sell: string; expiresAt: string }
}

/** What an account holds and is asked, in one answer: all that a first page of it needs. */
export interface Overview {
  /** What it holds by voucher, the first two hundred; with what its position tells of the value, and the price of now. */
  holdings: (ListedHolding & Told)[]
  /** Offers to it and pledges that nobody has answered, newest first, two hundred of each; a deadline may have passed. */
  offers: Row[]
  pledges: Row[]
}

const holdingOf = ({ available, reserved, pledged, frozen, cost, costed }: ListedHolding): Holding => ({
  ...{ available: BigInt(available), reserved: BigInt(reserved), pledged: BigInt(pledged), frozen: BigInt(frozen) },
  ...{ cost: BigInt(cost), costed: BigInt(costed) },
})

/** The price of now; nothing where the newest one has ended, was withdrawn, or is of older terms. */
const priceOf = (voucher: Voucher, quote: Quote | undefined, now: bigint): Pick<Told, 'price'> => {
  if (quote === undefined || quote.terms !== termsOf(voucher)) return {}
  if (quote.expiresAt < now || quote.status === 'withdrawn') return {}
  const { buy, sell, expiresAt } = quote
  return { price: { buy: buy.toString(), sell: sell.toString(), expiresAt: expiresAt.toString() } }
}

const shownFields = ['referenceValue', 'floatingProfit'] as const

/** Value and gain as the position in the voucher tells them, as far as it shows them; nothing of one that was retired. */
const toldOf = (projection: Projection, held: ListedHolding, now: bigint): Told => {
  const { participant, voucher: code } = held
  const voucher = projection.view.find(vouchers, code)
  if (voucher === undefined || voucher.status === 'retired') return {}
  const quote = newestQuote(projection, code)
  const fields = shownFields.filter((field) => voucher.fields.includes(field))
  const shown = { ...voucher, fields }
  const values = fieldsOf({ voucher: shown, participant, holding: holdingOf(held), quote, orders: [], now })
  return { ...values, ...priceOf(voucher, quote, now) }
}

/** What an account holds, with its value at a moment in milliseconds since 1970, and what waits for its answer. */
export const overviewOf = (projection: Projection, participant: string, now = BigInt(Date.now())): Overview => {
  const { lists } = projection
  const { items } = lists.holdings(participant, { limit: itemsMaximum })
  return {
    holdings: items.map((held) => ({ ...held, ...toldOf(projection, held, now) })),
    offers: lists.asked('offers', participant, { member: 'receiver', status: 'offered' }, itemsMaximum),
    pledges: lists.asked('pledges', participant, { member: 'pledgee', status: 'proposed' }, itemsMaximum),
  }
}
