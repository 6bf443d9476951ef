import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'

/** The way to a gateway over a server of a test's own, at which what somebody posts for the ledger can be held. */
export class HoldingGateway {
  /** What each instruction waits for before it goes on. */
  holding: Promise<void> | undefined
  readonly #server: Server

  private constructor(gateway: string) {
    this.#server = createServer((asked, answer) => {
      const { method, url = '/', headers } = asked
      const forward = async () => {
        if (method === 'POST' && url === '/v1/instructions') await this.holding
        const asking = request(new URL(url, gateway), { method, headers }, (told) => {
          answer.writeHead(told.statusCode as number, told.headers)
          told.pipe(answer)
        })
        asking.on('error', () => answer.destroy())
        answer.on('close', () => asking.destroy())
        asked.pipe(asking)
      }
      void forward()
    })
  }

  static async open(gateway: string): Promise<HoldingGateway> {
    const proxy = new HoldingGateway(gateway)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
