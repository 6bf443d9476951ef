import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectFabric } from '../../../gateway/fabric/connect.ts'
import { readMetric } from '../../../network/ready.ts'
import { gatewayOrganisations, type Topology } from '../../../network/topology.ts'

const waitSeconds = 60

interface Standing {
  name: string
  peer: number
  gateway: number
  ready: boolean
}

const standingOf = async (topology: Topology): Promise<Standing[]> =>
  await Promise.all(
    gatewayOrganisations(topology).map(async ({ name, peer, gateway }) => {
      const url = `http://${gateway.listenHost}:${gateway.port}`
      const limit = { signal: AbortSignal.timeout(3_000) }
      const { height } = (await (await fetch(`${url}/v1/ledger`, limit)).json()) as { height: string }
      const { ok } = await fetch(`${url}/ready`, limit)
      const blocks = await readMetric(peer.operationsPort, 'ledger_blockchain_height')
      return { name, peer: blocks ?? 0, gateway: Number(height), ready: ok }
    }),
  )

/**
 * Waits until all peers stand at the same height, at least `height`, all gateways have read so far, and all say that they are
 * ready; answers the height. Throws, saying who stands where, when that does not come about.
 */
export const waitUntilAllStand = async (topology: Topology, height = 0): Promise<number> => {
  const end = Date.now() + waitSeconds * 1000
  for (;;) {
    const all = await standingOf(topology).catch(() => [])
    const highest = Math.max(...all.map(({ peer }) => peer))
    const agree = all.every(({ peer, gateway, ready }) => ready && peer === highest && gateway === highest)
    if (all.length > 0 && agree && highest >= height) return highest
    if (Date.now() > end) throw new Error(`not all stand at one height of ${height} or more: ${JSON.stringify(all)}`)
    await sleep(200)
  }
}

type Rows = Map<string, string>

const readProjection = (topology: Topology, name: string): { block: number; rows: Rows } => {
  const file = join(topology.dataFolder, 'gateways', name, 'projection.sqlite')
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const { block = -1 } = (database.prepare('SELECT block FROM checkpoint').get() ?? {}) as { block?: number }
    const rows = database.prepare('SELECT key, value FROM row').all() as { key: string; value: string }[]
    return { block, rows: new Map(rows.map(({ key, value }) => [key, value])) }
  } finally {
    database.close()
  }
}

/** All rows of a gateway's projection, once it is on the disk as far as `height`. */
const rowsAt = async (topology: Topology, name: string, height: number): Promise<Rows> => {
  const end = Date.now() + waitSeconds * 1000
  for (;;) {
    const { block, rows } = readProjection(topology, name)
    if (block + 1 >= height) return rows
    if (Date.now() > end) throw new Error(`the projection of ${name} stands at ${block + 1} on the disk, not ${height}`)
    await sleep(100)
  }
}

/** What the peer of an organisation says of these rows, a difference to what is expected in words. */
const differencesAt = async (topology: Topology, name: string, expected: Rows): Promise<string[]> => {
  const configuration = JSON.parse(readFileSync(join(topology.dataFolder, 'gateways', `${name}.json`), 'utf8'))
  const fabric = connectFabric(configuration)
  const ask = async ([key, value]: [string, string]): Promise<string[]> => {
    const options = { arguments: [key], endorsingOrganizations: [configuration.mspId] }
    const answer = Buffer.from(await fabric.contract('query').evaluate('get', options)).toString()
    return answer === value ? [] : [`${name}: ${key} is ${answer}, the projection says ${value}`]
  }
  try {
    const found: string[] = []
    const all = [...expected]
    // So many at once as a peer answers without refusing.
    while (all.length > 0) found.push(...(await Promise.all(all.splice(0, 20).map(ask))).flat())
    return found
  } finally {
    fabric.close()
  }
}

const compare = async (topology: Topology, reached: number): Promise<string[]> => {
  const names = gatewayOrganisations(topology).map(({ name }) => name)
  const all = await Promise.all(names.map((name) => rowsAt(topology, name, reached)))
  const [first = new Map<string, string>()] = all
  const between = all.flatMap((rows, index) =>
    [...new Set([...rows.keys(), ...first.keys()])].flatMap((key) =>
      rows.get(key) === first.get(key) ? [] : [`the projections of ${names[0]} and ${names[index]} differ at ${key}`],
    ),
  )
  const shares = names.map((_name, index) => new Map([...first].filter((_row, at) => at % names.length === index)))
  const peers = await Promise.all(names.map((name, index) => differencesAt(topology, name, shares[index] as Rows)))
  return [...between, ...peers.flat()]
}

/**
 * Waits until all stand at one height, and compares: the projections of all gateways row by row, and each third of the rows with
 * another peer. Answers what differs, in words. A block that came meanwhile, such as a sweeper's, is no difference: it is compared
 * again at the height that it made.
 */
export const findDifferences = async (topology: Topology, height = 0): Promise<string[]> => {
  const reached = await waitUntilAllStand(topology, height)
  const differences = await compare(topology, reached)
  if (differences.length === 0) return []
  const after = await waitUntilAllStand(topology, reached)
  return after === reached ? differences : findDifferences(topology, after)
}
