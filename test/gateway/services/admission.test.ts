import { expect } from 'chai'
import { Admission } from '../../../gateway/services/admission.ts'

describe('admission', () => {
  let lanes: { averageWaitSeconds: number }
  let admission: Admission
  beforeEach(() => {
    lanes = { averageWaitSeconds: 0 }
    admission = new Admission({ lanes, waitSecondsMaximum: 10 })
    admission.look(1_000)
  })
  afterEach(() => admission.close())

  const answersAt = (now: number): number | undefined => {
    admission.look(now)
    return admission.retryAfterSeconds(now)
  }

  it('has room until the lanes are three quarters of the way to what may be asked of anybody', () => {
    lanes.averageWaitSeconds = 7.5
    expect(answersAt(1_050)).equal(undefined)
  })

  it('has none beyond that, and says when half of what is ahead will be through', () => {
    lanes.averageWaitSeconds = 12.5
    expect(answersAt(1_050)).equal(8)
  })

  it('has room again as soon as the lanes are through with enough', () => {
    lanes.averageWaitSeconds = 11
    answersAt(1_050)
    lanes.averageWaitSeconds = 7
    expect(answersAt(1_100)).equal(undefined)
  })

  it('has none while the process itself is late, for what lies unread in sockets is in no lane yet', () => {
    expect(admission.retryAfterSeconds(2_001)).equal(1)
    expect(answersAt(2_001)).equal(undefined)
    expect(admission.retryAfterSeconds(3_001)).equal(undefined)
  })

  it('takes no more while it is a little late and its lanes have work for some time', () => {
    lanes.averageWaitSeconds = 2.5
    answersAt(1_050)
    expect(admission.retryAfterSeconds(1_300)).equal(undefined)
    lanes.averageWaitSeconds = 3
    answersAt(1_300)
    expect(admission.retryAfterSeconds(1_500)).equal(undefined)
    expect(admission.retryAfterSeconds(1_501)).equal(1)
  })
})
