import { expect } from 'chai'
import { type GradeLift, grades } from '../../../../chaincode/domains/trade-chain/tables.ts'
import { creditGrades } from '../../../../chaincode/domains/trade-chain/terms.ts'
import { viewOf } from '../../../../chaincode/rules/rule.ts'
import { gradeLifted, isStillLifted } from '../../../../chaincode/rules/trade-chain/weigh.ts'
import type { ConfidentialBody } from '../../../../chaincode/vocabulary.ts'
import { Chaining } from '../../../support/chaining.ts'
import { Device } from '../../../support/devices.ts'
import { cash, gold, terms } from '../../../support/exchange.ts'
import { codeOf } from '../../../support/scene.ts'

const pair = { client: 'alice', institution: 'InstitutionMSP' }
// 10,000 mg of gold are worth 555,000 fen at what their issuer pays.
const lift = { pledgee: 'city-bank', cash, each: '200000', most: 3 }
const minutes = 60_000n

/** alice is graded, with what pledges lift it by, and can pledge gold to her bank. */
const openGraded = async (said: Partial<ConfidentialBody<'grade.set'>> = { lift }) => {
  const on = await Chaining.open()
  const { exchange } = on
  on.accepted(await on.graded('bbb', said))
  const proposed = async (quantity = '10000', pledgee = 'city-bank') => {
    const times = { answerBy: on.ahead(10n * minutes), termEndsAt: on.ahead(600n * minutes) }
    const body = { voucher: gold, quantity, pledgee, purpose: 'a loan', ...times, enforcement: 'transfer-to-pledgee' }
    return String((await on.done(on.alice, 'pledge.propose', body as never))['pledge'])
  }
  const pledged = async (quantity?: string, to = exchange.bank) => {
    const pledge = await proposed(quantity, to.participant)
    await on.done(to, 'pledge.accept', { pledge, holder: 'alice', voucher: gold })
    return pledge
  }
  const released = (pledge: string, quantity = '10000', by = exchange.bank) =>
    on.done(by, 'pledge.release', { pledge, holder: 'alice', voucher: gold, quantity })
  const weigh = (names: string[], { of = {}, by = on.dispatcher } = {}) =>
    on.tell(by, 'grade.weigh', { body: { ...pair, pledges: names, ...of }, says: {} })
  const weighed = async (...names: string[]) => on.accepted(await weigh(names))
  const refused = async (...names: string[]) => codeOf(await weigh(names))
  const kept = () => {
    const key = grades.key('BankMSP', 'InstitutionMSP', 'alice')
    const row = on.scene.ledger.state.table('pair-bank-institution').get(key)
    return JSON.parse(row?.value.toString() ?? '{}')
  }
  return { on, proposed, pledged, released, weigh, weighed, refused, kept }
}

