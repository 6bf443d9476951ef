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
import { honoured, Person } from './support/people.ts'
import { fund, readScene, type Scene } from './support/scene.ts'
import { Shop } from './support/shop.ts'

const cash = 'CNY-ODD'
const gold = 'AU-ODD'
const decided = ['accepted', 'refused']

// What the rules make of these is for their own tests to say; here, that whatever they make of it stops nothing.
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

  it('stops nothing with a refund into an account that was closed', async () => {
    const payer = await shop.payer('odd-payer-one', '1000', cash)
    const { payment } = await claimBy(payer, 'ODD-1')
    expect((await approve(payer, payment)).status).to.equal('accepted')
    const { bank } = scene.registrars
    await honoured(gateways.bank, bank, 'participant.close', { participant: payer.participant })
    const { status } = await refundPayment(till, { payment, quantity: '1000', reference: 'spilt' })
    expect(decided).to.include(status)
    await everythingGoesOn()
  })

  it('stops nothing with an order number that is claimed anew while an older payment of it ends', async () => {
    const [one, two] = [
      await shop.payer('odd-payer-two', '5000', cash),
      await shop.payer('odd-payer-three', '5000', cash),
    ]
    const first = await claimBy(one, 'ODD-2')
    const reversing = reversePayment(till, first)
    const second = await claimBy(two, 'ODD-2').catch(() => undefined)
    await reversing
    const last = second ?? (await claimBy(two, 'ODD-2'))
    expect(decided).to.include((await approve(two, last.payment)).status)
    expect(decided).to.include((await reversePayment(till, first)).status)
    await everythingGoesOn()
  })

  it('stops nothing with trades at an older quote beside a newer one', async () => {
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
    expect(decided).to.include((await buyer.instruct('trade.buy', trade('OLD', '1000'))).status)
    expect(decided).to.include((await buyer.instruct('trade.sell', trade('NEW', '1'))).status)
    await everythingGoesOn()
  })
})
