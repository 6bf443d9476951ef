import { EventEmitter } from 'node:events'
import {
  createSecureServer,
  type Http2SecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'
import { createRequire } from 'node:module'
import type { peer as Messages } from '@hyperledger/fabric-protos'

/** What the shim's command line hands to its own server. */
interface ServerOptions {
  ccid: string
  /** `host:port` to listen on. */
  address: string
  tlsProps?: { key: Buffer; cert: Buffer; clientCACerts?: Buffer | null }
}

interface Shim {
  server(chaincode: object, options: ServerOptions): { start(): Promise<unknown> }
}

type Handler = new (stream: MessageStream, chaincode: object) => { chat(message: unknown): void }

const connectPath = '/protos.Chaincode/Connect'
// A length of four bytes stands before each message, and before that a byte that says whether it is compressed.
const frameHeadBytes = 5
// What an endorsement needs in one piece: a batch of envelopes, each of them bounded.
const messageBytesMaximum = 100 * 1024 * 1024
const windowBytes = 4 * 1024 * 1024
const unimplemented = '12'
const invalid = '13'

const shimRequire = createRequire(createRequire(import.meta.url).resolve('fabric-shim'))

/** Puts a message into its frame, as gRPC sends it. */
export const frameOf = (message: Uint8Array): Buffer => {
  const frame = Buffer.allocUnsafe(frameHeadBytes + message.length)
  frame.writeUInt8(0, 0)
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, frameHeadBytes)
  return frame
}

/** Takes messages out of a stream of frames, however it was cut. Throws on a compressed message, and on one too long. */
export class FrameReader {
  #pending: Buffer[] = []
  #length = 0

  /** The messages that the chunk completes. */
  read(chunk: Buffer): Buffer[] {
    this.#pending.push(chunk)
    this.#length += chunk.length
    const messages: Buffer[] = []
    for (let message = this.#next(); message !== undefined; message = this.#next()) messages.push(message)
    return messages
  }

  #next(): Buffer | undefined {
    const wanted = this.#wantedBytes()
    if (this.#length < wanted) return undefined
    const bytes = this.#joined()
    this.#pending = [bytes.subarray(wanted)]
    this.#length -= wanted
    return bytes.subarray(frameHeadBytes, wanted)
  }

  #wantedBytes(): number {
    if (this.#length < frameHeadBytes) return frameHeadBytes
    const [first] = this.#pending as [Buffer]
    const head = first.length < frameHeadBytes ? this.#joined() : first
    const length = head.readUInt32BE(1)
    if (head.readUInt8(0) !== 0 || length > messageBytesMaximum) throw new Error('a frame cannot be read')
    return frameHeadBytes + length
  }

  #joined(): Buffer {
    const [first] = this.#pending as [Buffer]
    const joined = this.#pending.length === 1 ? first : Buffer.concat(this.#pending)
    this.#pending = [joined]
    return joined
  }
}

type MessageClass = typeof Messages.ChaincodeMessage
type Message = Messages.ChaincodeMessage

/**
 * The conversation with one peer, with what of a gRPC stream the shim's handler uses. What the transactions under way say
 * in one turn leaves together: one write, one record to encrypt, and one awakening of the peer for all of them.
 */
class MessageStream extends EventEmitter {
  readonly #stream: ServerHttp2Stream
  readonly #messageClass: MessageClass
  #frames: Buffer[] = []

  constructor(stream: ServerHttp2Stream, messageClass: MessageClass) {
    super()
    this.#stream = stream
    this.#messageClass = messageClass
    const reader = new FrameReader()
    stream.on('data', (chunk: Buffer) => this.#read(reader, chunk))
    stream.on('end', () => this.emit('end'))
    stream.on('error', (error) => this.emit('error', error))
    // Trailers are what gRPC ends with.
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
  }

  #read(reader: FrameReader, chunk: Buffer): void {
    try {
      for (const bytes of reader.read(chunk)) this.emit('data', this.#messageClass.deserializeBinary(bytes))
    } catch (error) {
      this.#stream.destroy(error as Error)
    }
  }

  write(message: Message): void {
    this.#frames.push(frameOf(message.serializeBinary()))
    if (this.#frames.length === 1) setImmediate(() => this.#flush())
  }

  #flush(): void {
    const frames = this.#frames
    this.#frames = []
    if (!this.#stream.writable) return
    this.#stream.write(frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames))
  }

  end(): void {
    this.#flush()
    if (this.#stream.writable) this.#stream.end()
  }
}

/**
 * Serves a chaincode to its peer over HTTP/2 as the shim's own server does, with mutual TLS and with the shim's own handler
 * behind it. It leaves out what one stream with one peer does not need, which is most of the shim's time.
 */
export class MessageServer {
  readonly #chaincode: object
  readonly #options: ServerOptions
  readonly #server: Http2SecureServer

  constructor(chaincode: object, options: ServerOptions) {
    if (options.tlsProps?.clientCACerts == null) throw new Error('this chaincode is served over mutual TLS only')
    const { key, cert, clientCACerts: ca } = options.tlsProps
    this.#chaincode = chaincode
    this.#options = options
    const settings = { initialWindowSize: windowBytes }
    const tls = { key, cert, ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' as const }
    this.#server = createSecureServer({ ...tls, settings })
    this.#server.on('session', (session) => session.setLocalWindowSize(windowBytes))
    // A peer that hangs up leaves its session with an error; it comes back by itself.
    this.#server.on('sessionError', () => {})
    this.#server.on('stream', (stream, headers) => this.#accept(stream, headers))
  }

  #accept(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    stream.on('error', () => {})
    const head = { ':status': 200, 'content-type': 'application/grpc' }
    if (headers[':path'] !== connectPath || headers['grpc-encoding'] !== undefined) {
      const code = headers[':path'] === connectPath ? invalid : unimplemented
      stream.respond({ ...head, 'grpc-status': code }, { endStream: true })
      return
    }
    stream.respond(head, { waitForTrailers: true })
    this.#converse(stream)
  }

  #converse(stream: ServerHttp2Stream): void {
    const { peer } = shimRequire('@hyperledger/fabric-protos') as { peer: typeof Messages }
    const { ChaincodeMessageHandler } = shimRequire('./lib/handler.js') as { ChaincodeMessageHandler: Handler }
    const name = new peer.ChaincodeID()
    name.setName(this.#options.ccid)
    const register = new peer.ChaincodeMessage()
    register.setType(peer.ChaincodeMessage.Type.REGISTER)
    register.setPayload(name.serializeBinary())
    new ChaincodeMessageHandler(new MessageStream(stream, peer.ChaincodeMessage), this.#chaincode).chat(register)
  }

  /** Resolves once it listens. */
  start(): Promise<void> {
    const { address } = this.#options
    const host = address.slice(0, address.lastIndexOf(':'))
    const port = Number(address.slice(host.length + 1))
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, resolve)
    })
  }

  /** The port it listens on. */
  get port(): number {
    return (this.#server.address() as { port: number }).port
  }

  close(): void {
    this.#server.close()
  }
}

/** Has the shim's command line serve with this server. */
export const serveMessages = (): void => {
  const shim = shimRequire('./lib/chaincode.js') as Shim
  shim.server = (chaincode, options) => new MessageServer(chaincode, options)
}
