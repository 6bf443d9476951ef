import { expect } from 'chai'
import { fillOrder } from '../../../../chaincode/rules/market/order.ts'
import { ledgerFaults } from '../../../support/invariants.ts'
import { Market } from '../../../support/market.ts'
import { codeOf, goldBody, only, Scene } from '../../../support/scene.ts'

const { voucher } = goldBody

describe('orders at rest', () => {
  it('never spend what another order of the same owner has reserved, however small their parts', async () => {
    const scene = await Scene.open()
    const market = await Market.open(scene)
    await scene.honoured(
      scene.instruct(scene.alice, 'voucher.transfer', { voucher: 'CNY', to: 'bob', quantity: '790' }),
      {
        gateway: 'BankMSP',
      },
    )
    const [first, second] = [
      await market.opened(market.order('buy', 10n)),
      await market.opened(market.order('buy', 10n)),
    ]
    expect(scene.account('alice').holdings['CNY']).deep.include({ available: 0n, reserved: 210n })
    for (let part = 0; part < 10; part += 1) await scene.honoured(market.fill(second, 1n))
    expect(scene.account('alice').holdings['CNY']).deep.include({ available: 0n, reserved: 105n })
    expect(ledgerFaults(scene.ledger)).deep.equal([])
    expect(codeOf(only(await scene.apply(market.fill(first, 10n))))).equal('accepted')
    expect(scene.account('alice').holdings['CNY']).equal(undefined)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('tell what a fill moved by which way the order goes, and nothing where nobody knows it', async () => {
    const scene = await Scene.open()
    const market = await Market.open(scene)
    await scene.give([scene.alice], 10n)
    const order = await market.opened(market.order('sell', 10n, { limitPrice: '1' }))
    const body = { order, owner: 'alice', voucher, quote: 'Q1', quantity: '5' }
    const effects = { voucher, quantity: '5', cash: 'CNY', gross: '50', fee: '2' }
    const moves = (named: string) =>
      fillOrder.moves?.({ from: 'institution-treasury', body: { ...body, order: named }, effects, view: scene.view })
    expect(moves(order)).deep.equal([
      { giver: 'alice', receiver: 'institution-treasury', voucher, quantity: '5' },
      { giver: 'institution-treasury', receiver: 'alice', voucher: 'CNY', quantity: '50' },
      { giver: 'alice', receiver: 'institution-treasury', voucher: 'CNY', quantity: '2', isFee: true },
    ])
    expect(moves('x'.repeat(43))).deep.equal([])
  })

  it('free the rest of what they reserved when the price was better than their limit', async () => {
    const scene = await Scene.open()
    const market = await Market.open(scene)
    const order = await market.opened(market.order('buy', 10n, { limitPrice: '200' }))
    await scene.honoured(market.fill(order, 10n))
    expect(scene.account('alice').holdings['CNY']).deep.include({ available: 895n, reserved: 0n })
    expect(scene.balance('alice')).equal(10n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })
})

describe('what stands in credits', () => {
  it('counts on both sides of one trade: the customer’s cash and the issuer’s metal', async () => {
    const scene = await Scene.open()
    const market = await Market.open(scene)
    await scene.give([scene.alice], 1_000_000n)
    await scene.honoured(scene.transfer(scene.alice, 'institution-treasury', 20n))
    expect(scene.account('institution-treasury').holdings[voucher]).equal(undefined)
    expect(scene.account('bob').holdings).deep.equal({})
    expect(codeOf(only(await scene.apply(market.trade(scene.bob, 'buy', 20n))))).equal('accepted')
    expect(scene.balance('bob')).equal(20n)
    expect(scene.balance('bob', 'CNY')).equal(795n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('counts as the issuer’s own when it changes the unit of a voucher that nobody else holds', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    await scene.honoured(scene.transfer(scene.alice, 'institution-treasury', 10n))
    const unit = { base: '0.001 oz', shownAs: 'oz', basePerShown: '1000' }
    const revision = scene.instruct(scene.treasury, 'voucher.revise', { voucher, unit, reason: 'other unit' })
    expect(codeOf(only(await scene.apply(revision)))).equal('accepted')
  })
})
