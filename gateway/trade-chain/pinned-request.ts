import { type IncomingMessage, request } from 'node:http'
import { isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import type { ServerAddress } from '../../chaincode/domains/trade-chain/tables.ts'
import { pinOf, selfSigned } from '../../chaincode/wire/delivery.ts'

/** Why nothing came back over a path, in a word that tells nothing of what was sent. */
export type PathFaultCode = 'unreachable' | 'other_key' | 'no_answer' | 'too_much'

/** Nothing that can be used came back over a path. */
export class PathFault extends Error {
  readonly code: PathFaultCode
  constructor(code: PathFaultCode) {
    super(code)
    this.code = code
  }
}

/** The other end of a path, and by which keys it is known. */
export interface PathEnd extends Pick<ServerAddress, 'host' | 'port'> {
  pins: readonly string[]
}

interface Asked {
  method: 'GET' | 'PUT'
  path: string
  body?: string
  /** The most bytes that are read of the answer. */
  bytesMaximum: number
  /** How long the whole of it may take. */
  timeoutMilliseconds: number
}

export interface PathAnswer {
  status: number
  body: Buffer
}

/** One question to the other end of a path; throws PathFault where nothing that can be used comes back. */
export type AskOver = (end: PathEnd, asked: Asked) => Promise<PathAnswer>

const opened = ({ host, port }: PathEnd, own: { key: string; cert: string }): TLSSocket => {
  // Whoever vouches for a certificate says nothing here: the key that was said on the ledger does.
  const options = { ...own, host, port: Number(port), minVersion: 'TLSv1.3' as const, rejectUnauthorized: false }
  return connect({ ...options, ...(isIP(host) === 0 ? { servername: host } : {}) })
}

/** Resolves once the other end has shown one of these keys; nothing was written until then but the handshake. */
const keyShown = (socket: TLSSocket, pins: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', () => reject(new PathFault('unreachable')))
    socket.once('close', () => reject(new PathFault('unreachable')))
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate()
      if (certificate !== undefined && pins.includes(pinOf(certificate.publicKey))) resolve()
      else reject(new PathFault('other_key'))
    })
  })

const readAnswer = async (answer: IncomingMessage, bytesMaximum: number): Promise<PathAnswer> => {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of answer) {
    bytes += (part as Buffer).length
    if (bytes > bytesMaximum) throw new PathFault('too_much')
    parts.push(part as Buffer)
  }
  return { status: answer.statusCode as number, body: Buffer.concat(parts) }
}

const exchanged = (socket: TLSSocket, { method, path, body = '', bytesMaximum }: Asked): Promise<PathAnswer> =>
  new Promise((resolve, reject) => {
    const headers = { connection: 'close', 'content-length': Buffer.byteLength(body) }
    const asking = request({ createConnection: () => socket, method, path, headers })
    const lost = (error: Error) => reject(error instanceof PathFault ? error : new PathFault('no_answer'))
    asking.once('error', lost)
    asking.once('response', (answer) => void readAnswer(answer, bytesMaximum).then(resolve, lost))
    asking.end(body)
  })

/**
 * Asks the ends of paths with mutual TLS under a private key in PEM, by a connection of its own each time (decision 0052), which is closed
 * however the asking ends: one that takes a connection and says nothing must not be left with it.
 */
export const askOverWith = (key: string): AskOver => {
  const own = { key, cert: selfSigned(key) }
  return async (end, asked) => {
    const socket = opened(end, own)
    // What fails behind the end of the asking tells nobody anything.
    socket.on('error', () => undefined)
    let timeout: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timeout = setTimeout(() => reject(new PathFault('no_answer')), asked.timeoutMilliseconds)
    })
    const asking = keyShown(socket, end.pins).then(() => exchanged(socket, asked))
    asking.catch(() => undefined)
    try {
      return await Promise.race([asking, late])
    } finally {
      clearTimeout(timeout)
      socket.destroy()
    }
  }
}
