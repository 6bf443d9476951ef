import { expect } from 'chai'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { projectionOf } from '../support/blocks.ts'
import { readStory } from '../support/story.ts'

describe('the instructions as a sequence', () => {
  let projection: Projection
  before(async () => {
    projection = projectionOf((await readStory()).blocks)
  })
  after(() => projection.close())

  const beginning = { block: 0, position: 0, place: 0 }

  it('begins before all of them, also where there is none yet', () => {
    expect(projection.events.isKnown(beginning)).equal(true)
    const empty = projectionOf([])
    expect([empty.events.last(), empty.events.isKnown(beginning), empty.events.all(beginning, 9)]).deep.equal([
      beginning,
      true,
      [],
    ])
    empty.close()
  })

  it('knows the places at which one stands, and no others', () => {
    const last = projection.events.last()
    expect(projection.events.isKnown(last)).equal(true)
    for (const change of [{ place: last.place + 1 }, { position: last.position + 1 }, { block: last.block + 1 }]) {
      expect(projection.events.isKnown({ ...last, ...change })).equal(false)
      const [member = ''] = Object.keys(change)
      expect(projection.events.isKnown({ ...beginning, [member]: 1 }), member).equal(false)
    }
    expect(projection.events.all(last, 9)).deep.equal([])
    const all = projection.events.all(beginning, 1_000)
    expect(all.at(-1)).deep.include({ block: BigInt(last.block), position: last.position, place: last.place })
    expect(projection.events.all(beginning, 2)).deep.equal(all.slice(0, 2))
  })
})
