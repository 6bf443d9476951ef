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

/** What is asked, in words of the rows and without the rule's arithmetic: which of a few moments about the edges are early, in time or late. */
interface Stated {
  window: ResponseWindow
  strict: boolean
  early: readonly bigint[]
  inTime: readonly bigint[]
  late: readonly bigint[]
}

const dayOf = 86_400_000n
const theStart = BigInt(Date.UTC(2026, 2, 29, 0, 59, 59, 999))

/** All that the rows S3-027 to S3-038 say of the milliseconds about each bound, written down as lists. */
const statedOf = (start: bigint, length: bigint): Stated[] => {
  const end = start + length
  const both = [false, true]
  const far = { before: start - dayOf, behind: end + dayOf }
  const ends = [end - 1n, end, end + 1n] as const
  const isPoint = length === 0n
  const inside = isPoint ? [start] : [start, start + 1n, end - 1n, end]
  return [
    ...both.map((strict) => ({
      ...{ window: at(end), strict, early: [], inTime: [far.before, ends[0], ends[1]], late: [ends[2], far.behind] },
    })),
    ...both.map((strict) => ({
      ...{ window: between(start, end), strict, early: [far.before, start - 1n], inTime: inside },
      late: [ends[2], far.behind],
    })),
    ...(isPoint
      ? []
      : [
          {
            ...{ window: lasting(length), strict: false, early: [], inTime: [start, ends[0], ends[1]] },
            late: [ends[2], far.behind],
          },
          {
            ...{ window: lasting(length), strict: true, early: [], inTime: length === 1n ? [start] : [start, ends[0]] },
            late: [ends[1], ends[2], far.behind],
          },
        ]),
  ]
}

const requireStated = ({ window, strict, ...stated }: Stated, startedAt: bigint): void => {
  const told = { early: stated.early, 'in-time': stated.inTime, late: stated.late }
  for (const [verdict, moments] of Object.entries(told)) {
    for (const moment of moments) {
      const about = `${window.form}${strict ? ', strict' : ''}, ${moment - startedAt} ms from the start`
      expect(judged(window, moment, { startedAt, strict }), about).equal(verdict)
    }
  }
}

/** The verdicts of receipts from 95 to 115 ms, by their place in this order; what starts, starts at 100. */
const verdictsAlong = (window: ResponseWindow, strict: boolean): number[] =>
  Array.from({ length: 21 }, (_, step) => {
    const verdict = judged(window, 95n + BigInt(step), { startedAt: 100n, strict })
    return ['early', 'in-time', 'late'].indexOf(verdict)
  })

const requirePassedOnce = (windows: readonly ResponseWindow[], movedByStrictness: readonly bigint[]): void => {
  for (const window of windows) {
    const [loose, strict] = [verdictsAlong(window, false), verdictsAlong(window, true)]
    for (const ranks of [loose, strict]) expect(ranks).deep.equal(ranks.toSorted())
    const moved = loose.flatMap((rank, step) => (rank === strict[step] ? [] : [95n + BigInt(step)]))
    expect(moved, window.form).deep.equal(movedByStrictness)
  }
}

describe('each bound of a response window, at its millisecond and the one on either side', () => {
  const lengths = [0n, 1n, 2n, 3n, 999n, 1_000n, 60_000n, 3_600_000n, dayOf, 99_999_999_999n]

  it('S3-027 S3-028 S3-029 S3-030 S3-031 S3-032 S3-033 S3-034 S3-035 S3-036 S3-037 S3-038 is judged as it is listed, whatever form, length and strictness, an interval of one instant too', () => {
    for (const length of lengths) for (const stated of statedOf(theStart, length)) requireStated(stated, theStart)
  })

  it('S3-027 S3-029 S3-033 S3-034 S3-037 is so wherever the window lies, also beyond what a double can count', () => {
    const starts = fc.oneof(
      fc.bigInt({ min: dayOf, max: 4n * 10n ** 12n }),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }),
    )
    const property = fc.property(starts, fc.bigInt({ min: 0n, max: 99_999_999_999n }), (start, length) => {
      for (const stated of statedOf(start, length)) requireStated(stated, start)
    })
    fc.assert(property, runs(300))
  })

  for (const length of [1n, 2n, 7n]) {
    it(`S3-027 S3-033 S3-034 S3-037 is passed once by later and later receipts, and strictness moves the end of a duration alone, of ${length} ms`, () => {
      requirePassedOnce([at(100n + length), between(100n, 100n + length), between(100n, 100n)], [])
      requirePassedOnce([lasting(length)], [100n + length])
    })
  }
})

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
