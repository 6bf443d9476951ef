import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { writeDurably } from './durable.ts'
import { connectionsFolder, identityFiles, nodeFolder } from './folders.ts'
import { startProcess } from './process.ts'
import type { Programs } from './programs.ts'
import { connectionsVariable, renderOrderer, renderPeer } from './render.ts'
import { type OrdererOrganisation, type PeerOrganisation, peerOrganisations, type Topology } from './topology.ts'

type Work = { programs: Programs; signal?: AbortSignal | undefined }

// Every program logs a line per call at its usual level, which costs more than the call.
const quiet = {
  FABRIC_LOGGING_SPEC: 'warning',
  FABRIC_LOGGING_FORMAT: '%{time:2006-01-02 15:04:05.000} %{level:.4s} [%{module}] %{message}',
}

const peersBeside = (topology: Topology, { peer: { host } }: PeerOrganisation): number =>
  peerOrganisations(topology).filter(({ peer }) => peer.host === host).length

/** Starts an organisation's orderer; answers whether it was started now. */
export const startOrderer = async (topology: Topology, one: OrdererOrganisation, work: Work): Promise<boolean> => {
  const folder = nodeFolder(topology, 'orderer', one.name)
  writeDurably(join(folder, 'orderer.yaml'), renderOrderer(topology, one))
  return await startProcess(
    topology.dataFolder,
    {
      name: `orderer-${one.name}`,
      command: [work.programs.orderer],
      environment: { FABRIC_CFG_PATH: folder, ...quiet },
      folder,
      port: one.orderer.port,
    },
    { signal: work.signal },
  )
}

type PeerWork = Work & {
  /** Added to its environment, such as what stands in place of its own configuration. */
  environment?: Record<string, string>
}

/** Starts an organisation's peer; answers whether it was started now. */
export const startPeer = async (topology: Topology, one: PeerOrganisation, work: PeerWork): Promise<boolean> => {
  const folder = nodeFolder(topology, 'peer', one.name)
  mkdirSync(connectionsFolder(topology, one.name), { recursive: true, mode: 0o700 })
  writeDurably(join(folder, 'core.yaml'), renderPeer(topology, one, work.programs))
  return await startProcess(
    topology.dataFolder,
    {
      name: `peer-${one.name}`,
      command: [work.programs.peer, 'node', 'start'],
      environment: {
        FABRIC_CFG_PATH: folder,
        [connectionsVariable]: connectionsFolder(topology, one.name),
        // Peers that share a machine disturb each other less when each keeps to its share of the cores.
        GOMAXPROCS: String(Math.max(1, Math.floor(availableParallelism() / peersBeside(topology, one)))),
        ...quiet,
        ...work.environment,
      },
      folder,
      port: one.peer.port,
    },
    { signal: work.signal },
  )
}

/** The environment in which the peer program acts as an organisation's administrator towards its own peer. */
export const administratorEnvironment = (topology: Topology, one: PeerOrganisation): Record<string, string> => ({
  FABRIC_CFG_PATH: nodeFolder(topology, 'peer', one.name),
  CORE_PEER_MSPCONFIGPATH: identityFiles(topology, one.name, 'admin').mspFolder,
  FABRIC_LOGGING_SPEC: 'error',
})
