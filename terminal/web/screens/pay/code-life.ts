/** Below this a code is renewed, so that a cashier who scans slowly still meets a living one. */
const renewBelowMilliseconds = 10_000
/** Nobody is given a longer countdown than this, however far the clock of this device is off. */
const longestLifeMilliseconds = 600_000

/** How far a code is on its way: its seconds left, the share of its life that is left, and what is to be done about it. */
export interface CodeLife {
  secondsLeft: number
  /** From 1 down to 0. */
  share: number
  state: 'fresh' | 'ending' | 'dead'
}

/** Where a code that was received at `shownAt` and ends at `expiresAt` stands; all in milliseconds since 1970. */
export const lifeOf = ({ shownAt, expiresAt, now }: { shownAt: number; expiresAt: number; now: number }): CodeLife => {
  const whole = Math.min(Math.max(expiresAt - shownAt, 1), longestLifeMilliseconds)
  const left = Math.max(0, Math.min(expiresAt - now, whole))
  const state = left === 0 ? 'dead' : left <= renewBelowMilliseconds ? 'ending' : 'fresh'
  return { secondsLeft: Math.ceil(left / 1000), share: left / whole, state }
}
