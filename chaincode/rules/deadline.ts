import { Refusal } from '../refusal.ts'
import type { Facts } from './rule.ts'

// Every comparison of a deadline with the ledger's time is here, so that all deadlines mean the same: the moment itself
// still counts (decision 0010), and a later guard against held transactions has one place to stand (decision 0017).

/** How far a time that somebody claims may lie behind or ahead of the clock that judges it, in milliseconds (decision 0010). */
export const clockBehindMilliseconds = 30_000n
export const clockAheadMilliseconds = 5_000n

/** True when a claimed time lies within the bound around a clock. */
export const isHonest = (claimed: bigint, clock: bigint): boolean =>
  claimed >= clock - clockBehindMilliseconds && claimed <= clock + clockAheadMilliseconds

/** True once the deadline lies behind; at the deadline itself it does not. */
export const isPast = (deadline: bigint, { now }: Facts): boolean => now > deadline

/** Refuses `deadline_passed` once the deadline lies behind. */
export const requireNotPast = (deadline: bigint, facts: Facts): void => {
  if (isPast(deadline, facts)) throw new Refusal('deadline_passed', { deadline: deadline.toString() })
}

/** Refuses `deadline_not_passed` while the deadline does not lie behind. */
export const requirePast = (deadline: bigint, facts: Facts): void => {
  if (!isPast(deadline, facts)) throw new Refusal('deadline_not_passed', { deadline: deadline.toString() })
}

/** The deadline that an instruction gives; refuses `deadline_in_past`. */
export const requireAhead = (deadline: string, facts: Facts): bigint => {
  if (isPast(BigInt(deadline), facts)) throw new Refusal('deadline_in_past', { deadline })
  return BigInt(deadline)
}

/** How far ahead a chain or a proposal may expire, or an answer be waited for, in milliseconds: seven days. */
const aheadMillisecondsMaximum = 7n * 86_400_000n

/** A moment up to seven days ahead; refuses `deadline_in_past` and `until_too_far`. */
export const requireWithinWeek = (moment: string, facts: Facts): bigint => {
  const latest = facts.now + aheadMillisecondsMaximum
  const deadline = requireAhead(moment, facts)
  if (deadline > latest) throw new Refusal('until_too_far', { latest: latest.toString() })
  return deadline
}

/** How far ahead a window may end, in milliseconds: a year. */
export const windowMillisecondsMaximum = 366n * 86_400_000n

/** The end of a window up to a year ahead; refuses `deadline_in_past` for one that is over, and `window_too_long`. */
export const requireWithinYear = (end: string, facts: Facts): bigint => {
  const latest = facts.now + windowMillisecondsMaximum
  const ahead = requireAhead(end, facts)
  if (ahead > latest) throw new Refusal('window_too_long', { latest: latest.toString() })
  return ahead
}
