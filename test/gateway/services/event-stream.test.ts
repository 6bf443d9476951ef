import { Writable } from 'node:stream'
import { expect } from 'chai'
import fc from 'fast-check'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { type LedgerPlace, ledgerPlaceText, readLedgerPlace } from '../../../gateway/projection/recorded.ts'
import { EventStream } from '../../../gateway/services/event-stream.ts'
import { projectionOf } from '../support/blocks.ts'
import { readEvents, type WireEvent } from '../support/event-reader.ts'
import { readStory, type Story } from '../support/story.ts'

const beginning: LedgerPlace = { block: 0, position: 0, place: 0 }
const alice = { participant: 'alice', isAuditor: false }

/** A reader's end of the line: takes so many bytes before it is full, and so many more each time that it is emptied. */
class Line extends Writable {
  text = ''
  #waiting: (() => void) | undefined

  constructor(bytes: number) {
    super({ highWaterMark: bytes, decodeStrings: false })
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.text += chunk
    this.#waiting = done
  }

  /** Lets the reader take what waits. */
  take(): boolean {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.()
    return waiting !== undefined
  }
}

const settle = () => new Promise((resume) => setImmediate(resume))

const drainAll = async (line: Line): Promise<void> => {
  while (line.take()) await settle()
}

describe('a stream of events', () => {
  let story: Story
  let projection: Projection
  before(async () => {
    story = await readStory()
    projection = projectionOf(story.blocks)
  })
  after(() => projection.close())

  const open = (reader: typeof alice, output: Writable, after: LedgerPlace | undefined, stallMilliseconds = 60_000) => {
    const stream = new EventStream({ events: projection.events, reader, output, stallMilliseconds }, after)
    stream.pump()
    return stream
  }

  /** All that a reader gets from the beginning, over a line that never fills. */
  const allFor = async (reader: typeof alice): Promise<WireEvent[]> => {
    const line = new Line(10_000_000)
    open(reader, line, beginning)
    await drainAll(line)
    return readEvents(line.text)
  }

  it('gives an auditor everything, in the ledger’s order, each with its position as id', async () => {
    const events = await allFor({ participant: 'auditor-desk', isAuditor: true })
    expect(events.map(({ id }) => id)).to.deep.equal(projection.events.all(beginning, 1_000).map(ledgerPlaceText))
    expect(events.map(({ event }) => event)).to.include.members([
      'voucher.transfer.accepted',
      'voucher.transfer.refused',
    ])
    for (const { id, data } of events) expect(data.ledger.position).to.equal(id)
  })

  it('gives a participant what concerns it and what is published, each once', async () => {
    const events = await allFor({ participant: 'bob', isAuditor: false })
    const kinds = new Set(events.map(({ event }) => event))
    expect([...kinds]).to.include.members([
      'voucher.issue.accepted',
      'quote.publish.accepted',
      'transfer.offer.accepted',
    ])
    expect(kinds).to.not.include('voucher.transfer.refused')
    expect(kinds).to.not.include('order.place.accepted')
    expect(new Set(events.map(({ id }) => id)).size).to.equal(events.length)
    for (const { data } of events.filter(({ data }) => data.from !== 'bob'))
      expect(data).to.not.have.property('effects')
  })

  it('gives a stranger what is published and nothing else', async () => {
    const events = await allFor({ participant: 'stranger', isAuditor: false })
    expect(new Set(events.map(({ data }) => data.kind))).to.deep.equal(
      new Set(['voucher.issue', 'voucher.revise', 'quote.publish']),
    )
  })

  it('resumes without gap or double, wherever it is cut, also in the middle of a message', async () => {
    const whole = await allFor(alice)
    const cuts = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(cuts, async (lengths) => {
        const got: WireEvent[] = []
        let after: LedgerPlace | undefined = beginning
        for (const length of [...lengths, Number.POSITIVE_INFINITY]) {
          const line = new Line(10_000_000)
          open(alice, line, after)
          await drainAll(line)
          const arrived = readEvents(line.text.slice(0, length))
          got.push(...arrived)
          after = readLedgerPlace(arrived.at(-1)?.id ?? '') ?? after
        }
        expect(got).to.deep.equal(whole)
      }),
      { numRuns: 40 },
    )
  })

  it('resumes over a projection that was rebuilt, and goes on with the blocks that come', async () => {
    const whole = await allFor(alice)
    for (const split of [3, 9, 15]) {
      const early = projectionOf(story.blocks.slice(0, split))
      const line = new Line(10_000_000)
      const options = { reader: alice, output: line, stallMilliseconds: 60_000 }
      const stream = new EventStream({ ...options, events: early.events }, beginning)
      stream.pump()
      for (const block of story.blocks.slice(split)) {
        early.apply(block)
        stream.pump()
        stream.pump()
      }
      await drainAll(line)
      expect(readEvents(line.text)).to.deep.equal(whole)
      early.close()
    }
  })

  it('keeps no more than the line’s own buffer for a slow reader, who misses nothing', async () => {
    const whole = await allFor(alice)
    const line = new Line(400)
    open(alice, line, beginning)
    const most = Math.max(...whole.map((event) => JSON.stringify(event).length)) + 400
    let highest = line.writableLength
    do {
      highest = Math.max(highest, line.writableLength)
      await settle()
    } while (line.take())
    expect(highest).to.be.below(most + 400)
    expect(readEvents(line.text)).to.deep.equal(whole)
  })

  it('cuts off a reader who takes nothing', async () => {
    const line = new Line(400)
    open(alice, line, beginning, 20)
    expect(line.destroyed).to.equal(false)
    await new Promise((resume) => setTimeout(resume, 60))
    expect(line.destroyed).to.equal(true)
  })

  it('tells a reader who names no position where it begins, and nothing of before', async () => {
    const line = new Line(10_000_000)
    open(alice, line, undefined)
    await drainAll(line)
    expect(readEvents(line.text)).to.deep.equal([{ id: ledgerPlaceText(projection.events.last()) }])
  })

  it('tells of a gap when the position asked for is unknown here, and goes on after it', async () => {
    const [first, second] = await allFor(alice)
    const known = readLedgerPlace(first?.id ?? '') as LedgerPlace
    for (const [after, next] of [
      [{ ...known, place: 77 }, second?.id],
      [{ block: 9_999, position: 0, place: 0 }, undefined],
    ] as const) {
      const line = new Line(10_000_000)
      open(alice, line, after)
      await drainAll(line)
      const [gap, following] = readEvents(line.text)
      expect(gap?.event).to.equal('gap')
      expect(gap?.data).to.deep.equal({
        asked: ledgerPlaceText(after),
        last: ledgerPlaceText(projection.events.last()),
      })
      expect(gap).to.not.have.property('id')
      expect(following?.id).to.equal(next)
    }
  })
})
