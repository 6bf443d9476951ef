import { expect } from 'chai'
import { atStorefront, cash, gold, period, perPiece, price } from '../../support/storefront.ts'

describe('a purchase', () => {
  it(
    'S1-046 S1-047 has buyer and provider for its parties, and pays the one from the other’s account',
    atStorefront(async (storefront) => {
      const purchase = await storefront.completed()
      expect(storefront.purchase(purchase).status).equal('completed')
      expect(storefront.buckets('alice')).deep.equal([100_000n - price, 0n])
      expect(storefront.buckets('clockmaker')).deep.equal([price, 0n])
    }),
  )
})
