import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { positionText } from '../../../gateway/projection/recorded.ts'
import { EventStreams } from '../../../gateway/services/event-streams.ts'
import { projectionOf } from '../support/blocks.ts'
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
    expect(positionText(projection.events.last())).not.equal('0.0.0')
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
