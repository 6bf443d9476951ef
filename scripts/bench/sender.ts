import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const waitSeconds = 30
const triesMaximum = 5
const connectMaximum = 200

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
const statuses: { [status: string]: Told } = { 200: 'accepted', 202: 'pending', 429: 'turned-away' }

const isLost = (error: unknown): boolean =>
  ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '')

const headEnd = '\r\n\r\n'

/** The status of a whole answer; undefined while parts of it are missing. The gateway tells every length. */
const readStatus = (answer: string): string | undefined => {
  const end = answer.indexOf(headEnd)
  if (end < 0) return undefined
  const length = /\r\ncontent-length: ([0-9]+)/i.exec(answer)?.[1]
  // Only what ends the connection comes without its length.
  if (length === undefined) return answer.slice(9, 12)
  return answer.length < end + headEnd.length + Number(length) ? undefined : answer.slice(9, 12)
}

/**
 * One connection, one request at a time. The load stands on the machine that it measures, so this does no more with an
 * answer than to see its status and its end.
 */
class Line {
  readonly #socket: Socket
  readonly #freed: (line: Line) => void
  #answer = ''
  #asked: Asked | undefined
  isOpen = true
  readonly connected: Promise<void>

  constructor({ hostname, port }: URL, freed: (line: Line) => void) {
    this.#freed = freed
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true })
    this.#socket.setEncoding('latin1')
    this.connected = new Promise((resolve) => {
      this.#socket.once('connect', resolve)
      this.#socket.once('close', () => resolve())
    })
    this.#socket.on('data', (chunk: string) => this.#read(chunk))
    this.#socket.on('error', (error) => this.#end(error))
    this.#socket.on('close', () => this.#end(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  }

  ask(request: string): Promise<Answered> {
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject }
      this.#socket.write(request)
    })
  }

  #read(chunk: string): void {
    this.#answer += chunk
    const status = readStatus(this.#answer)
    if (status === undefined) return
    const [answer, asked] = [this.#answer, this.#asked]
    this.#answer = ''
    this.#asked = undefined
    this.#freed(this)
    const told = statuses[status]
    const retryAfterSeconds = told === 'turned-away' ? Number(/\r\nretry-after: ([0-9]+)/i.exec(answer)?.[1] ?? 1) : 0
    if (told !== undefined) asked?.resolve({ told, retryAfterSeconds })
    else asked?.reject(new Error(`an instruction was answered with ${status}: ${answer.slice(0, 600)}`))
  }

  #end(error: Error): void {
    this.isOpen = false
    this.#asked?.reject(error)
    this.#asked = undefined
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** Opens a sender to the gateway under this address, with as many connections as there are requests at a time. */
export const openSender = (gateway: string): Sender => {
  const url = new URL('/v1/instructions', gateway)
  const lines = new Set<Line>()
  const free: Line[] = []
  const head = `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nPrefer: wait=${waitSeconds}\r\n`
  const newLine = (): Line => {
    const line = new Line(url, (freed) => free.push(freed))
    lines.add(line)
    return line
  }
  const freeLine = (): Line => {
    const known = free.pop()
    if (known?.isOpen === true) return known
    if (known !== undefined) lines.delete(known)
    return free.length > 0 ? freeLine() : newLine()
  }
  const requestOf = (envelope: string): string =>
    `${head}Content-Length: ${Buffer.byteLength(envelope)}${headEnd}${envelope}`
  const postAgain = async (envelope: string): Promise<Answered> => {
    const request = requestOf(envelope)
    // The gateway may close a connection that lay idle just as we take it up. Sending again is always safe, on a new one.
    for (let line = freeLine(), tries = 1; ; line = newLine(), tries += 1) {
      try {
        return await line.ask(request)
      } catch (error) {
        if (tries >= triesMaximum || !isLost(error)) throw error
      }
    }
  }
  const postUntilKnown = async (envelope: string): Promise<Answered> => {
    for (;;) {
      const answered = await postAgain(envelope)
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
    while (lines.size < count) {
      const some = Array.from({ length: Math.min(connectMaximum, count - lines.size) }, newLine)
      await Promise.all(some.map(({ connected }) => connected))
      free.push(...some)
    }
  }
  const close = () => {
    for (const line of lines) line.close()
  }
  return { send, offer, connect: connectAll, close }
}
