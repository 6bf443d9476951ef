import { expect } from 'chai'
import fc from 'fast-check'
import type { Order, OrderStatus, Quote } from '../../../../chaincode/domains/market/tables.ts'
import type { Holding } from '../../../../chaincode/domains/registry/tables.ts'
import type { Voucher } from '../../../../chaincode/domains/vouchers/tables.ts'
import { type VoucherField, voucherFields } from '../../../../chaincode/domains/vouchers/terms.ts'
import { emptyHolding } from '../../../../chaincode/rules/account.ts'
import { type FieldSources, fieldsOf, notApplicable } from '../../../../chaincode/rules/market/fields.ts'
import { termsOf } from '../../../../chaincode/rules/market/live-quote.ts'
import { canonical, type Json } from '../../../../chaincode/wire/canonical.ts'
import { testNow } from '../../../support/devices.ts'
import { type Exchange, gold, onExchange, terms } from '../../../support/exchange.ts'
import { runs } from '../../../support/runs.ts'
import { goldBody } from '../../../support/scene.ts'

const voucher: Voucher = {
  ...goldBody,
  trade: terms,
  issuer: 'institution-treasury',
  home: 'InstitutionMSP',
  status: 'issued',
  fields: [...voucherFields],
  version: 1n,
}

const quote: Quote = {
  ...{ voucher: gold, quote: 'Q-1', home: 'InstitutionMSP', terms: termsOf(voucher) },
  ...{ buy: 56_000n, sell: 55_500n, publishedAt: testNow - 2_000n, expiresAt: testNow },
}

const order = (change: Partial<Order> = {}): Order => ({
  ...{ order: 'order-1', voucher: gold, cash: 'CNY', terms: termsOf(voucher), side: 'sell', status: 'open' },
  ...{ owner: 'alice', ownerHome: 'BankMSP', issuer: 'institution-treasury', home: 'InstitutionMSP' },
  ...{
    quantity: 700n,
    filled: 0n,
    limitPrice: 60_000n,
    reserved: 700n,
    value: 0n,
    fee: 0n,
    placedAt: testNow - 9n,
    expiresAt: testNow,
  },
  ...change,
})

/** 10,000 mg in four buckets, all of them bought, for 540,001 fen. */
const holding: Holding = {
  ...{ available: 6_000n, reserved: 700n, pledged: 3_000n, frozen: 300n },
  ...{ cost: 540_001n, costed: 10_000n },
}

const sources = (change: Partial<FieldSources> = {}): FieldSources => ({
  ...{ voucher, participant: 'alice', holding, quote, orders: [order()], now: testNow },
  ...change,
})

const field = (name: VoucherField, change: Partial<FieldSources> = {}): Json | undefined =>
  fieldsOf(sources(change))[name]

const { trade: _trade, ...untraded } = voucher

