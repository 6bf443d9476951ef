import { expect } from 'chai'
import { Device } from '../../../support/devices.ts'
import { gold, onExchange } from '../../../support/exchange.ts'
import { goldBody } from '../../../support/scene.ts'

const prices = { voucher: gold, quote: 'Q-2', buy: '56100', sell: '55600', lifeSeconds: 90 }

describe('a quote', () => {
  it(
    'stands with both prices, its time and its end, under a name that is given once',
    onExchange(async (exchange) => {
      const { pricing, scene } = exchange
      expect(await exchange.done(pricing, 'quote.publish', prices)).deep.equal({
        voucher: gold,
        quote: 'Q-2',
        expiresAt: exchange.ahead(90_000n),
      })
      expect(scene.ledger.row(`quote~${gold}~Q-2`)).deep.include({
        home: 'InstitutionMSP',
        buy: '56100',
        sell: '55600',
        publishedAt: `${exchange.now}`,
        expiresAt: exchange.ahead(90_000n),
      })
      expect(await exchange.code(pricing, 'quote.publish', { ...prices, buy: '70000' })).equal('quote_exists')
    }),
  )

  it(
    'may sell at the price at which it buys, and not below',
    onExchange(async (exchange) => {
      const { pricing } = exchange
      expect(await exchange.code(pricing, 'quote.publish', { ...prices, buy: '55600' })).equal('accepted')
      expect(await exchange.code(pricing, 'quote.publish', { ...prices, quote: 'Q-3', buy: '55599' })).equal(
        'quote_inverted',
      )
    }),
  )

  it(
    'comes from a price device of the voucher’s issuer, and needs terms of trade',
    onExchange(async (exchange) => {
      const { treasury, pricing, alice, scene } = exchange
      expect(await exchange.code(treasury, 'quote.publish', prices)).equal('device_lacks_role')
      expect(await exchange.code(alice, 'quote.publish', prices)).equal('device_lacks_role')
      const rival = await scene.register(new Device('institution-mint', ['price']), 'InstitutionMSP', 'organisation')
      expect(await exchange.code(rival, 'quote.publish', prices)).equal('not_the_issuer')
      await exchange.done(treasury, 'voucher.issue', { ...goldBody, voucher: 'AG-0999' })
      expect(await exchange.code(pricing, 'quote.publish', { ...prices, voucher: 'AG-0999' })).equal(
        'trade_terms_missing',
      )
      expect(await exchange.code(pricing, 'quote.publish', { ...prices, voucher: 'XX-0000' })).equal('unknown_voucher')
    }),
  )

  it(
    'lives for a second at least and a day at most, and prices are positive',
    onExchange(async (exchange) => {
      const { pricing } = exchange
      for (const change of [{ lifeSeconds: 0 }, { lifeSeconds: 86_401 }, { lifeSeconds: 1.5 }, { sell: '0' }]) {
        expect(await exchange.code(pricing, 'quote.publish', { ...prices, ...change })).equal('malformed_instruction')
      }
      expect(await exchange.code(pricing, 'quote.publish', { ...prices, lifeSeconds: 86_400 })).equal('accepted')
    }),
  )

  it(
    'ends every older one of its voucher, for trades and for fills',
    onExchange(async (exchange) => {
      const { pricing, alice } = exchange
      const order = await exchange.placed(alice, 'buy', 1_000n, 60_000n)
      await exchange.done(pricing, 'quote.publish', prices)
      for (const side of ['buy', 'sell'] as const) {
        expect(await exchange.code(alice, `trade.${side}`, exchange.trade(side, 1_000n))).equal('quote_superseded')
        expect(await exchange.code(alice, `trade.${side}`, exchange.trade(side, 1_000n, { quote: 'Q-2' }))).equal(
          'accepted',
        )
      }
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(order, 1_000n))).equal('quote_superseded')
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(order, 1_000n, 'Q-2'))).equal('accepted')
    }),
  )

  it(
    'can be taken back by its issuer alone, and then no older one counts again',
    onExchange(async (exchange) => {
      const { pricing, treasury, alice } = exchange
      await exchange.done(pricing, 'quote.publish', prices)
      const taken = { voucher: gold, quote: 'Q-2' }
      expect(await exchange.code(treasury, 'quote.withdraw', taken)).equal('device_lacks_role')
      expect(await exchange.code(alice, 'quote.withdraw', taken)).equal('device_lacks_role')
      expect(await exchange.code(pricing, 'quote.withdraw', { ...taken, quote: 'Q-1' })).equal('quote_superseded')
      expect(await exchange.code(pricing, 'quote.withdraw', { ...taken, quote: 'Q-0' })).equal('unknown_quote')
      expect(await exchange.done(pricing, 'quote.withdraw', taken)).deep.equal({ ...taken, status: 'withdrawn' })
      expect(await exchange.code(pricing, 'quote.withdraw', taken)).equal('quote_withdrawn')
      expect(await exchange.code(alice, 'trade.buy', exchange.trade('buy', 1_000n, { quote: 'Q-2' }))).equal(
        'quote_withdrawn',
      )
      expect(await exchange.code(alice, 'trade.buy', exchange.trade('buy', 1_000n))).equal('quote_superseded')
      await exchange.quote('Q-3', 56_000n, 55_500n)
      expect(await exchange.code(alice, 'trade.buy', exchange.trade('buy', 1_000n, { quote: 'Q-3' }))).equal('accepted')
    }),
  )

  it(
    'counts beside others where its voucher was priced before the newest was kept, until the next is published or taken back',
    onExchange(async (exchange) => {
      const { pricing, alice, scene } = exchange
      await exchange.done(pricing, 'quote.publish', prices)
      scene.ledger.leave(`live-quote~${gold}`, undefined)
      expect(await exchange.code(alice, 'trade.buy', exchange.trade('buy', 1_000n))).equal('accepted')
      await exchange.done(pricing, 'quote.withdraw', { voucher: gold, quote: 'Q-2' })
      expect(await exchange.code(alice, 'trade.buy', exchange.trade('buy', 1_000n))).equal('quote_superseded')
    }),
  )
})
