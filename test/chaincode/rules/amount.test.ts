import { expect } from 'chai'
import fc from 'fast-check'
import type { Fee } from '../../../chaincode/domains/vouchers/terms.ts'
import { Refusal } from '../../../chaincode/refusal.ts'
import {
  divideDown,
  divideHalfAway,
  divideUp,
  feeOn,
  grossOfBuy,
  grossOfSale,
  requireBelowCap,
} from '../../../chaincode/rules/amount.ts'
import { runs } from '../../support/runs.ts'

const below96 = 2n ** 96n - 1n
const amounts = fc.bigInt({ min: 1n, max: below96 })
const scales = fc.oneof(fc.constantFrom(1n, 10n, 1000n, 311_034_768n), fc.bigInt({ min: 1n, max: 10n ** 12n }))
const fees: fc.Arbitrary<Fee> = fc
  .record({
    partsPerMillion: fc.nat({ max: 500_000 }),
    minimum: fc.bigInt({ min: 0n, max: 10n ** 6n }),
    above: fc.option(fc.bigInt({ min: 0n, max: 10n ** 9n }), { nil: undefined }),
  })
  .map(({ partsPerMillion, minimum, above }) => ({
    partsPerMillion,
    minimum: `${minimum}`,
    ...(above === undefined ? {} : { maximum: `${minimum + above}` }),
  }))

const fee = (change: Partial<Fee>): Fee => ({ partsPerMillion: 0, minimum: '0', ...change })

describe('rounding', () => {
  /** Amount, divisor, and what each of the three roundings makes of it. */
  const table: [bigint, bigint, { up: bigint; down: bigint; halfAway: bigint }][] = [
    [0n, 1000n, { up: 0n, down: 0n, halfAway: 0n }],
    [1n, 1000n, { up: 1n, down: 0n, halfAway: 0n }],
    [499n, 1000n, { up: 1n, down: 0n, halfAway: 0n }],
    [500n, 1000n, { up: 1n, down: 0n, halfAway: 1n }],
    [501n, 1000n, { up: 1n, down: 0n, halfAway: 1n }],
    [999n, 1000n, { up: 1n, down: 0n, halfAway: 1n }],
    [1000n, 1000n, { up: 1n, down: 1n, halfAway: 1n }],
    [1001n, 1000n, { up: 2n, down: 1n, halfAway: 1n }],
    [1500n, 1000n, { up: 2n, down: 1n, halfAway: 2n }],
    [2500n, 1000n, { up: 3n, down: 2n, halfAway: 3n }],
    [1n, 3n, { up: 1n, down: 0n, halfAway: 0n }],
    [2n, 3n, { up: 1n, down: 0n, halfAway: 1n }],
    [below96, 1n, { up: below96, down: below96, halfAway: below96 }],
  ]

  for (const [amount, by, { up, down, halfAway }] of table) {
    it(`makes of ${amount} / ${by} upwards ${up}, downwards ${down}, to the nearest ${halfAway}`, () => {
      expect([divideUp(amount, by), divideDown(amount, by), divideHalfAway(amount, by)]).deep.equal([
        up,
        down,
        halfAway,
      ])
    })
  }

  it('to the nearest takes halves away from zero on both sides of it', () => {
    expect([-1501n, -1500n, -1499n, -500n, -499n].map((amount) => divideHalfAway(amount, 1000n))).deep.equal([
      -2n,
      -2n,
      -1n,
      -1n,
      0n,
    ])
    const property = fc.property(amounts, scales, (amount, by) => {
      expect(divideHalfAway(-amount, by)).equal(-divideHalfAway(amount, by))
      const twiceOff = 2n * (divideHalfAway(amount, by) * by - amount)
      expect(twiceOff > -by && twiceOff <= by).equal(true)
    })
    fc.assert(property, runs(300))
  })

  it('differs by at most one unit between its ways, and by none when nothing is left over', () => {
    const property = fc.property(amounts, scales, (amount, by) => {
      const [up, down] = [divideUp(amount, by), divideDown(amount, by)]
      expect(up - down).equal(amount % by === 0n ? 0n : 1n)
      expect([up, down]).include(divideHalfAway(amount, by))
    })
    fc.assert(property, runs(300))
  })
})

