import { expect } from 'chai'
import { orderNumber } from '../../../../../chaincode/wire/identifiers.ts'
import { chargeOf, isChargeable, orderNumberOf } from '../../../../../terminal/web/market/purchases/charging.ts'

describe('A code that pays an order', () => {
  it('goes under a number that is always the same for an order, and another for another', () => {
    const [one, other] = [`-_${'a'.repeat(41)}`, `-_${'b'.repeat(41)}`]
    expect(orderNumber.safeParse(orderNumberOf({ purchase: one })).success).equal(true)
    expect(orderNumberOf({ purchase: one })).equal(orderNumberOf({ purchase: one }))
    expect(orderNumberOf({ purchase: one })).not.equal(orderNumberOf({ purchase: other }))
  })

  it('is taken for an order that waits to be paid, in time, where its certificate lets one pay', () => {
    const inTime = { takesPayment: true, isLate: false }
    expect(isChargeable({ status: 'ordered' }, inTime)).equal(true)
    for (const status of ['paid', 'accepted', 'cancelled'] as const)
      expect(isChargeable({ status }, inTime)).equal(false)
    expect(isChargeable({ status: 'ordered' }, { ...inTime, isLate: true })).equal(false)
    for (const takesPayment of [false, undefined]) {
      expect(isChargeable({ status: 'ordered' }, { ...inTime, takesPayment })).equal(false)
    }
  })

  it('has the buyer asked once it is claimed, and leaves room for another one that came to nothing', () => {
    expect(chargeOf(undefined)).equal('none')
    expect(chargeOf({ status: 'claimed' })).equal('asked')
    expect(chargeOf({ status: 'captured' })).equal('paid')
    for (const status of ['declined', 'reversed', 'expired'] as const) expect(chargeOf({ status })).equal('ended')
  })
})
