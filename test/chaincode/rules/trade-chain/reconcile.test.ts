import { expect } from 'chai'
import { type Chaining, type Opened, onChains } from '../../../support/chaining.ts'
import { cash, gold } from '../../../support/exchange.ts'
import { codeOf } from '../../../support/scene.ts'

const holdings = ({ exchange }: Chaining) =>
  ['alice', 'institution-treasury'].flatMap((one) => [gold, cash].map((code) => exchange.buckets(one, code)))
const reserved = ({ exchange }: Chaining) =>
  ['alice', 'institution-treasury'].flatMap((one) => [gold, cash].map((code) => exchange.buckets(one, code)[1]))
const nothing = [0n, 0n, 0n, 0n]

const reconcile = (on: Chaining, { chain }: Opened, verdict: 'settle' | 'void') =>
  on.byTwo('chain.reconcile', { chain, verdict })

const statuses = (on: Chaining, opened: Opened) => [on.chain(opened)?.status, on.hop(opened)?.status]
const release = (on: Chaining, { chain }: Opened) =>
  on.tell(on.dispatcher, 'chain.release', { body: { chain }, says: {} })

describe('a trade chain in conflict', () => {
  it(
    'S2-042 is reconciled by two officers by the answer as it stands: both legs move, and nothing waits any more',
    onChains(async (on) => {
      const start = on.gold()
      const money = on.scene.balance('alice', cash)
      const conflict = await on.inConflict({ quantity: '900', amount: '495000' }, { target: '1' })
      expect(await reconcile(on, conflict, 'settle')).deep.equal({ chain: conflict.chain, status: 'accepted' })
      expect(on.gold()).equal(start)
      expect(codeOf(await on.settle(conflict, start - 899n))).equal('position_stale')
      const effects = on.accepted(await on.settle(conflict, start - 900n))
      expect(effects).deep.include({ status: 'settled', quantity: '900', amount: '495000', freed: '100' })
      expect([on.gold(), reserved(on)]).deep.equal([start - 900n, nothing])
      expect(on.scene.balance('alice', cash)).equal(money + 495_000n)
      expect(statuses(on, conflict)).deep.equal(['settled', 'settled'])
    }),
  )

  it(
    'S2-042 is voided by two officers at once, and frees both legs',
    onChains(async (on) => {
      const before = holdings(on)
      const conflict = await on.inConflict({ quantity: '900', amount: '495000' }, { target: '1' })
      expect(await reconcile(on, conflict, 'void')).deep.equal({
        ...{ chain: conflict.chain, status: 'voided', freed: '1000', reservedVoucher: gold },
      })
      expect(on.accepted(await release(on, conflict))).deep.include({ freed: '495000', reservedVoucher: cash })
      expect(holdings(on)).deep.equal(before)
      expect(codeOf(await on.settle(conflict, on.gold()))).equal('chain_state_forbids')
    }),
  )

  it(
    'S2-042 moves nothing by one officer, by another member’s, for a chain without a conflict, or for one that is not known',
    onChains(async (on) => {
      const conflict = await on.inConflict({ quantity: '900', amount: '495000' }, { target: '1' })
      const act = { chain: conflict.chain, verdict: 'void' as const }
      expect(await on.code(on.officer, 'chain.reconcile', act)).equal('approval_missing')
      const approval = await on.proposed('chain.reconcile', act, on.stranger)
      const body = { approval, digest: on.approval(approval).digest }
      expect(await on.code(on.officer, 'approval.approve', body)).equal('not_a_party')
      const sent = await on.sent()
      const settling = { chain: sent.chain, verdict: 'settle' as const }
      const other = await on.approved('chain.reconcile', settling)
      expect(await on.code(on.officer, 'chain.reconcile', { ...settling, approval: other })).equal(
        'chain_state_forbids',
      )
      const none = { chain: 'A'.repeat(43), verdict: 'void' as const }
      const third = await on.approved('chain.reconcile', none)
      expect(await on.code(on.officer, 'chain.reconcile', { ...none, approval: third })).equal('unknown_chain')
      expect(statuses(on, conflict)).deep.equal(['conflict', 'conflict'])
      expect(on.exchange.buckets('alice', gold)[1]).equal(2_000n)
    }),
  )

  it(
    'S2-042 is not settled beyond what was reserved, of metal or of cash',
    onChains(async (on) => {
      const more = await on.inConflict({ quantity: '1001', amount: '1' }, { target: `${on.gold() - 1_001n}` })
      const buying = on.opened({ side: 'buy' })
      const dear = await on.inConflict(
        { quantity: '1000', amount: '600001' },
        { target: `${on.gold() + 1_000n}` },
        buying,
      )
      for (const { chain } of [more, dear]) {
        const act = { chain, verdict: 'settle' as const }
        const approval = await on.approved('chain.reconcile', act)
        expect(await on.code(on.officer, 'chain.reconcile', { ...act, approval })).equal('answer_beyond_reserved')
      }
    }),
  )

  it(
    'S2-042 sets the pair’s position by the answer, of a sale and of a buy of more than was asked',
    onChains(async (on) => {
      const sale = await on.inConflict({ amount: '82500' }, { target: '350' }, on.stock())
      expect(on.position()).deep.equal({ quantity: 500n, reserved: 100n, version: 1n })
      await reconcile(on, sale, 'settle')
      on.accepted(await on.settle(sale, 350n))
      expect(on.position()).deep.equal({ quantity: 350n, reserved: 0n, version: 2n })
      const buy = await on.inConflict({ amount: '9' }, { target: '490' }, on.stock({ side: 'buy' }))
      await reconcile(on, buy, 'settle')
      on.accepted(await on.settle(buy, 490n))
      expect(on.position()).deep.equal({ quantity: 490n, reserved: 0n, version: 3n })
      expect(reserved(on)).deep.equal(nothing)
    }),
  )

  it(
    'S2-042 is one again where the answer is worse than the client’s limit, whatever two officers say',
    onChains(async (on) => {
      const before = holdings(on)
      const buying = () => on.opened({ side: 'buy' })
      for (const wrong of [
        await on.inConflict({ quantity: '900', amount: '494999' }, { target: '1' }),
        await on.inConflict({ quantity: '900', amount: '495001' }, { target: '1' }, buying()),
        await on.inConflict({ amount: '54999' }, { target: '400' }, on.stock()),
      ]) {
        await reconcile(on, wrong, 'settle')
        expect(on.accepted(await on.settle(wrong, 0n))).deep.equal({ chain: wrong.chain, status: 'conflict' })
        await reconcile(on, wrong, 'void')
        on.accepted(await release(on, wrong))
      }
      expect(holdings(on)).deep.equal(before)
    }),
  )

  it(
    'S2-042 is one again where the answer’s position goes the wrong way or takes what another chain waits for, and is voided then',
    onChains(async (on) => {
      const other = await on.sent(on.stock({}, { quantity: '200' }))
      for (const target of ['600', '199']) {
        const wrong = await on.inConflict({ amount: '165550' }, { target }, on.stock())
        await reconcile(on, wrong, 'settle')
        expect(on.accepted(await on.settle(wrong, 500n))).deep.equal({ chain: wrong.chain, status: 'conflict' })
        await reconcile(on, wrong, 'settle')
        await reconcile(on, wrong, 'void')
        on.accepted(await release(on, wrong))
        expect(on.position()).deep.equal({ quantity: 500n, reserved: 200n, version: 1n })
      }
      const backwards = await on.inConflict({ amount: '9' }, { target: '499' }, on.stock({ side: 'buy' }))
      await reconcile(on, backwards, 'settle')
      expect(on.accepted(await on.settle(backwards, 500n))['status']).equal('conflict')
      expect(on.chain(other)?.status).equal('sent')
    }),
  )

  it(
    'S2-043 is voided by an auditor after its time also where its answer was taken and never settled',
    onChains(async (on) => {
      const conflict = await on.inConflict({ quantity: '900', amount: '495000' }, { target: '1' })
      await reconcile(on, conflict, 'settle')
      on.wait(31n * 86_400_000n)
      expect((await on.done(on.exchange.auditor, 'chain.void', { chain: conflict.chain }))['status']).equal('voided')
    }),
  )
})
