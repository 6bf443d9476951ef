import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { Consortium } from '../chaincode/wire/consortium.ts'
import { startAuthority } from './authorities.ts'
import { type ChaincodeDefinition, startChaincodes } from './chaincode.ts'
import { joinOrderer, joinPeer, makeFirstBlock } from './channel.ts'
import { collectionsFile, renderCollections } from './collections.ts'
import { consortiumStateFile, ownConsortiumFile, readConsortium, renderConsortium } from './consortium.ts'
import { type Deployment, deployChaincodes } from './deploy.ts'
import { writeDurably } from './durable.ts'
import { enrolIdentities } from './identities.ts'
import { withLock } from './lock.ts'
import { startOrderer, startPeer } from './nodes.ts'
import { makePackage } from './package.ts'
import { findRunning, listProcesses, stopProcess } from './process.ts'
import { findPrograms, type Programs } from './programs.ts'
import { waitForOrderers, waitForPeer } from './ready.ts'
import { renderAdministrator, renderGateway } from './render-gateway.ts'
import {
  createTopology,
  type GatewayOrganisation,
  gatewayOrganisations,
  homePolicy,
  ordererOrganisations,
  peerOrganisations,
  type Topology,
} from './topology.ts'

export type BringUpOptions = {
  report: (line: string) => void
  /** Another module than the project's own as the ledger's chaincode; for trials. */
  modulePath?: string | undefined
  signal?: AbortSignal | undefined
}
export type Network = { programs: Programs; deployments: Deployment[]; seconds: number }

type Stage = { topology: Topology; report: (line: string) => void; signal: AbortSignal }

/** The chaincode that the network runs: the project's own module, with the collections of the consortium's pairs, whose file is made on the way up. */
export const ledgerChaincode = (topology: Topology, modulePath = topology.projectFolder): ChaincodeDefinition => {
  const { chaincode, consortium, dataFolder } = topology
  const collections = consortium.pairs.length > 0 && { collectionsFile: collectionsFile(dataFolder) }
  return { ...chaincode, modulePath, consortium: renderConsortium(consortium), ...collections }
}

/** The chaincode that keeps accounts and credits, defined for each home under the policy of that home (decision 0022). */
export const accountsChaincode = (topology: Topology): ChaincodeDefinition => ({
  ...topology.accounts,
  modulePath: join(topology.projectFolder, 'chaincode', 'accounts'),
  definitions: peerOrganisations(topology).map((one) => ({
    name: topology.consortium.accountsOf(one.mspId),
    endorsementPolicy: homePolicy(topology, one),
  })),
})

// Names of members stand in policies, and the list itself in what was approved: a folder of state belongs to one consortium. Networks from
// before the list was kept are of the project's own.
const claimConsortium = (topology: Topology, isNew: boolean): void => {
  const file = consortiumStateFile(topology.dataFolder)
  const text = renderConsortium(topology.consortium)
  // What an earlier start left, which ended before there was a network, binds nobody.
  if (isNew) writeDurably(file, text)
  const known = existsSync(file)
    ? readFileSync(file, 'utf8')
    : renderConsortium(new Consortium(readConsortium(ownConsortiumFile)))
  if (known !== text) {
    throw new Error(
      `${topology.dataFolder} holds a network of another consortium, as ${file} lists it: leave ASSAY_CONSORTIUM unset to go on with it, use ` +
        'another folder (ASSAY_DATA), or delete it with npm run reset',
    )
  }
  if (!existsSync(file)) writeDurably(file, text)
}

// Ports and hosts stand in the channel's first block and in certificates, and rows in the chaincodes that wrote them, so a
// folder of state belongs to one shape.
const claimDataFolder = (topology: Topology): void => {
  const hosts = topology.organisations.map(({ authority }) => authority.host)
  if (new Set(hosts).size > 1)
    throw new Error('this command brings up the networks of one machine; the topology names several')
  const { portBase, consensus, chaincode, accounts } = topology
  const shape = JSON.stringify({ portBase, consensus, hosts, chaincodes: [chaincode.name, accounts.name] })
  const file = join(topology.dataFolder, 'network.json')
  mkdirSync(topology.dataFolder, { recursive: true, mode: 0o700 })
  const isNew = !existsSync(file)
  claimConsortium(topology, isNew)
  if (isNew) writeDurably(file, shape)
  const known = readFileSync(file, 'utf8')
  if (known === '')
    throw new Error(`${file} is empty: if this folder belongs to the network asked for, write ${shape} into it`)
  if (known === shape) return
  throw new Error(
    `${topology.dataFolder} holds a network of another shape (${known}; asked for: ${shape}): ` +
      'use its port base (ASSAY_PORT_BASE), another folder (ASSAY_DATA), or delete it with npm run reset',
  )
}

const prepare = async ({ topology, report, signal }: Stage, programs: Programs): Promise<void> => {
  const work = { programs, signal }
  await Promise.all(topology.organisations.map((one) => startAuthority(topology, one, work)))
  report(`${topology.organisations.length} certificate authorities answer`)
  const issued = await Promise.all(topology.organisations.map((one) => enrolIdentities(topology, one, work)))
  const count = issued.reduce((sum, each) => sum + each, 0)
  report(count === 0 ? 'all identities are enrolled' : `${count} certificates issued`)
  if (await makeFirstBlock(topology, work)) report('the first block of the channel is made')
}