describe('the fields of a voucher', () => {
  it('S0-034 show the name under which the series was issued', () => {
    expect(field('name')).equal('Gold bar 999.9')
  })

  it('S0-035 show the product: metal, fineness and form', () => {
    expect(field('productType')).deep.equal({
      type: 'metal',
      metal: 'gold',
      finenessPerTenThousand: 9999,
      form: 'bar',
    })
  })

  it('S0-036, S0-038 show the total of all buckets, with its unit and as a whole number of base units', () => {
    expect(field('totalQuantity')).deep.equal({ quantity: '10000', unit: voucher.unit })
    expect(field('totalQuantity', { holding: emptyHolding })).deep.equal({ quantity: '0', unit: voucher.unit })
  })

  it('S0-037, S0-038 show what is available: the total less what is reserved, pledged and frozen', () => {
    expect(field('availableQuantity')).deep.equal({ quantity: '6000', unit: voucher.unit })
    expect(field('unit')).deep.equal({ base: '1 mg', shownAs: 'g', basePerShown: '1000' })
  })

  it('S0-039 show the average cost of a price unit, rounded half away from zero, and none without purchases', () => {
    expect(field('buyPrice')).deep.equal({ price: '54000', priceScale: '1000', cash: 'CNY' })
    const at = (cost: bigint, costed: bigint) => field('buyPrice', { holding: { ...holding, cost, costed } })
    expect(at(540_005n, 10_000n)).deep.include({ price: '54001' })
    expect(at(540_004n, 10_000n)).deep.include({ price: '54000' })
    expect(at(100n, 3n)).deep.include({ price: '33333' })
    expect(at(0n, 0n)).equal(notApplicable)
    expect(field('buyPrice', { voucher: untraded })).equal(notApplicable)
  })

  it('S0-040 name the account that holds the metal', () => {
    expect(field('positionAccount')).equal('alice')
  })

  it('S0-041 show the market value of all that is held, rounded down, with price, time and source', () => {
    expect(field('referenceValue')).deep.equal({
      amount: '555000',
      cash: 'CNY',
      price: '55500',
      at: `${testNow - 2_000n}`,
      source: { quote: 'Q-1', issuer: 'institution-treasury' },
      isStale: false,
      ageMilliseconds: '2000',
    })
    expect(field('referenceValue', { holding: { ...emptyHolding, available: 1n } })).deep.include({ amount: '55' })
  })

  it('S0-041 mark a price as stale from the first millisecond after its life, and tell its age', () => {
    expect(field('referenceValue', { now: testNow + 1n })).deep.include({ isStale: true, ageMilliseconds: '2001' })
    expect(field('referenceValue', { now: testNow - 3_000n })).deep.include({ isStale: false, ageMilliseconds: '0' })
    expect(field('referenceValue', { quote: undefined })).equal(notApplicable)
    expect(field('referenceValue', { voucher: untraded })).equal(notApplicable)
  })

  it('S0-041 compute no value from a price that was said under other terms', () => {
    const rescaled = { ...voucher, trade: { ...terms, priceScale: '1' } }
    for (const name of ['referenceValue', 'floatingProfit', 'yield'] as const) {
      expect(field(name, { voucher: rescaled }), name).equal(notApplicable)
    }
  })

  it('S0-042 show profit and loss with its sign, and none while the cost of any part is unknown', () => {
    expect(field('floatingProfit')).deep.equal({ amount: '14999', cash: 'CNY' })
    expect(field('floatingProfit', { quote: { ...quote, sell: 50_000n } })).deep.equal({
      amount: '-40001',
      cash: 'CNY',
    })
    expect(field('floatingProfit', { holding: { ...holding, costed: 9_999n } })).equal(notApplicable)
    expect(field('floatingProfit', { holding: emptyHolding })).equal(notApplicable)
    expect(field('floatingProfit', { quote: undefined })).equal(notApplicable)
    expect(field('floatingProfit', { voucher: untraded })).equal(notApplicable)
  })

  it('S0-043 show the yield in parts per million, rounded half away from zero, and none where the cost is zero', () => {
    expect(field('yield')).deep.equal({ partsPerMillion: '27776' })
    expect(field('yield', { quote: { ...quote, sell: 50_000n } })).deep.equal({ partsPerMillion: '-74076' })
    const free = { ...holding, cost: 0n }
    expect(field('yield', { holding: free })).equal(notApplicable)
    expect(field('floatingProfit', { holding: free })).deep.include({ amount: '555000' })
    expect(field('yield', { quote: undefined })).equal(notApplicable)
  })

  it('S0-044 list every open order of this voucher with function, quantity, price and state, and no closed one', () => {
    const statuses: OrderStatus[] = ['open', 'part-filled', 'filled', 'cancelled', 'expired']
    const orders = [
      ...statuses.map((status, place) => order({ order: `order-${place}`, status })),
      order({ order: 'late', expiresAt: testNow - 1n }),
      order({ order: 'other', voucher: 'AG-0999' }),
    ]
    const listed = field('entrustedOrders', { orders }) as { order: string }[]
    expect(listed.map(({ order: id }) => id)).deep.equal(['order-0', 'order-1'])
    expect(listed[0]).deep.equal({
      ...{ order: 'order-0', function: 'sell', status: 'open', quantity: '700', filled: '0' },
      ...{ price: '60000', expiresAt: `${testNow}` },
    })
    expect(field('entrustedOrders', { orders: [] })).deep.equal([])
  })

  it('S0-045 are exactly those that the voucher is set to show: each single one, all eleven, any choice', () => {
    const shown = (fields: VoucherField[]) => fieldsOf(sources({ voucher: { ...voucher, fields } }))
    const all = fieldsOf(sources())
    expect(Object.keys(all)).deep.equal([...voucherFields])
    for (const name of voucherFields) expect(shown([name])).deep.equal({ [name]: all[name] })
    const property = fc.property(fc.subarray([...voucherFields], { minLength: 1 }), (fields) => {
      expect(shown(fields)).deep.equal(Object.fromEntries(fields.map((name) => [name, all[name]])))
    })
    fc.assert(property, runs(300))
  })

  it('carry no JSON number that could be rounded, whatever is held and paid', () => {
    const amount = fc.bigInt({ min: 0n, max: 2n ** 96n - 1n })
    const holdings = fc.record({
      ...{ available: amount, reserved: amount, pledged: amount, frozen: amount },
      ...{ cost: amount, costed: amount },
    })
    const property = fc.property(holdings, amount, (held, sell) => {
      const { productType: _product, ...figures } = fieldsOf(sources({ holding: held, quote: { ...quote, sell } }))
      expect(canonical(figures)).not.match(/:-?\d/)
    })
    fc.assert(property, runs(100))
  })
})

