import { Command } from 'commander'
import { findRunning, listProcesses } from './process.ts'
import { memoryOf } from './process-table.ts'
import { readMetric } from './ready.ts'
import { createTopology, peerOrganisations, type Topology } from './topology.ts'

export type ProcessStatus = {
  name: string
  state: 'running' | 'stopped' | 'died'
  pid?: number | undefined
  port?: number | undefined
  memoryBytes?: number | undefined
  /** How many blocks a peer has committed. */
  height?: number | undefined
}

const expectedNames = (topology: Topology): string[] => [
  ...topology.organisations.map(({ name }) => `ca-${name}`),
  ...topology.organisations.flatMap(({ name, orderer }) => (orderer === undefined ? [] : [`orderer-${name}`])),
  ...peerOrganisations(topology).flatMap(({ name }) => [
    `peer-${name}`,
    `chaincode-${topology.chaincode.name}-${name}`,
  ]),
]

const readHeight = async (topology: Topology, name: string): Promise<number | undefined> => {
  const owner = peerOrganisations(topology).find((one) => `peer-${one.name}` === name)
  if (owner === undefined) return undefined
  return await readMetric(owner.peer.operationsPort, 'ledger_blockchain_height').catch(() => undefined)
}

/**
 * What becomes of every process the network should have, and of the others on record, such as gateways.
 * `died` is one on record that no longer runs; `stopped` one that was never started or was taken down.
 */
export const readStatus = async (topology: Topology): Promise<ProcessStatus[]> => {
  const recorded = listProcesses(topology.dataFolder).map(({ name }) => name)
  const names = [...new Set([...expectedNames(topology), ...recorded])]
  return await Promise.all(
    names.map(async (name): Promise<ProcessStatus> => {
      const record = findRunning(topology.dataFolder, name)
      if (record === undefined) return { name, state: recorded.includes(name) ? 'died' : 'stopped' }
      const { pid, port } = record
      return { name, state: 'running', pid, port, memoryBytes: memoryOf(pid), height: await readHeight(topology, name) }
    }),
  )
}

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? '' : `${Math.round(bytes / 1024 / 1024)} MB`

const renderStatus = (all: ProcessStatus[]): string =>
  all
    .map(({ name, state, pid, port, memoryBytes, height }) =>
      [
        name.padEnd(30),
        state.padEnd(8),
        String(pid ?? '').padStart(8),
        String(port ?? '').padStart(6),
        megabytes(memoryBytes).padStart(8),
        height === undefined ? '' : `  ${height} blocks`,
      ]
        .join(' ')
        .trimEnd(),
    )
    .join('\n')

if (import.meta.main) {
  new Command('status')
    .description('Show the processes of the network; ends with 1 when one that should run does not.')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }) => {
      const topology = createTopology()
      const all = await readStatus(topology)
      const ports = `ports from ${topology.portBase}, state in ${topology.dataFolder}`
      console.log(json ? JSON.stringify(all, null, 2) : `${renderStatus(all)}\n${ports}`)
      process.exitCode = all.every(({ state }) => state === 'running') ? 0 : 1
    })
    .parse()
}
