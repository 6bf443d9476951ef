import type { Connection } from '../terminal/sdk/connection.ts'
import type { Terminal } from '../terminal/sdk/terminal.ts'
import { Bell } from './bell.ts'
import type { InstitutionConfiguration } from './configuration.ts'
import type { AnswerJournal } from './journal.ts'
import { readBankPins, sayReach, serverKey } from './reach.ts'
import { Reception } from './reception.ts'
import { startServer } from './server.ts'
import type { ServiceEvent } from './service.ts'

/** What happened at the server besides chains. */
export interface ListeningEvent {
  event: 'listening' | 'stranger' | 'address refused'
  code?: string
}

interface Options {
  configuration: InstitutionConfiguration
  terminal: Pick<Terminal, 'read' | 'identity' | 'instruct'>
  journal: Pick<AnswerJournal, 'receive' | 'waiting' | 'unacknowledged'>
  connection: Connection
  log: (event: ServiceEvent | ListeningEvent) => void
}

/** The server of an institution beside its rounds: what it brings in, and what wakes them. */
export interface AtServer {
  /** Says what is to be said on the ledger, and reads which banks are known by which keys; throws at an outage. */
  round(): Promise<void>
  delivered: Reception['take']
  /** Waits so long, and less where something came, or waits for an outcome. */
  sleep: Connection['sleep']
  close(): void
}

const busyMilliseconds = 2_000
const strangerMilliseconds = 5_000

/** Has whoever was not known looked up again, and tells of it; not more often than every few seconds, whoever knocks. */
const strangersTo = (bell: Bell, log: Options['log']) => {
  let last = 0
  return () => {
    const now = Date.now()
    if (now - last < strangerMilliseconds) return
    last = now
    log({ event: 'stranger' })
    bell.ring()
  }
}

/** Listens for banks where the configuration says so (decision 0052). Throws where it cannot. */
export const startListening = async (options: Options): Promise<AtServer | undefined> => {
  const { configuration, terminal, journal, connection, log } = options
  const { server, banks } = configuration
  if (server === undefined) return undefined
  const [key, bell] = [await serverKey(server.key), new Bell()]
  let pins: ReadonlyMap<string, string> = new Map()
  let isSaid = false
  const onReceived = ({ chain, path }: { chain: string; path: string }) => {
    log({ chain, event: 'delivered', path })
    bell.ring()
  }
  const { now, sleep } = connection
  const reception = new Reception({ terminal, journal, banks, now, sleep, onReceived })
  const addresses = server.addresses.map(({ name, host, port, listen = { host, port } }) => ({ name, ...listen }))
  const take = reception.receive.bind(reception)
  const parts = { key, bankOf: (pin: string) => pins.get(pin), take, onStranger: strangersTo(bell, log) }
  const { close } = await startServer(addresses, parts)
  log({ event: 'listening' })
  return {
    round: async () => {
      pins = await readBankPins(terminal)
      if (isSaid) return
      const said = await sayReach(terminal, server, key)
      isSaid = said !== undefined
      if (said?.code !== undefined) log({ event: 'address refused', code: said.code })
    },
    delivered: (chain) => reception.take(chain),
    sleep: (milliseconds) => {
      const isBusy = journal.waiting().length + journal.unacknowledged().length > 0
      return bell.heardOr(sleep(isBusy ? Math.min(milliseconds, busyMilliseconds) : milliseconds))
    },
    close,
  }
}
