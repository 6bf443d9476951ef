import { expect } from 'chai'
import { demandAnswers, demands, matches, requests } from '../../../chaincode/domains/matching/tables.ts'
import {
  answers,
  deliveries,
  recommendationMatches,
  recommendationRequests,
  recommendations,
  rights,
} from '../../../chaincode/domains/recommendations/tables.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import type { Table } from '../../../chaincode/wire/table.ts'
import type { Device } from '../../support/devices.ts'
import { MatchingScene } from '../../support/matching-scene.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

const wanted = [{ trait: 'field', anyOf: ['clocks'] }]

const idOf = (text: string): string => digest(signingText(JSON.parse(text).instruction))

/** Three who were found for a demand of alice's, of whom ben has declined, cid was not asked, and dan is of another field. */
const play = async () => {
  const matching = await MatchingScene.open()
  const { scene } = matching
  for (const name of ['ada', 'ben', 'cid']) await matching.holder(name, { fields: ['clocks'] })
  const dan = await matching.holder('dan', { fields: ['coins'] })
  const opening = matching.opening('wish', wanted)
  await scene.honoured(opening, { gateway: 'BankMSP' })
  const demand: string = JSON.parse(opening).instruction.body.demand
  const early = projectionOf(blocksOf(scene.ledger))
  const kept = early.matching.find(demands.key(demand))
  early.close()
  if (kept === undefined) throw new Error('nothing was kept')
  const { names: _names, ...said } = kept
  await matching.serve('demand.match', { demand, ...said })
  for (const holder of ['ada', 'ben']) await matching.serve('demand.request', { demand, holder })
  const ben = matching.holders.get('ben') as Device
  await scene.honoured(scene.instruct(ben, 'demand.decline', { demand }), { gateway: 'BankMSP' })
  return { matching, scene, demand, dan, said, opening: idOf(opening) }
}

describe('demands over HTTP', () => {
  let story: Awaited<ReturnType<typeof play>>
  let server: TestServer
  before(async () => {
    story = await play()
    server = await new TestServer(projectionOf(blocksOf(story.scene.ledger))).listen()
  })
  after(() => server.close())
  const holder = (name: string) => story.matching.holders.get(name) as Device

  it('S1-010 S1-015 show the requester the match, its own gateway’s word on it, and how it stands with each holder, whoever was not reached', async () => {
    const { status, body } = await server.get(`/v1/demands/${story.demand}`, story.scene.alice)
    expect(status).to.equal(200)
    expect(body.demand).to.include({ requester: 'alice', matcher: 'finder' })
    expect(body.match).to.include({ found: 3, status: 'matched' })
    const { version, block, found, list } = story.said
    expect(body.recomputed).to.deep.equal({ agrees: true, version, block, found, list })
    expect(body.holders).to.deep.equal([
      { holder: 'ada', state: 'asked' },
      { holder: 'ben', state: 'declined' },
      { holder: 'cid', state: 'chosen' },
    ])
    expect(body.answers.map((one: { holder: string; status: string }) => [one.holder, one.status])).to.deep.equal([
      ['ben', 'declined'],
    ])
  })

  it('shows the matching service the same without the answers, and everybody the services that are open', async () => {
    const { status, body } = await server.get(`/v1/demands/${story.demand}`, story.matching.service)
    expect(status).to.equal(200)
    expect(body.answers).to.deep.equal([])
    expect(body.holders).to.have.lengthOf(3)
    const services = await server.get('/v1/matchers')
    expect(services.body.items).to.deep.equal([
      { matcher: 'finder', home: 'SupplierMSP', counterparties: 1, status: 'open' },
    ])
  })

  it('S1-017 shows both lists where the match that was recorded leaves out the best', async () => {
    const { matching, scene } = await play()
    const opening = matching.opening('other', wanted)
    await scene.honoured(opening, { gateway: 'BankMSP' })
    const demand: string = JSON.parse(opening).instruction.body.demand
    const early = projectionOf(blocksOf(scene.ledger))
    const { names, ...kept } = early.matching.find(demands.key(demand)) ?? { names: [], chosen: [], found: 0 }
    early.close()
    const lie = { ...kept, found: 2, chosen: kept.chosen.slice(1) }
    await matching.serve('demand.match', { demand, ...lie })
    const other = await new TestServer(projectionOf(blocksOf(scene.ledger))).listen()
    const { body } = await other.get(`/v1/demands/${demand}`, scene.alice)
    expect(body.recomputed).to.deep.equal({ agrees: false, said: lie, expected: { ...kept, names } })
    expect(body.recomputed.expected.names.map((one: { holder: string }) => one.holder)).to.deep.equal([
      'ada',
      'ben',
      'cid',
    ])
    await other.close()
  })

  it('S3-020 lets a holder reach neither the demand, nor its instruction’s id, nor who else was asked, by any route or event', async () => {
    const { demand, dan } = story
    const rows = [
      demands.key(demand),
      matches.key(demand),
      requests.key(demand, 'ben'),
      demandAnswers.key(demand, 'ben'),
    ]
    const paths = [`/v1/demands/${demand}`, ...rows.map((key) => `/v1/records/${key}/history`)]
    for (const reader of [holder('ada'), dan]) {
      for (const path of paths) expect((await server.get(path, reader)).status, path).to.equal(403)
      expect((await server.get('/v1/demands/none', reader)).status).to.equal(403)
    }
    const own = ['requests', 'demand-answers', 'demands', 'interactions', 'instructions', 'recommendations']
    const seen = [await eventsOf(server, holder('ada'))]
    for (const list of own) {
      const { status, body } = await server.get(`/v1/accounts/ada/${list}`, holder('ada'))
      expect(status, list).to.equal(200)
      seen.push(JSON.stringify(body))
    }
    const all = seen.join('\n')
    expect(all).to.contain('demand.request').and.to.contain(demand)
    // As words of their own: three letters stand somewhere in enough random text.
    for (const secret of ['alice', 'ben', 'cid', story.opening])
      expect(all, secret).not.to.match(new RegExp(`(?<![\\w-])${secret}(?![\\w-])`))
    expect(all).to.match(/(?<![\w-])ada(?![\w-])/)
  })
})

