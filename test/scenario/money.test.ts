import { expect } from 'chai'
import {
  approvePayment,
  claimPayment,
  openQuestions,
  refundPayment,
  requestCode,
  reversePayment,
} from '../../terminal/sdk/payments.ts'
import type { Terminal } from '../../terminal/sdk/terminal.ts'
import { findDifferences } from './support/agreement.ts'
import { gateways, topology } from './support/network.ts'
import { honoured, Person, refusalOf } from './support/people.ts'
import { fund, readScene, type Scene } from './support/scene.ts'
import { Shop } from './support/shop.ts'

const cash = 'CNY-ODD'
const gold = 'AU-ODD'
describe('what somebody tries with money', () => {
  let scene: Scene
  let shop: Shop
  let till: Terminal

  before(async () => {
    scene = await readScene()
    shop = await Shop.open('odd-bank', cash)
    till = await shop.merchant('odd-till', 'Odd Till', cash)
  })

  const everythingGoesOn = async () => {
    await fund(scene, scene.bob, '1')
    expect(await findDifferences(topology)).to.deep.equal([])
  }
  const claimBy = async (payer: Terminal, orderNumber: string) => {
    const { digits } = await requestCode(payer)
    return claimPayment(till, { code: digits, orderNumber, voucher: cash, quantity: '1000' })
  }
  const approve = async (payer: Terminal, payment: string) => {
    const question = (await openQuestions(payer)).find((one) => one.payment === payment)
    if (question === undefined) throw new Error('the payer was not asked')
    return approvePayment(payer, question)
  }

  it('gets no refund into an account that was closed, and stops nothing', async () => {
    const payer = await shop.payer('odd-payer-one', '1000', cash)
    const { payment } = await claimBy(payer, 'ODD-1')
    expect((await approve(payer, payment)).status).to.equal('accepted')
    const { bank } = scene.registrars
    await honoured(gateways.bank, bank, 'participant.close', { participant: payer.participant })
    const refund = { payment, quantity: '1000', reference: 'spilt' }
    expect(await refundPayment(till, refund)).to.deep.include({ status: 'refused', code: 'receiver_not_active' })
    await everythingGoesOn()
  })

  it('gets an order number paid once, whatever becomes of its older claim, and stops nothing', async () => {
    const [one, two] = [
      await shop.payer('odd-payer-two', '5000', cash),
      await shop.payer('odd-payer-three', '5000', cash),
    ]
    const first = await claimBy(one, 'ODD-2')
    const reversing = reversePayment(till, first)
    const second = await claimBy(two, 'ODD-2').catch(() => undefined)
    await reversing
    const last = second ?? (await claimBy(two, 'ODD-2'))
    expect((await approve(two, last.payment)).status).to.equal('accepted')
    expect((await reversePayment(till, first)).status).to.equal('refused')
    const three = await shop.payer('odd-payer-four', '5000', cash)
    expect(await refusalOf(claimBy(three, 'ODD-2'))).to.equal('order_in_use')
    await everythingGoesOn()
  })

  it('gets no trade at an older quote beside a newer one, nor at one that was taken back, and stops nothing', async () => {
    const issuer = new Person('odd-mint')
    await honoured(gateways.bank, scene.registrars.bank, 'participant.register', {
      ...{ participant: 'odd-mint', type: 'organisation' as const },
      device: issuer.newDevice(['issuer', 'price', 'customer']),
    })
    await honoured(gateways.bank, issuer, 'voucher.issue', {
      ...{ voucher: gold, name: 'Odd gold', functions: ['buy', 'sell'], quantity: '1000000' },
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
      trade: {
        ...{ cash, priceScale: '1000' },
        fees: { buy: { partsPerMillion: 0, minimum: '0' }, sell: { partsPerMillion: 0, minimum: '0' } },
      },
    })
    const quote = (name: string, price: string) => ({ voucher: gold, quote: name, buy: price, sell: price })
    for (const [name, price] of [
      ['OLD', '1000'],
      ['NEW', '2000'],
    ] as const) {
      await honoured(gateways.bank, issuer, 'quote.publish', { ...quote(name, price), lifeSeconds: 120 })
    }
    const buyer = await shop.payer('odd-buyer', '5000', cash)
    const trade = (name: string, worstPrice: string) => ({
      ...{ voucher: gold, issuer: 'odd-mint', quote: name, quantity: '1000', worstPrice },
    })
    const refused = (code: string) => ({ status: 'refused', code })
    expect(await buyer.instruct('trade.buy', trade('OLD', '1000'))).to.deep.include(refused('quote_superseded'))
    expect((await buyer.instruct('trade.buy', trade('NEW', '2000'))).status).to.equal('accepted')
    await honoured(gateways.bank, issuer, 'quote.withdraw', { voucher: gold, quote: 'NEW' })
    expect(await buyer.instruct('trade.sell', trade('NEW', '1'))).to.deep.include(refused('quote_withdrawn'))
    await everythingGoesOn()
  })
})
