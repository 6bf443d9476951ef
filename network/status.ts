import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { certificateEnds, daysLeft, endingCertificates } from './certificate-ends.ts'
import { olderSettings } from './channel-settings.ts'
import { faultsOfRunning } from './known-faults.ts'
import { findRunning, isRunning, listProcesses } from './process.ts'
import { memoryOf } from './process-table.ts'
import { type OrdererState, problemOf, readMetric, readOrderer } from './ready.ts'
import { createTopology, ordererOrganisations, peerOrganisations, type Topology } from './topology.ts'

const secondLookMilliseconds = 2_000

export type ProcessStatus = {
  name: string
  state: 'running' | 'stuck' | 'stopped' | 'died'
  pid?: number | undefined
  port?: number | undefined
  memoryBytes?: number | undefined
  /** How many blocks a peer has committed, or an orderer has ordered. */
  height?: number | undefined
  /** Why it is stuck, in words. */
  problem?: string | undefined
  /** What the program that really runs is not known to be free of. */
  faults?: string[] | undefined
}

export type NetworkStatus = {
  processes: ProcessStatus[]
  /** What stays as an earlier release made it. */
  notes: string[]
  /** The days until the first certificate ends, and those that somebody must look after. */
  certificates: { daysLeft: number | undefined; ending: string[] }
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

type Seen = Pick<ProcessStatus, 'height' | 'problem'>

/** The orderers that know no leader or do not follow: what lags in a passing moment is looked at once more. */
const lookAtOrderers = async (topology: Topology): Promise<Map<string, Seen>> => {
  const orderers = ordererOrganisations(topology).filter((one) => isRunning(topology.dataFolder, `orderer-${one.name}`))
  const look = async () => {
    const states = await Promise.all(orderers.map((one) => readOrderer(one).catch(() => undefined)))
    const seen = orderers.map(({ name }, index): [string, Seen] => [
      `orderer-${name}`,
      {
        height: heightOf(states[index]),
        problem: problemOf(states, { index, name, count: ordererOrganisations(topology).length }),
      },
    ])
    return new Map(seen)
  }
  if (topology.consensus === 'bft') return new Map()
  const first = await look()
  if ([...first.values()].every(({ problem }) => problem === undefined)) return first
  await sleep(secondLookMilliseconds)
  return await look()
}

const heightOf = (state: OrdererState | undefined): number | undefined =>
  state === undefined ? undefined : state.block + 1

const programOf = (name: string): 'orderer' | 'peer' | undefined => {
  if (name.startsWith('orderer-')) return 'orderer'
  return name.startsWith('peer-') ? 'peer' : undefined
}

const faultTitles = (name: string, pid: number): string[] => {
  const program = programOf(name)
  return program === undefined ? [] : faultsOfRunning(program, pid).map(({ title }) => title)
}

/**
 * What becomes of every process the network should have, and of the others on record, such as gateways.
 * `died` is one on record that no longer runs; `stopped` one that was never started or was taken down; `stuck` an orderer
 * that runs and follows no leader.
 */
export const readStatus = async (topology: Topology): Promise<NetworkStatus> => {
  const recorded = listProcesses(topology.dataFolder).map(({ name }) => name)
  const names = [...new Set([...expectedNames(topology), ...recorded])]
  const orderers = await lookAtOrderers(topology)
  const processes = await Promise.all(
    names.map(async (name): Promise<ProcessStatus> => {
      const record = findRunning(topology.dataFolder, name)
      if (record === undefined) return { name, state: recorded.includes(name) ? 'died' : 'stopped' }
      const { pid, port } = record
      const { height = await readHeight(topology, name), problem } = orderers.get(name) ?? {}
      const state = problem === undefined ? 'running' : 'stuck'
      const faults = faultTitles(name, pid)
      return { name, state, pid, port, memoryBytes: memoryOf(pid), height, problem, faults }
    }),
  )
  const ends = certificateEnds(topology)
  const certificates = { daysLeft: daysLeft(ends), ending: endingCertificates(ends) }
  return { processes, notes: olderSettings(topology), certificates }
}

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? '' : `${Math.round(bytes / 1024 / 1024)} MB`

const renderTable = (all: ProcessStatus[]): string[] =>
  all.map(({ name, state, pid, port, memoryBytes, height }) =>
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

/** Each fault once, with the processes that have it. */
const renderFaults = (all: ProcessStatus[]): string[] => {
  const titles = new Set(all.flatMap(({ faults = [] }) => faults))
  return [...titles].map((title) => {
    const names = all.filter(({ faults = [] }) => faults.includes(title)).map(({ name }) => name)
    return `known fault of the programs that run as ${names.join(', ')}: ${title}`
  })
}

const renderStatus = ({ processes, notes, certificates }: NetworkStatus): string =>
  [
    ...renderTable(processes),
    ...processes.flatMap(({ problem }) => problem ?? []),
    ...renderFaults(processes),
    ...notes.map((note) => `made by an earlier release: ${note}`),
    ...certificates.ending,
    ...(certificates.daysLeft === undefined ? [] : [`the first certificate ends in ${certificates.daysLeft} days`]),
  ].join('\n')

if (import.meta.main) {
  new Command('status')
    .description('Show the processes of the network; ends with 1 when one that should run does not, or is stuck.')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }) => {
      const topology = createTopology()
      const status = await readStatus(topology)
      const ports = `ports from ${topology.portBase}, state in ${topology.dataFolder}`
      console.log(json ? JSON.stringify(status, null, 2) : `${renderStatus(status)}\n${ports}`)
      process.exitCode = status.processes.every(({ state }) => state === 'running') ? 0 : 1
    })
    .parse()
}
