import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { chains, reaches } from '../../../chaincode/domains/trade-chain/tables.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { retry } from '../../../network/patience.ts'
import type { Topology } from '../../../network/topology.ts'
import { connect } from '../../../terminal/sdk/connection.ts'
import { cardOf, createProfile, openTerminal } from '../../../terminal/sdk/node/profile.ts'
import { CutProxy } from '../../../test/scenario/support/cut-proxy.ts'
import { freePort } from '../../../test/support/free-port.ts'
import { act } from '../shop.ts'
import { cash, type Desk, type Market, openingOf, sold } from './people.ts'

const root = dirname(dirname(dirname(import.meta.dirname)))
const always = [{ zone: 'UTC', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', until: '24:00' }]
const waitSeconds = 120

/** Two paths between the bank's gateway and the institution's program, of which the first that brings a trade is cut on the way. */
class Paths {
  readonly proxies: readonly CutProxy[]
  readonly addresses: readonly object[]
  #cutAt: number | undefined

  private constructor(proxies: readonly CutProxy[], addresses: readonly object[]) {
    this.proxies = proxies
    this.addresses = addresses
    for (const proxy of proxies) proxy.onCut = () => this.#noteCut()
  }

  static async open(): Promise<Paths> {
    const host = '127.0.0.1'
    const ports = [await freePort(), await freePort()]
    const proxies = await Promise.all(ports.map((port) => CutProxy.open(port)))
    const addresses = proxies.map((proxy, place) => ({
      ...{ name: place === 0 ? 'east' : 'west', host, port: proxy.port, listen: { host, port: ports[place] } },
    }))
    return new Paths(proxies, addresses)
  }

  /** Cuts whichever path brings a trade next, once. */
  arm(): void {
    this.#cutAt = undefined
    for (const proxy of this.proxies) proxy.cut = 'during'
  }

  #noteCut(): void {
    this.#cutAt ??= Date.now()
    for (const proxy of this.proxies) proxy.cut = undefined
  }

  /** When it was cut, in UTC milliseconds. */
  get cutAt(): number | undefined {
    return this.#cutAt
  }

  close(): void {
    for (const proxy of this.proxies) proxy.close()
  }
}

const programParticipant = 'chain-program'
/** More than all trades bring together. */
const programCash = '100000000'

/** A participant of the institution's who answers for it from now on, and has nothing to do with what was traded before. */
const openProfile = async (folder: string, market: Market, { device, url, ask, registrar }: Desk): Promise<string> => {
  const profile = await createProfile(folder, { participant: programParticipant, name: 'program' })
  const { participant, ...card } = await cardOf(profile)
  const roles: DeviceRole[] = ['executor', 'customer']
  const registered = { participant, type: 'organisation', device: { ...card, roles } } as const
  await act(ask, market.ledger, registrar, 'participant.register', registered)
  await act(ask, market.ledger, device, 'voucher.transfer', { voucher: cash, to: participant, quantity: programCash })
  const { terminal, close } = openTerminal(profile, connect(url))
  try {
    const result = await terminal.send(await terminal.make('institution.open', { families: ['metal'] }))
    if (result.status !== 'accepted')
      throw new Error(`the program's institution is not open: ${JSON.stringify(result)}`)
  } finally {
    close()
  }
  return folder
}

/** The institution's own program. */
const startProgram = async (
  folder: string,
  { market, desk, paths }: { market: Market; desk: Desk; paths: Paths },
): Promise<ChildProcess> => {
  const profile = await openProfile(join(folder, 'profile'), market, desk)
  const fileOf = (name: string, said: object): string => {
    const file = join(folder, name)
    writeFileSync(file, JSON.stringify(said))
    return file
  }
  const limits = { minimumGrade: 'bbb', quantityMaximum: '1000000', amountMaximum: '1000000000' }
  const rule = { cash, ...limits, hours: always, price: { reference: sold.limitPrice, bandPerMille: 50 } }
  const rules = fileOf('rules.json', { metal: { [desk.metal]: rule } })
  const server = { key: join(folder, 'server.key'), addresses: paths.addresses }
  const named = { gateway: desk.url, profile, database: join(folder, 'book.sqlite'), rules, server }
  const words = [join(root, 'institution', 'main.ts'), '--config', fileOf('configuration.json', named)]
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** What the bank's gateway has on record. */
const openRecords = ({ dataFolder }: Topology) => {
  const folder = join(dataFolder, 'gateways', 'bank')
  const [projection, deliveries] = ['projection.sqlite', 'deliveries.sqlite'].map(
    (name) => new DatabaseSync(join(folder, name), { readOnly: true }),
  ) as [DatabaseSync, DatabaseSync]
  const row = (key: string): { [member: string]: unknown } | undefined => {
    const found = projection.prepare('SELECT value FROM row WHERE key = ?').get(key)
    return found === undefined ? undefined : JSON.parse(String(found['value']))
  }
  return {
    row,
    /** When a trade was acknowledged that did not come over the path that was tried first, in UTC milliseconds. */
    acknowledgedAt: (chain: string): number | undefined => {
      const all = deliveries.prepare('SELECT at, result FROM attempt WHERE chain = ? ORDER BY number').all(chain)
      const last = all.at(-1)
      return all.length > 1 && last?.['result'] === 'acknowledged' ? Number(last['at']) : undefined
    },
    close: () => {
      projection.close()
      deliveries.close()
    },
  }
}
type Records = ReturnType<typeof openRecords>

type Measuring = { market: Market; desk: Desk; paths: Paths; records: Records }

/** The milliseconds from the cut of a path, with a trade on its way over it, until the bank knows that it came over the next one. */
const failOver = async ({ market, desk, paths, records }: Measuring): Promise<number> => {
  paths.arm()
  const [client] = market.clients
  if (client === undefined) throw new Error('there is no client')
  const { chain, body } = openingOf(market, desk, client)
  await market.bankAsk('/v1/instructions', { body })
  const acknowledged = { what: 'the acknowledgement over another path', seconds: waitSeconds }
  const at = await retry(async () => records.acknowledgedAt(chain), acknowledged)
  const settled = async () => (records.row(chains.key(chain))?.['status'] === 'settled' ? true : undefined)
  await retry(settled, { what: 'the settlement of a trade that came over another path', seconds: waitSeconds })
  if (paths.cutAt === undefined) throw new Error('no path was cut')
  return at - paths.cutAt
}

/**
 * Has a client's trades go to the institution's own program over one of two paths, which is cut while each is on its way, and gives for each the
 * milliseconds from then until it was acknowledged over the other (S2-027). Gateway, program and chaincodes are the real ones; only the lines
 * between the two are made here. Throws unless each trade is settled.
 */
export const measureFailover = async (
  topology: Topology,
  { market, count, report }: { market: Market; count: number; report: (line: string) => void },
): Promise<number[]> => {
  const desk = market.desks.private
  const folder = mkdtempSync(join(tmpdir(), 'assay-failover-'))
  const paths = await Paths.open()
  const records = openRecords(topology)
  let program: ChildProcess | undefined
  try {
    program = await startProgram(folder, { market, desk, paths })
    const { port } = paths.proxies[0] as CutProxy
    const reached = async () =>
      JSON.stringify(records.row(reaches.key('institution', desk.mspId)) ?? '').includes(`"${port}"`) ? true : undefined
    await retry(reached, { what: 'that the institution says where it is reached', seconds: waitSeconds })
    const took: number[] = []
    for (let number = 0; number < count; number += 1) took.push(await failOver({ market, desk, paths, records }))
    report(`chains: ${count} paths were cut while a trade was on its way, and each came over the next one`)
    return took
  } finally {
    if (program !== undefined && program.exitCode === null) {
      const ended = once(program, 'exit')
      program.kill()
      await ended
    }
    paths.close()
    records.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
