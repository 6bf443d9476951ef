import { expect } from 'chai'
import { cash, type Exchange, gold, onExchange, terms } from '../../../support/exchange.ts'
import { goldBody } from '../../../support/scene.ts'

const buckets = (exchange: Exchange, participant: string): bigint[][] => [
  exchange.buckets(participant, gold),
  exchange.buckets(participant, cash),
]

const everybody = ['alice', 'bob', 'carol', 'city-bank', 'institution-treasury']
const standings = (exchange: Exchange): bigint[][][] => everybody.map((name) => buckets(exchange, name))

/** Insists that an instruction is refused with the code and that nobody's quantities change. */
const refusedWithoutChange = async (exchange: Exchange, code: string, send: () => Promise<string>): Promise<void> => {
  const before = standings(exchange)
  expect(await send()).equal(code)
  expect(standings(exchange)).deep.equal(before)
}

describe('buying', () => {
  it(
    'S0-020 raises the buyer’s gold and takes price and fee in one transaction',
    onExchange(async (exchange) => {
      const text = exchange.instruct(exchange.alice, 'trade.buy', exchange.trade('buy', 100_000n))
      const { code, outcomes, proposal } = await exchange.scene.apply(text)
      expect([code, outcomes[0]?.status]).deep.equal(['VALID', 'accepted'])
      expect(outcomes[0]).deep.include({
        effects: {
          voucher: gold,
          quantity: '100000',
          price: '56000',
          gross: '5600000',
          fee: '11200',
          cash,
          available: '100000',
          cashAvailable: '4388800',
        },
      })
      // Both legs of both parties are in one write set: they are kept together or not at all.
      const written = proposal.readWriteSet.writes.map(({ key }) => key.split('~').slice(0, 3).join('~'))
      expect(written).include.members(['account~alice', 'account~institution-treasury'])
      expect(exchange.buckets('alice')).deep.equal([200_000n, 0n, 0n, 0n])
      expect(exchange.buckets('alice', cash)).deep.equal([4_388_800n, 0n, 0n, 0n])
      expect(exchange.buckets('institution-treasury')).deep.equal([700_000n, 0n, 0n, 0n])
      expect(exchange.buckets('institution-treasury', cash)).deep.equal([25_611_200n, 0n, 0n, 0n])
    }),
  )

  it(
    'S0-013 is a use of a voucher that runs from end to end: bought, held, sold again',
    onExchange(async (exchange) => {
      await exchange.done(exchange.alice, 'trade.buy', exchange.trade('buy', 10_000n))
      await exchange.done(exchange.alice, 'trade.sell', exchange.trade('sell', 10_000n))
      expect(exchange.buckets('alice')[0]).equal(100_000n)
      // What the way to and fro costs: the spread and both fees.
      expect(exchange.buckets('alice', cash)[0]).equal(10_000_000n - (560_000n + 1_120n) + (555_000n - 555n))
    }),
  )

  it(
    'S0-020 does nothing on either leg with too little cash, a stale quote, or more than the issuer has',
    onExchange(async (exchange) => {
      const buy = (device: Exchange['alice'], quantity: bigint, change = {}) =>
        exchange.code(device, 'trade.buy', exchange.trade('buy', quantity, change))
      await refusedWithoutChange(exchange, 'exceeds_available_quantity', () => buy(exchange.bob, 17_822n))
      await refusedWithoutChange(exchange, 'unknown_quote', () => buy(exchange.alice, 1n, { quote: 'Q-9' }))
      await exchange.quote('Q-low', 1n, 1n)
      await refusedWithoutChange(exchange, 'exceeds_inventory', () => buy(exchange.alice, 800_001n, { quote: 'Q-low' }))
      exchange.wait(600_001n)
      await refusedWithoutChange(exchange, 'quote_expired', () => buy(exchange.alice, 1n))
    }),
  )

  it(
    'takes the last of the cash, and the last of the inventory',
    onExchange(async (exchange) => {
      // 17,821 mg cost 997,976 and a fee of 1,996; another milligram would cost more than bob has.
      await exchange.done(exchange.bob, 'trade.buy', exchange.trade('buy', 17_821n))
      expect(exchange.buckets('bob', cash)[0]).equal(28n)
      await exchange.quote('Q-low', 1n, 1n)
      await exchange.done(exchange.alice, 'trade.buy', exchange.trade('buy', 800_000n - 17_821n, { quote: 'Q-low' }))
      expect(exchange.buckets('institution-treasury')).deep.equal([0n, 0n, 0n, 0n])
    }),
  )

  it(
    'is at the quote’s price, up to the worst one that the buyer accepts',
    onExchange(async (exchange) => {
      const code = (worstPrice: string) =>
        exchange.code(exchange.alice, 'trade.buy', exchange.trade('buy', 1n, { worstPrice }))
      expect(await code('55999')).equal('price_beyond_limit')
      expect(await code('56000')).equal('accepted')
      expect(await code('56001')).equal('accepted')
    }),
  )

  it(
    'is possible in the quote’s last millisecond and not in the next',
    onExchange(async (exchange) => {
      exchange.wait(600_000n)
      expect(await exchange.code(exchange.alice, 'trade.buy', exchange.trade('buy', 1n))).equal('accepted')
      exchange.wait(1n)
      expect(await exchange.code(exchange.alice, 'trade.buy', exchange.trade('buy', 1n))).equal('quote_expired')
      expect(await exchange.code(exchange.alice, 'trade.sell', exchange.trade('sell', 1_000n))).equal('quote_expired')
    }),
  )

  it(
    'pays out of cash that still stands as credits, and takes inventory that does',
    onExchange(async (exchange) => {
      await exchange.quote('Q-low', 10n, 1n)
      const { alice, bob, carol, bank, scene } = exchange
      await exchange.done(alice, 'trade.buy', exchange.trade('buy', 800_000n, { quote: 'Q-low' }))
      await exchange.apply(scene.transfer(bob, 'institution-treasury', 5_000n))
      await exchange.done(bank, 'cash.deposit', { voucher: cash, to: 'carol', quantity: '100', reference: 'counter 2' })
      expect([scene.account('carol').holdings, scene.account('institution-treasury').holdings[gold]]).deep.equal([
        {},
        undefined,
      ])
      await exchange.done(carol, 'trade.buy', exchange.trade('buy', 5_000n, { quote: 'Q-low' }))
      expect([exchange.buckets('carol')[0], exchange.buckets('carol', cash)[0]]).deep.equal([5_000n, 40n])
    }),
  )

  it(
    'is not for the issuer itself, and names the voucher’s own issuer',
    onExchange(async (exchange) => {
      const { treasury, alice } = exchange
      expect(await exchange.code(treasury, 'trade.buy', exchange.trade('buy', 1n))).equal('issuer_cannot_trade')
      const elsewhere = exchange.trade('buy', 1n, { issuer: 'city-bank' })
      expect(await exchange.code(alice, 'trade.buy', elsewhere)).equal('not_the_issuer')
      expect(await exchange.code(treasury, 'trade.buy', { ...elsewhere, issuer: 'alice' })).equal('not_the_issuer')
    }),
  )

  it(
    'is refused while the issuer is frozen: nothing can be sent to it',
    onExchange(async (exchange) => {
      const { scene, alice } = exchange
      const body = { participant: 'institution-treasury', caseNumber: 'CASE-1' }
      await exchange.done(scene.registrars.InstitutionMSP, 'participant.freeze', body)
      await refusedWithoutChange(exchange, 'participant_state_forbids', () =>
        exchange.code(alice, 'trade.buy', exchange.trade('buy', 1n)),
      )
      await refusedWithoutChange(exchange, 'participant_state_forbids', () =>
        exchange.code(alice, 'trade.sell', exchange.trade('sell', 1_000n)),
      )
    }),
  )

  it(
    'needs a customer’s device, a voucher that lives, and terms of trade',
    onExchange(async (exchange) => {
      const { alice, treasury, pricing } = exchange
      expect(await exchange.code(pricing, 'trade.buy', exchange.trade('buy', 1n))).equal('device_lacks_role')
      const unknown = exchange.trade('buy', 1n, { voucher: 'XX-0000' })
      expect(await exchange.code(alice, 'trade.buy', unknown, {})).oneOf(['unknown_voucher', 'not_home'])
      await exchange.done(treasury, 'voucher.issue', { ...goldBody, voucher: 'AG-0999' })
      const other = exchange.trade('buy', 1n, { voucher: 'AG-0999' })
      expect(await exchange.code(alice, 'trade.buy', other)).equal('unknown_quote')
    }),
  )

  it(
    'several times in one batch settles each on top of the others',
    onExchange(async (exchange) => {
      const { alice, bob, scene } = exchange
      const texts = [
        exchange.instruct(alice, 'trade.buy', exchange.trade('buy', 1_000n)),
        exchange.instruct(bob, 'trade.buy', exchange.trade('buy', 2_000n)),
      ]
      await scene.honoured(texts)
      expect(exchange.buckets('institution-treasury')[0]).equal(797_000n)
      // One credit holds what both buyers paid in this transaction.
      const paid = scene.credits('institution-treasury').filter(({ voucher }) => voucher === cash)
      expect(paid.map(({ quantity }) => quantity)).have.members([20_000_000n, 56_000n + 112n + 112_000n + 224n])
      // A sale behind a buy in one batch is paid out of all that the issuer has, the buy's cash included.
      await scene.honoured([
        exchange.instruct(bob, 'trade.buy', exchange.trade('buy', 1_000n)),
        exchange.instruct(alice, 'trade.sell', exchange.trade('sell', 4_000n)),
      ])
      expect(scene.credits('institution-treasury')).deep.equal([])
      expect(exchange.buckets('institution-treasury')[0]).equal(800_000n)
    }),
  )
})

