import { expect } from 'chai'
import { readMoment, readSpan, wholeNumber } from '../../../terminal/cli/words.ts'

describe('the words of a command line', () => {
  it('reads spans of time', () => {
    const spans = ['90s', '30m', '12h', '7d'].map(readSpan)
    expect(spans).to.deep.equal([90_000, 1_800_000, 43_200_000, 604_800_000])
    for (const text of ['', '0h', '7', 'd', '1.5h', '-1h', '1w']) {
      expect(() => readSpan(text), text).to.throw('such as 30m, 12h or 7d')
    }
  })

  it('reads a day as its first moment or the one behind its last, and a moment with its zone', () => {
    expect(readMoment('first')('2027-01-15')).to.equal(new Date(2027, 0, 15).getTime())
    expect(readMoment('last')('2027-01-31')).to.equal(new Date(2027, 1, 1).getTime())
    for (const edge of ['first', 'last'] as const) {
      expect(readMoment(edge)('2027-01-15T16:00Z')).to.equal(Date.UTC(2027, 0, 15, 16))
      for (const text of ['', 'monday', '2027-02-30', '2027-13-01', '2027-01-15T16:00', '1950-01-01']) {
        expect(() => readMoment(edge)(text), text).to.throw('Give a day such as 2027-01-15')
      }
    }
  })

  it('reads whole numbers within bounds', () => {
    expect(wholeNumber(1, 5)('5')).to.equal(5)
    for (const text of ['0', '6', '1.0', 'one']) expect(() => wholeNumber(1, 5)(text), text).to.throw('from 1 to 5')
  })
})
