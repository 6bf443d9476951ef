import { expect } from 'chai'
import { recommendationKinds } from '../../../../chaincode/domains/recommendations/kinds.ts'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { instantOf, type LocalTime, windowFrom } from '../../../../terminal/sdk/matching/windows.ts'

const codeOf = (time: LocalTime): string => {
  try {
    return instantOf(time)
  } catch (error) {
    if (error instanceof TerminalFault) return error.code
    throw error
  }
}

const zone = 'Europe/Berlin'
const utc = (text: string): string => String(Date.parse(text))

describe('the window of a recommendation, as people say it', () => {
  it('S3-041 becomes UTC instants with the zone that shows them, in summer and in winter', () => {
    expect(instantOf({ local: '2027-07-01T09:00', zone })).equal(utc('2027-07-01T07:00:00Z'))
    expect(instantOf({ local: '2027-01-01T09:00', zone })).equal(utc('2027-01-01T08:00:00Z'))
    expect(instantOf({ local: '2027-07-01T09:00', zone: 'Asia/Shanghai' })).equal(utc('2027-07-01T01:00:00Z'))
  })

  it('S3-041 refuses a local time that does not exist, and one that exists twice until one is named', () => {
    expect(codeOf({ local: '2027-03-28T02:30', zone })).equal('local_time_missing')
    expect(codeOf({ local: '2027-03-28T02:30', zone, which: 'later' })).equal('local_time_missing')
    expect(codeOf({ local: '2027-03-28T03:00', zone })).equal(utc('2027-03-28T01:00:00Z'))
    const twice = { local: '2027-10-31T02:30', zone }
    expect(codeOf(twice)).equal('ambiguous_local_time')
    expect(codeOf({ ...twice, which: 'earlier' })).equal(utc('2027-10-31T00:30:00Z'))
    expect(codeOf({ ...twice, which: 'later' })).equal(utc('2027-10-31T01:30:00Z'))
    // Half an hour of summer time, and a day that Samoa never had.
    expect(codeOf({ local: '2027-10-03T02:15', zone: 'Australia/Lord_Howe' })).equal('local_time_missing')
    expect(codeOf({ local: '2011-12-30T12:00', zone: 'Pacific/Apia' })).equal('local_time_missing')
  })

  it('S3-041 refuses what is no local time, and a zone that nobody knows', () => {
    for (const local of ['', 'tomorrow', '2027-02-30T09:00', '2027-07-01T09:00Z', '2027-07-01T09:00+02:00'])
      expect(codeOf({ local, zone }), local).equal('setting_unusable')
    expect(codeOf({ local: '2027-07-01T09:00', zone: 'Europe/Atlantis' })).equal('unknown_zone')
  })

  it('has one of three forms, as the kind takes them', () => {
    const { windows } = recommendationKinds['recommendation.open'].body.shape
    const three = [
      windowFrom({ at: '2027-07-01T09:00', zone }),
      windowFrom({ from: '2027-07-01T08:00', until: '2027-07-01T09:00', zone }),
      windowFrom({ milliseconds: 3_600_000 }),
    ]
    expect(windows.parse(three)).deep.equal([
      { form: 'moment', at: utc('2027-07-01T07:00:00Z'), zone },
      { form: 'interval', from: utc('2027-07-01T06:00:00Z'), until: utc('2027-07-01T07:00:00Z'), zone },
      { form: 'duration', milliseconds: '3600000' },
    ])
  })
})
