import { expect } from 'chai'
import { audit } from '../../../audit/audit.ts'
import { changedMembers } from '../../../audit/history/changed-members.ts'
import { type HistoryStep, isAccount, keyFrom, RowHistory } from '../../../audit/history/row-history.ts'
import { AuditStore } from '../../../audit/store.ts'
import { readRoots } from '../../../audit/verify/roots.ts'
import { rootsOfAll } from '../../support/identities/identities.ts'
import { consortium } from '../../support/members.ts'
import { busiestAccount, outcomesOf, writesOf } from '../support/evidence.ts'
import { marketBlocks } from '../support/market.ts'

describe('the history of a row', () => {
  let market: Uint8Array[]

  before(async () => {
    market = await marketBlocks()
  })

  const historiesOf = async (histories: readonly RowHistory[]): Promise<HistoryStep[][]> => {
    const store = new AuditStore()
    const steps: HistoryStep[][] = histories.map(() => [])
    const ending = await audit(market, {
      ...{ channel: 'assay', roots: readRoots(rootsOfAll()), consortium, store },
      onTaken: (taken) => {
        for (const [index, history] of histories.entries()) steps[index]?.push(...history.take(taken))
      },
    })
    expect(ending).to.deep.equal([])
    expect(store.findings).to.deep.equal([])
    store.close()
    return steps
  }

  it('tells each change with its author, before and after, and nothing where the part asked for stays the same', async () => {
    const { key } = busiestAccount(market)
    const [, whose = ''] = key.split('~')
    const names = { whole: [], part: ['holdings'], status: ['status'] }
    const [whole = [], part = [], status = []] = await historiesOf(
      Object.values(names).map((asked) => new RowHistory({ key, part: asked })),
    )
    expect(whole.length).to.equal(writesOf(market).filter((write) => write.key === key).length)
    for (const [index, { before }] of whole.entries())
      expect(before).to.deep.equal(index === 0 ? null : whole[index - 1]?.after)
    const known = new Set(outcomesOf(market).map(({ id }) => id))
    const authors = whole.flatMap(({ by }) => by)
    expect(authors.length).to.be.at.least(whole.length - 1)
    for (const { instruction, kind } of authors) expect([known.has(instruction), kind]).to.not.deep.equal([false, ''])
    // Each instruction of its own uses a number up, which is a change of the row.
    const own = outcomesOf(market).filter(({ status: one }) => one === 'accepted' || one === 'refused')
    expect(authors.some(({ from }) => from === whose)).to.equal(true)
    expect(own.length).to.be.greaterThan(authors.filter(({ from }) => from === whose).length)
    expect(part.length).to.be.within(1, whole.length - 1)
    expect(status.length).to.be.within(1, whole.length - 1)
  })

  it('names the members that a step changed, and the whole where it made or deleted the row', () => {
    const [one, other] = [
      { a: { b: '1', c: '2' }, d: ['x'] },
      { a: { b: '3', c: '2' }, d: ['y'], e: 1 },
    ]
    expect(changedMembers(one, other)).to.deep.equal([
      { path: 'a.b', before: '1', after: '3' },
      { path: 'd', before: ['x'], after: ['y'] },
      { path: 'e', before: undefined, after: 1 },
    ])
    expect(changedMembers(one, one)).to.deep.equal([])
    expect(changedMembers(null, one)).to.deep.equal([{ path: '', before: null, after: one }])
    const deep = (value: number) => JSON.parse(`${'{"a":'.repeat(30)}${value}${'}'.repeat(30)}`)
    expect(changedMembers(deep(1), deep(2)).map(({ path }) => path)).to.deep.equal(['a.a.a.a.a.a.a.a'])
  })

  it('is of a row that is named as people name it', () => {
    expect(keyFrom(['account', 'alice'])).to.equal('account~alice')
    expect(keyFrom(['credit', 'alice', 'CNY', 'f'])).to.equal('credit~alice~CNY~f')
    expect(keyFrom(['voucher~CNY'])).to.equal('voucher~CNY')
    expect(keyFrom(['credit', 'alice'])).to.equal(undefined)
    expect(keyFrom(['nothing', 'alice'])).to.equal(undefined)
    expect([isAccount('account~alice'), isAccount('voucher~CNY')]).to.deep.equal([true, false])
  })
})