describe('a grade that pledges lift', () => {
  it('SX-008 goes up by what the pledge is worth, as a version of its own that later chains carry, and is back with the release', async () => {
    const { on, pledged, released, weighed, kept } = await openGraded()
    const pledge = await pledged()
    expect(await weighed(pledge)).deep.equal({ ...pair, version: '3' })
    expect(kept()).deep.include({ base: 'bbb', grade: 'aa', version: '3', pledges: { [pledge]: '10000' } })
    const opened = await on.enriched()
    expect((await on.send(opened, { grade: 'aa', gradeVersion: '3' })).status).equal('accepted')
    await released(pledge)
    const later = await on.enriched()
    expect(codeOf(await on.send(later, { grade: 'aa', gradeVersion: '3' }))).equal('grade_outdated')
    await weighed()
    expect(kept()).deep.include({ grade: 'bbb', version: '4', pledges: {} })
    expect((await on.send(later, { grade: 'bbb', gradeVersion: '4' })).status).equal('accepted')
  })

  it('SX-008 does not count what was released of a pledge since it was weighed', async () => {
    const { on, pledged, released, weighed, kept } = await openGraded()
    const pledge = await pledged()
    await weighed(pledge)
    await released(pledge, '1')
    const opened = await on.enriched()
    expect(codeOf(await on.send(opened, { grade: kept().grade, gradeVersion: '3' }))).equal('grade_outdated')
  })

  it('counts no pledge that is not locked, not to its bank, or not known', async () => {
    const { on, proposed, pledged, released, refused } = await openGraded()
    const open = await proposed('1')
    expect(await refused(open)).equal('pledge_does_not_count')
    expect(await refused('A'.repeat(43))).equal('pledge_does_not_count')
    const ended = await pledged('1')
    await released(ended, '1')
    expect(await refused(ended)).equal('pledge_does_not_count')
    expect(await refused(await pledged('1', on.exchange.carol))).equal('pledge_does_not_count')
  })

  it('SX-008 counts a pledge to who holds for the bank alone, and none to another customer of it or of another bank', async () => {
    const { on, pledged, weighed, refused, kept } = await openGraded()
    const friend = await on.scene.register(new Device('a-friend', ['customer']), 'BankMSP', 'person')
    const toFriend = await pledged(undefined, friend)
    const named = await pledged()
    expect(await refused(toFriend)).equal('pledge_does_not_count')
    expect(await refused(named, toFriend)).equal('pledge_does_not_count')
    expect(await refused(await pledged('1', on.exchange.carol))).equal('pledge_does_not_count')
    expect(kept()).include({ grade: 'bbb', version: '2' })
    await weighed(named)
    expect(kept()).deep.include({ grade: 'aa', pledges: { [named]: '10000' } })
  })

  it('SX-008 counts pledges to another one alone once two officers name that one, and to nobody where they name none', async () => {
    const { on, pledged, released, weighed, refused, kept } = await openGraded()
    const vault = await on.scene.register(new Device('a-vault', ['customer']), 'BankMSP', 'organisation')
    const [before, after] = [await pledged(), await pledged(undefined, vault)]
    await weighed(before)
    const stands = await on.enriched()
    on.accepted(await on.graded('bbb', { lift: { ...lift, pledgee: 'a-vault' } }))
    expect(kept()).deep.include({ grade: 'bbb', pledges: {}, version: '4' })
    expect(codeOf(await on.send(stands, { grade: 'aa', gradeVersion: '3' }))).equal('position_stale')
    expect(await refused(before)).equal('pledge_does_not_count')
    await weighed(after)
    expect(kept()).deep.include({ grade: 'aa', pledges: { [after]: '10000' }, version: '5' })
    await released(before)
    expect((await on.send(stands, { grade: 'aa', gradeVersion: '5' })).status).equal('accepted')
    const later = await on.enriched()
    await released(after, '1', vault)
    expect(codeOf(await on.send(later, { grade: 'aa', gradeVersion: '5' }))).equal('grade_outdated')
    on.accepted(await on.graded('bbb'))
    expect(await refused(after)).equal('pledge_does_not_count')
    await weighed()
    expect(kept()).deep.include({ grade: 'bbb', pledges: {}, version: '7' })
  })

  it('SX-008 is not lifted any more by what is pledged to another one than holds for the bank now', async () => {
    const { on, pledged, weighed, kept } = await openGraded()
    const pledge = await pledged()
    await weighed(pledge)
    const grade = grades.codec.decode(kept())
    const { ledger } = on.scene
    const view = viewOf((table, key) => table.codec.decode(ledger.row(key) as never))
    expect(isStillLifted(view, grade)).equal(true)
    for (const other of [undefined, { ...(grade.lift as GradeLift), pledgee: 'bank-credit' }])
      expect(isStillLifted(view, { ...grade, lift: other })).equal(false)
  })

  it('names as who holds for the bank nobody unknown, frozen, of another member, or the client itself', async () => {
    const { on, kept } = await openGraded()
    const naming = async (pledgee: string) => codeOf(await on.graded('bbb', { lift: { ...lift, pledgee } }))
    expect(await naming('nobody')).equal('unknown_participant')
    expect(await naming('carol')).equal('foreign_pledgee')
    expect(await naming('alice')).equal('pledgee_is_holder')
    await on.done(on.scene.registrars.BankMSP, 'participant.freeze', {
      participant: 'city-bank',
      caseNumber: 'CASE-1',
    })
    expect(await naming('city-bank')).equal('receiver_not_active')
    expect(kept()).include({ version: '2' })
  })

  it('is worth nothing without a price that counts, or in another cash', async () => {
    const { on, pledged, weighed, kept } = await openGraded()
    const pledge = await pledged()
    on.wait(11n * minutes)
    await weighed(pledge)
    expect(kept()).include({ grade: 'bbb' })
    await on.exchange.quote('Q-2', 56_000n, 55_500n)
    await weighed(pledge)
    expect(kept()).include({ grade: 'aa' })
    await on.done(on.exchange.pricing, 'quote.withdraw', { voucher: gold, quote: 'Q-2' })
    await weighed(pledge)
    expect(kept()).include({ grade: 'bbb' })
    await on.exchange.quote('Q-3', 56_000n, 55_500n)
    on.accepted(await on.graded('bbb', { lift: { ...lift, cash: 'EUR-1' } }))
    await weighed(pledge)
    expect(kept()).deep.include({ grade: 'bbb', pledges: { [pledge]: '10000' } })
  })

  it('is worth nothing by a price of other terms, and nothing of a voucher that nobody prices', async () => {
    const { on, pledged, weighed, kept } = await openGraded()
    const pledge = await pledged()
    await on.done(on.scene.treasury, 'voucher.revise', {
      voucher: gold,
      trade: { ...terms, priceScale: '1' },
      reason: 'new',
    })
    await weighed(pledge)
    expect(kept()).include({ grade: 'bbb' })
    const times = { answerBy: on.ahead(10n * minutes), termEndsAt: on.ahead(600n * minutes) }
    const body = { voucher: cash, quantity: '900000', pledgee: 'city-bank', purpose: 'a loan', ...times }
    const { pledge: ofCash } = await on.done(on.alice, 'pledge.propose', { ...body, enforcement: 'none' } as never)
    await on.done(on.exchange.bank, 'pledge.accept', { pledge: `${ofCash}`, holder: 'alice', voucher: cash })
    await weighed(`${ofCash}`)
    expect(kept()).include({ grade: 'bbb' })
  })

  it('is weighed only where there is one, by the client’s bank, and for its own clients', async () => {
    const { on, weigh } = await openGraded()
    const { carol } = on.exchange
    expect(codeOf(await weigh([], { of: { client: 'bob' } }))).equal('foreign_client')
    expect(codeOf(await weigh([], { of: { client: 'city-bank' } }))).equal('grade_missing')
    expect(codeOf(await weigh([], { by: carol }))).equal('not_a_pair')
  })

  it('is given by two, and of their own clients alone', async () => {
    const { on } = await openGraded()
    const body = { client: 'bob', institution: 'InstitutionMSP' }
    expect(codeOf(await on.tellByTwo('grade.set', { body, says: { grade: 'a' } }))).equal('foreign_client')
    const alone = { body: { ...pair, approval: 'A'.repeat(43) }, says: { grade: 'aaa' as const } }
    expect(codeOf(await on.tell(on.officer, 'grade.set', alone))).equal('unknown_approval')
    expect(codeOf(await on.tell(on.officer, 'grade.set', { ...alone, body: pair }))).equal('approval_missing')
  })

  it('never goes above the best grade, nor further up than was said', () => {
    const by = (most: number): GradeLift => ({ pledgee: 'city-bank', cash, each: 100n, most })
    expect(gradeLifted('bbb', by(1), 1_000_000n)).equal('a')
    expect(gradeLifted('aa', by(6), 1_000_000n)).equal('aaa')
    expect(gradeLifted('aaa', by(6), 1_000_000n)).equal('aaa')
    expect(gradeLifted('c', by(6), 99n)).equal('c')
    expect(gradeLifted('c', by(6), 299n)).equal('bb')
    for (const grade of creditGrades) expect(gradeLifted(grade, by(6), 0n)).equal(grade)
  })
})
