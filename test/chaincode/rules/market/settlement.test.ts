import { expect } from 'chai'
import fc from 'fast-check'
import type { Account } from '../../../../chaincode/domains/registry/tables.ts'
import type { Voucher } from '../../../../chaincode/domains/vouchers/tables.ts'
import type { Fee } from '../../../../chaincode/domains/vouchers/terms.ts'
import { Refusal } from '../../../../chaincode/refusal.ts'
import {
  credited,
  emptyHolding,
  holdingOf,
  openAccount,
  totalOf,
  withHolding,
} from '../../../../chaincode/rules/account.ts'
import { costOfBuy, settleBuy, settleSale, type Trade } from '../../../../chaincode/rules/market/settlement.ts'
import { cash, gold, terms } from '../../../support/exchange.ts'
import { runs } from '../../../support/runs.ts'
import { goldBody } from '../../../support/scene.ts'

const voucher: Voucher = {
  ...goldBody,
  issuer: 'treasury',
  home: 'InstitutionMSP',
  status: 'issued',
  fields: ['name'],
  version: 1n,
}

const accountOf = (name: string, metal: bigint, money: bigint): Account =>
  credited(credited(openAccount(name, 'BankMSP'), gold, metal), cash, money)

const trade = (change: Partial<Trade> = {}): Trade => ({
  customer: accountOf('alice', 50_000n, 10_000_000n),
  issuer: accountOf('treasury', 1_000_000n, 10_000_000n),
  voucher,
  terms,
  quantity: 10_000n,
  price: 56_000n,
  from: 'available',
  ...change,
})

const have = (account: Account): bigint[] => [totalOf(holdingOf(account, gold)), totalOf(holdingOf(account, cash))]

