import { expect } from 'chai'
import { demands, matchers } from '../../../chaincode/domains/matching/tables.ts'
import { recommendations } from '../../../chaincode/domains/recommendations/tables.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import { subjectMatchedBy } from '../../../gateway/projection/expected-matches.ts'
import { MatchingScene, named } from '../../support/matching-scene.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'

const wanted = [{ trait: 'field', anyOf: ['clocks'] }]

const matchBody = (demand: string, { block, version, found, list, chosen }: ReturnType<typeof keptOf>) => ({
  ...{ demand, version, block, found, list, chosen },
})

const keptOf = (projection: ReturnType<typeof projectionOf>, demand: string) => {
  const kept = projection.matching.find(demands.key(demand))
  if (kept === undefined) throw new Error('no match is kept')
  return kept
}

describe('the match that a gateway keeps', () => {
  let matching: MatchingScene
  beforeEach(async () => {
    matching = await MatchingScene.open()
    for (const name of ['ada', 'ben']) await matching.holder(name, { fields: ['clocks'] })
    await matching.holder('cid', { fields: ['coins'] })
  })

  it('S1-015 is made of the rows at the end of the block that opened the demand, and is the same rebuilt from all blocks later', async () => {
    const demand = await matching.demand('one', wanted)
    const early = projectionOf(blocksOf(matching.scene.ledger))
    const kept = keptOf(early, demand)
    expect(kept.names.map(({ holder }) => holder)).to.deep.equal(['ada', 'ben'])
    expect(kept).to.include({ version: 1, found: 2, block: String(early.height - 1n) })
    await matching.holder('dan', { fields: ['clocks'] })
    await matching.holder('ada', { fields: ['coins'] })
    const late = projectionOf(blocksOf(matching.scene.ledger))
    expect(keptOf(late, demand)).to.deep.equal(kept)
    late.close()
    early.close()
  })

  it('S1-017 agrees with a match that says the same, and raises an alarm with both lists where one leaves out the best', async () => {
    const demands_ = [await matching.demand('honest', wanted), await matching.demand('forged', wanted)] as const
    const before = projectionOf(blocksOf(matching.scene.ledger))
    const [honest, forged] = demands_.map((demand) => keptOf(before, demand)) as [
      ReturnType<typeof keptOf>,
      ReturnType<typeof keptOf>,
    ]
    before.close()
    await matching.serve('demand.match', matchBody(demands_[0], honest))
    const lie = { ...forged, found: 1, chosen: forged.chosen.slice(1) }
    await matching.serve('demand.match', matchBody(demands_[1], lie))
    const projection = projectionOf([])
    const alarms: object[] = []
    projection.onAlarm((alarm) => alarms.push(alarm))
    for (const block of blocksOf(matching.scene.ledger)) projection.apply(block)
    expect(alarms).to.have.lengthOf(1)
    const { names: _names, ...expected } = forged
    const said = { version: lie.version, block: lie.block, found: 1, list: lie.list, chosen: lie.chosen }
    expect(alarms[0]).to.deep.include({ reason: 'match_differs', expected, said })
    expect(projection.matching.difference(demands.key(demands_[0]))).to.equal(undefined)
    expect(projection.matching.difference(demands.key(demands_[1]))).to.deep.equal(said)
    projection.close()
  })

  it('differs for a match in the very block that opened its demand, which cannot know how that ends', async () => {
    const { scene, service } = matching
    const body = { demand: named('same'), version: 1, block: '9', found: 0, list: named('list'), chosen: [] }
    const match = scene.instruct(service, 'demand.match', body)
    const first = await scene.endorse(matching.opening('same', wanted), { gateway: 'BankMSP' })
    scene.ledger.commit([first])
    const blocks = blocksOf(scene.ledger)
    const second = await scene.endorse(match, { gateway: 'SupplierMSP' })
    scene.ledger.commit([second])
    const [opened, matched] = [blocks.at(-1), blocksOf(scene.ledger).at(-1)]
    if (opened === undefined || matched === undefined) throw new Error('no blocks')
    const projection = projectionOf(blocks.slice(0, -1))
    const both = matched.transactions.map((one) => ({ ...one, position: 1 }))
    projection.apply({ ...opened, transactions: [...opened.transactions, ...both] })
    expect(projection.matching.difference(demands.key(named('same')))).to.include({ found: 0 })
    projection.close()
  })

  it('tells a service what it has to do: to match, then to ask each who was chosen, and nothing once that is done or the time is over', async () => {
    const demand = await matching.demand('work', wanted)
    const withdrawn = await matching.demand('gone', wanted)
    const now = matching.scene.now
    const todo = (at = now) => {
      const projection = projectionOf(blocksOf(matching.scene.ledger))
      const found = projection.matching.work('finder', at, 10)
      const kept = keptOf(projection, demand)
      projection.close()
      return { found, kept }
    }
    const subject = demands.key(demand)
    expect(todo().found).to.have.deep.members([{ subject }, { subject: demands.key(withdrawn) }])
    const { scene } = matching
    await scene.honoured(scene.instruct(scene.alice, 'demand.withdraw', { demand: withdrawn }), { gateway: 'BankMSP' })
    const { found, kept } = todo()
    expect(found).to.deep.equal([{ subject }])
    await matching.serve('demand.match', matchBody(demand, kept))
    expect(todo().found).to.deep.equal([
      { subject, holder: 'ada' },
      { subject, holder: 'ben' },
    ])
    await matching.serve('demand.request', { demand, holder: 'ada' })
    expect(todo().found).to.deep.equal([{ subject, holder: 'ben' }])
    expect(todo(now + 3_600_001n).found).to.deep.equal([])
  })
})