describe('selling', () => {
  it(
    'S0-021 lowers the seller’s gold and pays the price less the fee in one transaction',
    onExchange(async (exchange) => {
      const effects = await exchange.done(exchange.alice, 'trade.sell', exchange.trade('sell', 100_000n))
      expect(effects).deep.equal({
        voucher: gold,
        quantity: '100000',
        price: '55500',
        gross: '5550000',
        fee: '5550',
        cash,
        available: '0',
        cashAvailable: '5544450',
      })
      expect(exchange.buckets('alice')).deep.equal([0n, 0n, 0n, 0n])
      expect(exchange.buckets('alice', cash)[0]).equal(15_544_450n)
      expect(exchange.buckets('institution-treasury')[0]).equal(900_000n)
      expect(exchange.buckets('institution-treasury', cash)[0]).equal(14_455_550n)
    }),
  )

  it(
    'S0-021 is refused above what is available, though the total would do',
    onExchange(async (exchange) => {
      const { alice } = exchange
      await exchange.locked(30_000n)
      await exchange.placed(alice, 'sell', 20_000n, 60_000n)
      expect(exchange.buckets('alice')).deep.equal([50_000n, 20_000n, 30_000n, 0n])
      await refusedWithoutChange(exchange, 'exceeds_available_quantity', () =>
        exchange.code(alice, 'trade.sell', exchange.trade('sell', 50_001n)),
      )
      await exchange.done(alice, 'trade.sell', exchange.trade('sell', 50_000n))
      expect(exchange.buckets('alice')).deep.equal([0n, 20_000n, 30_000n, 0n])
    }),
  )

  it(
    'S0-021 does nothing with a stale quote, at too low a price, without the issuer’s cash, or for less than its fee',
    onExchange(async (exchange) => {
      const { alice } = exchange
      const sell = (quantity: bigint, change = {}) =>
        exchange.code(alice, 'trade.sell', exchange.trade('sell', quantity, change))
      await refusedWithoutChange(exchange, 'price_beyond_limit', () => sell(1_000n, { worstPrice: '55501' }))
      await exchange.quote('Q-high', 400_000_000n, 400_000_000n)
      await refusedWithoutChange(exchange, 'issuer_lacks_cash', () => sell(100_000n, { quote: 'Q-high' }))
      await exchange.quote('Q-low', 5_000n, 5_000n)
      await refusedWithoutChange(exchange, 'proceeds_below_fee', () => sell(1n, { quote: 'Q-low' }))
      exchange.wait(600_001n)
      await refusedWithoutChange(exchange, 'quote_expired', () => sell(1_000n))
      expect(terms.fees.sell.minimum).equal('5')
    }),
  )

  it(
    'takes gold that came as credits, and is paid out of cash that the issuer has as credits',
    onExchange(async (exchange) => {
      const { carol, bob, scene, treasury } = exchange
      await exchange.done(treasury, 'voucher.transfer', { voucher: cash, to: 'bob', quantity: '20000000' })
      await exchange.done(bob, 'trade.buy', exchange.trade('buy', 100_000n))
      await exchange.apply(scene.transfer(bob, 'carol', 60_000n))
      expect(scene.account('institution-treasury').holdings[cash]).equal(undefined)
      expect(scene.account('carol').holdings).deep.equal({})
      await exchange.done(carol, 'trade.sell', exchange.trade('sell', 60_000n))
      expect(exchange.buckets('carol', cash)[0]).equal(3_330_000n - 3_330n)
    }),
  )
})
