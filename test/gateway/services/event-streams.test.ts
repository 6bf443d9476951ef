import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { ledgerPlaceText } from '../../../gateway/projection/recorded.ts'
import { EventStreams } from '../../../gateway/services/event-streams.ts'
import { Device } from '../../support/devices.ts'
import { Scene } from '../../support/scene.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { readStory } from '../support/story.ts'

describe('the streams of a gateway that has just started', () => {
  let projection: Projection
  let streams: EventStreams
  let isCaughtUp: boolean

  beforeEach(async () => {
    projection = projectionOf((await readStory()).blocks)
    isCaughtUp = false
    streams = new EventStreams({ projection, streamsMaximum: 1, isCaughtUp: () => isCaughtUp })
  })
  afterEach(() => {
    streams.close()
    projection.close()
  })

  const open = (output: PassThrough) => {
    const reader = { participant: 'alice', isAuditor: false }
    return streams.open({ reader, output, after: projection.events.last(), isAllowed: async () => true })
  }

  it('begin once it has read what it knew before, so that no position told once is unknown', async () => {
    const output = new PassThrough()
    const opened = open(output)
    expect(streams.size).equal(1)
    expect(() => streams.requireRoom('bob')).to.throw('too_many_streams')
    isCaughtUp = true
    await opened
    expect(output.read()).equal(null)
    expect(ledgerPlaceText(projection.events.last())).not.equal('0.0.0')
  })

  it('leave no trace of a reader who does not wait', async () => {
    const output = new PassThrough()
    const opened = open(output)
    output.destroy()
    await once(output, 'close')
    await opened
    expect(streams.size).equal(0)
  })
})

describe('the streams of a gateway', () => {
  it('end with the block that revokes their device, before they say anything of it, and no others do', async () => {
    const scene = await Scene.open()
    const tablet = new Device('alice', ['customer'], 'tablet')
    const way = { gateway: 'BankMSP' }
    const added = { participant: 'alice', device: tablet.entry }
    await scene.honoured(scene.instruct(scene.registrars.BankMSP, 'device.add', added), way)
    const known = scene.ledger.blocks.length
    await scene.honoured(scene.instruct(scene.alice, 'device.revoke', { participant: 'alice', device: tablet.id }), way)
    const blocks = blocksOf(scene.ledger)
    const projection = projectionOf(blocks.slice(0, known))
    const streams = new EventStreams({ projection, streamsMaximum: 9 })
    const outputs = await Promise.all(
      [tablet, scene.alice].map(async ({ id: device }) => {
        const output = new PassThrough()
        const reader = { participant: 'alice', device, isAuditor: false }
        await streams.open({ reader, output, after: projection.events.last(), isAllowed: async () => true })
        return output
      }),
    )
    for (const block of blocks.slice(known)) streams.wake(projection.apply(block))
    const [revoked, other] = outputs as [PassThrough, PassThrough]
    expect([revoked.writableEnded, other.writableEnded]).deep.equal([true, false])
    expect(revoked.read()).equal(null)
    expect(String(other.read())).to.contain('device.revoke.accepted')
    streams.close()
    projection.close()
  })
})
