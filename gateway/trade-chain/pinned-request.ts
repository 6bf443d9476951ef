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

/** A connection to an end that has shown one of its keys; nothing was written on it but the handshake. */
const connected = ({ host, port, pins }: PathEnd, own: { key: string; cert: string }): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    // Whoever vouches for a certificate says nothing here: the key that was said on the ledger does.
    const options = { ...own, host, port: Number(port), minVersion: 'TLSv1.3' as const, rejectUnauthorized: false }
    const socket = connect({ ...options, ...(isIP(host) === 0 ? { servername: host } : {}) })
    socket.once('error', () => reject(new PathFault('unreachable')))
    socket.once('close', () => reject(new PathFault('unreachable')))
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate()
      if (certificate !== undefined && pins.includes(pinOf(certificate.publicKey))) return resolve(socket)
      reject(new PathFault('other_key'))
      socket.destroy()
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

/** Asks the ends of paths with mutual TLS under a private key in PEM, by a connection of its own each time (decision 0052). */
export const askOverWith = (key: string): AskOver => {
  const own = { key, cert: selfSigned(key) }
  return async (end, asked) => {
    let socket: TLSSocket | undefined
    const timer = new AbortController()
    const late = new Promise<never>((_resolve, reject) => {
      const timeout = setTimeout(() => reject(new PathFault('no_answer')), asked.timeoutMilliseconds)
      timer.signal.addEventListener('abort', () => clearTimeout(timeout))
    })
    const asking = connected(end, own).then((opened) => {
      socket = opened
      if (timer.signal.aborted) socket.destroy()
      return exchanged(opened, asked)
    })
    try {
      return await Promise.race([asking, late])
    } finally {
      timer.abort()
      asking.catch(() => undefined)
      socket?.on('error', () => undefined)
      socket?.destroy()
    }
  }
}
