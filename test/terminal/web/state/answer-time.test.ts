import { expect } from 'chai'
import { answerState, answerTime } from '../../../../terminal/web/state/answer-time.ts'

const interval = { form: 'interval', from: '100', until: '200', zone: 'Europe/Zurich' } as const
const asked = { window: interval, startedAt: '50', strict: false }

describe('Where now lies to the window of a request', () => {
  it('S3-033 S3-034 is early before an interval, late behind it, and in time at both of its ends', () => {
    const told = [99, 100, 200, 201].map((now) => answerTime(asked, now).at)
    expect(told).deep.equal(['early', 'in-time', 'in-time', 'late'])
    expect(answerTime(asked, 99)).deep.equal({ at: 'early', from: 100, until: 200 })
  })

  it('takes the very end of a strict duration as late, and of nothing else', () => {
    const duration = { window: { form: 'duration', milliseconds: '50' }, startedAt: '50' } as const
    expect(answerTime({ ...duration, strict: true }, 99).at).equal('in-time')
    expect(answerTime({ ...duration, strict: true }, 100).at).equal('late')
    expect(answerTime({ ...duration, strict: false }, 100).at).equal('in-time')
    expect(answerTime({ ...asked, strict: true }, 200).at).equal('in-time')
  })

  it('runs up to a moment from its opening on', () => {
    const moment = { window: { form: 'moment', at: '80', zone: 'UTC' }, startedAt: '50', strict: false } as const
    expect([49, 50, 80, 81].map((now) => answerTime(moment, now).at)).deep.equal([
      ...['early', 'in-time', 'in-time', 'late'],
    ])
  })
})

describe('What can be done about a request', () => {
  const none = { right: undefined, answers: [] }

  it('S3-033 lets one who answered too early answer again once the window begins', () => {
    expect(answerState('early', none)).equal('too-early')
    const early = { right: undefined, answers: [{ verdict: 'early' }] } as const
    expect(answerState('early', early)).equal('answered-early')
    expect(answerState('in-time', early)).equal('open')
  })

  it('S3-034 is nothing any more once it is too late, or once it was answered in time or declined', () => {
    expect(answerState('late', none)).equal('too-late')
    expect(answerState('late', { right: 'in-time', answers: [] })).equal('answered')
    expect(answerState('in-time', { right: 'declined', answers: [] })).equal('declined')
  })
})
