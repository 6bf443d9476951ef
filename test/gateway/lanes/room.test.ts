import { expect } from 'chai'
import { Room } from '../../../gateway/lanes/room.ts'

describe('room', () => {
  let lanes: { averageWaitSeconds: number }
  let room: Room
  beforeEach(() => {
    lanes = { averageWaitSeconds: 0 }
    room = new Room({ lanes, waitSecondsMaximum: 10 })
    room.look(1_000)
  })
  afterEach(() => room.close())

  const answersAt = (now: number): number | undefined => {
    room.look(now)
    return room.retryAfterSeconds(now)
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
    expect(room.retryAfterSeconds(2_001)).equal(1)
    expect(answersAt(2_001)).equal(undefined)
    expect(room.retryAfterSeconds(3_001)).equal(undefined)
  })

  it('takes no more while it is a little late and its lanes have work for some time', () => {
    lanes.averageWaitSeconds = 2.5
    answersAt(1_050)
    expect(room.retryAfterSeconds(1_300)).equal(undefined)
    lanes.averageWaitSeconds = 3
    answersAt(1_300)
    expect(room.retryAfterSeconds(1_500)).equal(undefined)
    expect(room.retryAfterSeconds(1_501)).equal(1)
  })
})
