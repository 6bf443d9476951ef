import { expect } from 'chai'
import { fileNameOf, planLooks } from '../../../scripts/screenshots/plan.ts'

describe('the looks of the screenshots', () => {
  it('are both languages and both sizes in light, and each size once in dark', () => {
    expect(planLooks().map((look) => fileNameOf('voucher', look))).deep.equal([
      'voucher-zh-phone.png',
      'voucher-zh-phone-dark.png',
      'voucher-zh-desktop.png',
      'voucher-en-phone.png',
      'voucher-en-desktop.png',
      'voucher-en-desktop-dark.png',
    ])
  })

  it('can be fewer, by language, size and theme', () => {
    expect(planLooks({ languages: ['en'], viewports: ['phone'] })).deep.equal([
      { language: 'en', viewport: 'phone', theme: 'light' },
    ])
    expect(planLooks({ themes: ['dark'] })).lengthOf(2)
  })
})
