import { expect } from 'chai'
import { type Chaining, type Opened, onChains } from '../../../support/chaining.ts'
import { cash, gold } from '../../../support/exchange.ts'
import { codeOf } from '../../../support/scene.ts'

const executed = (on: Chaining, opened: Pick<Opened, 'chain'>, amount = '550000', by = on.executor) =>
  on.answer(opened, { quantity: '1000', amount }, { target: `${on.gold() - 1_000n}` }, by)
const treasury = 'institution-treasury'

describe('the third segment of a trade chain', () => {
  it(
    'S2-035 S2-036 S2-071 S2-072 has the target position, leaves the segments before it as they were, and puts the institution’s leg aside',
    onChains(async (on) => {
      const sent = await on.sent()
      const before = on.segments(sent)
      const free = on.exchange.buckets(treasury, cash)[0] as bigint
      expect(on.accepted(await executed(on, sent))).deep.equal({
        ...{ chain: sent.chain, status: 'answered', verdict: 'executed', reserved: '550000', reservedVoucher: cash },
      })
      const after = on.segments(sent)
      expect(after?.second).equal(before?.second)
      expect(JSON.parse(after?.third ?? '')).deep.include({ target: `${on.gold() - 1_000n}` })
      expect(on.exchange.buckets(treasury, cash)).deep.equal([free - 550_000n, 550_000n, 0n, 0n])
    }),
  )

  it(
    'S2-031 S2-032 S2-033 S2-038 S2-070 says which item failed, to the pair alone, and puts nothing aside',
    onChains(async (on) => {
      for (const reason of ['position', 'grade', 'limits', 'hours', 'price'] as const) {
        const sent = await on.sent()
        const effects = on.accepted(await on.answer(sent, { verdict: 'refused' }, { reason }))
        expect(effects).deep.equal({ chain: sent.chain, status: 'answered', verdict: 'refused' })
        expect(JSON.parse(on.segments(sent)?.third ?? '')).deep.include({ reason })
        expect(on.hop(sent)).deep.include({ status: 'refused' }).and.not.have.any.keys('held', 'amount')
        expect(JSON.stringify(on.scene.ledger.row(`hop~${sent.chain}`))).not.include(reason)
      }
      expect(on.exchange.buckets(treasury, cash)[1]).equal(0n)
    }),
  )

  it(
    'S2-034 S2-071 is refused, with nothing put aside, where the institution has not what it would give',
    onChains(async (on) => {
      const sent = await on.sent()
      expect(await executed(on, sent, '99999999999')).deep.include({ code: 'position_too_small', values: {} })
      expect(on.hop(sent)).deep.include({ status: 'sent' })
      expect(on.segments(sent)).not.have.property('third')
    }),
  )

  it(
    'S2-037 S2-072 counts once, whoever repeats it, and the first one stays',
    onChains(async (on) => {
      const sent = await on.sent()
      on.accepted(await executed(on, sent))
      const { answer } = on.hop(sent) ?? {}
      expect(codeOf(await executed(on, sent))).equal('chain_answered')
      on.accepted(await on.settle(sent, on.gold() - 1_000n))
      expect(codeOf(await executed(on, sent))).equal('chain_answered')
      expect(on.hop(sent)?.answer).equal(answer)
    }),
  )

  it(
    'S2-030 S2-039 S2-070 answers what was sent, by who answers for the institution, and nothing else',
    onChains(async (on) => {
      const sent = await on.sent()
      const other = await on.sent()
      expect(codeOf(await on.answer(sent, { send: on.hop(other)?.send ?? '' }, { target: '1' }))).equal('not_the_send')
      expect(codeOf(await executed(on, sent, '1', on.stranger))).equal('not_a_party')
      expect(codeOf(await executed(on, await on.enriched(), '1'))).equal('chain_state_forbids')
      expect(codeOf(await executed(on, { chain: 'A'.repeat(43) }))).equal('not_a_pair')
      const { envelope, text } = on.confidential(on.executor, 'chain.answer', {
        body: { chain: sent.chain, send: on.hop(sent)?.send ?? '', verdict: 'executed', quantity: '1', amount: '1' },
        says: { target: '1' },
      })
      const broken = envelope.replace('"amount":"1"', '"amount":"2"')
      expect(codeOf((await on.apply(broken, text)).outcomes[0])).equal('bad_signature')
    }),
  )

  it(
    'S2-035 is whole: an execution has a target and its legs, a refusal its reason alone',
    onChains(async (on) => {
      const metal = await on.sent()
      const stock = await on.sent(on.stock())
      const legs = { quantity: '1', amount: '1' }
      const refusal = { verdict: 'refused' as const }
      const wrong = [
        () => on.answer(metal, legs, {}),
        () => on.answer(metal, legs, { target: '1', reason: 'hours' }),
        () => on.answer(metal, { amount: '1' }, { target: '1' }),
        () => on.answer(metal, { quantity: '1' }, { target: '1' }),
        () => on.answer(stock, legs, { target: '1' }),
        () => on.answer(metal, refusal, {}),
        () => on.answer(metal, refusal, { reason: 'grade', target: '1' }),
        () => on.answer(metal, { ...refusal, ...legs }, { target: '1' }),
      ]
      for (const one of wrong) expect(codeOf(await one())).equal('chain_terms_differ')
      on.accepted(await on.answer(stock, { amount: '1' }, { target: '499' }))
    }),
  )

  it(
    'S2-043 counts when it comes late, also once the bank said that it does not know',
    onChains(async (on) => {
      const sent = await on.sent()
      on.wait(3_600_001n)
      await on.done(on.dispatcher, 'chain.mark-unknown', { chain: sent.chain })
      on.accepted(await executed(on, sent))
      on.accepted(await on.settle(sent, on.gold() - 1_000n))
      expect(on.exchange.buckets('alice', gold)[1]).equal(0n)
    }),
  )
})
