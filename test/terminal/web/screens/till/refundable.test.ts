import { expect } from 'chai'
import { loadedOutsidePage } from '../../support/page.ts'

const { changeSettings, checkRefund, refundableOf, wholeRefund } = await loadedOutsidePage(async () => ({
  ...(await import('../../../../../terminal/web/screens/till/refundable.ts')),
  ...(await import('../../../../../terminal/web/state/settings.ts')),
}))

const unit = { base: '1 fen', shownAs: 'CNY', basePerShown: '100' }

describe('what a till refunds', () => {
  it('S4-040 begins with all that is left, with every place of its currency', () => {
    expect(refundableOf({ quantity: '2000', refunded: '150' })).equal('1850')
    expect(wholeRefund('1850', unit)).equal('18.50')
    expect(wholeRefund('12', { base: '1', shownAs: '', basePerShown: '1' })).equal('12')
  })

  it('S4-040 is never more than that, which is said in words', () => {
    changeSettings({ language: 'zh' })
    expect(checkRefund('18.50', { left: '1850', unit })).deep.equal({ quantity: '1850' })
    expect(checkRefund('18.51', { left: '1850', unit }).wrong).equal('超过可退金额，最多可退 ¥18.50。')
    changeSettings({ language: 'en' })
    expect(checkRefund('18.51', { left: '1850', unit }).wrong).equal('Above what can be refunded: ¥18.50 at most.')
    expect(checkRefund('x', { left: '1850', unit }).wrong).match(/plain number/)
  })
})
