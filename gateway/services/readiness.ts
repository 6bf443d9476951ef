import type { Outbox } from '../outbox/outbox.ts'
import type { Follower } from '../projection/follower.ts'
import type { Projection } from '../projection/projection.ts'
import type { Readiness } from '../routes/operations.ts'

const standstillMilliseconds = 30_000

/**
 * Whether a gateway can do its work now: `blocks` come in and are kept, it is `caughtUp` with what its peer had when it started, and
 * the ledger is `moving`: who promised work, has some under way and sees no block at all for half a minute has a peer that stands
 * still, or no orderers (decision 0028).
 */
export const readinessOf = (parts: {
  projection: Pick<Projection, 'isFailing'>
  outbox: Pick<Outbox, 'size'>
  follower: Pick<Follower, 'isFollowing' | 'unansweredMilliseconds'>
  isCaughtUp: boolean
}): Readiness => {
  const { projection, outbox, follower, isCaughtUp } = parts
  const checks = {
    blocks: follower.isFollowing && !projection.isFailing,
    caughtUp: isCaughtUp,
    moving: outbox.size === 0 || follower.unansweredMilliseconds < standstillMilliseconds,
  }
  return { ready: Object.values(checks).every(Boolean), checks }
}
