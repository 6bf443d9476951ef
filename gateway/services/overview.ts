import type { Holding } from '../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import { fieldsOf } from '../../chaincode/rules/market/fields.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import type { ListedHolding, Row } from '../projection/lists.ts'
import type { Projection } from '../projection/projection.ts'
import { newestQuote } from './market.ts'

const itemsMaximum = 200

/** What an account holds and is asked, in one answer: all that a first page of it needs. */
export interface Overview {
  /** What it holds by voucher, the first two hundred; with the reference value where its position tells one. */
  holdings: (ListedHolding & { referenceValue?: Json })[]
  /** Offers to it and pledges that nobody has answered, newest first, two hundred of each; a deadline may have passed. */
  offers: Row[]
  pledges: Row[]
}

const holdingOf = ({ available, reserved, pledged, frozen, cost, costed }: ListedHolding): Holding => ({
  ...{ available: BigInt(available), reserved: BigInt(reserved), pledged: BigInt(pledged), frozen: BigInt(frozen) },
  ...{ cost: BigInt(cost), costed: BigInt(costed) },
})

/** The reference value as the position in the voucher tells it; undefined where the voucher shows none, or was retired. */
const referenceValueOf = (projection: Projection, held: ListedHolding): Json | undefined => {
  const { participant, voucher: code } = held
  const voucher = projection.view.find(vouchers, code)
  if (voucher === undefined || voucher.status === 'retired' || !voucher.fields.includes('referenceValue'))
    return undefined
  return fieldsOf({
    voucher: { ...voucher, fields: ['referenceValue'] },
    participant,
    holding: holdingOf(held),
    quote: newestQuote(projection, code),
    orders: [],
    now: BigInt(Date.now()),
  }).referenceValue
}

/** What an account holds, with its value, and what waits for its answer. */
export const overviewOf = (projection: Projection, participant: string): Overview => {
  const { lists } = projection
  const holdings = lists.holdings(participant, { limit: itemsMaximum }).items.map((held) => {
    const referenceValue = referenceValueOf(projection, held)
    return referenceValue === undefined ? held : { ...held, referenceValue }
  })
  return {
    holdings,
    offers: lists.asked('offers', participant, { member: 'receiver', status: 'offered' }, itemsMaximum),
    pledges: lists.asked('pledges', participant, { member: 'pledgee', status: 'proposed' }, itemsMaximum),
  }
}
