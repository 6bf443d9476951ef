import { expect } from 'chai'
import fc from 'fast-check'
import { termsOf } from '../../../../chaincode/rules/market/live-quote.ts'
import { costOfBuy } from '../../../../chaincode/rules/market/settlement.ts'
import type { ListedQuote } from '../../../../terminal/sdk/lists.ts'
import { estimate, quantityFor, quoteState } from '../../../../terminal/web/market/estimate.ts'
import type { PublishedVoucher } from '../../../../terminal/web/state/vouchers.ts'

const trade = {
  ...{ cash: 'CNY', priceScale: '1000' },
  fees: { buy: { partsPerMillion: 2000, minimum: '1' }, sell: { partsPerMillion: 2000, minimum: '7' } },
}
const unit = { base: '1 mg', shownAs: 'g', basePerShown: '1000' }
const voucher = { voucher: 'AU-9999', unit, trade } as unknown as PublishedVoucher
const terms = termsOf({ unit, trade } as never)

const quoteAt = (change: Partial<ListedQuote> = {}): ListedQuote => ({
  ...{
    home: 'BankMSP',
    voucher: 'AU-9999',
    quote: 'Q-1',
    terms,
    buy: '56000',
    sell: '55500',
    publishedAt: '1000',
    expiresAt: '2000',
  },
  ...change,
})

describe('what a trade would come to', () => {
  it('is, for a purchase, what the ledger’s own rule would take', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 9n), fc.bigInt(1n, 10n ** 7n), (quantity, price) => {
        const { gross, fee } = costOfBuy(trade, quantity, price)
        const guess = estimate(voucher, 'buy', quantity.toString(), price.toString())
        expect(guess).deep.equal({ gross: String(gross), fee: String(fee), total: String(gross + fee) })
      }),
    )
  })

  it('is, for a sale, the amount less the fee, and nothing when the fee would take it all', () => {
    expect(estimate(voucher, 'sell', '10000', '55500')).deep.equal({ gross: '555000', fee: '1110', total: '553890' })
    expect(estimate(voucher, 'sell', '1', '7000')).equal(undefined)
  })

  it('is turned round for a purchase by amount: no base unit more could be paid with it', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n), fc.bigInt(1n, 10n ** 7n), (cash, price) => {
        const quantity = quantityFor(voucher, 'buy', cash.toString(), price.toString())
        const totalOf = (count: bigint) =>
          BigInt(estimate(voucher, 'buy', count.toString(), price.toString())?.total ?? '0')
        if (quantity !== undefined) expect(totalOf(BigInt(quantity)) <= cash).equal(true)
        expect(totalOf(BigInt(quantity ?? '0') + 1n) > cash).equal(true)
      }),
    )
  })

  it('is turned round for a sale by amount: no base unit less would bring it', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n), fc.bigInt(1n, 10n ** 7n), (cash, price) => {
        const quantity = BigInt(quantityFor(voucher, 'sell', cash.toString(), price.toString()) ?? '0')
        const totalOf = (count: bigint) =>
          BigInt(estimate(voucher, 'sell', count.toString(), price.toString())?.total ?? '0')
        expect(totalOf(quantity) >= cash).equal(true)
        if (quantity > 1n) expect(totalOf(quantity - 1n) < cash).equal(true)
      }),
    )
  })

  it('is no quantity where no sale ever brings the amount', () => {
    const trade = { cash: 'CNY', priceScale: '1000', fees: { sell: { partsPerMillion: 0, minimum: '9'.repeat(60) } } }
    const dear = { voucher: 'AU-9999', unit, trade } as unknown as PublishedVoucher
    expect(quantityFor(dear, 'sell', '1', '1')).equal(undefined)
  })

  it('is nothing for a voucher that is not traded', () => {
    const { trade: _none, ...untraded } = voucher
    expect(estimate(untraded as PublishedVoucher, 'buy', '1', '1')).equal(undefined)
    expect(quantityFor(untraded as PublishedVoucher, 'buy', '1', '1')).equal(undefined)
  })
})

describe('the newest quote', () => {
  it('is live to the end of its life, inclusively, and over afterwards', () => {
    expect(quoteState(voucher, [quoteAt()], 2000).state).equal('live')
    expect(quoteState(voucher, [quoteAt()], 2001).state).equal('ended')
  })

  it('is none where there never was one, and no price under other terms', () => {
    expect(quoteState(voucher, [], 1).state).equal('none')
    expect(quoteState(voucher, [quoteAt({ terms: 'older' })], 1500).state).equal('other_terms')
  })

  it('counts alone: an older one that lives longer is no price', () => {
    expect(quoteState(voucher, [quoteAt(), quoteAt({ quote: 'Q-0', expiresAt: '9000' })], 3000).state).equal('ended')
  })
})
