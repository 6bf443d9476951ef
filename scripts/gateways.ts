import { join } from 'node:path'
import { waitFor } from '../network/patience.ts'
import { isRunning, lastLines, logFile, startProcess, workOf } from '../network/process.ts'
import { type GatewayOrganisation, gatewayOrganisations, type Topology } from '../network/topology.ts'

export type GatewayOptions = {
  signal?: AbortSignal | undefined
  /** Added to what every process started here needs to find its folders, such as ASSAY_LOG. */
  environment?: Record<string, string> | undefined
}

const nameOf = ({ name }: GatewayOrganisation): string => `gateway-${name}`

/** Where an organisation's gateway of this machine answers. */
export const gatewayUrl = ({ gateway }: GatewayOrganisation): string => `http://${gateway.listenHost}:${gateway.port}`

// A gateway that answers "not ready" says why.
const askReady = async (url: string): Promise<string | undefined> => {
  const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2000) })
  if (answer.ok) return undefined
  const { problems = [] } = (await answer.json()) as { problems?: string[] }
  return problems.join('; ') || `status ${answer.status}`
}

const waitUntilReady = async (topology: Topology, one: GatewayOrganisation, signal?: AbortSignal): Promise<void> => {
  const name = nameOf(one)
  const log = logFile(topology.dataFolder, name)
  const ending = () => `its log is ${log}, ending:\n${lastLines(log, 12)}`
  let missing = 'any answer'
  const look = async () => {
    if (!isRunning(topology.dataFolder, name)) return 'ended'
    missing = (await askReady(gatewayUrl(one))) ?? ''
    return missing === '' ? 'ready' : undefined
  }
  const patience = { what: `${name} being ready`, signal, work: () => workOf(topology.dataFolder) }
  const result = await waitFor(look, patience).catch((error: Error) => {
    signal?.throwIfAborted()
    throw new Error(`${error.message} (still missing: ${missing}); ${ending()}`)
  })
  if (result === 'ended') throw new Error(`${name} ended while starting; ${ending()}`)
}

/** Starts one organisation's gateway, or anew when its environment is another one, and waits until it answers, ready or not. */
export const launchGateway = (
  topology: Topology,
  one: GatewayOrganisation,
  options: GatewayOptions = {},
): Promise<boolean> => {
  const { projectFolder, dataFolder } = topology
  const configuration = join(dataFolder, 'gateways', `${one.name}.json`)
  return startProcess(
    dataFolder,
    {
      name: nameOf(one),
      command: [process.execPath, join(projectFolder, 'gateway', 'main.ts'), '--config', configuration],
      environment: {
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning --disable-warning=DeprecationWarning',
        ...options.environment,
      },
      folder: projectFolder,
      port: one.gateway.port,
    },
    { signal: options.signal },
  )
}

/** Starts one organisation's gateway as `launchGateway` does, and waits until it is ready. */
export const startGateway = async (
  topology: Topology,
  one: GatewayOrganisation,
  options: GatewayOptions,
): Promise<boolean> => {
  const wasStarted = await launchGateway(topology, one, options)
  await waitUntilReady(topology, one, options.signal)
  return wasStarted
}

/**
 * Starts the gateway of every organisation as a process of its own and waits until each is ready, which is when it
 * follows its peer's blocks and has read all that the peer had. Those that run already are left alone. The network must
 * stand. Answers how many were started; a gateway that fails is reported with its log file and what it was missing.
 */
export const startGateways = async (
  topology: Topology,
  report: (line: string) => void,
  options: GatewayOptions = {},
): Promise<number> => {
  const started = await Promise.all(
    gatewayOrganisations(topology).map(async (one) => {
      const wasStarted = await startGateway(topology, one, options)
      report(`gateway-${one.name} ${wasStarted ? 'is ready' : 'was running and is ready'} at ${gatewayUrl(one)}`)
      return wasStarted
    }),
  )
  return started.filter(Boolean).length
}
