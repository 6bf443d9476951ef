import { expect } from 'chai'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { EventReader } from '../support/event-reader.ts'
import { TestServer } from '../support/server.ts'
import { readStory, type Story } from '../support/story.ts'

describe('events over HTTP', () => {
  let story: Story
  let server: TestServer
  const open: EventReader[] = []
  const start = async (blocks: Story['blocks'], limits = {}) => {
    server = await new TestServer(projectionOf(blocks), { streamsMaximum: 100, ...limits }).listen()
  }
  const readerFor = async (device = story.scene.alice, last?: string) => {
    const reader = new EventReader(`${server.url}/v1/events`, await server.headersOf(device), last)
    open.push(reader)
    return reader
  }

  before(async () => {
    story = await readStory()
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((reader) => reader.cut()))
    await server.close()
  })

  it('need a session, and a position that is one', async () => {
    await start(story.blocks)
    expect((await server.get('/v1/events')).body.code).to.equal('session_required')
    expect((await server.get('/v1/events?after=12', story.scene.alice)).body.code).to.equal('malformed_request')
    const headers = { ...(await server.headersOf(story.scene.alice)), 'last-event-id': '1.2' }
    expect((await fetch(`${server.url}/v1/events`, { headers })).status).to.equal(400)
  })

  it('arrive as they are recorded, and go on after the last one when the line was cut', async () => {
    const [first, rest] = [story.blocks.slice(0, 8), story.blocks.slice(8)]
    await start(first)
    const reader = await readerFor()
    const response = await reader.open()
    expect(response.headers.get('content-type')).to.contain('text/event-stream')
    await reader.until(() => reader.last !== undefined)
    const begun = reader.last as string
    for (const [index, block] of rest.entries()) {
      server.projection.apply(block)
      server.streams.wake()
      if (index % 4 === 1) {
        await reader.cut()
        await reader.open()
      }
    }
    const [block = 0, position = 0, place = 0] = begun.split('.').map(Number)
    const expected = server.projection.events
      .concerning({ participant: 'alice' }, { block, position, place }, 1_000)
      .map((one) => `${one.block}.${one.position}.${one.place}`)
    await reader.until(() => reader.events.length >= expected.length)
    expect(reader.events.map(({ id }) => id)).to.deep.equal(expected)
  })

  it('begin after the position in the address, and the header goes before it', async () => {
    await start(story.blocks)
    const headers = await server.headersOf(story.scene.alice)
    const all = new EventReader(`${server.url}/v1/events?after=0.0.0`, headers)
    open.push(all)
    await all.open()
    await all.until(() => all.events.length > 5)
    const late = new EventReader(`${server.url}/v1/events?after=0.0.0`, headers, all.events.at(-2)?.id)
    open.push(late)
    await late.open()
    await late.until(() => late.events.length === 1)
    expect(late.events[0]).to.deep.equal(all.events.at(-1))
  })

  it('beat while nothing happens, and end with the session', async () => {
    await start(story.blocks, { heartbeatMilliseconds: 15 })
    const scene = story.scene.copy()
    const reader = await readerFor()
    await reader.open()
    await reader.until(() => reader.comments >= 2)
    await scene.honoured(
      scene.instruct(scene.alice, 'device.revoke', { participant: 'alice', device: scene.alice.id }),
      { gateway: 'BankMSP' },
    )
    for (const block of blocksOf(scene.ledger)) server.projection.apply(block)
    await reader.until(() => !reader.isOpen)
    expect(server.streams.size).to.equal(0)
  })

  it('are a bounded number of streams for the gateway, and for each participant', async () => {
    await start(story.blocks, { streamsMaximum: 3, streamsPerParticipant: 2 })
    const { alice, bob } = story.scene
    const readers = [await readerFor(alice), await readerFor(alice), await readerFor(alice), await readerFor(bob)]
    const statuses = [] as number[]
    for (const reader of readers) statuses.push((await reader.open()).status)
    expect(statuses).to.deep.equal([200, 200, 429, 200])
    const refused = await fetch(`${server.url}/v1/events`, { headers: await server.headersOf(story.auditor) })
    expect(refused.headers.get('retry-after')).to.equal('30')
    expect(((await refused.json()) as { code: string }).code).to.equal('too_many_streams')
    await readers[0]?.cut()
    await readers[3]?.until(() => server.streams.size < 3)
    expect((await (await readerFor(bob)).open()).status).to.equal(200)
  })

  it('have their auditor’s reading logged', async () => {
    await start(story.blocks)
    await (await readerFor(story.auditor)).open()
    expect(server.audited).to.deep.include({
      ...{ auditor: 'auditor-desk', device: story.auditor.id },
      subject: { of: 'events' },
    })
  })
})
