import { expect } from 'chai'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { cash, type Exchange, gold, onExchange, terms } from '../../../support/exchange.ts'
import { cashBody } from '../../../support/market.ts'
import { goldBody } from '../../../support/scene.ts'

const ounces = { base: '0.001 oz', shownAs: 'oz', basePerShown: '1000' }
const silver = 'AG-0999'

interface PastRow {
  transaction: string
  at: string
  row: { version: string; name: string }
}

const revise = (exchange: Exchange, change: Partial<Body<'voucher.revise'>>): Promise<string> =>
  exchange.code(exchange.treasury, 'voucher.revise', { voucher: gold, reason: 'board 3/2026', ...change })

/** Issues silver with trade terms, of which nobody but the issuer has any, and quotes it. */
const issueSilver = async (exchange: Exchange): Promise<void> => {
  const series = { ...goldBody, voucher: silver, name: 'Silver', trade: terms }
  await exchange.done(exchange.treasury, 'voucher.issue', series)
  const prices = { voucher: silver, quote: 'Q-S', buy: '700', sell: '690', lifeSeconds: 600 }
  await exchange.done(exchange.pricing, 'quote.publish', prices)
}

describe('revising a voucher', () => {
  it(
    'S0-014 makes a new version, and each version stays on record with author, time and reason',
    onExchange(async (exchange) => {
      const { scene, treasury } = exchange
      const before = scene.voucher()
      exchange.wait(1_234n)
      const body = {
        voucher: gold,
        name: 'Gold bar, London',
        fields: ['name', 'unit'],
        reason: 'board 3/2026',
      } as const
      const text = exchange.instruct(treasury, 'voucher.revise', { ...body, fields: [...body.fields] })
      const { proposal } = await scene.honoured(text)
      expect(scene.voucher()).deep.equal({
        ...before,
        name: 'Gold bar, London',
        fields: ['name', 'unit'],
        version: before.version + 1n,
      })
      const [latest, former] = (await scene.query('history', [`voucher~${gold}`])) as unknown as PastRow[]
      expect(latest).deep.include({ transaction: proposal.txId, at: `${exchange.now}` })
      expect([latest?.row.version, former?.row.version]).deep.equal(['3', '2'])
      expect(former?.row.name).equal(goldBody.name)
      // Author, time and reason stand in the signed instruction, in the block of that transaction.
      const written = scene.ledger.blocks.at(-1)?.transactions[0]?.proposal.args[0]
      expect(JSON.parse(written as string).instruction).deep.include({ from: 'institution-treasury', body })
    }),
  )

  it(
    'S0-014 refuses another unit while anybody else holds any, as a credit too, and takes it once nobody does',
    onExchange(async (exchange) => {
      const { alice, bob, scene, treasury } = exchange
      expect(await revise(exchange, { unit: ounces })).equal('unit_change_with_holdings')
      await exchange.apply(scene.transfer(alice, 'institution-treasury', 100_000n))
      await exchange.apply(scene.transfer(bob, 'institution-treasury', 99_999n))
      expect(await revise(exchange, { unit: ounces })).equal('unit_change_with_holdings')
      expect(scene.voucher().unit).deep.equal(goldBody.unit)
      await exchange.apply(scene.transfer(bob, 'institution-treasury', 1n))
      expect(await revise(exchange, { unit: ounces })).equal('accepted')
      expect(scene.voucher().unit).deep.equal(ounces)
      // What the issuer itself holds in other buckets is nobody else's.
      const hold = { participant: treasury.participant, voucher: gold, quantity: '5', caseNumber: 'CASE-1' }
      await exchange.done(treasury, 'holding.freeze', hold)
      expect(await revise(exchange, { unit: goldBody.unit })).equal('accepted')
    }),
  )

  it(
    'S0-014 makes no more of a voucher than its supply: what goes out is what the issuer had',
    onExchange(async (exchange) => {
      const { treasury, scene } = exchange
      const all = { voucher: gold, quantity: '800001' }
      expect(await exchange.code(treasury, 'voucher.transfer', { ...all, to: 'bob' })).equal(
        'exceeds_available_quantity',
      )
      await exchange.done(treasury, 'voucher.increase-supply', { voucher: gold, quantity: '1' })
      await exchange.done(treasury, 'voucher.transfer', { ...all, to: 'bob' })
      expect(scene.supply()).equal(1_000_001n)
    }),
  )

  it(
    'is the issuer’s alone, and not for a voucher that is retired or unknown',
    onExchange(async (exchange) => {
      const { bank, alice, treasury } = exchange
      const change = { voucher: gold, name: 'Mine', reason: 'because' }
      expect(await exchange.code(bank, 'voucher.revise', change)).equal('not_the_issuer')
      expect(await exchange.code(alice, 'voucher.revise', change)).equal('device_lacks_role')
      expect(await revise(exchange, { voucher: 'XX-0000' })).equal('unknown_voucher')
      await exchange.done(treasury, 'voucher.issue', { ...goldBody, voucher: silver, quantity: '1' })
      await exchange.done(treasury, 'voucher.decrease-supply', { voucher: silver, quantity: '1' })
      await exchange.done(treasury, 'voucher.retire', { voucher: silver })
      expect(await revise(exchange, { voucher: silver })).equal('voucher_retired')
    }),
  )

  it(
    'takes terms of trade in a cash series only, at issue as later',
    onExchange(async (exchange) => {
      const { treasury } = exchange
      expect(await revise(exchange, { trade: { ...terms, cash: gold } })).equal('not_a_currency')
      expect(await revise(exchange, { trade: { ...terms, cash: 'NO-SUCH' } })).equal('unknown_voucher')
      const series = { ...goldBody, voucher: silver, trade: { ...terms, cash: gold } }
      expect(await exchange.code(treasury, 'voucher.issue', series)).equal('not_a_currency')
      expect(await exchange.code(treasury, 'voucher.issue', { ...series, trade: terms })).equal('accepted')
    }),
  )

  it(
    'keeps the cash in which others count what theirs cost, until nobody else holds any',
    onExchange(async (exchange) => {
      const { bank } = exchange
      await exchange.done(bank, 'voucher.issue', { ...cashBody, voucher: 'JPY', unit: { ...cashBody.unit } })
      expect(await revise(exchange, { trade: { ...terms, cash: 'JPY' } })).equal('unit_change_with_holdings')
      await issueSilver(exchange)
      expect(await revise(exchange, { voucher: silver, trade: { ...terms, cash: 'JPY' } })).equal('accepted')
    }),
  )
})

