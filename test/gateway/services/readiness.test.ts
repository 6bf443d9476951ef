import { expect } from 'chai'
import { readinessOf } from '../../../gateway/services/readiness.ts'

const well = {
  projection: { isFailing: false },
  outbox: { size: 3 },
  follower: { isFollowing: true, unansweredMilliseconds: 29_999 },
  isCaughtUp: true,
}

describe('a gateway', () => {
  it('is ready while blocks come in, are kept, and answer what was promised', () => {
    expect(readinessOf(well)).to.deep.equal({ ready: true, checks: { blocks: true, caughtUp: true, moving: true } })
  })

  it('is not ready where no block came for half a minute after something promised was sent, and says so', () => {
    const still = { isFollowing: true, unansweredMilliseconds: 30_000 }
    expect(readinessOf({ ...well, follower: still })).to.deep.include({ ready: false })
    expect(readinessOf({ ...well, follower: still }).checks).to.include({ moving: false, blocks: true })
    expect(readinessOf({ ...well, follower: still, outbox: { size: 0 } }).ready).to.equal(true)
  })

  it('is not ready while the stream is down, a block or the file cannot be written, or it has not caught up', () => {
    const down = { isFollowing: false, unansweredMilliseconds: 0 }
    expect(readinessOf({ ...well, follower: down }).checks).to.include({ blocks: false })
    expect(readinessOf({ ...well, projection: { isFailing: true } }).checks).to.include({ blocks: false })
    expect(readinessOf({ ...well, isCaughtUp: false }).checks).to.include({ caughtUp: false })
  })
})
