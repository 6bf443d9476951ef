import { expect } from 'chai'
import { readinessOf } from '../../../gateway/services/readiness.ts'

const well = {
  projection: {
    isFailing: false,
    privateTables: { gaps: () => [] as { collection: string; count: number }[] } as never,
  },
  outbox: { size: 3, failure: undefined },
  follower: { isFollowing: true, unansweredMilliseconds: 29_999 },
  isCaughtUp: true,
  lanes: { missing: [] },
  clock: { problem: undefined },
}

describe('a gateway', () => {
  it('is ready while blocks come in, are kept, and answer what was promised', () => {
    const checks = { blocks: true, caughtUp: true, outbox: true, clock: true, moving: true }
    expect(readinessOf(well)).to.deep.equal({ ready: true, checks, problems: [] })
  })

  it('stays ready while promised work waits for another organisation, and names it', () => {
    const { ready, problems } = readinessOf({ ...well, lanes: { missing: ['BankMSP'] } })
    expect(ready).to.equal(true)
    expect(problems).to.deep.equal(['promised work waits for BankMSP: see whether its peer runs'])
  })

  it('stays ready while private rows of a pair are missing, and says how many', () => {
    const privateTables = { gaps: () => [{ collection: 'pair-bank-institution', count: 2 }] } as never
    const { ready, problems } = readinessOf({ ...well, projection: { isFailing: false, privateTables } })
    expect([ready, problems]).to.deep.equal([
      ...[true, ['2 private rows of pair-bank-institution are missing: see whether the other peer runs']],
    ])
  })

  it('is not ready where no block came for half a minute after something promised was sent, and says so', () => {
    const still = { isFollowing: true, unansweredMilliseconds: 30_000 }
    expect(readinessOf({ ...well, follower: still })).to.deep.include({ ready: false })
    expect(readinessOf({ ...well, follower: still }).checks).to.include({ moving: false, blocks: true })
    expect(readinessOf({ ...well, follower: still, outbox: { size: 0, failure: undefined } }).ready).to.equal(true)
  })

  it('is not ready while the stream is down, a block or the file cannot be written, or it has not caught up', () => {
    const down = { isFollowing: false, unansweredMilliseconds: 0 }
    expect(readinessOf({ ...well, follower: down }).checks).to.include({ blocks: false })
    expect(readinessOf({ ...well, projection: { ...well.projection, isFailing: true } }).checks).to.include({
      blocks: false,
    })
    expect(readinessOf({ ...well, isCaughtUp: false }).checks).to.include({ caughtUp: false })
  })

  it('is not ready while its outbox cannot be written or its clock is off, and says what to do in a line each', () => {
    const full = readinessOf({ ...well, outbox: { size: 0, failure: 'database or disk is full' } })
    expect(full).to.deep.include({ ready: false })
    expect(full.checks).to.include({ outbox: false, clock: true })
    expect(full.problems).to.have.lengthOf(1)
    expect(full.problems[0]).to.contain('database or disk is full').and.contain('give its disk room')
    const off = readinessOf({ ...well, clock: { problem: 'the clock is off; set the time' } })
    expect(off.checks).to.include({ clock: false, outbox: true })
    expect(off.problems).to.deep.equal(['the clock is off; set the time'])
  })
})
