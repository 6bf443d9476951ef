import { expect } from 'chai'
import { type Chaining, type Opened, onChains } from '../../../support/chaining.ts'
import { cash, gold } from '../../../support/exchange.ts'
import { codeOf, only } from '../../../support/scene.ts'

const day = 86_400_000n
const waits = ({ exchange }: Chaining) => [exchange.buckets('alice', gold)[1], exchange.buckets('alice', cash)[1]]
const release = (on: Chaining, { chain }: Opened, by = on.dispatcher) =>
  on.tell(by, 'chain.release', { body: { chain }, says: {} })

/** Voids a chain, 30 days behind its time to answer. */
const voided = async (on: Chaining, { chain }: Opened) => {
  on.wait(31n * day)
  return on.done(on.exchange.auditor, 'chain.void', { chain })
}

describe('the other ends of a trade chain', () => {
  it(
    'S2-015 withdraws by the client or its bank before it is sent, and frees what waits',
    onChains(async (on) => {
      const [one, other, third] = [
        await on.enriched(),
        await on.enriched(on.opened({ side: 'buy' })),
        await on.opened(),
      ]
      expect(await on.done(on.alice, 'chain.withdraw', { chain: one.chain })).deep.equal({
        ...{ chain: one.chain, status: 'withdrawn', freed: '1000', reservedVoucher: gold },
      })
      const freed = await on.done(on.dispatcher, 'chain.withdraw', { chain: other.chain })
      expect(freed).deep.include({ freed: '600000', reservedVoucher: cash })
      expect(waits(on)).deep.equal([0n, 0n])
      expect(await on.code(on.exchange.bob, 'chain.withdraw', { chain: third.chain })).equal('not_a_party')
      expect(await on.code(on.stranger, 'chain.withdraw', { chain: third.chain })).equal('not_a_party')
      expect(await on.done(on.alice, 'chain.withdraw', { chain: third.chain })).deep.equal({
        ...{ chain: third.chain, status: 'withdrawn' },
      })
      expect(await on.code(on.alice, 'chain.withdraw', { chain: 'A'.repeat(43) })).equal('unknown_chain')
      const sent = await on.sent()
      expect(await on.code(on.alice, 'chain.withdraw', { chain: sent.chain })).equal('chain_state_forbids')
    }),
  )

  it(
    'S2-015 S2-016 ends for want of a position by the bank’s word alone, frees what waits, and tells no quantity but that',
    onChains(async (on) => {
      const [received, enriched] = [await on.opened(), await on.enriched()]
      const reason = { reason: 'position' } as const
      expect(await on.code(on.alice, 'chain.withdraw', { chain: received.chain, ...reason })).equal('not_a_party')
      expect(await on.code(on.stranger, 'chain.withdraw', { chain: received.chain, ...reason })).equal('not_a_party')
      expect(await on.done(on.dispatcher, 'chain.withdraw', { chain: received.chain, ...reason })).deep.equal({
        ...{ chain: received.chain, status: 'position-rejected' },
      })
      expect(await on.done(on.dispatcher, 'chain.withdraw', { chain: enriched.chain, ...reason })).deep.equal({
        ...{ chain: enriched.chain, status: 'position-rejected', freed: '1000', reservedVoucher: gold },
      })
      expect(waits(on)).deep.equal([0n, 0n])
      const sent = await on.sent()
      expect(await on.code(on.dispatcher, 'chain.withdraw', { chain: sent.chain, ...reason })).equal(
        'chain_state_forbids',
      )
    }),
  )

  it(
    'S2-015 expires by anybody once it was not sent in its time, and not before',
    onChains(async (on) => {
      const one = await on.enriched()
      const { bob } = on.exchange
      expect(await on.code(bob, 'chain.expire', { chain: one.chain })).equal('deadline_not_passed')
      on.wait(day + 1n)
      expect((await on.done(bob, 'chain.expire', { chain: one.chain }))['freed']).equal('1000')
      expect(waits(on)).deep.equal([0n, 0n])
      expect(await on.code(bob, 'chain.expire', { chain: one.chain })).equal('chain_state_forbids')
    }),
  )

  it(
    'S2-043 is unknown by the bank’s word once the time to answer is over, and is not sent again',
    onChains(async (on) => {
      const sent = await on.sent()
      const { chain } = sent
      expect(await on.code(on.dispatcher, 'chain.mark-unknown', { chain })).equal('deadline_not_passed')
      on.wait(3_600_001n)
      expect(await on.code(on.stranger, 'chain.mark-unknown', { chain })).equal('not_a_party')
      expect(await on.done(on.dispatcher, 'chain.mark-unknown', { chain })).deep.equal({ chain, status: 'unknown' })
      expect(codeOf(await on.send(sent))).equal('chain_state_forbids')
      expect(waits(on)).deep.equal([1_000n, 0n])
    }),
  )

  it(
    'S2-043 is voided by an auditor 30 days behind that, frees what waits, and an answer then is refused',
    onChains(async (on) => {
      const sent = await on.sent()
      on.wait(30n * day)
      const { auditor } = on.exchange
      expect(await on.code(auditor, 'chain.void', { chain: sent.chain })).equal('deadline_not_passed')
      expect(await on.code(on.dispatcher, 'chain.void', { chain: sent.chain })).equal('device_lacks_role')
      expect(await voided(on, sent)).deep.equal({
        ...{ chain: sent.chain, status: 'voided', freed: '1000', reservedVoucher: gold },
      })
      expect(waits(on)).deep.equal([0n, 0n])
      expect(codeOf(await on.answer(sent, { quantity: '1', amount: '1' }, { target: '1' }))).equal('chain_voided')
      expect(await on.code(auditor, 'chain.void', { chain: sent.chain })).equal('chain_state_forbids')
    }),
  )

  it(
    'frees what waits on the pair’s side of a voided chain, once: a conflict’s leg, and a position of another family',
    onChains(async (on) => {
      const conflict = await on.sent()
      on.accepted(await on.answer(conflict, { quantity: '1', amount: '5' }, { target: '1' }))
      on.accepted(await on.settle(conflict, on.gold()))
      const stock = await on.sent(on.stock())
      expect(codeOf(await release(on, conflict))).equal('chain_state_forbids')
      await voided(on, conflict)
      await voided(on, stock)
      expect(codeOf(await release(on, conflict, on.stranger))).equal('not_a_party')
      expect(on.accepted(await release(on, conflict))).deep.equal({
        ...{ chain: conflict.chain, status: 'voided', freed: '5', reservedVoucher: cash },
      })
      expect(on.exchange.buckets('institution-treasury', cash)[1]).equal(0n)
      expect(on.accepted(await release(on, stock))).deep.equal({ chain: stock.chain, status: 'voided' })
      expect(on.position()).deep.equal({ quantity: 500n, reserved: 0n, version: 1n })
      expect(codeOf(await release(on, stock))).equal('chain_state_forbids')
      expect(codeOf(await release(on, await on.enriched()))).equal('chain_state_forbids')
    }),
  )

  it(
    'are of chains that are known',
    onChains(async (on) => {
      const body = { chain: 'A'.repeat(43) }
      for (const [by, kind] of [
        [on.alice, 'chain.expire'],
        [on.dispatcher, 'chain.mark-unknown'],
      ] as const) {
        expect(await on.code(by, kind, body), kind).equal('unknown_chain')
      }
      // An auditor has no gateway of its own, so that only the name of the bank gives its instruction a home.
      const voiding = on.envelope(on.exchange.auditor, 'chain.void', body)
      expect(codeOf(only(await on.scene.apply(voiding, { gateway: 'BankMSP' })))).equal('not_home')
    }),
  )
})
