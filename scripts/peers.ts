import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectFabric } from '../gateway/fabric/connect.ts'
import { gatewayOrganisations, type Topology } from '../network/topology.ts'

/** A row of the ledger as one peer gave it. */
export interface PeerRow {
  key: string
  row: unknown
}

/** Asks one organisation's own peer for the rows from `start` up to `end`. */
const readPeer = async (topology: Topology, organisation: string, range: { start: string; end: string }) => {
  const file = join(topology.dataFolder, 'gateways', `${organisation}.json`)
  const configuration = JSON.parse(readFileSync(file, 'utf8'))
  const fabric = connectFabric(configuration)
  try {
    const options = { arguments: [range.start, range.end], endorsingOrganizations: [configuration.mspId] }
    const bytes = await fabric.contract('query').evaluate('range', options)
    return JSON.parse(Buffer.from(bytes).toString()) as PeerRow[]
  } finally {
    fabric.close()
  }
}

/** The rows of a range as each organisation's own peer gives them, by organisation. */
export const readPeers = async (
  topology: Topology,
  range: { start: string; end: string },
): Promise<Map<string, PeerRow[]>> => {
  const names = gatewayOrganisations(topology).map(({ name }) => name)
  const rows = await Promise.all(names.map((name) => readPeer(topology, name, range)))
  return new Map(names.map((name, index) => [name, rows[index] as PeerRow[]]))
}