describe('the price of a quantity', () => {
  it('is rounded against the customer: a buy costs a fen more, a sale brings a fen less', () => {
    expect(grossOfBuy(56_000n, 1n, 1000n)).equal(56n)
    expect(grossOfBuy(56_001n, 1n, 1000n)).equal(57n)
    expect(grossOfSale(55_999n, 1n, 1000n)).equal(55n)
    expect(grossOfSale(999n, 1n, 1000n)).equal(0n)
  })

  it('is exact beyond what a JavaScript number holds', () => {
    expect(grossOfBuy(9_007_199_254_740_993n, 9_007_199_254_740_993n, 1n)).equal(
      81_129_638_414_606_699_710_187_514_626_049n,
    )
  })

  it('never falls when a buy is split, in however many parts', () => {
    const parts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 })
    const property = fc.property(parts, amounts, scales, fees, (split, price, scale, rate) => {
      const costOf = (quantity: bigint) => {
        const gross = grossOfBuy(price, quantity, scale)
        return gross + feeOn(gross, rate)
      }
      const whole = grossOfBuy(
        price,
        split.reduce((sum, part) => sum + part, 0n),
        scale,
      )
      const grossOfParts = split.reduce((sum, part) => sum + grossOfBuy(price, part, scale), 0n)
      expect(grossOfParts >= whole).equal(true)
      // With a fee at its maximum, one big buy pays the maximum once; without one, the fee too only grows by splitting.
      const { maximum: _maximum, ...uncapped } = rate
      const feeOfWhole = feeOn(whole, rate)
      expect(split.reduce((sum, part) => sum + costOf(part), 0n) >= whole + (feeOfWhole > 0n ? 1n : 0n)).equal(true)
      const feeOfParts = split.reduce((sum, part) => sum + feeOn(grossOfBuy(price, part, scale), uncapped), 0n)
      expect(feeOfParts >= feeOn(whole, uncapped)).equal(true)
    })
    fc.assert(property, runs(300))
  })

  it('never rises when a sale is split, in however many parts', () => {
    const parts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 })
    const property = fc.property(parts, amounts, scales, fees, (split, price, scale, rate) => {
      const { maximum: _maximum, ...uncapped } = rate
      const netOf = (quantity: bigint) => {
        const gross = grossOfSale(price, quantity, scale)
        return gross - feeOn(gross, uncapped)
      }
      const sum = split.reduce((left, part) => left + part, 0n)
      expect(split.reduce((left, part) => left + grossOfSale(price, part, scale), 0n) <= grossOfSale(price, sum, scale))
        .true
      expect(split.reduce((left, part) => left + netOf(part), 0n) <= netOf(sum)).equal(true)
    })
    fc.assert(property, runs(300))
  })

  it('leaves nothing to who buys and at once sells at one price', () => {
    const property = fc.property(amounts, amounts, scales, (price, quantity, scale) => {
      expect(grossOfSale(price, quantity, scale) <= grossOfBuy(price, quantity, scale)).equal(true)
    })
    fc.assert(property, runs(300))
  })
})

describe('a fee', () => {
  /** The fee's terms, the amount, and the fee. */
  const table: [Partial<Fee>, bigint, bigint][] = [
    [{}, 1_000_000n, 0n],
    [{ partsPerMillion: 2000 }, 0n, 0n],
    [{ partsPerMillion: 2000 }, 1n, 1n],
    [{ partsPerMillion: 2000 }, 500n, 1n],
    [{ partsPerMillion: 2000 }, 501n, 2n],
    [{ partsPerMillion: 500_000 }, 3n, 2n],
    [{ partsPerMillion: 2000, minimum: '10' }, 1n, 10n],
    [{ partsPerMillion: 2000, minimum: '10' }, 5000n, 10n],
    [{ partsPerMillion: 2000, minimum: '10' }, 5001n, 11n],
    [{ partsPerMillion: 2000, minimum: '10', maximum: '12' }, 6000n, 12n],
    [{ partsPerMillion: 2000, minimum: '10', maximum: '12' }, 6001n, 12n],
    [{ partsPerMillion: 2000, maximum: '0' }, 6001n, 0n],
    [{ minimum: '10', maximum: '7' }, 1n, 7n],
  ]

  for (const [change, amount, expected] of table) {
    it(`of ${JSON.stringify(change)} on ${amount} is ${expected}`, () => {
      expect(feeOn(amount, fee(change))).equal(expected)
    })
  }

  it('is never negative, never below its minimum, never above its maximum, and grows with the amount', () => {
    const property = fc.property(amounts, amounts, fees, (one, other, rate) => {
      const [small, large] = one < other ? [one, other] : [other, one]
      const [low, high] = [feeOn(small, rate), feeOn(large, rate)]
      expect(low >= BigInt(rate.minimum) && low <= high).equal(true)
      if (rate.maximum !== undefined) expect(high <= BigInt(rate.maximum)).equal(true)
    })
    fc.assert(property, runs(300))
  })
})

describe('an amount', () => {
  it('is refused from 2^96 on, and not a unit below', () => {
    expect(requireBelowCap(below96)).equal(below96)
    try {
      requireBelowCap(2n ** 96n)
      expect.fail('a refusal was expected')
    } catch (error) {
      expect(error).instanceOf(Refusal)
      expect([(error as Refusal).code, (error as Refusal).values]).deep.equal([
        'amount_over_cap',
        { amount: '79228162514264337593543950336' },
      ])
    }
  })
})