describe('new terms of a voucher', () => {
  /** Each of these changes what a price or a quantity means. */
  const changes: [string, Partial<Body<'voucher.revise'>>][] = [
    ['another scale of prices', { trade: { ...terms, priceScale: '1000000' } }],
    ['other fees', { trade: { ...terms, fees: { ...terms.fees, buy: { partsPerMillion: 500_000, minimum: '0' } } } }],
    ['another unit', { unit: ounces }],
  ]

  for (const [what, change] of changes) {
    it(
      `with ${what} end the quotes and orders that were made under the old ones`,
      onExchange(async (exchange) => {
        const { alice, pricing } = exchange
        await issueSilver(exchange)
        const trade = exchange.trade('buy', 10_000n, { voucher: silver, quote: 'Q-S' })
        const place = { ...exchange.limit('buy', 10_000n, 800n), voucher: silver }
        const order = String((await exchange.done(alice, 'order.place', place))['order'])
        const fill = { ...exchange.fill(order, 10_000n, 'Q-S'), voucher: silver }
        expect(await revise(exchange, { voucher: silver, ...change })).equal('accepted')
        expect(await exchange.code(alice, 'trade.buy', trade)).equal('terms_changed')
        expect(await exchange.code(pricing, 'order.fill', fill)).equal('terms_changed')
        const fresh = { voucher: silver, quote: 'Q-T', buy: '700', sell: '690', lifeSeconds: 60 }
        await exchange.done(pricing, 'quote.publish', fresh)
        expect(await exchange.code(pricing, 'order.fill', { ...fill, quote: 'Q-T' })).equal('terms_changed')
        expect(await exchange.code(alice, 'trade.buy', { ...trade, quote: 'Q-T' })).equal('accepted')
        await exchange.done(alice, 'order.cancel', { order })
        expect(exchange.buckets('alice', cash)[1]).equal(0n)
      }),
    )
  }

  it(
    'are not a new name, other fields or other functions: quotes and orders live on',
    onExchange(async (exchange) => {
      const { alice, pricing, treasury } = exchange
      const order = await exchange.placed(alice, 'buy', 10_000n, 56_000n)
      expect(await revise(exchange, { name: 'Gold, renamed', fields: ['name'], trade: terms })).equal('accepted')
      await exchange.done(treasury, 'voucher.change-functions', { voucher: gold, functions: ['buy'] })
      expect(await exchange.code(pricing, 'order.fill', exchange.fill(order, 10_000n))).equal('accepted')
      expect(await exchange.code(alice, 'trade.buy', exchange.trade('buy', 10_000n))).equal('accepted')
    }),
  )
})
