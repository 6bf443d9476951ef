import { expect } from 'chai'
import { moved, stepsOf, widened } from '../../../../../terminal/web/screens/issuer-desk/spread.ts'

describe('the buttons that move prices', () => {
  it('move by a half, a tenth and a hundredth of the shown unit, where it has those', () => {
    expect(stepsOf({ basePerShown: '100' })).deep.equal([50n, 10n, 1n])
    expect(stepsOf({ basePerShown: '10' })).deep.equal([5n, 1n])
    expect(stepsOf({ basePerShown: '1' })).deep.equal([1n])
  })

  it('move both prices by the same, and never to nothing', () => {
    expect(moved({ buy: 56000n, sell: 55500n }, -50n)).deep.equal({ buy: 55950n, sell: 55450n })
    expect(moved({ buy: 60n, sell: 50n }, -50n)).equal(undefined)
  })

  it('move them apart, or together until they meet', () => {
    expect(widened({ buy: 100n, sell: 90n }, 10n)).deep.equal({ buy: 110n, sell: 80n })
    expect(widened({ buy: 100n, sell: 90n }, -5n)).deep.equal({ buy: 95n, sell: 95n })
    expect(widened({ buy: 100n, sell: 90n }, -6n)).equal(undefined)
    expect(widened({ buy: 100n, sell: 10n }, 10n)).equal(undefined)
  })
})
