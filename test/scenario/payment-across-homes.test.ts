import { expect } from 'chai'
import {
  approvePayment,
  claimPayment,
  declinePayment,
  openQuestions,
  type PaymentQuestion,
  paymentByOrder,
  refundPayment,
  requestCode,
  reversePayment,
} from '../../terminal/sdk/payments.ts'
import type { Terminal } from '../../terminal/sdk/terminal.ts'
import { refusalOf } from './support/people.ts'
import { Shop } from './support/shop.ts'

const farCash = 'CNY-FAR'
const metal = 'AU-FAR'

describe('a payment by code to a merchant of another member than the payer’s bank', () => {
  let shop: Shop
  let payer: Terminal
  let farm: Terminal
  let mint: Terminal
  let orders = 0

  const sale = async (change: object = {}) => {
    const { digits: code } = await requestCode(payer)
    orders += 1
    const usual = { code, orderNumber: `FAR-${orders}`, voucher: farCash, quantity: '1000', payerHome: 'BankMSP' }
    return { ...usual, ...change }
  }
  const asked = async (payment: string): Promise<PaymentQuestion> => {
    const question = (await openQuestions(payer)).find((one) => one.payment === payment)
    if (question === undefined) throw new Error('the payer was not asked')
    return question
  }
  const cashOf = () => Promise.all([payer, farm, shop.bank].map((terminal) => shop.available(terminal, farCash)))
  const goldOf = () => Promise.all([payer, mint].map((terminal) => shop.available(terminal, metal)))
  const buy = (quote: string) => ({ quantity: '1005', settles: { buy: { voucher: metal, quantity: '100', quote } } })

  before(async () => {
    shop = await Shop.open('far-bank', farCash)
    payer = await shop.payer('far-payer', '100000', farCash)
    farm = await shop.merchantOf('supplier', { participant: 'far-farm', name: 'The farm', voucher: farCash })
    mint = await shop.merchantOf('institution', { participant: 'far-mint', name: 'The mint', voucher: farCash })
    const fees = { partsPerMillion: 0, minimum: '5' }
    await shop.act(mint, 'voucher.issue', {
      ...{ voucher: metal, name: 'Gold at the till', unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' } },
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      ...{ functions: ['buy', 'sell', 'transfer'], quantity: '1000' },
      trade: { cash: farCash, priceScale: '10', fees: { buy: fees, sell: fees } },
    })
    await shop.act(mint, 'quote.publish', { voucher: metal, quote: 'Q1', buy: '100', sell: '90', lifeSeconds: 600 })
  })

  it('is claimed at the payer’s bank, paid, refunded and taken back, endorsed by both members', async () => {
    const before = await cashOf()
    const paid = await claimPayment(farm, await sale())
    expect(paid).to.deep.include({ status: 'claimed', merchantName: 'The farm', fee: '6' })
    expect((await approvePayment(payer, await asked(paid.payment))).status).to.equal('accepted')
    expect((await paymentByOrder(farm, paid.orderNumber)).status).to.equal('captured')
    const refund = { payment: paid.payment, quantity: '400', reference: 'spilt' }
    expect((await refundPayment(farm, refund)).status).to.equal('accepted')
    const open = await claimPayment(farm, await sale())
    expect((await reversePayment(farm, open)).status).to.equal('accepted')
    const moved = (await cashOf()).map((quantity, index) => Number(quantity) - Number(before[index]))
    expect(moved).to.deep.equal([-600, 594, 6])
  })

  it('SX-001 settles a buy of metal in one transaction, and frees the metal when the payer says no', async () => {
    const declined = await claimPayment(mint, await sale(buy('Q1')))
    expect(await goldOf()).to.deep.equal(['0', '900'])
    expect((await declinePayment(payer, await asked(declined.payment))).status).to.equal('accepted')
    expect(await goldOf()).to.deep.equal(['0', '1000'])
    const bought = await claimPayment(mint, await sale(buy('Q1')))
    expect((await approvePayment(payer, await asked(bought.payment))).status).to.equal('accepted')
    expect(await goldOf()).to.deep.equal(['100', '900'])
  })

  it('SX-001 is refused for what is not the merchant’s own, and at another price, and no metal waits', async () => {
    expect(await refusalOf(claimPayment(farm, await sale(buy('Q1'))))).to.equal('not_the_issuer')
    const cheap = { ...buy('Q1'), quantity: '1004' }
    expect(await refusalOf(claimPayment(mint, await sale(cheap)))).to.equal('settled_terms_differ')
    expect(await goldOf()).to.deep.equal(['100', '900'])
  })
})
