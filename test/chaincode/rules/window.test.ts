import { expect } from 'chai'
import fc from 'fast-check'
import type { ResponseWindow } from '../../../chaincode/domains/recommendations/window.ts'
import { endOf, judgeWindow } from '../../../chaincode/rules/window.ts'
import { runs } from '../../support/runs.ts'

const zone = 'Europe/Berlin'
const moments = fc.bigInt({ min: 0n, max: 4_000_000_000_000n })
const lengths = fc.bigInt({ min: 1n, max: 99_999_999_999n })
/** Receipts about an edge, so that the edge itself and its neighbours are met often. */
const around = fc.oneof(fc.bigInt({ min: -2n, max: 2n }), fc.bigInt({ min: -10_000_000_000n, max: 10_000_000_000n }))

const at = (moment: bigint): ResponseWindow => ({ form: 'moment', at: `${moment}`, zone })
const between = (from: bigint, until: bigint): ResponseWindow => ({
  ...{ form: 'interval', from: `${from}`, until: `${until}`, zone },
})
const lasting = (milliseconds: bigint): ResponseWindow => ({ form: 'duration', milliseconds: `${milliseconds}` })

const judged = (window: ResponseWindow, receivedAt: bigint, { startedAt = 0n, strict = false } = {}) =>
  judgeWindow({ window, startedAt, receivedAt, strict })

describe('a response window', () => {
  it('of a moment is in time up to that moment, whatever started when and however strict, and never early', () => {
    const property = fc.property(moments, around, moments, fc.boolean(), (moment, offset, startedAt, strict) => {
      const expected = offset <= 0n ? 'in-time' : 'late'
      expect(judged(at(moment), moment + offset, { startedAt, strict })).equal(expected)
    })
    fc.assert(property, runs(500))
  })

  it('of an interval includes both its ends, and is early before it and late behind it', () => {
    const property = fc.property(
      moments,
      lengths,
      around,
      fc.boolean(),
      fc.boolean(),
      (from, length, offset, isEnd, strict) => {
        const until = from + length
        const receivedAt = (isEnd ? until : from) + offset
        const expected = receivedAt < from ? 'early' : receivedAt > until ? 'late' : 'in-time'
        expect(judged(between(from, until), receivedAt, { strict })).equal(expected)
      },
    )
    fc.assert(property, runs(500))
    expect(judged(between(7n, 7n), 7n)).equal('in-time')
  })

  it('of a duration runs from the start; its very end counts, and does not when it is strict', () => {
    const property = fc.property(moments, lengths, around, (startedAt, length, offset) => {
      const receivedAt = startedAt + length + offset
      expect(judged(lasting(length), receivedAt, { startedAt })).equal(offset <= 0n ? 'in-time' : 'late')
      expect(judged(lasting(length), receivedAt, { startedAt, strict: true })).equal(offset < 0n ? 'in-time' : 'late')
    })
    fc.assert(property, runs(500))
  })

  it('of equal instants gives equal verdicts, in whichever zone it is shown', () => {
    const property = fc.property(
      moments,
      around,
      fc.constantFrom('UTC', 'Asia/Shanghai', 'Europe/Berlin'),
      (moment, offset, shown) => {
        const window: ResponseWindow = { form: 'moment', at: `${moment}`, zone: shown }
        expect(judged(window, moment + offset)).equal(judged(at(moment), moment + offset))
      },
    )
    fc.assert(property, runs(200))
  })

  it('is as long on the night when clocks go back as on any other: three hours from one till three o’clock', () => {
    // Berlin, 26 October 2025: 01:00 is UTC+2, 03:00 is UTC+1, and 02:30 comes twice.
    const [from, until] = [Date.UTC(2025, 9, 25, 23), Date.UTC(2025, 9, 26, 2)].map(BigInt) as [bigint, bigint]
    expect(until - from).equal(3n * 3_600_000n)
    for (const twice of [Date.UTC(2025, 9, 26, 0, 30), Date.UTC(2025, 9, 26, 1, 30)]) {
      expect(judged(between(from, until), BigInt(twice))).equal('in-time')
    }
    expect(judged(between(from, until), until + 1n)).equal('late')
  })

  it('ends where its form says', () => {
    expect([at(5n), between(2n, 6n), lasting(7n)].map((window) => endOf(window, 10n))).deep.equal([5n, 6n, 17n])
  })
})
