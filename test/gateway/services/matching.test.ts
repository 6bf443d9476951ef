import { expect } from 'chai'
import type { Order, Quote } from '../../../chaincode/domains/market/tables.ts'
import { fillsFor, MatchingDesk } from '../../../gateway/services/matching.ts'
import { Exchange, gold } from '../../support/exchange.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'

const now = 1_800_000_000_000n
const quote: Quote = {
  ...{ voucher: gold, quote: 'Q', home: 'InstitutionMSP', terms: 't', buy: 100n, sell: 90n },
  ...{ publishedAt: now, expiresAt: now + 1_000n },
}
const order = (id: string, change: Partial<Order> = {}): Order => ({
  ...{ order: id, voucher: gold, cash: 'CNY', terms: 't', owner: id, ownerHome: 'BankMSP', issuer: 'treasury' },
  ...{
    home: 'InstitutionMSP',
    side: 'buy',
    quantity: 10n,
    filled: 0n,
    limitPrice: 100n,
    reserved: 0n,
    value: 0n,
    fee: 0n,
  },
  ...{ status: 'open', placedAt: now, expiresAt: now + 1_000n, ...change },
})
const fills = (orders: Order[], change: Partial<Quote> = {}, inventory = 1_000n, at = now) =>
  fillsFor({ ...quote, ...change }, orders, { inventory, now: at }).map((fill) => [fill.order.order, fill.quantity])

describe('what a quote fills', () => {
  it('is every resting order whose limit it meets, on either side, at the very limit too, and no other', () => {
    const orders = [
      ...[order('meets'), order('short', { limitPrice: 99n }), order('sells', { side: 'sell', limitPrice: 90n })],
      ...[order('dear', { side: 'sell', limitPrice: 91n }), order('other', { voucher: 'AG-0999' })],
      ...[order('old terms', { terms: 'u' }), order('ended', { status: 'cancelled' })],
      order('over', { expiresAt: now - 1n }),
    ]
    expect(fills(orders)).to.deep.equal([
      ['sells', 10n],
      ['meets', 10n],
    ])
  })

  it('goes to the best limit first, then to who waits longest, then by id, and only to what is left of an order', () => {
    const orders = [
      ...[order('b'), order('a'), order('early', { placedAt: now - 5n })],
      order('best', { limitPrice: 120n, quantity: 30n, filled: 12n, status: 'part-filled' }),
    ]
    expect(fills(orders)).to.deep.equal([
      ['best', 18n],
      ['early', 10n],
      ['a', 10n],
      ['b', 10n],
    ])
  })

  it('ends with the inventory, of which sales bring nothing yet, and leaves no order an empty fill', () => {
    const orders = [order('first', { placedAt: now - 1n }), order('second'), order('third', { placedAt: now + 1n })]
    expect(fills(orders, {}, 15n)).to.deep.equal([
      ['first', 10n],
      ['second', 5n],
    ])
    expect(fills([order('sells', { side: 'sell', limitPrice: 1n }), ...orders], {}, 0n)).to.deep.equal([['sells', 10n]])
  })

  it('is nothing once the quote has ended or was withdrawn', () => {
    expect(fills([order('meets')], {}, 1_000n, now + 1_000n)).to.have.lengthOf(1)
    expect(fills([order('meets', { expiresAt: now + 9_000n })], {}, 1_000n, now + 1_001n)).to.deep.equal([])
    expect(fills([order('meets')], { status: 'withdrawn' })).to.deep.equal([])
  })
})

describe('the matching desk', () => {
  it('fills its own issuer’s orders at the newest quote, once each while it waits for the outcome', async () => {
    const exchange = await Exchange.open()
    exchange.scene.now = BigInt(Date.now())
    await exchange.quote('Q-2', 56_000n, 55_500n)
    const placed = await exchange.placed(exchange.alice, 'buy', 1_000n, 56_000n)
    const blocks = blocksOf(exchange.scene.ledger)
    const projection = projectionOf(blocks.slice(0, -1))
    const sent: object[] = []
    let answer = () => {}
    const deskOf = (participant: string) =>
      new MatchingDesk({
        desk: { participant, known: {} as never, sign: (kind: string, body: object) => ({ kind, body }) as never },
        projection,
        instructions: {
          accept: (envelope: unknown) => {
            sent.push(envelope as object)
            return new Promise<never>((_resolve, reject) => (answer = () => reject(new Error('not now'))))
          },
        } as never,
        log: { warn: () => {} },
      })
    const [stranger, desk] = [deskOf('alice'), deskOf('institution-treasury')]
    const recorded = projection.apply(blocks.at(-1) as never)
    stranger.notice(recorded)
    expect(sent).to.deep.equal([])
    desk.notice(recorded)
    desk.notice(recorded)
    const body = { order: placed, owner: 'alice', voucher: gold, quote: 'Q-2', quantity: '1000' }
    expect(sent).to.deep.equal([{ kind: 'order.fill', body }])
    answer()
    await new Promise((resume) => setImmediate(resume))
    desk.notice(recorded)
    expect(sent).to.have.lengthOf(2)
    answer()
    projection.close()
  })
})
