import { connect, createServer } from 'node:net'

/** Whether nothing listens on the port, asked by listening there for a moment. */
export const isPortFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((answer) => {
    const server = createServer()
    server.once('error', () => answer(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => answer(true)))
  })

/** Whether something accepts connections on the port. */
export const isListening = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((answer) => {
    const socket = connect({ port, host })
    const finish = (listening: boolean) => {
      socket.destroy()
      answer(listening)
    }
    socket.once('connect', () => finish(true))
    socket.once('error', () => finish(false))
    socket.setTimeout(1000, () => finish(false))
  })
