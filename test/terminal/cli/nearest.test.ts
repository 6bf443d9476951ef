import { expect } from 'chai'
import { didYouMean, distance, nearest } from '../../../terminal/cli/nearest.ts'

describe('the word that somebody may have meant', () => {
  it('counts letters put in, left out, changed and swapped', () => {
    const cases: [string, string, number][] = [
      ['', '', 0],
      ['sell', 'sell', 0],
      ['sel', 'sell', 1],
      ['selll', 'sell', 1],
      ['seil', 'sell', 1],
      ['slel', 'sell', 1],
      ['buy', 'sell', 4],
      ['', 'buy', 3],
    ]
    for (const [one, other, far] of cases) expect(distance(one, other), `${one} ${other}`).to.equal(far)
  })

  it('is the nearest, in whichever case it was typed, and nothing where none is near', () => {
    expect(nearest('voucher.trasnfer', ['voucher.retire', 'voucher.transfer'])).to.equal('voucher.transfer')
    expect(nearest('BUYPRICE', ['buyPrice', 'name'])).to.equal('buyPrice')
    expect(nearest('elephant', ['buyPrice', 'name'])).to.equal(undefined)
  })

  it('is asked for in words', () => {
    expect(didYouMean('nmae', ['name'])).to.equal('Did you mean name? ')
    expect(didYouMean('elephant', ['name'])).to.equal('')
  })
})