describe('the fields of a voucher, after instructions on the ledger', () => {
  const shownTo = (exchange: Exchange, participant: string, orders: Order[] = []) => {
    const { scene, now } = exchange
    const published = { ...quote, publishedAt: now, expiresAt: now + 1n, terms: termsOf(scene.voucher()) }
    const held = exchange.holding(participant)
    return fieldsOf({ voucher: scene.voucher(), participant, holding: held, quote: published, orders, now })
  }

  it(
    'S0-036, S0-037 add up through orders, pledges, freezes and purchases',
    onExchange(async (exchange) => {
      const { alice, treasury, scene } = exchange
      await exchange.locked(30_000n)
      const id = await exchange.placed(alice, 'sell', 20_000n, 60_000n)
      const hold = { participant: 'alice', voucher: gold, quantity: '5000', caseNumber: 'CASE-1' }
      await exchange.done(treasury, 'holding.freeze', hold)
      await exchange.done(alice, 'trade.buy', exchange.trade('buy', 10_000n))
      const shown = shownTo(exchange, 'alice', [exchange.order(id)])
      expect(shown).deep.include({
        totalQuantity: { quantity: '110000', unit: scene.voucher().unit },
        availableQuantity: { quantity: '55000', unit: scene.voucher().unit },
        positionAccount: 'alice',
        floatingProfit: notApplicable,
      })
      expect((shown.entrustedOrders as Json[]).length).equal(1)
    }),
  )

  it(
    'S0-039, S0-042, S0-043 follow purchases at several prices and part sales',
    onExchange(async (exchange) => {
      const { carol, bank } = exchange
      const money = { voucher: 'CNY', to: 'carol', quantity: '5000000', reference: 'counter 1' }
      await exchange.done(bank, 'cash.deposit', money)
      await exchange.done(carol, 'trade.buy', exchange.trade('buy', 10_000n))
      await exchange.quote('Q-2', 60_000n, 59_000n)
      await exchange.done(carol, 'trade.buy', exchange.trade('buy', 30_000n, { quote: 'Q-2' }))
      // 561,120 and 1,803,600 for 40 g, fees included; a quarter of it leaves with a sale of 10 g.
      expect(shownTo(exchange, 'carol').buyPrice).deep.include({ price: '59118' })
      await exchange.done(carol, 'trade.sell', exchange.trade('sell', 10_000n, { quote: 'Q-2' }))
      expect(shownTo(exchange, 'carol')).deep.include({
        buyPrice: { price: '59118', priceScale: '1000', cash: 'CNY' },
        floatingProfit: { amount: `${1_665_000 - 1_773_540}`, cash: 'CNY' },
        yield: { partsPerMillion: '-61200' },
      })
    }),
  )
})
