import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** Where a connection is cut: before anything goes over it, while a delivery comes in, or before its answer goes back. */
export type Cut = 'before' | 'during' | 'after'

// A handshake and a probe are shorter than this, and a delivery is longer.
const deliveryBytes = 3_600

/** A path between two ends on this machine, which can be cut at each point and be slow. */
export class CutProxy {
  cut: Cut | undefined
  /** Told each time that a connection is cut on which something was on its way. */
  onCut: () => void = () => {}
  /** What the answer to each delivery waits for. */
  holding: Promise<void> | undefined
  /** How long each connection waits before anything goes over it, in milliseconds. */
  delay = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(target: number) {
    this.#server = createServer((socket) => this.#forward(socket, target))
  }

  static async open(target: number): Promise<CutProxy> {
    const proxy = new CutProxy(target)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port
  }

  #forward(near: Socket, target: number): void {
    if (this.cut === 'before') return void near.destroy()
    const far = connect(target, '127.0.0.1')
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      this.#sockets.add(socket)
      socket.on('error', end).on('close', () => {
        this.#sockets.delete(socket)
        // Whoever answered hangs up: what is held of the answer is still to come.
        if (socket === far && this.holding !== undefined) void this.holding.then(end)
        else end()
      })
    }
    const cut = () => {
      end()
      this.onCut()
    }
    let bytes = 0
    near.pause()
    setTimeout(() => near.resume(), this.delay)
    near.on('data', (part: Buffer) => {
      bytes += part.length
      if (this.cut === 'during' && bytes > deliveryBytes) cut()
      else far.write(part)
    })
    far.on('data', (part: Buffer) => {
      if (this.cut === 'after' && bytes > deliveryBytes) cut()
      else if (this.holding !== undefined && bytes > deliveryBytes) void this.holding.then(() => near.write(part))
      else near.write(part)
    })
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }
}
