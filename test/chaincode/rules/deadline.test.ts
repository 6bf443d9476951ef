import { expect } from 'chai'
import { Refusal } from '../../../chaincode/refusal.ts'
import { isPast, requireAhead, requireNotPast, requirePast } from '../../../chaincode/rules/deadline.ts'

const deadline = 1_800_000_000_000n

const codeOf = (judge: () => unknown): string => {
  try {
    judge()
    return 'accepted'
  } catch (error) {
    return (error as Refusal).code
  }
}

/** The moment, and what each judgement says of the deadline then. */
const table: [string, bigint, boolean, string, string, string][] = [
  ['a millisecond before it', deadline - 1n, false, 'accepted', 'deadline_not_passed', 'accepted'],
  ['at the moment itself', deadline, false, 'accepted', 'deadline_not_passed', 'accepted'],
  ['a millisecond after it', deadline + 1n, true, 'deadline_passed', 'accepted', 'deadline_in_past'],
]

describe('a deadline', () => {
  for (const [when, now, past, inTime, over, given] of table) {
    it(`${when} is ${past ? 'past' : 'not past'}, for whoever must be in time, must wait, or sets one`, () => {
      expect(isPast(deadline, { now })).equal(past)
      expect(codeOf(() => requireNotPast(deadline, { now }))).equal(inTime)
      expect(codeOf(() => requirePast(deadline, { now }))).equal(over)
      expect(codeOf(() => requireAhead(`${deadline}`, { now }))).equal(given)
    })
  }

  it('is told with the refusal', () => {
    for (const judge of [
      () => requireNotPast(deadline, { now: deadline + 1n }),
      () => requirePast(deadline, { now: deadline }),
      () => requireAhead(`${deadline}`, { now: deadline + 1n }),
    ]) {
      expect(judge)
        .throw(Refusal)
        .with.property('values')
        .deep.equal({ deadline: `${deadline}` })
    }
  })

  it('that an instruction sets is given back as a number of milliseconds', () => {
    expect(requireAhead(`${deadline}`, { now: 0n })).equal(deadline)
  })
})
