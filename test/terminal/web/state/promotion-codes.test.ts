import 'fake-indexeddb/auto'
import { expect } from 'chai'
import { loadedOutsidePage } from '../support/page.ts'

const { keepPromotionCode, keptPromotionCode } = await loadedOutsidePage(
  () => import('../../../../terminal/web/state/promotion-codes.ts'),
)

describe('the codes of promotions', () => {
  it('S2-051 are kept in the browser that made them, each under its own promotion', async () => {
    expect(await keptPromotionCode('p1')).equal(undefined)
    await keepPromotionCode('p1', 'assay-promotion:1:one')
    await keepPromotionCode('p2', 'assay-promotion:1:other')
    expect(await keptPromotionCode('p1')).equal('assay-promotion:1:one')
    expect(await keptPromotionCode('p2')).equal('assay-promotion:1:other')
  })
})
