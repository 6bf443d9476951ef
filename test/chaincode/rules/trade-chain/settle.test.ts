import { expect } from 'chai'
import type { LedgerBlock } from '../../../../audit/ledger/transaction.ts'
import { replay } from '../../../../audit/replay/replay.ts'
import { ruleOf } from '../../../../chaincode/ledger.ts'
import { viewOf } from '../../../../chaincode/rules/rule.ts'
import { foldMaximum } from '../../../../chaincode/state/unit-of-work.ts'
import { auditedBlocksOf, targetsIn } from '../../../audit/support/blocks.ts'
import { type Chaining, type Opened, onChains } from '../../../support/chaining.ts'
import { cash, gold } from '../../../support/exchange.ts'
import { consortium } from '../../../support/members.ts'
import { codeOf } from '../../../support/scene.ts'

const treasury = 'institution-treasury'

/** What the tests look at of both sides: available and reserved, of gold and of cash. */
const holdings = ({ exchange }: Chaining) =>
  [
    ['alice', gold],
    ['alice', cash],
    [treasury, gold],
    [treasury, cash],
  ].map(([who, voucher]) => exchange.buckets(who as string, voucher).slice(0, 2))

const executed = (on: Chaining, opened: Opened, quantity: bigint, amount: bigint, target?: bigint) => {
  const { position = 0n, side } = on.chain(opened) ?? {}
  const after = target ?? (side === 'buy' ? position + quantity : position - quantity)
  return on.answer(opened, { quantity: `${quantity}`, amount: `${amount}` }, { target: `${after}` })
}

/** What an auditor without the confidential bodies finds. */
const foundBy = async (blocks: readonly LedgerBlock[]): Promise<string[]> => {
  const found: string[] = []
  for await (const { code } of replay(blocks, { consortium })) found.push(code)
  return found
}

