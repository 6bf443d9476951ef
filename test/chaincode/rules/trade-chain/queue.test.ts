import { expect } from 'chai'
import fc from 'fast-check'
import { ageingMilliseconds, priorityClasses } from '../../../../chaincode/domains/trade-chain/priority.ts'
import {
  inOrderOfSending,
  isWaitedFor,
  standingOf,
  stepsWaited,
  type Waiting,
} from '../../../../chaincode/rules/trade-chain/queue.ts'
import {
  type Arrival,
  chanceOf,
  mixedFlow,
  type Passed,
  playQueue,
  waitsOf,
} from '../../../../scripts/bench/chains/queue-clock.ts'
import { onChains } from '../../../support/chaining.ts'
import { codeOf } from '../../../support/scene.ts'

const second = 1_000n
const longest = 90n * second
const stepsToTop = BigInt(priorityClasses.length - 1)

const isBefore = ({ place: [one] }: Waiting, { place: [other] }: Waiting): boolean => one < other

/** Whether a chain was sent in its bound: once it is at the top only what was opened before it goes first, as each place is free again. */
const isInBound = (chain: Passed, all: readonly Passed[], unansweredMaximum: number): boolean => {
  const topAt = chain.openedAt + stepsToTop * ageingMilliseconds
  // Nothing has to be counted of what was sent as soon as any place was free.
  if (chain.sentAt <= topAt + longest) return true
  const ahead = all.filter((one) => isBefore(one, chain) && one.sentAt > topAt).length
  return chain.sentAt <= topAt + BigInt(Math.floor(ahead / unansweredMaximum) + 1) * longest
}

const deskOf = (unansweredMaximum: number, chance: (below: number) => number) => ({
  unansweredMaximum,
  answerMilliseconds: () => BigInt(1 + chance(Number(longest))),
})

