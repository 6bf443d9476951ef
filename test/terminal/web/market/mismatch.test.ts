import { expect } from 'chai'
import type { ListedHolding } from '../../../../terminal/sdk/lists.ts'
import { isMismatched } from '../../../../terminal/web/market/mismatch.ts'

const holding = {
  ...{ participant: 'alice', voucher: 'AU-9999', available: '60', reserved: '20', pledged: '15', frozen: '5' },
  ...{ total: '100', cost: '0', costed: '0' },
} satisfies ListedHolding
const unit = { base: '1 mg', shownAs: 'g', basePerShown: '1000' }
const position = (quantity: string, height = '7') => ({ fields: { totalQuantity: { quantity, unit } }, height })

describe('the total that a voucher shows', () => {
  it('S0-036 is the sum of available, reserved, pledged and frozen, or it is flagged', () => {
    expect(isMismatched(position('100'), { items: [holding], height: '7' }, 'AU-9999')).equal(false)
    expect(isMismatched(position('99'), { items: [holding], height: '7' }, 'AU-9999')).equal(true)
    expect(isMismatched(position('1'), { items: [], height: '7' }, 'AU-9999')).equal(true)
    expect(isMismatched(position('0'), { items: [], height: '7' }, 'AU-9999')).equal(false)
  })

  it('is not flagged for figures of two heights, nor where the voucher shows no total', () => {
    expect(isMismatched(position('99', '8'), { items: [holding], height: '7' }, 'AU-9999')).equal(false)
    expect(isMismatched({ fields: {}, height: '7' }, { items: [holding], height: '7' }, 'AU-9999')).equal(false)
  })
})
