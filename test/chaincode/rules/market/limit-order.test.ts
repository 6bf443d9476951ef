import { expect } from 'chai'
import type { OrderStatus } from '../../../../chaincode/domains/market/tables.ts'
import type { OrderEvent } from '../../../../chaincode/rules/market/order.ts'
import { isResting, orderLifecycle } from '../../../../chaincode/rules/market/order.ts'
import { cellsOf } from '../../../support/cells.ts'
import { Device } from '../../../support/devices.ts'
import { cash, type Exchange, gold, onExchange, terms } from '../../../support/exchange.ts'

const oneHour = 3_600_000n
const quantity = 20_000n
const limit = 57_000n
/** What a buy of 20 g at 570.00 reserves: 1,140,000 and a fee of 2,280. */
const reservedForBuy = 1_142_280n

const bring: Record<OrderStatus, (exchange: Exchange, order: string) => Promise<unknown>> = {
  open: async () => undefined,
  'part-filled': (exchange, order) => exchange.done(exchange.pricing, 'order.fill', exchange.fill(order, 5_000n)),
  filled: (exchange, order) => exchange.done(exchange.pricing, 'order.fill', exchange.fill(order, quantity)),
  cancelled: (exchange, order) => exchange.done(exchange.alice, 'order.cancel', { order }),
  expired: async (exchange, order) => {
    exchange.wait(oneHour + 1n)
    return exchange.done(exchange.bob, 'order.expire', { order, owner: 'alice' })
  },
}
const act: Record<OrderEvent, (exchange: Exchange, order: string) => Promise<string>> = {
  fill: (exchange, order) => exchange.code(exchange.pricing, 'order.fill', exchange.fill(order, 1_000n)),
  complete: (exchange, order) => {
    const { quantity: all, filled } = exchange.order(order)
    const left = all - filled
    return exchange.code(exchange.pricing, 'order.fill', exchange.fill(order, left > 0n ? left : 1n))
  },
  cancel: (exchange, order) => exchange.code(exchange.alice, 'order.cancel', { order }),
  expire: async (exchange, order) => {
    exchange.wait(oneHour + 1n)
    return exchange.code(exchange.bob, 'order.expire', { order, owner: 'alice' })
  },
}

describe('a limit order on the ledger', () => {
  for (const { state, event, after, title } of cellsOf(orderLifecycle, Object.keys(act) as OrderEvent[])) {
    const code = after === undefined ? 'order_state_forbids' : 'accepted'
    const isOpen = ['open', 'part-filled'].includes(after ?? state)

    it(
      title,
      onExchange(async (exchange) => {
        const order = await exchange.placed(exchange.alice, 'buy', quantity, limit)
        await bring[state](exchange, order)
        expect(exchange.order(order).status).equal(state)
        expect(await act[event](exchange, order)).equal(code)
        expect(exchange.order(order).status).equal(after ?? state)
        expect(exchange.order(order).reserved > 0n).equal(isOpen)
        expect(exchange.buckets('alice', cash)[1]).equal(exchange.order(order).reserved)
      }),
    )
  }
})

