import { expect } from 'chai'
import { weighedMaximum } from '../../../../chaincode/domains/trade-chain/terms.ts'
import { liftIn, pledgesIn, startingLift, stepsLifted, weighedPledges } from '../../../../terminal/web/state/grades.ts'

const name = (letter: string) => letter.repeat(43)

describe('a grade that pledges lift', () => {
  it('SX-008 stands so many steps above the one that two officers gave', () => {
    expect(stepsLifted({ grade: 'aa', base: 'bbb' })).equal(2)
    expect(stepsLifted({ grade: 'c', base: 'c' })).equal(0)
  })

  it('names what was weighed in one order', () => {
    expect(weighedPledges({ pledges: { b: '2', a: '1' } })).deep.equal([
      { pledge: 'a', quantity: '1' },
      { pledge: 'b', quantity: '2' },
    ])
    expect(weighedPledges({ pledges: {} })).deep.equal([])
  })

  it('is weighed by the pledges that somebody names, each once and no more than count', () => {
    expect(pledgesIn(`${name('A')}, ${name('B')}\n${name('C')} `)).deep.equal([name('A'), name('B'), name('C')])
    expect(pledgesIn(' ')).deep.equal([])
    expect(pledgesIn('A')).equal(undefined)
    expect(pledgesIn(`${name('A')} ${name('A')}`)).equal(undefined)
    const letters = [...'ABCDEFGHI'].map(name)
    expect(pledgesIn(letters.slice(0, weighedMaximum).join(' '))).length(weighedMaximum)
    expect(pledgesIn(letters.slice(0, weighedMaximum + 1).join(' '))).equal(undefined)
  })
})

describe('by how much pledges lift a grade, as it is typed', () => {
  const unit = { base: '1 fen', shownAs: 'CNY', basePerShown: '100' }
  const typed = { ...startingLift, pledgee: 'city-bank', cash: 'CNY', each: '10000', most: '2' }

  it('SX-008 says to whom, one step for so much of a cash, and no more steps than so many', () => {
    expect(liftIn(typed, unit)).deep.equal({ pledgee: 'city-bank', cash: 'CNY', each: '1000000', most: 2 })
  })

  it('is none without its amount or who holds it, or while the cash is not known', () => {
    for (const change of [{ each: '' }, { each: '0' }, { pledgee: '' }])
      expect(liftIn({ ...typed, ...change }, unit), JSON.stringify(change)).equal(undefined)
    expect(liftIn(typed, undefined)).equal(undefined)
  })
})
