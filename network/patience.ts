import { statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { processorMillisecondsOf } from './process-table.ts'

/** What processes have done since they began: bytes of their logs, and processor time in milliseconds. */
export type Work = { logBytes: number; processorMilliseconds: number }

export type Patience = {
  /** What is waited for, in words. */
  what: string
  /** What the processes that are waited for have done so far. */
  work: () => Work
  signal?: AbortSignal | undefined
  /** Is told every half minute what is still waited for, and why. */
  report?: ((line: string) => void) | undefined
  /** After how long without any progress it gives up. */
  stillSeconds?: number
  /** How often progress is looked for. */
  lookSeconds?: number
}

const pauseMilliseconds = 150
const reportSeconds = 30
// A process that idles uses a little processor time too: only this share of a core, and more, is work on the way.
const busyShare = 0.1

/** What these processes have done so far. */
export const workOfAll = (processes: readonly { pid: number; log: string }[]): Work => ({
  logBytes: processes.reduce((sum, { log }) => sum + (statSync(log, { throwIfNoEntry: false })?.size ?? 0), 0),
  processorMilliseconds: processes.reduce((sum, { pid }) => sum + (processorMillisecondsOf(pid) ?? 0), 0),
})

/** Tells, each time it is asked, for how many milliseconds nothing has got on. */
const stillnessOf = (work: () => Work, lookSeconds: number) => {
  let [before, lookedAt, movedAt] = [work(), performance.now(), performance.now()]
  return (): number => {
    const now = performance.now()
    if (now - lookedAt < lookSeconds * 1000) return now - movedAt
    const after = work()
    const isBusy = after.processorMilliseconds - before.processorMilliseconds > (now - lookedAt) * busyShare
    if (isBusy || after.logBytes !== before.logBytes) movedAt = now
    before = after
    lookedAt = now
    return now - movedAt
  }
}

/** The words of a failure, to stand behind others; none where nothing failed. */
const because = (failure: unknown): string => (failure instanceof Error ? `: ${failure.message}` : '')

/**
 * Repeats an attempt until it answers something other than undefined. Between two attempts `weigh` hears the last failure, and throws
 * when it is enough. An aborted `signal` ends it at once.
 */
const repeat = async <Answer>(
  attempt: () => Promise<Answer | undefined>,
  { weigh, signal }: { weigh: (failure: unknown) => void; signal: AbortSignal | undefined },
): Promise<Answer> => {
  let failure: unknown
  for (;;) {
    signal?.throwIfAborted()
    try {
      const answer = await attempt()
      if (answer !== undefined) return answer
    } catch (error) {
      signal?.throwIfAborted()
      failure = error
    }
    weigh(failure)
    await sleep(pauseMilliseconds, undefined, { signal }).catch(() => signal?.throwIfAborted())
  }
}

/**
 * Repeats an attempt until it answers something other than undefined, however slow the machine is: it goes on while the processes
 * that are waited for write logs or use a tenth of a core, and gives up with the last failure after ten minutes in which they did
 * neither. An aborted `signal` ends it at once.
 */
export const waitFor = async <Answer>(
  attempt: () => Promise<Answer | undefined>,
  { what, work, signal, report, stillSeconds = 600, lookSeconds = 10 }: Patience,
): Promise<Answer> => {
  const stillness = stillnessOf(work, lookSeconds)
  let reportedAt = performance.now()
  const weigh = (failure: unknown) => {
    if (stillness() > stillSeconds * 1000) {
      const words = `${what} did not happen, and nothing got on for ${stillSeconds} seconds${because(failure)}`
      throw new Error(words, { cause: failure })
    }
    if (performance.now() - reportedAt > reportSeconds * 1000) {
      reportedAt = performance.now()
      report?.(`still waiting for ${what}${because(failure)}`)
    }
  }
  return repeat(attempt, { weigh, signal })
}

/**
 * Repeats an attempt until it answers something other than undefined; gives up after `seconds` with the last failure.
 * An aborted `signal` ends it at once.
 */
export const retry = async <Answer>(
  attempt: () => Promise<Answer | undefined>,
  { seconds, what, signal }: { seconds: number; what: string; signal?: AbortSignal | undefined },
): Promise<Answer> => {
  const deadline = Date.now() + seconds * 1000
  const weigh = (failure: unknown) => {
    if (Date.now() <= deadline) return
    throw new Error(`${what} did not happen within ${seconds} seconds${because(failure)}`, { cause: failure })
  }
  return repeat(attempt, { weigh, signal })
}
