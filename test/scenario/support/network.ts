import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeDown } from '../../../network/down.ts'
import { stopProcess } from '../../../network/process.ts'
import { createTopology, gatewayOrganisations, type Topology, type TopologyOptions } from '../../../network/topology.ts'
import { bringUp } from '../../../network/up.ts'
import { ensureDesk } from '../../../scripts/desk.ts'
import { ensureDispatcher } from '../../../scripts/dispatcher.ts'
import { startGateway, startGateways } from '../../../scripts/gateways.ts'
import { ensureKeeper } from '../../../scripts/keeper.ts'
import { ensureMatcher } from '../../../scripts/matcher.ts'
import { ensureService, registerService } from '../../../scripts/service.ts'
import { ensureWebTerminal } from '../../../scripts/web-terminal.ts'

const portBase = Number(process.env['ASSAY_TEST_PORT_BASE'] ?? 27_000)

/** The network of this test run: its own ports, its own folder, gone afterwards. */
export const topology: Topology = createTopology({
  portBase,
  dataFolder: join(tmpdir(), `assay-scenario-${portBase}-${process.pid}`),
})

const urlOf = (organisation: string): string => {
  const gateway = topology.organisations.find(({ name }) => name === organisation)?.gateway
  return `http://${gateway?.host}:${gateway?.port}`
}

/** Where the three gateways answer. */
export const gateways = { bank: urlOf('bank'), institution: urlOf('institution'), supplier: urlOf('supplier') }

/** All tests leave trades unanswered at one institution, and none waits for those of another. */
export const dispatcherSettings = { unansweredMaximum: 10_000 }

/** Says something between the tests. */
export const report = (line: string) => process.stdout.write(`    ${line}\n`)

let isInterrupted = false

/** Brings the whole thing up, once for all scenarios; refuses once the run was interrupted, so that nothing outlives it. */
export const startEverything = async (): Promise<void> => {
  if (isInterrupted) throw new Error('the run was interrupted')
  await ensureWebTerminal(topology.projectFolder, report)
  await bringUp(topology, { report })
  await ensureDesk(topology)
  await ensureMatcher(topology)
  await ensureKeeper(topology)
  await ensureDispatcher(topology, dispatcherSettings)
  await ensureService(topology)
  await startGateways(topology, report)
  await registerService(topology)
}

/** Stops exactly what this run started, and deletes its folder unless ASSAY_KEEP asks to look at it. */
export const stopEverything = async (): Promise<void> => {
  await takeDown(topology, report)
  if (process.env['ASSAY_KEEP'] === undefined) rmSync(topology.dataFolder, { recursive: true, force: true })
  else report(`kept ${topology.dataFolder}`)
}

/** Starts an organisation's gateway anew, with something added to its environment. */
export const restartGateway = async (organisation: string, environment: Record<string, string> = {}): Promise<void> => {
  const one = gatewayOrganisations(topology).find(({ name }) => name === organisation)
  if (one === undefined) throw new Error(`${organisation} runs no gateway`)
  await stopProcess(topology.dataFolder, `gateway-${organisation}`)
  await startGateway(topology, one, { environment })
}

const others = new Set<Topology>()

/** A network of one test's own, which ends with the run when that is interrupted; the test opens it, and closes it by `closeOwn`. */
export const openOwn = (options: TopologyOptions): Topology => {
  const own = createTopology(options)
  others.add(own)
  return own
}

/** Stops what a test's own network started, and deletes its folder. */
export const closeOwn = async (own: Topology): Promise<void> => {
  await takeDown(own, report)
  rmSync(own.dataFolder, { recursive: true, force: true })
  others.delete(own)
}

/** Stops everything that this run started: the shared network, and those of single tests. */
const stopAll = async (): Promise<void> => {
  await Promise.all([...others].map(closeOwn))
  await stopEverything()
}

/** Stops everything of a run that somebody interrupts, and what a test that was under way started meanwhile. */
export const stopInterrupted = async (): Promise<void> => {
  isInterrupted = true
  await stopAll()
  await stopAll()
}

/** Ends an organisation's peer as if its machine had failed. */
export const stopPeer = async (organisation: string): Promise<void> => {
  await stopProcess(topology.dataFolder, `peer-${organisation}`, 0)
}