describe('placing a limit order', () => {
  it(
    'S0-044 reserves cash at the limit with its fee for a buy, visible in the account and in the order',
    onExchange(async (exchange) => {
      const effects = await exchange.done(exchange.alice, 'order.place', exchange.limit('buy', quantity, limit))
      expect(effects).deep.include({ status: 'open', reserved: `${reservedForBuy}`, reservedVoucher: cash })
      expect(exchange.buckets('alice', cash)).deep.equal([10_000_000n - reservedForBuy, reservedForBuy, 0n, 0n])
      expect(exchange.order(String(effects['order']))).deep.include({
        owner: 'alice',
        ownerHome: 'BankMSP',
        issuer: 'institution-treasury',
        home: 'InstitutionMSP',
        side: 'buy',
        quantity,
        filled: 0n,
        limitPrice: limit,
        reserved: reservedForBuy,
        placedAt: exchange.now,
        expiresAt: exchange.now + oneHour,
      })
    }),
  )

  it(
    'S0-044 reserves metal for a sale, and the same metal serves no other order',
    onExchange(async (exchange) => {
      const { alice } = exchange
      await exchange.placed(alice, 'sell', 60_000n, 60_000n)
      expect(exchange.buckets('alice')).deep.equal([40_000n, 60_000n, 0n, 0n])
      expect(await exchange.code(alice, 'order.place', exchange.limit('sell', 40_001n, 1n))).equal(
        'exceeds_available_quantity',
      )
      expect(await exchange.code(alice, 'trade.sell', exchange.trade('sell', 40_001n))).equal(
        'exceeds_available_quantity',
      )
    }),
  )

  it(
    'is refused without the cash, for the issuer, behind its deadline, and for an amount over the cap',
    onExchange(async (exchange) => {
      const { alice, bob, treasury } = exchange
      const order = exchange.limit('buy', 1_000n, limit)
      expect(await exchange.code(bob, 'order.place', exchange.limit('buy', 100_000n, limit))).equal(
        'exceeds_available_quantity',
      )
      expect(await exchange.code(treasury, 'order.place', order)).equal('issuer_cannot_trade')
      const late = { ...order, expiresAt: `${exchange.now - 1n}` }
      expect(await exchange.code(alice, 'order.place', late)).equal('deadline_in_past')
      expect(await exchange.code(alice, 'order.place', { ...order, expiresAt: `${exchange.now}` })).equal('accepted')
      const huge = { ...order, quantity: `${2n ** 95n}`, limitPrice: `${2n ** 95n}` }
      expect(await exchange.code(alice, 'order.place', huge)).equal('amount_over_cap')
      expect(await exchange.code(alice, 'order.place', { ...huge, side: 'sell' })).equal('amount_over_cap')
    }),
  )
})

