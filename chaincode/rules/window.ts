import type { ResponseWindow, Verdict } from '../domains/recommendations/window.ts'

interface Judged {
  window: ResponseWindow
  /** From when a duration runs, in UTC milliseconds. */
  startedAt: bigint
  /** When the home received the answer, in UTC milliseconds. */
  receivedAt: bigint
  /** Whether the very end of a duration is late; the bounds of the other forms always count. */
  strict: boolean
}

const verdictOf = (receivedAt: bigint, from: bigint | undefined, until: bigint): Verdict => {
  if (from !== undefined && receivedAt < from) return 'early'
  return receivedAt > until ? 'late' : 'in-time'
}

/** The last moment of a window that counts when it is not strict, in UTC milliseconds. */
export const endOf = (window: ResponseWindow, startedAt: bigint): bigint => {
  if (window.form === 'moment') return BigInt(window.at)
  return window.form === 'interval' ? BigInt(window.until) : startedAt + BigInt(window.milliseconds)
}

/**
 * How an answer lies to its window (decision 0041): up to a moment or within an interval, both ends included, or within a duration from
 * `startedAt` on, whose very end counts unless it is strict. Only an interval can be answered early.
 */
export const judgeWindow = ({ window, startedAt, receivedAt, strict }: Judged): Verdict => {
  const end = endOf(window, startedAt)
  const isShortened = strict && window.form === 'duration'
  return verdictOf(
    receivedAt,
    window.form === 'interval' ? BigInt(window.from) : undefined,
    isShortened ? end - 1n : end,
  )
}
