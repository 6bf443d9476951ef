import { expect } from 'chai'
import { demandAnswers, demands, matches, requests } from '../../../chaincode/domains/matching/tables.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
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
    for (const secret of ['alice', 'ben', 'cid', story.opening]) expect(all, secret).not.to.contain(secret)
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
