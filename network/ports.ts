import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether nothing listens on the port, asked by listening there for a moment. */
export const isPortFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((answer) => {
    const server = createServer()
    server.once('error', () => answer(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => answer(true)))
  })

/** Whether something accepts connections on the port. */
export const isListening = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((answer) => {
    const socket = connect({ port, host })
    const finish = (listening: boolean) => {
      socket.destroy()
      answer(listening)
    }
    socket.once('connect', () => finish(true))
    socket.once('error', () => finish(false))
    socket.setTimeout(1000, () => finish(false))
  })

/**
 * Repeats an attempt until it answers something other than undefined; gives up after `seconds` with the last failure.
 * An aborted `signal` ends it at once.
 */
export const retry = async <Answer>(
  attempt: () => Promise<Answer | undefined>,
  { seconds, what, signal }: { seconds: number; what: string; signal?: AbortSignal | undefined },
): Promise<Answer> => {
  const deadline = Date.now() + seconds * 1000
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
    if (Date.now() > deadline) {
      const last = failure instanceof Error ? `: ${failure.message}` : ''
      throw new Error(`${what} did not happen within ${seconds} seconds${last}`, { cause: failure })
    }
    await sleep(150, undefined, { signal })
  }
}