const codeOf = (settle: () => unknown): string => {
  try {
    settle()
    return 'settled'
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

describe('settling a buy', () => {
  it('moves metal one way, takes price and fee, and books both as the cost of what was bought', () => {
    const { customer, issuer, gross, fee } = settleBuy(trade())
    expect([gross, fee]).deep.equal([560_000n, 1_120n])
    expect(have(customer)).deep.equal([60_000n, 10_000_000n - 561_120n])
    // The cash reaches the issuer as a gift, which whoever settles gives.
    expect(have(issuer)).deep.equal([990_000n, 10_000_000n])
    expect(holdingOf(customer, gold)).deep.include({ cost: 561_120n, costed: 10_000n })
  })

  it('can use all the cash and all the inventory to the last unit, and not one more', () => {
    const exact = trade({ customer: accountOf('alice', 0n, 561_120n), issuer: accountOf('treasury', 10_000n, 0n) })
    const { customer, issuer } = settleBuy(exact)
    expect([have(customer), have(issuer)]).deep.equal([
      [10_000n, 0n],
      [0n, 0n],
    ])
    expect(codeOf(() => settleBuy({ ...exact, customer: accountOf('alice', 0n, 561_119n) }))).equal(
      'exceeds_available_quantity',
    )
    expect(codeOf(() => settleBuy({ ...exact, issuer: accountOf('treasury', 9_999n, 0n) }))).equal('exceeds_inventory')
  })

  it('pays out of the reserve for an order at rest, and leaves what is available alone', () => {
    const holding = { ...emptyHolding, available: 7n, reserved: 561_120n }
    const customer = withHolding(openAccount('alice', 'BankMSP'), cash, holding)
    const settled = settleBuy(trade({ customer, from: 'reserved' }))
    expect(holdingOf(settled.customer, cash)).deep.include({ available: 7n, reserved: 0n })
    const more = () => settleBuy(trade({ customer, from: 'reserved', quantity: 10_001n }))
    expect(more, 'which no order asks for').throws('less of CNY reserved than waits for it')
  })

  it('of the smallest quantity still costs a whole unit and the least fee', () => {
    expect(costOfBuy(terms, 1n, 1n)).deep.equal({ gross: 1n, fee: 10n })
  })

  it('at an amount of 2^96 is refused', () => {
    expect(codeOf(() => costOfBuy({ ...terms, priceScale: '1' }, 2n ** 48n, 2n ** 48n))).equal('amount_over_cap')
    expect(costOfBuy({ ...terms, priceScale: '1' }, 2n ** 48n, 2n ** 48n - 1n).gross).equal(2n ** 96n - 2n ** 48n)
  })
})

describe('settling a sale', () => {
  it('moves metal back to the inventory and pays the price less the fee', () => {
    const { customer, issuer, gross, fee } = settleSale(trade({ price: 55_500n }))
    expect([gross, fee]).deep.equal([555_000n, 555n])
    expect(have(customer)).deep.equal([40_000n, 10_000_000n + 554_445n])
    expect(have(issuer)).deep.equal([1_010_000n, 10_000_000n - 554_445n])
  })

  it('is refused for want of metal, of the issuer’s cash, and where the fee takes all of it', () => {
    expect(codeOf(() => settleSale(trade({ quantity: 50_001n })))).equal('exceeds_available_quantity')
    const poor = accountOf('treasury', 1_000_000n, 559_439n)
    expect(codeOf(() => settleSale(trade({ issuer: poor })))).equal('issuer_lacks_cash')
    expect(codeOf(() => settleSale(trade({ issuer: accountOf('treasury', 0n, 559_440n) })))).equal('settled')
    expect(codeOf(() => settleSale(trade({ price: 5_000n, quantity: 1n })))).equal('proceeds_below_fee')
    expect(codeOf(() => settleSale(trade({ price: 6_000n, quantity: 1n })))).equal('settled')
    const free = { ...terms, fees: { ...terms.fees, sell: { partsPerMillion: 0, minimum: '0' } } }
    expect(codeOf(() => settleSale(trade({ terms: free, price: 1n, quantity: 1n })))).equal('proceeds_below_fee')
    expect(codeOf(() => settleSale(trade({ price: 2n ** 95n })))).equal('amount_over_cap')
  })

  it('lets the cost leave in proportion', () => {
    const bought = settleBuy(trade({ customer: accountOf('alice', 0n, 10_000_000n) })).customer
    const sold = settleSale(trade({ customer: bought, quantity: 2_500n })).customer
    expect(holdingOf(sold, gold)).deep.include({ cost: 420_840n, costed: 7_500n })
  })
})

describe('settling an order in parts', () => {
  const parts = fc.array(
    fc.record({ quantity: fc.bigInt({ min: 1n, max: 500n }), cheaper: fc.bigInt({ min: 0n, max: 300n }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  const fees = fc.record({
    partsPerMillion: fc.integer({ min: 0, max: 500_000 }),
    minimum: fc.bigInt({ min: 0n, max: 50n }).map(String),
    maximum: fc.option(fc.bigInt({ min: 50n, max: 400n }).map(String), { nil: undefined }),
  })

  type Part = { quantity: bigint; price: bigint }

  /** Buys the parts of one order, out of what was reserved for it at its limit; answers what is left of that. */
  const leftAfter = (all: Part[], limit: bigint, buy: Fee): bigint => {
    const own = { ...terms, fees: { ...terms.fees, buy } }
    const quantity = all.reduce((sum, part) => sum + part.quantity, 0n)
    const whole = costOfBuy(own, quantity, limit)
    const holding = { ...emptyHolding, reserved: whole.gross + whole.fee }
    let customer = withHolding(openAccount('alice', 'BankMSP'), cash, holding)
    const soFar = { value: 0n, fee: 0n }
    for (const part of all) {
      // What an order has not reserved cannot be taken: that would throw.
      const settled = settleBuy(trade({ terms: own, customer, from: 'reserved', ...part, soFar }))
      expect([settled.gross, settled.fee].filter((amount) => amount < 0n)).deep.equal([])
      customer = settled.customer
      soFar.value += part.price * part.quantity
      soFar.fee += settled.fee
    }
    return holdingOf(customer, cash).reserved
  }
  const limits = fc.bigInt({ min: 301n, max: 3_000n })

  it('takes at one price exactly what one fill would', () => {
    const check = (all: { quantity: bigint }[], limit: bigint, fee: Fee) => {
      const priced = all.map(({ quantity }) => ({ quantity, price: limit }))
      expect(leftAfter(priced, limit, fee)).equal(0n)
    }
    fc.assert(fc.property(parts, limits, fees as fc.Arbitrary<Fee>, check), runs(200))
  })

  it('never takes more than was reserved at the limit, at whatever better prices', () => {
    const check = (all: { quantity: bigint; cheaper: bigint }[], limit: bigint, fee: Fee) => {
      const priced = all.map(({ quantity, cheaper }) => ({ quantity, price: limit - cheaper }))
      expect(leftAfter(priced, limit, fee) >= 0n).equal(true)
    }
    fc.assert(fc.property(parts, limits, fees as fc.Arbitrary<Fee>, check), runs(200))
  })

  it('pays for a sale in parts what one sale would, and asks the least fee once', () => {
    const whole = settleSale(trade({ quantity: 10n }))
    const soFar = { value: 0n, fee: 0n }
    let paid = 0n
    for (const quantity of [4n, 3n, 2n, 1n]) {
      const { gross, fee } = settleSale(trade({ quantity, soFar }))
      paid += gross - fee
      soFar.value += 56_000n * quantity
      soFar.fee += fee
    }
    expect(paid).equal(whole.gross - whole.fee)
  })
})

describe('settling, whatever is traded', () => {
  const quantities = fc.bigInt({ min: 1n, max: 20_000n })
  const prices = fc.bigInt({ min: 1n, max: 100_000n })
  const steps = fc.array(fc.record({ side: fc.constantFrom('buy', 'sell'), quantity: quantities, price: prices }), {
    minLength: 1,
    maxLength: 30,
  })

  interface Play {
    side: string
    quantity: bigint
    price: bigint
  }
  type Two = Pick<Trade, 'customer' | 'issuer'>

  const settled = ({ customer, issuer }: Two, { side, quantity, price }: Play): Two => {
    const request = trade({ customer, issuer, quantity, price })
    if (side === 'sell') return settleSale(request)
    const { gross, fee, ...two } = settleBuy(request)
    return { ...two, issuer: credited(two.issuer, cash, gross + fee) }
  }
  const afterPlay = (two: Two, play: Play): Two => {
    try {
      return settled(two, play)
    } catch (error) {
      if (error instanceof Refusal) return two
      throw error
    }
  }
  const sumsOf = ({ customer, issuer }: Two) =>
    [0, 1].map((leg) => (have(customer)[leg] as bigint) + (have(issuer)[leg] as bigint))

  it('keeps the sum of metal and of cash, and never makes a bucket or a cost negative', () => {
    const property = fc.property(steps, (plays) => {
      let two: Two = trade()
      const before = sumsOf(two)
      for (const play of plays) {
        two = afterPlay(two, play)
        expect(sumsOf(two)).deep.equal(before)
        const { available, cost, costed } = holdingOf(two.customer, gold)
        expect([available, cost, costed, available - costed].every((amount) => amount >= 0n)).equal(true)
        expect(cost > 0n).equal(costed > 0n)
      }
    })
    fc.assert(property, runs(200))
  })
})
