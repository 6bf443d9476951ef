import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

const waitSeconds = 30

/** Sends envelopes to one gateway over connections that stay open. */
export type Sender = {
  /** Resolves once the instruction is accepted and stands in a block; throws for every other answer. */
  send(envelope: string): Promise<void>
  close(): void
}

const requireAccepted = async (answer: IncomingMessage): Promise<void> => {
  if (answer.statusCode !== 200) {
    throw new Error(`an instruction was answered with ${answer.statusCode}: ${(await text(answer)).slice(0, 400)}`)
  }
  // Accepted is all that counts here; the document itself is read to its end and dropped.
  answer.resume()
}

/** Opens a sender to the gateway under this address with at most so many connections. */
export const openSender = (gateway: string, connections: number): Sender => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections })
  const url = new URL('/v1/instructions', gateway)
  const headers = { 'content-type': 'application/json', prefer: `wait=${waitSeconds}` }
  const post = (envelope: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const length = Buffer.byteLength(envelope)
      const asked = request(url, { agent, method: 'POST', headers: { ...headers, 'content-length': length } })
      asked.on('response', (answer) => void requireAccepted(answer).then(resolve, reject))
      asked.on('error', reject)
      asked.end(envelope)
    })
  const send = (envelope: string): Promise<void> =>
    post(envelope).catch((error: NodeJS.ErrnoException) => {
      // The gateway may close a connection that lay idle just as we take it up. Sending again is always safe.
      if (error.code === 'ECONNRESET') return post(envelope)
      throw error
    })
  return { send, close: () => agent.destroy() }
}
