import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { deliveryPath, pinOf, probeBytesMaximum, probePath, selfSigned } from '../chaincode/wire/delivery.ts'
import { instructionIdName } from '../chaincode/wire/identifiers.ts'
import { chainFileBytesMaximum } from '../terminal/sdk/trade-chain/chain-file.ts'

/** One address of the server: its name as it is on record, and where it listens. */
export interface Listening {
  name: string
  host: string
  port: number
}

/** A chain as it came in over one path, from a bank that is known by its key. */
export interface Delivered {
  path: string
  bank: string
  /** The message's id: that of the `chain.send`. */
  send: string
  text: string
}

/** What the other end is told. */
export interface Told {
  status: number
  code?: string
}

interface ServerParts {
  /** The private key, in PEM. */
  key: string
  /** The bank that is known by this key; undefined for one that nobody said. */
  bankOf: (pin: string) => string | undefined
  /** Takes in what came; whatever it throws is told as 503. */
  take: (delivered: Delivered) => Promise<Told>
  onStranger: () => void
  times?: typeof usualTimes
}

/** How much comes in at once: connections of each address, and what of one bank is under way or comes within a second. */
const bounds = { connections: 64, underWayOfBank: 16, perSecondOfBank: 200 }
/** How long a handshake, the head of a request, and the whole of it may take, and how often that is looked at, in milliseconds. */
const usualTimes = { handshake: 5_000, headers: 5_000, request: 10_000, look: 1_000 }

/** Counts what each bank asks: how much is under way, and how much came within this second. */
class Turnstile {
  readonly #underWay = new Map<string, number>()
  readonly #came = new Map<string, { second: number; count: number }>()

  /** What ends it once it is over; undefined where the bank has as much under way, or asked as much, as it may. */
  enter(bank: string): (() => void) | undefined {
    const second = Math.floor(Date.now() / 1_000)
    const came = this.#came.get(bank)
    const count = came?.second === second ? came.count + 1 : 1
    this.#came.set(bank, { second, count })
    const underWay = this.#underWay.get(bank) ?? 0
    if (count > bounds.perSecondOfBank || underWay >= bounds.underWayOfBank) return undefined
    this.#underWay.set(bank, underWay + 1)
    return () => this.#underWay.set(bank, (this.#underWay.get(bank) ?? 1) - 1)
  }
}

const tell = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify(body))
}

/** The text of a body; undefined for one that is longer than a chain's file may be, or no text, which is not read on. */
const textOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += (part as Buffer).length
    if (bytes > chainFileBytesMaximum) return undefined
    parts.push(part as Buffer)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch {
    return undefined
  }
}

const isTooLong = ({ headers }: IncomingMessage): boolean =>
  !(Number(headers['content-length'] ?? Number.NaN) <= chainFileBytesMaximum)

const answerDelivery = async (
  { take }: ServerParts,
  { request, response, ...of }: Omit<Delivered, 'text'> & { request: IncomingMessage; response: ServerResponse },
): Promise<void> => {
  // What does not say how long it is, or is too long, is not read.
  const text = isTooLong(request) ? undefined : await textOf(request)
  if (text === undefined) return tell(response, 413, { code: 'too_large' })
  const { status, code } = await take({ ...of, text })
  tell(response, status, status === 200 ? { acknowledged: of.send } : { code })
}

const answerProbe = (response: ServerResponse, wanted: string): void => {
  const bytes = /^[1-9][0-9]{0,5}$/.test(wanted) ? Number(wanted) : 0
  if (bytes === 0 || bytes > probeBytesMaximum) {
    tell(response, 404, { code: 'not_found' })
    return
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream', connection: 'close' })
  response.end(Buffer.alloc(bytes))
}

const pinIn = (socket: TLSSocket): string | undefined => {
  const certificate = socket.getPeerX509Certificate()
  return certificate === undefined ? undefined : pinOf(certificate.publicKey)
}

const bankAt = ({ bankOf }: Pick<ServerParts, 'bankOf'>, socket: TLSSocket): string | undefined => {
  const pin = pinIn(socket)
  return pin === undefined ? undefined : bankOf(pin)
}

type Coming = Omit<Delivered, 'text' | 'send'> & { request: IncomingMessage; response: ServerResponse }

const answerKnown = async (parts: ServerParts, coming: Coming): Promise<void> => {
  const { request, response } = coming
  const { method, url = '' } = request
  const send = instructionIdName.safeParse(url.slice(deliveryPath.length))
  if (method === 'GET' && url.startsWith(probePath)) answerProbe(response, url.slice(probePath.length))
  else if (method === 'PUT' && url.startsWith(deliveryPath) && send.success)
    await answerDelivery(parts, { ...coming, send: send.data })
  else tell(response, 404, { code: 'not_found' })
}

const answererFor =
  (parts: ServerParts, path: string, turnstile: Turnstile) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bank = bankAt(parts, request.socket as TLSSocket)
    // A bank may have said another key since the connection was made.
    if (bank === undefined) return tell(response, 403, { code: 'key_unknown' })
    const leave = turnstile.enter(bank)
    if (leave === undefined) return tell(response, 429, { code: 'too_many' })
    try {
      await answerKnown(parts, { path, bank, request, response })
    } catch {
      if (!response.headersSent) tell(response, 503, { code: 'unavailable' })
    } finally {
      leave()
    }
  }

const listenAt = async ({ name, host, port }: Listening, parts: ServerParts, turnstile: Turnstile): Promise<Server> => {
  const { handshake, headers, request: whole, look } = parts.times ?? usualTimes
  const certificates = { key: parts.key, cert: selfSigned(parts.key), minVersion: 'TLSv1.3' as const }
  const times = { handshakeTimeout: handshake, headersTimeout: headers, requestTimeout: whole }
  const answer = answererFor(parts, name, turnstile)
  const server = createServer(
    // Who vouches for a certificate says nothing: the key that a bank said on the ledger does.
    { ...certificates, ...times, connectionsCheckingInterval: look, requestCert: true, rejectUnauthorized: false },
    (request, response) => void answer(request, response),
  )
  server.maxConnections = bounds.connections
  server.on('secureConnection', (socket: TLSSocket) => {
    if (bankAt(parts, socket) !== undefined) return
    // Nothing that it sends is read.
    socket.destroy()
    parts.onStranger()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  return server
}

/**
 * Listens for banks at all addresses of an institution, with mutual TLS: a connection under no key that a bank said is ended before a byte of it
 * is read (decision 0052). Gives what ends it. Throws where an address cannot be listened at.
 */
export const startServer = async (addresses: readonly Listening[], parts: ServerParts): Promise<{ close(): void }> => {
  const servers: Server[] = []
  const turnstile = new Turnstile()
  const close = () => {
    for (const server of servers) {
      server.close()
      server.closeAllConnections()
    }
  }
  try {
    for (const address of addresses) servers.push(await listenAt(address, parts, turnstile))
    return { close }
  } catch (error) {
    close()
    throw error
  }
}
