import { expect } from 'chai'
import { overviewOf } from '../../../gateway/services/overview.ts'
import { Market } from '../../support/market.ts'
import { goldBody, Scene } from '../../support/scene.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'

describe('the price of what an account holds', () => {
  let scene: Scene
  let market: Market
  beforeEach(async () => {
    scene = await Scene.open()
    market = await Market.open(scene)
    await scene.give([scene.alice], 500n)
  })

  const priceAt = (now: bigint) =>
    overviewOf(projectionOf(blocksOf(scene.ledger)), 'alice', now).holdings.find(
      ({ voucher }) => voucher === goldBody.voucher,
    )?.price

  it('is that of the newest quote, up to its end and not after it', async () => {
    await scene.honoured(market.quote('Q2', { buy: '101', sell: '99' }))
    const price = priceAt(scene.now)
    expect(price).include({ buy: '101', sell: '99' })
    const end = BigInt(price?.expiresAt ?? 0)
    expect(priceAt(end)).deep.equal(price)
    expect(priceAt(end + 1n)).equal(undefined)
  })

  it('is none once the newest quote was withdrawn, though an older one would live on', async () => {
    await scene.honoured(market.quote('Q2', { buy: '101' }))
    await scene.honoured(scene.instruct(market.pricing, 'quote.withdraw', { voucher: goldBody.voucher, quote: 'Q2' }))
    expect(priceAt(scene.now)).equal(undefined)
  })
})