describe('the queue of chains that wait for an institution', () => {
  it('S2-021 is in the order of classes, and among equals first in, first out, however they are given', () => {
    const now = 1_000_000n
    const placed = fc.record({
      class: fc.constantFrom(...priorityClasses),
      openedAt: fc.constant(now),
      place: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
    })
    fc.assert(
      fc.property(fc.uniqueArray(placed, { selector: ({ place }) => place.join(), maxLength: 30 }), (waiting) => {
        const sorted = inOrderOfSending(waiting, now)
        const number = ({ class: of, place: [block, position, inBatch] }: Waiting) =>
          (3 - priorityClasses.indexOf(of)) * 1_000 + block * 100 + position * 10 + inBatch
        expect(sorted.map(number)).deep.equal(waiting.map(number).sort((one, other) => one - other))
        expect(inOrderOfSending([...waiting].reverse(), now)).deep.equal(sorted)
      }),
    )
  })

  it('S2-022 has each chain stand one class higher for each step that it waited, and never above the top', () => {
    expect([0n, 1n, 2n, 3n, 9n].map((waited) => standingOf('basic', waited))).deep.equal([0, 1, 2, 3, 3])
    expect(standingOf('active', 10n ** 20n)).equal(3)
    expect(stepsWaited(5n, 4n)).equal(0n)
    expect([ageingMilliseconds - 1n, ageingMilliseconds].map((waited) => stepsWaited(5n, 5n + waited))).deep.equal([
      0n,
      1n,
    ])
    const old = { class: 'basic', openedAt: 0n, place: [1, 0, 0] } as const
    const now = stepsToTop * ageingMilliseconds
    const newer = { class: 'prime', openedAt: now, place: [2, 0, 0] } as const
    expect(inOrderOfSending([newer, old], now)).deep.equal([old, newer])
    expect(inOrderOfSending([newer, old], now - 1n)).deep.equal([newer, old])
  })

  it('S2-022 sends a chain of the lowest class within its bound under a steady flow of the highest that takes every place', () => {
    // As many come as are answered: without ageing the first chain would be the last.
    const flow = (count: number): Arrival[] =>
      Array.from({ length: count }, (_each, place) => ({ at: BigInt(place) * 10n * second, class: 'prime' }))
    const arrivals: Arrival[] = [
      ...Array(4).fill({ at: 0n, class: 'prime' }),
      { at: 0n, class: 'basic' },
      ...flow(2_000),
    ]
    const passed = playQueue(arrivals, { unansweredMaximum: 2, answerMilliseconds: () => 20n * second })
    const low = passed.find((one) => one.class === 'basic') as Passed
    expect(passed).length(arrivals.length)
    expect(passed.indexOf(low)).lessThan(passed.length - 1_000)
    expect(low.sentAt <= low.openedAt + stepsToTop * ageingMilliseconds + 20n * second).equal(true)
    // It was overtaken for as long as it was not at the top, and by nothing behind that.
    expect(low.sentAt >= low.openedAt + (stepsToTop - 1n) * ageingMilliseconds).equal(true)
  })

  it('S2-021 S2-022 holds the bound of every chain over 10,000 random arrivals, with however many unanswered at once', () => {
    const figures: string[] = []
    for (const [seed, unansweredMaximum] of [1, 2, 5, 8, 31].entries()) {
      const chance = chanceOf(seed + 1)
      const everyMilliseconds = Math.floor(Number(longest) / 2 / unansweredMaximum)
      const arrivals = mixedFlow({ count: 2_000, everyMilliseconds }, chance)
      const passed = playQueue(arrivals, deskOf(unansweredMaximum, chance))
      expect(passed).length(arrivals.length)
      expect(passed.filter((chain) => !isInBound(chain, passed, unansweredMaximum))).deep.equal([])
      const lowest = waitsOf(passed)[0]
      figures.push(`${unansweredMaximum} at once: at most ${lowest?.most.toFixed(1)} min`)
    }
    console.log(`        the lowest class waited ${figures.join('; ')}`)
  })

  it('S2-021 holds the bound and the order at every send over any flow', () => {
    const flows = fc.array(fc.record({ after: fc.nat(400_000), class: fc.constantFrom(...priorityClasses) }), {
      maxLength: 60,
    })
    const standing = ({ class: of, openedAt }: Waiting, now: bigint) => standingOf(of, stepsWaited(openedAt, now))
    // What was there as a chain was sent and went behind it stood lower, where it was opened before it.
    const isWronged = (sent: Passed, later: Passed): boolean =>
      later.openedAt <= sent.sentAt &&
      isBefore(later, sent) &&
      standing(later, sent.sentAt) >= standing(sent, sent.sentAt)
    fc.assert(
      fc.property(flows, fc.integer({ min: 1, max: 9 }), fc.nat(), (steps, unansweredMaximum, seed) => {
        const arrivals = steps.map(({ class: of }, place) => ({
          at: BigInt(steps.slice(0, place + 1).reduce((sum, { after }) => sum + after, 0)),
          class: of,
        }))
        const passed = playQueue(arrivals, deskOf(unansweredMaximum, chanceOf(seed)))
        const late = passed.filter((chain) => !isInBound(chain, passed, unansweredMaximum))
        const wronged = passed.filter((sent, place) => passed.slice(place + 1).some((later) => isWronged(sent, later)))
        expect([late, wronged]).deep.equal([[], []])
      }),
    )
  })

  it('S2-029 sends what waits for one institution as if there were no other, however slow that is', () => {
    const flow = () => mixedFlow({ count: 300, everyMilliseconds: 20_000 }, chanceOf(7))
    const alone = playQueue(flow(), deskOf(2, chanceOf(8)))
    const slow = playQueue(flow(), { unansweredMaximum: 2, answerMilliseconds: () => 86_400_000n })
    expect(playQueue(flow(), deskOf(2, chanceOf(8)))).deep.equal(alone)
    expect(slow).length(alone.length)
  })

  it(
    'S2-022 is told of a chain as it is at the moment, or as it was at most a step ago, and as nothing else',
    onChains(async (on) => {
      const waited = async (named: bigint) =>
        on.send(await on.enriched(), { queue: { class: 'basic', waited: `${named}` } })
      expect(codeOf(await waited(1n))).equal('position_stale')
      const chain = await on.enriched()
      on.wait(2n * ageingMilliseconds)
      const queue = (named: string) => ({ queue: { class: 'basic', waited: named } as const })
      for (const named of ['0', '3', '1000']) expect(codeOf(await on.send(chain, queue(named)))).equal('position_stale')
      const other = await on.enriched()
      on.accepted(await on.send(chain, queue('1')))
      on.wait(ageingMilliseconds)
      on.accepted(await on.send(other, queue('1')))
      expect([0n, 1n, 2n].map((named) => isWaitedFor(named, 0n, ageingMilliseconds))).deep.equal([true, true, false])
    }),
  )
})
