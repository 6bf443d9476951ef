import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

const waitSeconds = 30

/** Sends envelopes to one gateway over connections that stay open. */
export type Sender = {
  /** Resolves once the instruction is accepted and stands in a block; throws for every other answer. */
  send(envelope: string): Promise<void>
  /** Resolves once the instruction is accepted, or turned away with 429; throws for every other answer. */
  offer(envelope: string): Promise<'accepted' | 'turned-away'>
  close(): void
}

type Answered = 'accepted' | 'turned-away' | 'pending'
const statuses: { [status: number]: Answered } = { 200: 'accepted', 202: 'pending', 429: 'turned-away' }

const readAnswer = async (answer: IncomingMessage): Promise<Answered> => {
  const answered = statuses[answer.statusCode ?? 0]
  if (answered === undefined) {
    throw new Error(`an instruction was answered with ${answer.statusCode}: ${(await text(answer)).slice(0, 400)}`)
  }
  // The status is all that counts here; the document itself is read to its end and dropped.
  answer.resume()
  return answered
}

/** Opens a sender to the gateway under this address with at most so many connections. */
export const openSender = (gateway: string, connections: number): Sender => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections })
  const url = new URL('/v1/instructions', gateway)
  const headers = { 'content-type': 'application/json', prefer: `wait=${waitSeconds}` }
  const post = (envelope: string): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const length = Buffer.byteLength(envelope)
      const asked = request(url, { agent, method: 'POST', headers: { ...headers, 'content-length': length } })
      asked.on('response', (answer) => void readAnswer(answer).then(resolve, reject))
      asked.on('error', reject)
      asked.end(envelope)
    })
  const postAgain = (envelope: string): Promise<Answered> =>
    post(envelope).catch((error: NodeJS.ErrnoException) => {
      // The gateway may close a connection that lay idle just as we take it up. Sending again is always safe.
      if (error.code === 'ECONNRESET') return post(envelope)
      throw error
    })
  const offer = async (envelope: string): Promise<'accepted' | 'turned-away'> => {
    for (;;) {
      const answered = await postAgain(envelope)
      if (answered !== 'pending') return answered
    }
  }
  const send = async (envelope: string): Promise<void> => {
    const answered = await postAgain(envelope)
    if (answered !== 'accepted') throw new Error(`an instruction is ${answered} after ${waitSeconds} s`)
  }
  return { send, offer, close: () => agent.destroy() }
}