describe('filling a limit order', () => {
  it(
    'in parts takes quote price and fee out of the reserve, and frees at the end what better prices left',
    onExchange(async (exchange) => {
      const { alice, pricing } = exchange
      const order = await exchange.placed(alice, 'buy', quantity, limit)
      const first = await exchange.done(pricing, 'order.fill', exchange.fill(order, 5_000n))
      expect(first).deep.equal({
        ...{ order, status: 'part-filled', voucher: gold, cash },
        quantity: '5000',
        price: '56000',
        gross: '280000',
        fee: '560',
        filled: '5000',
      })
      expect(exchange.order(order)).deep.include({ filled: 5_000n, reserved: reservedForBuy - 280_560n })
      expect(exchange.buckets('alice', cash)).deep.equal([
        10_000_000n - reservedForBuy,
        reservedForBuy - 280_560n,
        0n,
        0n,
      ])
      await exchange.quote('Q-2', 55_000n, 54_000n)
      const second = await exchange.done(pricing, 'order.fill', exchange.fill(order, 15_000n, 'Q-2'))
      expect(second).deep.include({ status: 'filled', price: '55000', filled: '20000' })
      const paid = 280_560n + 825_000n + 1_650n
      expect(exchange.order(order)).deep.include({ status: 'filled', reserved: 0n })
      expect(exchange.buckets('alice', cash)).deep.equal([10_000_000n - paid, 0n, 0n, 0n])
      expect(exchange.buckets('alice')[0]).equal(120_000n)
      expect(exchange.holding('alice')).deep.include({ cost: paid, costed: 20_000n })
    }),
  )

  it(
    'of a sale pays the owner the quote’s price less the fee, out of reserved metal',
    onExchange(async (exchange) => {
      const { alice, pricing } = exchange
      const order = await exchange.placed(alice, 'sell', quantity, 55_000n)
      await exchange.done(pricing, 'order.fill', exchange.fill(order, 8_000n))
      expect(exchange.buckets('alice')).deep.equal([80_000n, 12_000n, 0n, 0n])
      expect(exchange.buckets('alice', cash)[0]).equal(10_000_000n + 444_000n - 444n)
      expect(exchange.order(order)).deep.include({ status: 'part-filled', reserved: 12_000n })
      await exchange.done(pricing, 'order.fill', exchange.fill(order, 12_000n))
      expect(exchange.buckets('alice')).deep.equal([80_000n, 0n, 0n, 0n])
      expect(exchange.order(order)).deep.include({ status: 'filled', reserved: 0n })
    }),
  )

  for (const [side, met, missed] of [
    ['buy', 56_000n, 55_999n],
    ['sell', 55_500n, 55_501n],
  ] as const) {
    it(
      `is possible for a ${side} when the quote meets the limit exactly, and not a hundredth short of it`,
      onExchange(async (exchange) => {
        const { alice, pricing } = exchange
        const far = await exchange.placed(alice, side, 1_000n, missed)
        expect(await exchange.code(pricing, 'order.fill', exchange.fill(far, 1_000n))).equal('price_beyond_limit')
        const near = await exchange.placed(alice, side, 1_000n, met)
        expect(await exchange.code(pricing, 'order.fill', exchange.fill(near, 1_000n))).equal('accepted')
        expect(exchange.order(far).status).equal('open')
      }),
    )
  }

  it(
    'is never beyond what the order wants, and never out of another order’s reserve',
    onExchange(async (exchange) => {
      const { alice, pricing } = exchange
      const order = await exchange.placed(alice, 'buy', 10n, 56_000n)
      const other = await exchange.placed(alice, 'buy', 10n, 56_000n)
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(order, 11n))).equal('exceeds_order_quantity')
      // 560 and the least fee of 10 are reserved for each; the least fee is taken once, with the first part.
      expect(await exchange.done(pricing, 'order.fill', exchange.fill(order, 5n))).deep.include({
        ...{ gross: '280', fee: '10' },
      })
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(order, 6n))).equal('exceeds_order_quantity')
      expect([exchange.order(order).reserved, exchange.order(other).reserved]).deep.equal([280n, 570n])
      expect(await exchange.done(pricing, 'order.fill', exchange.fill(order, 5n))).deep.include({
        ...{ gross: '280', fee: '0' },
      })
      expect(exchange.order(order)).deep.include({ status: 'filled', reserved: 0n, value: 560_000n, fee: 10n })
      expect([exchange.order(other).reserved, exchange.buckets('alice', cash)[1]]).deep.equal([570n, 570n])
    }),
  )

  it(
    'in parts that cost nothing by themselves, since those before were rounded up, moves the metal and no cash',
    onExchange(async (exchange) => {
      const { alice, pricing } = exchange
      await exchange.quote('Q-2', 400n, 400n)
      const order = await exchange.placed(alice, 'buy', 4n, 400n)
      const parts = []
      for (const part of [1n, 1n, 1n, 1n]) {
        const effects = await exchange.done(pricing, 'order.fill', exchange.fill(order, part, 'Q-2'))
        parts.push([effects['gross'], effects['fee']])
      }
      // 0.4 each: 1, 1, 2 and 2 in all after each part.
      expect(parts).deep.equal([
        ['1', '10'],
        ['0', '0'],
        ['1', '0'],
        ['0', '0'],
      ])
      expect(exchange.order(order)).deep.include({ status: 'filled', reserved: 0n, value: 1_600n, fee: 10n })
    }),
  )

  it(
    'is possible in the order’s last millisecond and not in the next, and only then it can be expired',
    onExchange(async (exchange) => {
      const { alice, bob, pricing } = exchange
      const order = await exchange.placed(alice, 'buy', quantity, limit)
      exchange.wait(oneHour)
      await exchange.quote('Q-2', 56_000n, 55_500n)
      expect(await exchange.code(bob, 'order.expire', { order, owner: 'alice' })).equal('deadline_not_passed')
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(order, 1_000n, 'Q-2'))).equal('accepted')
      expect(isResting(exchange.order(order), exchange.now)).equal(true)
      exchange.wait(1n)
      expect(isResting(exchange.order(order), exchange.now)).equal(false)
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(order, 1_000n, 'Q-2'))).equal('deadline_passed')
      const effects = await exchange.done(bob, 'order.expire', { order, owner: 'alice' })
      const ended = { order, status: 'expired', filled: '1000', freed: `${reservedForBuy - 56_112n}` }
      expect(effects).deep.equal({ ...ended, voucher: gold, reservedVoucher: cash })
      expect(exchange.buckets('alice', cash)).deep.equal([10_000_000n - 56_112n, 0n, 0n, 0n])
    }),
  )

  it(
    'is the business of the issuer’s price device alone',
    onExchange(async (exchange) => {
      const { alice, treasury, scene } = exchange
      const order = await exchange.placed(alice, 'buy', quantity, limit)
      const rival = new Device('institution-mint', ['price'])
      await scene.register(rival, 'InstitutionMSP', 'organisation')
      expect(await exchange.code(treasury, 'order.fill', exchange.fill(order, 1n))).equal('device_lacks_role')
      expect(await exchange.code(rival, 'order.fill', exchange.fill(order, 1n))).equal('not_the_issuer')
    }),
  )

  it(
    'is refused for an order that is not of that owner or that voucher, or is none, and for a frozen owner',
    onExchange(async (exchange) => {
      const { alice, pricing, treasury, scene } = exchange
      const order = await exchange.placed(alice, 'buy', quantity, limit)
      const fill = exchange.fill(order, 1_000n)
      expect(await exchange.code(pricing, 'order.fill', { ...fill, owner: 'bob' })).equal('not_a_party')
      expect(await exchange.code(pricing, 'order.fill', { ...fill, order: 'A'.repeat(43) })).equal('unknown_order')
      await exchange.done(treasury, 'voucher.issue', {
        ...{ voucher: 'AG-0999', name: 'Silver', product: scene.voucher().product, unit: scene.voucher().unit },
        ...{ functions: ['buy'], trade: terms, quantity: '1000000' },
      })
      const silver = { voucher: 'AG-0999', quote: 'Q-1', buy: '7', sell: '6', lifeSeconds: 60 }
      await exchange.done(pricing, 'quote.publish', silver)
      expect(await exchange.code(pricing, 'order.fill', { ...fill, voucher: 'AG-0999' })).equal('unknown_order')
      const freeze = { participant: 'alice', caseNumber: 'CASE-1' }
      await exchange.done(scene.registrars.BankMSP, 'participant.freeze', freeze)
      expect(await exchange.code(pricing, 'order.fill', fill)).equal('participant_state_forbids')
    }),
  )

  it(
    'is refused for want of inventory, of the issuer’s cash, and below the least fee',
    onExchange(async (exchange) => {
      const { alice, pricing } = exchange
      await exchange.quote('Q-low', 1n, 1n)
      const buy = await exchange.placed(alice, 'buy', 800_001n, 1_000n)
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(buy, 800_001n, 'Q-low'))).equal(
        'exceeds_inventory',
      )
      const sell = await exchange.placed(alice, 'sell', 100_000n, 1n)
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(sell, 4_000n, 'Q-low'))).equal(
        'proceeds_below_fee',
      )
      await exchange.quote('Q-high', 400_000_000n, 400_000_000n)
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(sell, 100_000n, 'Q-high'))).equal(
        'issuer_lacks_cash',
      )
    }),
  )

  it(
    'takes the issuer’s inventory and cash where they stand as credits',
    onExchange(async (exchange) => {
      const { alice, bob, pricing, scene } = exchange
      await exchange.quote('Q-low', 10n, 1n)
      await exchange.done(alice, 'trade.buy', exchange.trade('buy', 800_000n, { quote: 'Q-low' }))
      await exchange.apply(scene.transfer(bob, 'institution-treasury', 9_000n))
      expect(scene.account('institution-treasury').holdings).deep.equal({})
      const buy = await exchange.placed(alice, 'buy', 9_000n, 10n)
      await exchange.done(pricing, 'order.fill', exchange.fill(buy, 9_000n, 'Q-low'))
      const sell = await exchange.placed(alice, 'sell', 9_000n, 55_500n)
      await exchange.quote('Q-2', 56_000n, 55_500n)
      await exchange.done(pricing, 'order.fill', exchange.fill(sell, 9_000n, 'Q-2'))
      expect(exchange.buckets('institution-treasury')[0]).equal(9_000n)
    }),
  )

  it(
    'S0-025 is refused once the function was switched off, and the order can still be cancelled',
    onExchange(async (exchange) => {
      const { alice, pricing, treasury } = exchange
      const order = await exchange.placed(alice, 'buy', quantity, limit)
      await exchange.done(treasury, 'voucher.change-functions', { voucher: gold, functions: ['sell'] })
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(order, 1_000n))).equal('function_not_enabled')
      expect(await exchange.code(alice, 'order.place', exchange.limit('buy', 1n, limit))).equal('function_not_enabled')
      await exchange.done(alice, 'order.cancel', { order })
      expect(exchange.buckets('alice', cash)).deep.equal([10_000_000n, 0n, 0n, 0n])
    }),
  )
})

