import { expect } from 'chai'
import { minutesOf, noticeBefore } from '../../../../../terminal/web/screens/issuer-desk/quote-life.ts'

const quoteOf = (seconds: number) => ({ publishedAt: '1000', expiresAt: String(1000 + seconds * 1000) })

describe('how long a quote is good for', () => {
  it('is told in whole minutes, at least one and at most a day', () => {
    expect([3600, 300, 20, 86_400].map((seconds) => minutesOf(quoteOf(seconds)))).deep.equal([60, 5, 1, 1440])
  })

  it('is spoken of five minutes before its end, or in its last quarter where it is short', () => {
    expect([3600, 1200, 60].map((seconds) => noticeBefore(quoteOf(seconds)))).deep.equal([300_000, 300_000, 15_000])
  })
})
