import { expect } from 'chai'
import { changeSettings } from '../../../../terminal/web/state/settings.ts'
import {
  formatCountdown,
  formatListed,
  formatMinutes,
  formatMoment,
  formatPrice,
  formatQuantity,
  formatSpan,
  formatTime,
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
    expect(formatQuantity('-5', yuan, 'exceptZero')).equal('−¥0.05')
    expect(formatQuantity('5', yuan, 'exceptZero')).equal('+¥0.05')
    expect(plain(formatYield('12500'))).equal('+1.25%')
    expect(plain(formatYield('-1'))).equal('−0.0001%')
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

  it('without a unit are bare counts, and a currency has as many places as its unit', () => {
    expect(formatQuantity('1234', undefined)).equal('1,234')
    expect(formatPrice('5', { cash: undefined, unit: undefined, priceScale: '1000' })).equal('5 / 1,000')
    expect(formatQuantity('7', { base: '1 JPY', shownAs: 'JPY', basePerShown: '1' })).equal('¥7')
    expect(formatQuantity('13', { base: '1 piece', shownAs: 'DOZ', basePerShown: '12' })).equal('13 × 1 piece')
    expect(formatQuantity('1000', { base: '1 mg', shownAs: 'GRM2', basePerShown: '1000' })).equal('1 GRM2')
  })

  it('say a moment with its day or with its seconds', () => {
    const moment = Date.UTC(2027, 0, 15, 8, 30, 15)
    expect(formatMoment(`${moment}`))
      .contain('2027')
      .and.not.contain(':15')
    expect(formatTime(moment)).contain(':30:15').and.not.contain('2027')
  })

  it('say how long ago or until in the largest unit that fits, rounded towards now', () => {
    const spans: [number, string][] = [
      [2 * 86_400_000 + 5, 'in 2 days'],
      [86_400_000, 'in 1 day'],
      [86_399_999, 'in 23 hours'],
      [-3_600_000, '1 hour ago'],
      [-3_599_999, '59 minutes ago'],
      [60_000, 'in 1 minute'],
      [59_999, 'in 59 seconds'],
      [-1_000, '1 second ago'],
      [999, 'in 0 seconds'],
    ]
    for (const [milliseconds, text] of spans) expect(formatSpan(milliseconds), text).equal(text)
  })

  it('count hours with two places for what is less', () => {
    expect([3_661_000, 36_000_000].map(formatCountdown)).deep.equal(['1:01:01', '10:00:00'])
  })

  it('says minutes as the language does', () => {
    expect([1, 60].map(formatMinutes).map(plain)).deep.equal(['1 minute', '60 minutes'])
  })
})
