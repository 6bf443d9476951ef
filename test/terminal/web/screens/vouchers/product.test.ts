import { expect } from 'chai'
import { functionsText, hasUnknownCode, productText } from '../../../../../terminal/web/market/product.ts'
import { changeSettings } from '../../../../../terminal/web/state/settings.ts'

type Product = Parameters<typeof productText>[0]

const gold: Product = { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' }
const newer = { ...gold, metal: 'rhodium', form: 'sponge' } as unknown as Product

describe('the product type of a voucher', () => {
  it('S0-035 is metal, purity and form, in words of either language', () => {
    changeSettings({ language: 'en' })
    expect(productText(gold)).equal('999.9‰ gold bar')
    expect(productText({ type: 'currency', currency: 'CNY' })).equal('Cash (Chinese Yuan)')
    changeSettings({ language: 'zh' })
    expect(productText(gold)).equal('黄金 · 999.9‰ · 条锭')
    expect(productText({ type: 'currency', currency: 'CNY' })).equal('现金（人民币）')
    expect(hasUnknownCode(gold)).equal(false)
  })

  it('S0-035 shows a code that it does not know raw, and warns of it', () => {
    changeSettings({ language: 'en' })
    expect(productText(newer)).equal('999.9‰ rhodium sponge')
    expect(hasUnknownCode(newer)).equal(true)
  })
})

describe('the functions of a voucher', () => {
  it('stand in words, a code without a name raw, and nothing while it is suspended', () => {
    changeSettings({ language: 'en' })
    expect(functionsText(['buy', 'transfer', 'lend'], gold)).equal('Buy\u00a0· Transfer\u00a0· lend')
    expect(functionsText([], gold)).equal('')
  })

  it('call a transfer of cash by another Chinese word than one of metal', () => {
    changeSettings({ language: 'zh' })
    expect(functionsText(['transfer'], gold)).equal('转让')
    expect(functionsText(['transfer'], { type: 'currency', currency: 'CNY' })).equal('转账')
  })
})
