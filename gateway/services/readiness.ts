import type { ClockWatch } from '../fabric/clock-watch.ts'
import type { Lanes } from '../lanes/lanes.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Follower } from '../projection/follower.ts'
import type { Projection } from '../projection/projection.ts'

/** Whether the gateway can do its work now, part by part. */
export interface Readiness {
  ready: boolean
  checks: { [part: string]: boolean }
  /** For each part that is not well, and each organisation that work waits for, why and what to do, in one line. */
  problems: string[]
}

const standstillMilliseconds = 30_000

/** What each part of a gateway lacks, in words with what to do about it. */
const words = {
  blocks: 'no blocks come in, or they cannot be written: see whether the own peer runs and the disk has room',
  caughtUp: 'the blocks that the peer has are still being read: wait',
  moving: 'nothing that was promised is answered by a block: see whether the peer, the others and the orderers run',
}

/**
 * Whether a gateway can do its work now: `blocks` come in and are kept, it is `caughtUp` with what its peer had when it started,
 * the `outbox` can be written, its `clock` agrees with the peer's, and the ledger is `moving`: who promised work, has some under way
 * and sees no block at all for half a minute has a peer that stands still, or no orderers (decision 0028). Each part that fails is
 * told in one line of `problems`. So is an organisation that promised work waits for, and a pair of which private rows are missing; these
 * alone leave the gateway ready, since they stop only what needs them (decision 0011).
 */
export const readinessOf = (parts: {
  projection: Pick<Projection, 'isFailing' | 'privateTables'>
  outbox: Pick<Outbox, 'size' | 'failure'>
  follower: Pick<Follower, 'isFollowing' | 'unansweredMilliseconds'>
  lanes: Pick<Lanes, 'missing'>
  clock: Pick<ClockWatch, 'problem'>
  isCaughtUp: boolean
}): Readiness => {
  const { projection, outbox, follower, lanes, clock, isCaughtUp } = parts
  const { failure } = outbox
  const found = {
    blocks: follower.isFollowing && !projection.isFailing ? undefined : words.blocks,
    caughtUp: isCaughtUp ? undefined : words.caughtUp,
    outbox: failure === undefined ? undefined : `the outbox cannot be written (${failure}): give its disk room`,
    clock: clock.problem,
    moving: outbox.size === 0 || follower.unansweredMilliseconds < standstillMilliseconds ? undefined : words.moving,
  }
  const checks = Object.fromEntries(Object.entries(found).map(([part, problem]) => [part, problem === undefined]))
  const problems = Object.values(found).filter((problem) => problem !== undefined)
  const waits = lanes.missing.map(
    (organisation) => `promised work waits for ${organisation}: see whether its peer runs`,
  )
  const gaps = projection.privateTables
    .gaps()
    .map(
      ({ collection, count }) => `${count} private rows of ${collection} are missing: see whether the other peer runs`,
    )
  return { ready: problems.length === 0, checks, problems: [...problems, ...waits, ...gaps] }
}
