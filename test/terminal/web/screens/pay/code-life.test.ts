import { expect } from 'chai'
import { lifeOf } from '../../../../../terminal/web/screens/pay/code-life.ts'

const shownAt = 1_000_000
const expiresAt = shownAt + 60_000
const at = (seconds: number) => lifeOf({ shownAt, expiresAt, now: shownAt + seconds * 1000 })

describe('The life of a code on the screen', () => {
  it('S4-020 counts down, asks for another one before the end, and is dead at the very end', () => {
    expect(at(0)).to.deep.equal({ secondsLeft: 60, share: 1, state: 'fresh' })
    expect(at(30)).to.deep.equal({ secondsLeft: 30, share: 0.5, state: 'fresh' })
    expect(at(50).state).to.equal('ending')
    expect(at(59.5)).to.include({ secondsLeft: 1, state: 'ending' })
    expect(at(60)).to.deep.equal({ secondsLeft: 0, share: 0, state: 'dead' })
    expect(at(90).state).to.equal('dead')
  })

  it('never shows more than the whole life, whatever the clock does', () => {
    expect(at(-100)).to.deep.equal({ secondsLeft: 60, share: 1, state: 'fresh' })
  })
})
