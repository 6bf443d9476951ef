import { expect } from 'chai'
import { listAnswers } from '../../../../../terminal/sdk/lists.ts'
import { pastPaymentsOf } from '../../../../../terminal/web/screens/pay/past-payments.ts'

const terms = {
  payment: 'p1',
  merchant: 'noodle-bar',
  orderNumber: 'A-1',
  voucher: 'CNY',
  quantity: '2500',
  answerBy: '9',
}
const at = (block: string) => ({ ledger: { block, transaction: 't', position: `${block}.0.0`, validation: 'VALID' } })
const one = (kind: string, body: object, more: object = {}) => ({
  id: 'i',
  status: 'accepted',
  kind,
  from: 'alice',
  body,
  ...at('7'),
  ...more,
})

const read = (...items: object[]) => pastPaymentsOf(listAnswers.instructions.parse({ items, height: '9' }).items)

describe('The past payments of a payer', () => {
  it('are what was answered, whatever else concerns the payer', () => {
    const payments = read(
      one('payment.approve', terms),
      one('voucher.transfer', { voucher: 'CNY', to: 'bob', quantity: '1' }),
      one('payment.decline', { ...terms, payment: 'p2' }),
      one('payment.claim', { commitment: 'c', orderNumber: 'A-1', voucher: 'CNY', quantity: '2500' }),
    )
    expect(payments.map(({ payment, outcome, block }) => [payment, outcome, block])).to.deep.equal([
      ['p1', 'captured', '7'],
      ['p2', 'declined', '7'],
    ])
  })

  it('S4-040 show the sum of what was given back, and nothing for a refund that was refused', () => {
    const [payment] = read(
      one('payment.refund', { payment: 'p1', quantity: '500', reference: 'R-2' }),
      one('payment.refund', { payment: 'p1', quantity: '300', reference: 'R-1' }),
      one('payment.refund', { payment: 'p1', quantity: '9999', reference: 'R-0' }, { status: 'refused' }),
      one('payment.refund', { payment: 'p9', quantity: '1', reference: 'R-9' }),
      one('payment.approve', terms),
    )
    expect(payment?.refunded).to.equal(800n)
  })

  it('S4-030 S4-041 say why a yes was refused, and that nobody was asked', () => {
    const [refused, byRule] = read(
      one('payment.approve', terms, { status: 'refused', code: 'exceeds_available_quantity' }),
      one('payment.approve', { ...terms, prompted: false }),
    )
    expect(refused).to.include({ outcome: 'refused', code: 'exceeds_available_quantity', refunded: 0n })
    expect(byRule).to.include({ outcome: 'captured', isByRule: true })
  })
})