const [recommendation, other] = [digest('recommendation'), digest('another one')]
const about = { recommendation, recommender: 'alice', matcher: 'finder' }

/** Rows of a recommendation of alice's: ada and ben were found and ada asked, cid was dropped; ada was early, then in time. */
const rows = (): [Table, object][] => {
  const home = 'BankMSP'
  const opened = { ...about, home, matcherHome: 'SupplierMSP', title: 'A clock', identifier: 'CLOCK', traits: [] }
  const window = { form: 'duration', milliseconds: '60000' }
  const rest = { parameters: [], window, strict: false, startedAt: 1n, targets: [], status: 'open' }
  const chosen = ['ada', 'ben', 'cid']
  const match = { ...about, home, version: 1, block: 3n, found: 3, list: digest('list'), chosen, dropped: ['cid'] }
  const answer = (name: string, verdict: string) => ({ ...about, answer: name, participant: 'ada', home, verdict })
  return [
    [recommendations, { ...opened, ...rest }],
    [recommendations, { ...opened, ...rest, recommendation: other }],
    [recommendationMatches, { ...match, status: 'matched' }],
    [recommendationRequests, { ...about, participant: 'ada', title: 'A clock' }],
    [answers, { ...answer('1', 'early'), receivedAt: 2n }],
    [answers, { ...answer('2', 'in-time'), receivedAt: 3n }],
    [rights, { ...about, participant: 'ada', home, answer: '2', status: 'in-time' }],
    [deliveries, { ...about, participant: 'ada', home, recommenderHome: home, until: 9n, status: 'delivered' }],
  ]
}

describe('recommendations over HTTP', () => {
  let server: TestServer
  let matching: MatchingScene
  let ada: Device
  before(async () => {
    matching = await MatchingScene.open()
    ada = await matching.holder('ada')
    const blocks = blocksOf(matching.scene.ledger)
    const projection = projectionOf(blocks)
    const last = blocks.at(-1) as (typeof blocks)[number]
    const writes = rows().map(([table, row]) => ({
      ...{ chaincode: 'ledger', key: table.keyOf(row as never) },
      value: JSON.stringify(table.codec.encode(row as never)),
    }))
    const transactions = last.transactions.map((one) => ({ ...one, arguments: [], response: '[]', writes }))
    projection.apply({ ...last, number: last.number + 1n, transactions })
    server = await new TestServer(projection).listen()
  })
  after(() => server.close())

  it('S3-015 show who was asked, one by one, and the recommender the answers counted, the rights and the deliveries', async () => {
    const { status, body } = await server.get(`/v1/recommendations/${recommendation}`, matching.scene.alice)
    expect(status).to.equal(200)
    expect(body.holders).to.deep.equal([
      { holder: 'ada', state: 'asked' },
      { holder: 'ben', state: 'chosen' },
      { holder: 'cid', state: 'dropped' },
    ])
    expect(body.counts).to.deep.equal({ inTime: 1, early: 1, late: 0 })
    expect([body.answers.length, body.rights.length, body.deliveries.length]).to.deep.equal([2, 1, 1])
    // No block opened it here, so there is no list of this gateway's own that could agree.
    expect(body.recomputed).to.deep.equal({ agrees: false })
    const unmatched = await server.get(`/v1/recommendations/${other}`, matching.scene.alice)
    expect(unmatched.body).to.include.keys('recommendation', 'holders').and.not.to.have.any.keys('match', 'recomputed')
  })

  it('show who matches no answers, and who was asked nothing at all', async () => {
    const { body } = await server.get(`/v1/recommendations/${recommendation}`, matching.service)
    expect([body.answers, body.rights, body.deliveries]).to.deep.equal([[], [], []])
    expect(body).not.to.have.property('counts')
    expect((await server.get(`/v1/recommendations/${recommendation}`, ada)).status).to.equal(403)
  })
})

/** What stands in the events that concern a device from the first on. */
const eventsOf = async (server: TestServer, device: Device): Promise<string> => {
  const abort = new AbortController()
  const headers = await server.headersOf(device)
  const response = await fetch(`${server.url}/v1/events?after=0.0.0`, { headers, signal: abort.signal })
  const reader = response.body?.getReader()
  let text = ''
  while (reader !== undefined && !text.includes('demand.request')) {
    const { done, value } = await reader.read()
    if (done) break
    text += new TextDecoder().decode(value)
  }
  abort.abort()
  return text
}
