import type { Connection } from '../connection.ts'
import { TerminalFault } from '../errors.ts'
import { isPassing } from '../retry.ts'

/** One who serves until it is stopped. */
export interface Serving {
  signal: AbortSignal
  /** One look at what there is to do. */
  round: () => Promise<void>
  /** Hears of a round that failed, which is tried again: an outage, or an answer that nobody vouches for. */
  onLost: (error: Error) => void
  pauseMilliseconds?: number
}

const mayPass = (error: unknown): error is Error =>
  isPassing(error) || (error instanceof TerminalFault && error.code === 'answer_dropped')

/** Sleeps, or until it is stopped. */
const pause = ({ sleep }: Connection, { signal, pauseMilliseconds = 1_000 }: Serving): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
    void sleep(pauseMilliseconds).then(resolve)
  })

/** Looks again and again until it is stopped, also after outages; throws what no waiting would mend. */
export const serve = async (connection: Connection, serving: Serving): Promise<void> => {
  while (!serving.signal.aborted) {
    try {
      await serving.round()
    } catch (error) {
      if (!mayPass(error)) throw error
      serving.onLost(error)
    }
    if (!serving.signal.aborted) await pause(connection, serving)
  }
}
