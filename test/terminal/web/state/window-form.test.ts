import { expect } from 'chai'
import { startingWindow, type WindowTexts, windowIn } from '../../../../terminal/web/state/window-form.ts'

const zurich = 'Europe/Zurich'
const typed = (change: Partial<WindowTexts>) => windowIn({ ...startingWindow, ...change }, zurich)

describe('The time for answers, as it is typed', () => {
  it('is a duration in minutes, a moment, or an interval, in UTC with the zone in which it was said', () => {
    expect(typed({})).deep.equal({ window: { form: 'duration', milliseconds: '3600000' } })
    expect(typed({ form: 'moment', at: '2027-01-15T09:00' })).deep.equal({
      window: { form: 'moment', at: String(Date.UTC(2027, 0, 15, 8)), zone: zurich },
    })
    expect(typed({ form: 'interval', from: '2027-01-15T08:00', until: '2027-01-15T09:00' })).deep.equal({
      window: {
        ...{ form: 'interval', from: String(Date.UTC(2027, 0, 15, 7)), until: String(Date.UTC(2027, 0, 15, 8)) },
        zone: zurich,
      },
    })
  })

  it('guesses no local time: one that no clock shows, one that it shows twice, none at all', () => {
    expect(typed({ form: 'moment', at: '2027-03-28T02:30' })).deep.equal({ wrong: 'local_time_missing' })
    expect(typed({ form: 'moment', at: '2027-10-31T02:30' })).deep.equal({ wrong: 'ambiguous_local_time' })
    expect(typed({ form: 'moment', at: '2027-10-31T02:30', which: 'later' })).deep.equal({
      window: { form: 'moment', at: String(Date.UTC(2027, 9, 31, 1, 30)), zone: zurich },
    })
    expect(typed({ form: 'moment', at: '' })).deep.equal({ wrong: 'setting_unusable' })
  })

  it('refuses what ends before it begins, and lengths that are none or above a year', () => {
    expect(typed({ form: 'interval', from: '2027-01-15T09:00', until: '2027-01-15T08:00' })).deep.equal({
      wrong: 'interval_inverted',
    })
    for (const minutes of ['', '0', '1.5', '525601'])
      expect(typed({ minutes })).deep.equal({ wrong: 'setting_unusable' })
  })

  it('throws on what it does not know', () => {
    const broken = {
      ...startingWindow,
      form: 'moment',
      get at(): string {
        throw new RangeError('broken')
      },
    } as const
    expect(() => windowIn(broken, zurich)).throw('broken')
  })
})