describe('ending a limit order', () => {
  it(
    'by its owner frees the rest and keeps what was filled',
    onExchange(async (exchange) => {
      const { alice, pricing } = exchange
      const order = await exchange.placed(alice, 'sell', quantity, 55_000n)
      await exchange.done(pricing, 'order.fill', exchange.fill(order, 8_000n))
      const effects = await exchange.done(alice, 'order.cancel', { order })
      const ended = { order, status: 'cancelled', filled: '8000', freed: '12000' }
      expect(effects).deep.equal({ ...ended, voucher: gold, reservedVoucher: gold })
      expect(exchange.buckets('alice')).deep.equal([92_000n, 0n, 0n, 0n])
    }),
  )

  it(
    'is not anybody else’s to cancel, and needs the right owner to expire',
    onExchange(async (exchange) => {
      const { alice, bob, treasury } = exchange
      const order = await exchange.placed(alice, 'buy', quantity, limit)
      expect(await exchange.code(bob, 'order.cancel', { order })).equal('not_a_party')
      expect(await exchange.code(treasury, 'order.cancel', { order })).equal('not_a_party')
      expect(await exchange.code(alice, 'order.cancel', { order: 'A'.repeat(43) })).equal('unknown_order')
      exchange.wait(oneHour + 1n)
      expect(await exchange.code(bob, 'order.expire', { order, owner: 'bob' })).equal('not_a_party')
      expect(await exchange.code(bob, 'order.expire', { order, owner: 'alice' })).equal('accepted')
    }),
  )

  it(
    'frees what the fills left, which is nothing after a fill at the limit',
    onExchange(async (exchange) => {
      const { alice, pricing } = exchange
      const partly = await exchange.placed(alice, 'buy', 10n, 56_000n)
      await exchange.done(pricing, 'order.fill', exchange.fill(partly, 9n))
      expect(exchange.order(partly).reserved).equal(56n)
      expect(await exchange.done(alice, 'order.cancel', { order: partly })).deep.include({ freed: '56' })
      const exact = await exchange.placed(alice, 'buy', 1_000n, 56_000n)
      await exchange.done(pricing, 'order.fill', exchange.fill(exact, 1_000n))
      expect(exchange.order(exact)).deep.include({ status: 'filled', reserved: 0n })
      expect(exchange.buckets('alice', cash)[1]).equal(0n)
    }),
  )
})
