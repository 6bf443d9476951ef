import { expect } from 'chai'
import { type Identity, identities } from '../../../../chaincode/domains/trade-chain/tables.ts'
import { foldMaximum } from '../../../../chaincode/state/unit-of-work.ts'
import { type Chaining, onChains } from '../../../support/chaining.ts'
import { Device } from '../../../support/devices.ts'
import { cash, gold } from '../../../support/exchange.ts'
import { codeOf, only } from '../../../support/scene.ts'

const failed = { facts: { verdict: 'failed' as const } }
const failures = ({ scene }: Chaining): number | undefined =>
  (scene.view.find(identities, 'alice') as Identity | undefined)?.failures
const buckets = ({ exchange }: Chaining) => [exchange.buckets('alice', gold), exchange.buckets('alice', cash)]

describe('what a bank adds to a trade chain', () => {
  it(
    'S2-010 S2-011 S2-066 SX-004 is the position as it is now, credits and all, with what is sold put aside',
    onChains(async (on) => {
      const opened = await on.opened()
      await on.scene.give([on.alice], 25n)
      const position = on.gold()
      const effects = on.accepted(await on.enrich(opened))
      expect(effects).deep.equal({
        ...{ chain: opened.chain, status: 'enriched', reserved: '1000', reservedVoucher: gold },
      })
      expect(on.chain(opened)).deep.include({ status: 'enriched', position, held: { voucher: gold, quantity: 1_000n } })
      expect(on.exchange.buckets('alice')).deep.equal([position - 1_000n, 1_000n, 0n, 0n])
    }),
  )

  it(
    'S2-010 S2-011 SX-004 is refused with another position than that, and without one',
    onChains(async (on) => {
      const opened = await on.opened()
      const before = on.gold()
      // Folded, so that what comes now is all that is not in the account yet.
      await on.enriched()
      await on.scene.give([on.alice], 25n)
      for (const position of [`${before}`, `${before + 26n}`, '0']) {
        expect(codeOf(await on.enrich(opened, { position })), position).equal('position_stale')
      }
      const stamp = { chain: opened.chain, type: 'phone', verdict: 'passed' } as const
      const unnamed = on.stamped(on.envelope(on.dispatcher, 'chain.enrich', { chain: opened.chain }), stamp)
      expect(codeOf(only(await on.apply(unnamed)))).equal('position_unavailable')
      expect(on.chain(opened)).deep.include({ status: 'received' })
      const stock = await on.stock()
      expect(codeOf(await on.enrich(stock, { position: '500' }))).equal('chain_terms_differ')
    }),
  )

  it(
    'S2-010 S2-011 is never understated: refused while more credits wait than are folded at once, of which each try folds some',
    onChains(async (on) => {
      const opened = await on.opened()
      const before = on.gold()
      // Folded, so that all that waits is what comes now.
      await on.enriched()
      for (let count = 0; count < foldMaximum + 1; count += 1) await on.scene.give([on.alice], 1n)
      const folded = `${before + BigInt(foldMaximum)}`
      expect(codeOf(await on.enrich(opened, { position: folded }))).equal('position_unavailable')
      // That try folded all but one, which this one folds.
      expect(codeOf(await on.enrich(opened, { position: folded }))).equal('position_stale')
      expect(on.chain(opened)).deep.include({ status: 'received' })
      const position = before + BigInt(foldMaximum) + 1n
      expect(on.gold()).equal(position)
      on.accepted(await on.enrich(opened, { position: `${position}` }))
      expect(on.chain(opened)).deep.include({ status: 'enriched', position })
    }),
  )

  it(
    'S2-016 tells nothing of how much there is when it is too little',
    onChains(async (on) => {
      const most = { voucher: gold, quantity: '9999999' }
      const { code, values } = (await on.enrich(await on.opened({ metal: most }))) as { code: string; values: object }
      expect([code, values]).deep.equal(['position_too_small', { participant: 'alice', voucher: gold }])
      const dear = await on.opened({ side: 'buy', cashMaximum: '99999999999' })
      expect(codeOf(await on.enrich(dear))).equal('position_too_small')
    }),
  )

  it(
    'S2-066 puts the cash of a buy aside, credits and all, and nothing of a sale of another family',
    onChains(async (on) => {
      const before = on.exchange.buckets('alice', cash)[0] as bigint
      await on.enriched(on.opened({ side: 'buy', cashMaximum: `${before}` }))
      expect(on.exchange.buckets('alice', cash)).deep.equal([0n, before, 0n, 0n])
      const stock = await on.stock()
      expect(on.accepted(await on.enrich(stock))).deep.equal({ chain: stock.chain, status: 'enriched' })
      expect(on.chain(stock)).not.have.any.keys('held', 'position')
    }),
  )

  it(
    'S2-003 S2-008 S2-065 puts nothing aside and ends for a client who did not show who it is',
    onChains(async (on) => {
      const opened = await on.opened()
      const before = buckets(on)
      const effects = on.accepted(await on.enrich(opened, failed))
      expect(effects).deep.equal({ chain: opened.chain, status: 'user-rejected' })
      expect(buckets(on)).deep.equal(before)
      expect(on.chain(opened)).not.have.any.keys('held', 'position')
      expect(failures(on)).equal(1)
      expect(codeOf(await on.send(opened))).equal('chain_state_forbids')
      expect(on.segments(opened)).equal(undefined)
    }),
  )

  it(
    'S2-009 locks the client behind five failures in a row, on every channel, until two officers of its bank free it',
    onChains(async (on) => {
      const fail = async () => on.accepted(await on.enrich(await on.opened(), failed))
      for (const _one of [1, 2, 3, 4]) await fail()
      await on.enriched()
      expect(failures(on)).equal(0)
      for (const _one of [1, 2, 3, 4]) await fail()
      const waiting = await on.opened()
      await fail()
      expect(await on.code(on.alice, 'chain.open', on.opening().body)).equal('identity_locked')
      const tablet = new Device('alice', ['customer'], 'tablet')
      await on.done(on.scene.registrars.BankMSP, 'device.add', { participant: 'alice', device: tablet.entry })
      expect(await on.code(tablet, 'chain.open', on.opening().body)).equal('identity_locked')
      expect(on.accepted(await on.enrich(waiting))['status']).equal('user-rejected')
      expect(failures(on)).equal(5)
      expect(await on.code(on.officer, 'identity.unlock', { client: 'alice' })).equal('approval_missing')
      expect(await on.code(on.dispatcher, 'identity.unlock', { client: 'alice' })).equal('device_lacks_role')
      expect(await on.byTwo('identity.unlock', { client: 'alice' })).deep.equal({ client: 'alice' })
      await on.opened()
    }),
  )

  it(
    'S2-013 S2-015 S2-067 ends for an institution that is no pair of the bank, or does not take the family, with nothing put aside',
    onChains(async (on) => {
      const before = buckets(on)
      for (const change of [{ institution: 'SupplierMSP' }, { institution: 'BankMSP' }, { family: 'trust' as const }]) {
        const opened = await on.opened(change)
        const effects = on.accepted(await on.enrich(opened))
        expect(effects).deep.equal({ chain: opened.chain, status: 'institution-rejected' })
        expect(on.chain(opened)).not.have.any.keys('held', 'position')
      }
      expect(buckets(on)).deep.equal(before)
    }),
  )

  it(
    'S2-016 judges the client first, the institution second, and the position last',
    onChains(async (on) => {
      const opened = await on.opened({ institution: 'NobodyMSP' })
      expect(on.accepted(await on.enrich(opened, { ...failed, position: '1' }))['status']).equal('user-rejected')
      const other = await on.opened({ institution: 'NobodyMSP' })
      const rejected = on.accepted(await on.enrich(other, { position: '1' }))
      expect(rejected).deep.equal({ chain: other.chain, status: 'institution-rejected' })
      expect(failures(on)).equal(0)
    }),
  )

  it(
    'S2-065 is the bank’s own word on this very chain, once and in time',
    onChains(async (on) => {
      const [opened, other] = [await on.opened(), await on.opened()]
      const facts = { chain: other.chain, type: 'phone', verdict: 'passed' } as const
      const body = { chain: opened.chain, position: `${on.gold()}` }
      const enriching = (by = on.dispatcher) => on.envelope(by, 'chain.enrich', body)
      expect(codeOf(only(await on.apply(enriching())))).equal('stamp_missing')
      expect(codeOf(only(await on.apply(on.stamped(enriching(), facts))))).equal('unknown_chain')
      const own = { ...facts, chain: opened.chain }
      expect(codeOf(only(await on.apply(on.stamped(enriching(), own, on.officer))))).equal('bad_stamp')
      expect(codeOf(only(await on.apply(on.stamped(enriching(on.stranger), own))))).equal('not_a_party')
      const unknown = { chain: 'A'.repeat(43) }
      const stranger = on.stamped(on.envelope(on.dispatcher, 'chain.enrich', unknown), { ...facts, ...unknown })
      expect(codeOf(only(await on.apply(stranger)))).equal('unknown_chain')
      on.accepted(await on.enrich(opened))
      expect(codeOf(await on.enrich(opened))).equal('chain_state_forbids')
      on.wait(86_400_001n)
      expect(codeOf(await on.enrich(other))).equal('deadline_passed')
    }),
  )
})
