import { expect } from 'chai'
import { changeSettings } from '../../../../terminal/web/state/settings.ts'
import {
  formatCountdown,
  formatListed,
  formatMinutes,
  formatPrice,
  formatQuantity,
  formatYield,
} from '../../../../terminal/web/words/format.ts'

const gram = { base: '1 mg', shownAs: 'g', basePerShown: '1000' }
const yuan = { base: '1 fen', shownAs: 'CNY', basePerShown: '100' }
const dozen = { base: '1 piece', shownAs: 'dozen', basePerShown: '12' }

const plain = (text: string): string => text.replaceAll(/\s/g, ' ')

describe('figures in words', () => {
  beforeEach(() => changeSettings({ language: 'en' }))

  it('name the year of a moment in a list only where it is another one', () => {
    const now = new Date()
    const thisYear = new Date(now.getFullYear(), 10, 27, 9, 5).getTime()
    expect(plain(formatListed(thisYear))).equal('27 Nov, 09:05')
    expect(plain(formatListed(new Date(2020, 10, 27, 9, 5).getTime()))).contain('2020')
  })

  it('S0-038 carry their unit, and keep every digit of amounts beyond what a floating number holds', () => {
    expect(formatQuantity('1234500', gram)).equal('1,234.5 g')
    expect(formatQuantity('79228162514264337593543950335', gram)).equal('79,228,162,514,264,337,593,543,950.335 g')
    expect(formatQuantity('9007199254740993', yuan)).equal('¥90,071,992,547,409.93')
    expect(formatQuantity('13', dozen)).equal('13 × 1 piece')
  })

  it('S0-042 S0-043 keep the sign of a gain and of a loss', () => {
    expect(formatQuantity('-5', yuan, 'exceptZero')).equal('-¥0.05')
    expect(formatQuantity('5', yuan, 'exceptZero')).equal('+¥0.05')
    expect(plain(formatYield('12500'))).equal('+1.25%')
    expect(plain(formatYield('-1'))).equal('-0.0001%')
  })

  it('name what a price is for', () => {
    expect(formatPrice('56000', { cash: yuan, unit: gram, priceScale: '1000' })).equal('¥560.00 / g')
    expect(formatPrice('56000', { cash: yuan, unit: gram, priceScale: '500' })).equal('¥560.00 / 0.5 g')
  })

  it('follow the language', () => {
    changeSettings({ language: 'zh' })
    expect(formatQuantity('123450', yuan)).equal('¥1,234.50')
  })

  it('count the life of a quote down to the second, and never below nought', () => {
    expect([3_600_000, 65_000, 999, 0, -5].map(formatCountdown)).deep.equal(['1:00:00', '1:05', '0:01', '0:00', '0:00'])
  })

  it('says minutes as the language does', () => {
    expect([1, 60].map(formatMinutes).map(plain)).deep.equal(['1 minute', '60 minutes'])
  })
})
