import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChaincodeDefinition } from '../../network/chaincode.ts'
import { deployChaincodes } from '../../network/deploy.ts'
import { takeDown } from '../../network/down.ts'
import { identityFiles, rootCertificateFile } from '../../network/folders.ts'
import { withLock } from '../../network/lock.ts'
import { isRunning, lastLines, listProcesses, logFile } from '../../network/process.ts'
import type { Programs } from '../../network/programs.ts'
import { waitForPeer } from '../../network/ready.ts'
import {
  createTopology,
  gatewayOrganisations,
  peerOrganisations,
  type Topology,
  type TopologyOptions,
} from '../../network/topology.ts'
import { bringUp } from '../../network/up.ts'
import { openStockClient, type StockClient } from '../../test/bench/stock-client.ts'
import { startGateways } from '../gateways.ts'
import { ensureMatcher } from '../matcher.ts'
import { ensureService, registerService } from '../service.ts'

/** Limits of the gateways to measure with; what is left out stays as it ships. */
export type GatewayLimits = { batch?: number | undefined; lanesPerHome?: number | undefined }
type Work = {
  report: (line: string) => void
  signal: AbortSignal
  /** What the gateways must find at their start, besides what all have. */
  prepare?: ((topology: Topology) => Promise<unknown>) | undefined
}

/** The network of the benchmark: ports and data of its own, beside whatever else runs on this machine. */
export const benchTopology = (portBase: number, batch?: TopologyOptions['batch']): Topology => {
  const { projectFolder } = createTopology({ portBase })
  return createTopology({ portBase, dataFolder: join(projectFolder, '.assay-bench', String(portBase)), batch })
}

/** Runs the work while no other benchmark may use this network: the later one would take it down under the earlier. */
export const asOnlyBenchmark = <Result>({ dataFolder }: Topology, work: () => Promise<Result>): Promise<Result> => {
  const refuse = (pid: number) => {
    throw new Error(
      `process ${pid} is running a benchmark on these ports; wait for it, or choose others by --port-base`,
    )
  }
  return withLock(`${dataFolder}.lock`, refuse, work)
}

const baseline: ChaincodeDefinition = {
  name: 'basic',
  label: 'basic',
  modulePath: dirname(fileURLToPath(import.meta.resolve('../../test/bench/baseline/index.ts'))),
  portOffset: 2,
}

// The load comes from one address, far above what one user may ask for in a minute.
const setLimits = (topology: Topology, limits: GatewayLimits): void => {
  for (const { name } of gatewayOrganisations(topology)) {
    const file = join(topology.dataFolder, 'gateways', `${name}.json`)
    const configuration = JSON.parse(readFileSync(file, 'utf8')) as { limits?: object }
    const wanted = { ...configuration.limits, ...limits, requestsPerMinute: 100_000_000 }
    writeFileSync(file, `${JSON.stringify({ ...configuration, limits: wanted }, null, 2)}\n`)
  }
}

/** The processes of the network that ended by themselves, each with the end of its log; nothing when all run. */
export const describeEnded = ({ dataFolder }: Topology): string =>
  listProcesses(dataFolder)
    .filter(({ name }) => !isRunning(dataFolder, name))
    .map(({ name }) => `\n${name} has ended; its log ends:\n${lastLines(logFile(dataFolder, name), 12)}`)
    .join('')

/** Ends the processes of the benchmark's network and deletes all it knew. */
export const removeNetwork = async (topology: Topology): Promise<void> => {
  await takeDown(topology)
  rmSync(topology.dataFolder, { recursive: true, force: true, maxRetries: 3 })
}

/**
 * Brings up a fresh network with the ledger, the stock contract beside it under the same policy, and the three gateways.
 * What an earlier benchmark left is removed first.
 */
export const openNetwork = async (topology: Topology, limits: GatewayLimits, work: Work): Promise<Programs> => {
  const { report, signal, prepare } = work
  await removeNetwork(topology)
  // Its lines tell the time already.
  const { programs } = await bringUp(topology, { report: (line) => console.log(` ${line}`), signal })
  await deployChaincodes(topology, [baseline], { report, programs, signal })
  const question = { chaincode: baseline.name, signal }
  await Promise.all(peerOrganisations(topology).map((one) => waitForPeer(topology, one, question)))
  setLimits(topology, limits)
  await ensureService(topology)
  await ensureMatcher(topology)
  await prepare?.(topology)
  await startGateways(topology, report, { signal })
  await registerService(topology)
  return programs
}

/** The stock client of the bank, which submits through the bank's own peer as the bank's gateway does. */
export const openBankClient = (topology: Topology): StockClient => {
  const [bank] = peerOrganisations(topology)
  if (bank === undefined) throw new Error('the topology has no peer')
  const { certificateFile, keyFile } = identityFiles(topology, bank.name, 'gateway')
  return openStockClient({
    endpoint: `${bank.peer.host}:${bank.peer.port}`,
    tlsServerName: bank.peer.host,
    tlsRootCertificateFile: rootCertificateFile(topology, bank.name),
    mspId: bank.mspId,
    certificateFile,
    keyFile,
    channel: topology.channel,
    chaincode: baseline.name,
  })
}
