import { expect } from 'chai'
import { orderNumber } from '../../../../../chaincode/wire/identifiers.ts'
import { suggestOrderNumber } from '../../../../../terminal/web/screens/till/order-number.ts'

const now = new Date(2026, 10, 5, 9, 30).getTime()

describe('The order number that a till suggests', () => {
  it('says the day, the till and the sale, and is one that the ledger takes', () => {
    const suggested = suggestOrderNumber({ device: `${'a'.repeat(40)}_x9`, now, sold: 6 })
    expect(suggested).to.equal('20261105-X9-007')
    expect(orderNumber.safeParse(suggested).success).to.equal(true)
  })

  it('differs between two tills and two sales', () => {
    const of = (device: string, sold: number) => suggestOrderNumber({ device, now, sold })
    expect(new Set([of('abc', 0), of('abd', 0), of('abc', 1)]).size).to.equal(3)
  })
})