describe('the settlement of a trade chain', () => {
  it(
    'S2-034 S2-035 S2-039 S2-069 moves both legs of a sale of metal by what was executed, and frees the rest of what waited',
    onChains(async (on) => {
      const before = holdings(on)
      const sent = await on.sent()
      on.accepted(await executed(on, sent, 800n, 440_000n))
      expect(on.hop(sent)).deep.include({ status: 'executed', held: { voucher: cash, quantity: 440_000n } })
      const effects = on.accepted(await on.settle(sent, on.gold() - 800n))
      expect(effects).deep.equal({
        ...{ chain: sent.chain, status: 'settled', side: 'sell', client: 'alice', participant: treasury },
        ...{ voucher: gold, quantity: '800', cash, amount: '440000', freed: '200', reservedVoucher: gold },
      })
      const [ofGold, ofCash, theirGold, theirCash] = before as bigint[][]
      expect(holdings(on)).deep.equal([
        [(ofGold?.[0] ?? 0n) - 800n, 0n],
        [(ofCash?.[0] ?? 0n) + 440_000n, 0n],
        [(theirGold?.[0] ?? 0n) + 800n, 0n],
        [(theirCash?.[0] ?? 0n) - 440_000n, 0n],
      ])
      expect(on.chain(sent)).not.have.property('held')
      expect(on.hop(sent)?.status).equal('settled')
    }),
  )

  it(
    'S2-010 S2-042 is not settled by an understated position while more credits wait than are folded at once, which an auditor sees too',
    onChains(async (on) => {
      const sent = await on.sent()
      on.accepted(await executed(on, sent, 800n, 440_000n))
      const before = on.gold()
      for (let count = 0; count < foldMaximum + 1; count += 1) await on.scene.give([on.alice], 1n)
      const folded = before + BigInt(foldMaximum)
      expect(codeOf(await on.settle(sent, folded - 800n))).equal('position_unavailable')
      expect(await foundBy(auditedBlocksOf(on.scene.ledger))).deep.equal([])
      // The same refusal of what could be decided is none.
      expect(codeOf(await on.settle(sent, folded - 800n))).equal('position_stale')
      expect(on.accepted(await on.settle(sent, folded + 1n - 800n))).deep.include({ status: 'settled' })
      const forged = auditedBlocksOf(on.scene.ledger)
      for (const { call } of targetsIn(forged))
        call.response = call.response.replace('position_stale', 'position_unavailable')
      expect(await foundBy(forged)).include('OUTCOME_DIFFERS')
    }),
  )

  it(
    'moves both legs of a buy of metal, of the cash no more than it cost',
    onChains(async (on) => {
      const before = holdings(on)
      const sent = await on.sent(on.opened({ side: 'buy' }))
      on.accepted(await executed(on, sent, 1_000n, 550_000n))
      expect(on.hop(sent)?.held).deep.equal({ voucher: gold, quantity: 1_000n })
      const effects = on.accepted(await on.settle(sent, on.gold() + 1_000n))
      expect(effects).deep.include({ side: 'buy', freed: '50000', reservedVoucher: cash, amount: '550000' })
      const [ofGold, ofCash] = before as bigint[][]
      expect(holdings(on).slice(0, 2)).deep.equal([
        [(ofGold?.[0] ?? 0n) + 1_000n, 0n],
        [(ofCash?.[0] ?? 0n) - 550_000n, 0n],
      ])
    }),
  )

  it(
    'S2-040 has the next chain begin from the position behind it, and refuses the old one',
    onChains(async (on) => {
      const old = on.gold()
      const sent = await on.sent()
      on.accepted(await executed(on, sent, 1_000n, 550_000n))
      on.accepted(await on.settle(sent, old - 1_000n))
      const next = await on.opened()
      expect(codeOf(await on.enrich(next, { position: `${old}` }))).equal('position_stale')
      on.accepted(await on.enrich(next, { position: `${old - 1_000n}` }))
    }),
  )

  it(
    'S2-041 is made once: a second one is refused, and nothing moves twice',
    onChains(async (on) => {
      const sent = await on.sent()
      on.accepted(await executed(on, sent, 1_000n, 550_000n))
      on.accepted(await on.settle(sent, on.gold() - 1_000n))
      const behind = holdings(on)
      expect(codeOf(await on.settle(sent, on.gold()))).equal('chain_state_forbids')
      expect(holdings(on)).deep.equal(behind)
    }),
  )

  it(
    'S2-042 applies two chains at once as what each changed, whatever came in between',
    onChains(async (on) => {
      const start = on.gold()
      const one = await on.sent()
      const other = await on.sent()
      on.accepted(await executed(on, one, 1_000n, 550_000n))
      on.accepted(await executed(on, other, 600n, 330_000n))
      await on.scene.give([on.alice], 50n)
      expect(codeOf(await on.settle(one, start - 1_000n))).equal('position_stale')
      on.accepted(await on.settle(one, start + 50n - 1_000n))
      on.accepted(await on.settle(other, start + 50n - 1_600n))
      expect(on.gold()).equal(start + 50n - 1_600n)
    }),
  )

  it(
    'S2-035 S2-042 moves nothing for an answer that does not fit the start, what was reserved or the limit, and lists it as a conflict',
    onChains(async (on) => {
      const wrong: [opening: Parameters<Chaining['opened']>[0], answer: (opened: Opened) => Promise<unknown>][] = [
        [{}, (opened) => executed(on, opened, 1_000n, 550_000n, 0n)],
        [{}, (opened) => executed(on, opened, 1_000n, 550_000n, on.gold() + 1_000n)],
        [{}, (opened) => executed(on, opened, 1_001n, 550_550n)],
        [{}, (opened) => executed(on, opened, 900n, 550_000n, on.gold() - 1_000n)],
        [{ side: 'buy', cashMaximum: '549999' }, (opened) => executed(on, opened, 1_000n, 550_000n)],
        [{ side: 'buy' }, (opened) => executed(on, opened, 1_000n, 550_001n)],
        [{}, (opened) => executed(on, opened, 1_000n, 549_999n)],
        [{}, (opened) => executed(on, opened, 800n, 439_999n)],
      ]
      for (const [opening, answer] of wrong) {
        const sent = await on.sent(on.opened(opening))
        await answer(sent)
        const before = holdings(on)
        expect(on.accepted(await on.settle(sent, on.gold()))).deep.equal({ chain: sent.chain, status: 'conflict' })
        expect(holdings(on)).deep.equal(before)
        expect([on.chain(sent)?.status, on.hop(sent)?.status]).deep.equal(['conflict', 'conflict'])
        expect(codeOf(await on.settle(sent, on.gold()))).equal('chain_state_forbids')
      }
    }),
  )

  it(
    'S2-035 S2-042 moves nothing of another family where more was executed than was wanted, or the other way about',
    onChains(async (on) => {
      for (const [side, target] of [
        ['sell', '399'],
        ['sell', '500'],
        ['sell', '501'],
        ['buy', '601'],
        ['buy', '499'],
      ] as const) {
        const sent = await on.sent(on.stock({ side }))
        on.accepted(await on.answer(sent, { amount: '1' }, { target }))
        expect(on.accepted(await on.settle(sent, 500n)), `${side} ${target}`).deep.equal({
          ...{ chain: sent.chain, status: 'conflict' },
        })
        expect(on.position()?.quantity).equal(500n)
      }
    }),
  )

  it(
    'S2-038 frees all of what the institution refused',
    onChains(async (on) => {
      const before = holdings(on)
      const sent = await on.sent()
      on.accepted(await on.answer(sent, { verdict: 'refused' }, { reason: 'hours' }))
      expect(codeOf(await on.settle(sent, on.gold() - 1n))).equal('position_stale')
      const effects = on.accepted(await on.settle(sent, on.gold()))
      expect(effects).deep.equal({ chain: sent.chain, status: 'refused', freed: '1000', reservedVoucher: gold })
      expect(holdings(on)).deep.equal(before)
    }),
  )

  it(
    'S2-039 is of the bank alone, of a chain that is known, and behind an answer',
    onChains(async (on) => {
      const sent = await on.sent()
      const says = { says: { position: '1' } }
      expect(codeOf(await on.settle(sent, 1n))).equal('chain_state_forbids')
      expect(codeOf(await on.tell(on.dispatcher, 'chain.settle', { body: { chain: 'A'.repeat(43) }, ...says }))).equal(
        'not_a_pair',
      )
      expect(codeOf(await on.tell(on.stranger, 'chain.settle', { body: { chain: sent.chain }, ...says }))).equal(
        'not_a_party',
      )
    }),
  )

  it(
    'S2-069 changes the position of another family on the pair’s side, and pays in cash',
    onChains(async (on) => {
      const before = holdings(on)
      const sale = await on.sent(on.stock({}, { limitPrice: '349', priceScale: '3' }))
      expect(on.position()).deep.equal({ quantity: 500n, reserved: 100n, version: 1n })
      on.accepted(await on.answer(sale, { amount: '7000' }, { target: '440' }))
      expect(codeOf(await on.settle(sale, 441n))).equal('position_stale')
      expect(on.accepted(await on.settle(sale, 440n))).deep.equal({
        ...{ chain: sale.chain, status: 'settled', side: 'sell', client: 'alice', participant: treasury },
        ...{ cash, amount: '7000' },
      })
      expect(on.position()).deep.equal({ quantity: 440n, reserved: 0n, version: 2n })
      const buy = await on.sent(on.stock({ side: 'buy' }))
      on.accepted(await on.answer(buy, { amount: '6000' }, { target: '540' }))
      expect(on.hop(buy)).not.have.property('held')
      expect(on.accepted(await on.settle(buy, 540n))).deep.include({ freed: '594000', amount: '6000' })
      expect(on.position()).deep.equal({ quantity: 540n, reserved: 0n, version: 3n })
      expect(holdings(on)[1]).deep.equal([(before[1]?.[0] ?? 0n) + 1_000n, 0n])
    }),
  )

  it(
    'S2-042 reads a limit for so many base units as its scale says, and takes what is rounded as at an issuer',
    onChains(async (on) => {
      const limit = { limitPrice: '100', priceScale: '3' }
      const one = (side: 'buy' | 'sell') => on.sent(on.opened({ side }, limit))
      for (const [side, amount, status] of [
        ...([
          ['sell', 33_333n, 'settled'],
          ['sell', 33_332n, 'conflict'],
        ] as const),
        ...([
          ['buy', 33_334n, 'settled'],
          ['buy', 33_335n, 'conflict'],
        ] as const),
      ] as const) {
        const sent = await one(side)
        on.accepted(await executed(on, sent, 1_000n, amount))
        const after = on.gold() + (status === 'conflict' ? 0n : side === 'buy' ? 1_000n : -1_000n)
        expect(on.accepted(await on.settle(sent, after))).deep.include({ status })
      }
    }),
  )

  it(
    'S2-038 frees the position of another family that was refused, and leaves the one of a buy as it was',
    onChains(async (on) => {
      const sale = await on.sent(on.stock())
      const buy = await on.sent(on.stock({ side: 'buy' }))
      for (const one of [sale, buy]) {
        on.accepted(await on.answer(one, { verdict: 'refused' }, { reason: 'grade' }))
        on.accepted(await on.settle(one, 500n))
      }
      expect(on.position()).deep.equal({ quantity: 500n, reserved: 0n, version: 1n })
    }),
  )

  it('S2-069 tells again from its outcome what moved, both ways', () => {
    const moves = (effects: object) =>
      ruleOf('chain.settle').moves?.({ from: 'bank-dispatch', body: {} as never, effects: { ...effects }, view })
    const view = viewOf(() => undefined)
    const both = { client: 'alice', participant: treasury, cash, amount: '5', side: 'buy' }
    const paid = { giver: 'alice', receiver: treasury, voucher: cash, quantity: '5' }
    const handed = { giver: treasury, receiver: 'alice', voucher: gold, quantity: '7' }
    expect(moves(both)).deep.equal([paid])
    expect(moves({ ...both, voucher: gold, quantity: '7' })).deep.equal([paid, handed])
    expect(moves({ ...both, side: 'sell' })).deep.equal([{ ...paid, giver: treasury, receiver: 'alice' }])
    expect(moves({ status: 'refused' })).deep.equal([])
  })

  it(
    'waits while a side cannot be given anything',
    onChains(async (on) => {
      const sent = await on.sent()
      on.accepted(await executed(on, sent, 1_000n, 550_000n))
      const freeze = { participant: 'alice', caseNumber: 'CASE-1' }
      await on.done(on.scene.registrars.BankMSP, 'participant.freeze', freeze)
      expect(codeOf(await on.settle(sent, on.gold() - 1_000n))).equal('participant_state_forbids')
      await on.done(on.scene.registrars.BankMSP, 'participant.unfreeze', freeze)
      on.accepted(await on.settle(sent, on.gold() - 1_000n))
    }),
  )
})
