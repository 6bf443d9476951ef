import { expect } from 'chai'
import { weighedMaximum } from '../../../../chaincode/domains/trade-chain/terms.ts'
import { pledgesIn, stepsLifted, weighedPledges } from '../../../../terminal/web/state/grades.ts'

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