const startNodes = async (
  { topology, report, signal }: Stage,
  programs: Programs,
  chaincodes: readonly ChaincodeDefinition[],
) => {
  const work = { programs, signal }
  const packaged = chaincodes.map((chaincode) => ({ chaincode, packageId: makePackage(chaincode).id }))
  await Promise.all([
    ...ordererOrganisations(topology).map(async (one) => {
      await startOrderer(topology, one, work)
      await joinOrderer(topology, one, work)
    }),
    ...peerOrganisations(topology).map(async (one) => {
      await startPeer(topology, one, work)
      await joinPeer(topology, one, work)
    }),
    ...peerOrganisations(topology).map((one) => startChaincodes(topology, one, packaged, work)),
  ])
  report('orderers and peers run and have joined the channel')
  await waitForOrderers(topology, signal, report)
  report('every orderer follows a leader')
}

const writeConfigurations = (topology: Topology): void => {
  for (const one of gatewayOrganisations(topology)) {
    mkdirSync(join(topology.dataFolder, 'gateways', one.name), { recursive: true, mode: 0o700 })
    writeDurably(join(topology.dataFolder, 'gateways', `${one.name}.json`), renderGateway(topology, one))
  }
  const hosts = gatewayOrganisations(topology)
  for (const one of topology.organisations) {
    const host = hosts.find(({ name }) => name === one.name) ?? (hosts[0] as GatewayOrganisation)
    writeDurably(join(topology.dataFolder, 'admins', `${one.name}.json`), renderAdministrator(topology, one, host))
  }
}

const runStages = async (stage: Stage, modulePath: string | undefined): Promise<Omit<Network, 'seconds'>> => {
  const { topology, report, signal } = stage
  const programs = await findPrograms({ report, signal })
  report(`Fabric ${programs.version}, ${programs.source}`)
  for (const { title } of programs.faults) report(`not known to be mended in these programs: ${title}`)
  const chaincodes = [ledgerChaincode(topology, modulePath), accountsChaincode(topology)]
  writeDurably(collectionsFile(topology.dataFolder), renderCollections(topology.consortium))
  await prepare(stage, programs)
  await startNodes(stage, programs, chaincodes)
  const deployments = await deployChaincodes(topology, chaincodes, { report, programs, signal })
  for (const { name, sequence } of deployments) report(`chaincode ${name} stands at definition ${sequence}`)
  await Promise.all(
    deployments.flatMap(({ name }) =>
      peerOrganisations(topology).map((one) => waitForPeer(topology, one, { chaincode: name, signal, report })),
    ),
  )
  writeConfigurations(topology)
  return { programs, deployments }
}

/** Runs work that can be interrupted, by Ctrl-C, a plain kill, a closed terminal, or the caller's own signal. */
const interruptible = async <Result>(
  outer: AbortSignal | undefined,
  work: (controller: AbortController) => Promise<Result>,
): Promise<Result> => {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const interrupt = () => controller.abort(new Error('interrupted'))
  for (const name of signals) process.on(name, interrupt)
  outer?.addEventListener('abort', interrupt)
  if (outer?.aborted) interrupt()
  try {
    return await work(controller)
  } finally {
    for (const name of signals) process.off(name, interrupt)
    outer?.removeEventListener('abort', interrupt)
  }
}

/**
 * Brings the network up, from nothing or from whatever stands: authorities, identities, first block, orderers, peers,
 * channel, chaincode, and waits until every peer gets the chaincode's answer endorsed by all organisations.
 * What runs is left alone and what died is started anew. Each step is reported with the seconds since the beginning.
 * On a failure or an interruption it stops whatever it started itself and throws; the error names the log to read.
 * Refuses a data folder of another shape, and a second bring-up of the same network at the same time.
 */
export const bringUp = async (topology: Topology, options: BringUpOptions): Promise<Network> => {
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 1000
  const report = (line: string) => options.report(`${elapsed().toFixed(1).padStart(5)} s  ${line}`)
  claimDataFolder(topology)
  const { dataFolder } = topology
  const refuse = (pid: number) => {
    throw new Error(`process ${pid} is already bringing this network up`)
  }
  return await withLock(join(dataFolder, 'up.lock'), refuse, () =>
    interruptible(options.signal, async (controller) => {
      const before = new Set(listProcesses(dataFolder).flatMap(({ name }) => findRunning(dataFolder, name)?.pid ?? []))
      try {
        const network = await runStages({ topology, report, signal: controller.signal }, options.modulePath)
        report('the network is ready')
        return { ...network, seconds: elapsed() }
      } catch (error) {
        controller.abort(error)
        const mine = listProcesses(dataFolder).filter(({ pid }) => !before.has(pid))
        await Promise.all(mine.map(({ name }) => stopProcess(dataFolder, name)))
        report(`failed; stopped the ${mine.length} processes it had started; logs: ${join(dataFolder, 'logs')}`)
        throw error
      }
    }),
  )
}

if (import.meta.main) {
  new Command('up')
    .description(
      'Bring the Fabric network up; ASSAY_PORT_BASE, ASSAY_DATA and FABRIC_BIN choose ports, state and programs.',
    )
    .option('--module <folder>', "another chaincode module than the project's own")
    .action(async ({ module }: { module?: string }) => {
      try {
        await bringUp(createTopology(), { report: (line) => console.log(line), modulePath: module })
      } catch (error) {
        console.error((error as Error).message)
        process.exitCode = 1
      }
    })
    .parse()
}
