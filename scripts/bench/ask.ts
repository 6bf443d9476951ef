import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

const waitSeconds = 30

type Asking = { body?: string; token?: string }

/** Asks one gateway over connections that stay open; answers the JSON of a success, and throws for every other answer. */
export type Ask = (path: string, asking?: Asking) => Promise<Answered>
export type Answered = { [member: string]: unknown }

const headersOf = ({ body, token }: Asking) => ({
  ...(body === undefined ? {} : { 'content-type': 'application/json', prefer: `wait=${waitSeconds}` }),
  ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
})

/** Opens connections to a gateway, at most so many. */
export const openAsk = (gateway: string, connections: number): { ask: Ask; close(): void } => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections })
  const once = (path: string, asking: Asking): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const method = asking.body === undefined ? 'GET' : 'POST'
      const asked = request(new URL(path, gateway), { agent, method, headers: headersOf(asking) })
      asked.on('response', (response) =>
        text(response).then((words) => resolve({ status: response.statusCode ?? 0, text: words }), reject),
      )
      asked.on('error', reject)
      asked.end(asking.body)
    })
  const ask: Ask = async (path, asking = {}) => {
    const answer = await once(path, asking).catch((error: NodeJS.ErrnoException) => {
      // The gateway may close a connection that lay idle just as we take it up. Sending again is always safe.
      if (error.code === 'ECONNRESET') return once(path, asking)
      throw error
    })
    if (answer.status === 200) return JSON.parse(answer.text) as Answered
    throw new Error(`${path} was answered with ${answer.status}: ${answer.text.slice(0, 300)}`)
  }
  return { ask, close: () => agent.destroy() }
}