describe('what dishonest members wrote beside an honest instruction', () => {
  it('is not matched, and stops nothing: a demand or a recommendation without its row, of a service or a reader that is not there', async () => {
    const matching = await MatchingScene.open()
    const { scene } = matching
    const need = { identifier: 'CLOCK', traits: [], parameters: [] }
    await matching.holder('ada', { fields: ['clocks'], needs: [need] })
    const demand = await matching.demand('one', wanted)
    const recommended = scene.instruct(scene.alice, 'recommendation.open', {
      ...{ matcher: 'finder', title: 'A clock', identifier: 'CLOCK', traits: [], parameters: [] },
      ...{ windows: [{ form: 'duration', milliseconds: '600000' }], targets: [{ kind: 'goods', target: named('x') }] },
    })
    const [opened] = (await scene.honoured(recommended, { gateway: 'BankMSP' })).outcomes
    const recommendation = opened?.id as string
    const keptWithout = (isGone: (key: string) => boolean) => {
      const projection = projectionOf([])
      for (const block of blocksOf(scene.ledger)) {
        const transactions = block.transactions.map((one) => ({
          ...one,
          writes: one.writes.filter(({ key }) => !isGone(key)),
        }))
        projection.apply({ ...block, transactions })
      }
      const found = [demands.key(demand), recommendations.key(recommendation)].map(
        (subject) => projection.matching.find(subject)?.found,
      )
      projection.close()
      return found
    }
    expect(keptWithout(() => false)).to.deep.equal([1, 1])
    expect(keptWithout((key) => key === demands.key(demand))).to.deep.equal([undefined, 1])
    expect(keptWithout((key) => key === recommendations.key(recommendation))).to.deep.equal([1, undefined])
    expect(keptWithout((key) => key === matchers.key('finder'))).to.deep.equal([undefined, 1])
    expect(keptWithout((key) => key === participants.key('ada'))).to.deep.equal([0, 0])
  })
})

describe('what a recorded instruction matched', () => {
  it('is the demand or the recommendation of an accepted match, and nothing else', async () => {
    const { scene, service } = await MatchingScene.open()
    const [demand, recommendation] = [named('demand'), named('recommendation')]
    const said = { version: 1, block: '1', found: 0, list: named('list'), chosen: [] }
    const matched = (text: string, status: string) => subjectMatchedBy({ envelope: text, outcome: { status } } as never)
    const chosen = [{ holder: 'ada', certificate: named('certificate') }, { holder: 'ben' }]
    const first = scene.instruct(service, 'demand.match', { demand, ...said, found: 2, chosen })
    expect(matched(first, 'accepted')).to.equal(demands.key(demand))
    expect(matched(first, 'refused')).to.equal(undefined)
    const second = scene.instruct(service, 'recommendation.match', { recommendation, ...said })
    expect(matched(second, 'accepted')).to.equal(recommendations.key(recommendation))
    expect(matched(scene.instruct(service, 'demand.withdraw', { demand }), 'accepted')).to.equal(undefined)
  })
})

describe('the match of a recommendation that a gateway keeps', () => {
  it('S3-067 names who wants it, agrees with a match that says so and not with another, and is then to be asked for', async () => {
    const matching = await MatchingScene.open()
    const { scene, service } = matching
    const need = { identifier: 'CLOCK', traits: [], parameters: [] }
    for (const name of ['ada', 'ben']) await matching.holder(name, { needs: [need] })
    await matching.holder('cid', { needs: [{ ...need, identifier: 'COIN' }] })
    const open = (title: string) =>
      scene.instruct(scene.alice, 'recommendation.open', {
        ...{ matcher: 'finder', title, identifier: 'CLOCK', traits: [], parameters: [] },
        windows: [{ form: 'duration', milliseconds: '600000' }],
        targets: [{ kind: 'goods', target: named('content') }],
      })
    const applied = await scene.honoured([open('one'), open('other')], { gateway: 'BankMSP' })
    const [one, other] = applied.outcomes.map(({ id }) => id) as [string, string]
    const early = projectionOf(blocksOf(scene.ledger))
    const kept = early.matching.find(recommendations.key(one))
    early.close()
    if (kept === undefined) throw new Error('nothing is kept')
    expect(kept.names).to.deep.equal([{ holder: 'ada' }, { holder: 'ben' }])
    const { version, block, list } = kept
    const match = (recommendation: string, found: number, chosen: string[]) => {
      const body = { recommendation, version, block, found, list, chosen }
      return scene.instruct(service, 'recommendation.match', body)
    }
    await scene.honoured(match(one, 2, ['ada', 'ben']), { gateway: 'SupplierMSP' })
    await scene.honoured(match(other, 1, ['ben']), { gateway: 'SupplierMSP' })
    const projection = projectionOf(blocksOf(scene.ledger))
    expect(projection.matching.difference(recommendations.key(one))).to.equal(undefined)
    expect(projection.matching.difference(recommendations.key(other))).to.deep.include({ found: 1 })
    const todo = projection.matching
      .work('finder', scene.now, 10)
      .filter(({ subject }) => subject === recommendations.key(one))
    expect(todo.map(({ holder }) => holder)).to.deep.equal(['ada', 'ben'])
    projection.close()
  })
})
