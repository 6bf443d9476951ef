import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type Dispatcher } from 'undici'

const waitSeconds = 30
const triesMaximum = 5
const connectMaximum = 200
const idleMilliseconds = 600_000
const requestHeaders = { 'content-type': 'application/json', prefer: `wait=${waitSeconds}` }

/** Sends envelopes to one gateway over connections that stay open. */
export type Sender = {
  /** Resolves once the instruction is accepted and stands in a block; comes again when turned away, as any terminal does. */
  send(envelope: string): Promise<void>
  /** Resolves once the instruction is accepted, or turned away with 429; throws for every other answer. */
  offer(envelope: string): Promise<'accepted' | 'turned-away'>
  /** Resolves once so many connections stand open, as those of terminals do before they send. */
  connect(count: number): Promise<void>
  close(): void
}

type Told = 'accepted' | 'turned-away' | 'pending'
type Answered = { told: Told; retryAfterSeconds: number }
type Asked = { resolve: (answered: Answered) => void; reject: (error: Error) => void }
const statuses: { [status: number]: Told } = { 200: 'accepted', 202: 'pending', 429: 'turned-away' }

const isLost = (error: unknown): boolean =>
  ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  )

/** Waits for a whole answer: the load stands on the machine that it measures, so only a failure's text is kept. */
const readAnswer = ({ resolve, reject }: Asked): Dispatcher.DispatchHandler => {
  let status = 0
  let retryAfterSeconds = 0
  let failure = ''
  return {
    // The client takes no handler without it.
    onRequestStart: () => {},
    onResponseStart: (_controller, code, headers) => {
      status = code
      if (code === 429) retryAfterSeconds = Number(headers['retry-after'] ?? 1)
    },
    onResponseData: (_controller, chunk) => {
      if (!(status in statuses)) failure += chunk.toString()
    },
    onResponseEnd: () => {
      const told = statuses[status]
      if (told !== undefined) resolve({ told, retryAfterSeconds })
      else reject(new Error(`an instruction was answered with ${status}: ${failure.slice(0, 600)}`))
    },
    onResponseError: (_controller, error) => reject(error),
  }
}

// The gateway may close a connection that lay idle just as we take it up. Sending again is always safe.
const askAgain = async (ask: () => Promise<Answered>): Promise<Answered> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask()
    } catch (error) {
      if (tries >= triesMaximum || !isLost(error)) throw error
    }
  }
}

/** Opens a sender to the gateway under this address, with as many connections as there are requests at a time. */
export const openSender = (gateway: string): Sender => {
  const connections = new Set<Client>()
  const free: Client[] = []
  const newConnection = (): Client => {
    // Nothing is sent while others wait for their blocks: a connection must outlive that.
    const connection = new Client(gateway, {
      keepAliveTimeout: idleMilliseconds,
      keepAliveMaxTimeout: idleMilliseconds,
    })
    connections.add(connection)
    return connection
  }
  const ask = (connection: Client, request: Dispatcher.DispatchOptions): Promise<Answered> => {
    const answered = new Promise<Answered>((resolve, reject) => {
      connection.dispatch(request, readAnswer({ resolve, reject }))
    })
    return answered.finally(() => free.push(connection))
  }
  const post = (envelope: string): Promise<Answered> =>
    askAgain(() =>
      ask(free.pop() ?? newConnection(), {
        path: '/v1/instructions',
        method: 'POST',
        headers: requestHeaders,
        body: envelope,
      }),
    )
  const postUntilKnown = async (envelope: string): Promise<Answered> => {
    for (;;) {
      const answered = await post(envelope)
      if (answered.told !== 'pending') return answered
    }
  }
  const offer = async (envelope: string) =>
    (await postUntilKnown(envelope)).told === 'accepted' ? 'accepted' : 'turned-away'
  const send = async (envelope: string): Promise<void> => {
    for (;;) {
      const { told, retryAfterSeconds } = await postUntilKnown(envelope)
      if (told === 'accepted') return
      await sleep(retryAfterSeconds * 1000 * (1 + Math.random() / 2))
    }
  }
  const connectAll = async (count: number): Promise<void> => {
    // More at once than the gateway's backlog holds would be dropped, and come again seconds later.
    while (connections.size < count) {
      const some = Array.from({ length: Math.min(connectMaximum, count - connections.size) }, newConnection)
      await Promise.all(some.map((connection) => ask(connection, { path: '/health', method: 'GET' })))
    }
  }
  const close = () => {
    for (const connection of connections) void connection.destroy()
  }
  return { send, offer, connect: connectAll, close }
}
