import { mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { consortiumStateFile } from './consortium.ts'
import { writeDurably } from './durable.ts'
import { connectionsFolder, identityFiles, rootCertificateFile } from './folders.ts'
import { startProcess } from './process.ts'
import type { Programs } from './programs.ts'
import { renderConnection } from './render-chaincode.ts'
import type { PeerOrganisation, Topology } from './topology.ts'

/** A name under which the channel knows a chaincode, with rows of its own, and who must endorse what is done to them. */
export type ChannelDefinition = {
  name: string
  /** In Fabric's policy language; the topology's own policy when left out. */
  endorsementPolicy?: string | undefined
}

export type ChaincodeDefinition = ChannelDefinition & {
  /** The folder whose package.json names the chaincode's entry as `main`. */
  modulePath: string
  label: string
  /** The text that lists the consortium, which is part of what is approved and is read by its processes. */
  consortium?: string | undefined
  /** What the channel defines of the package; one definition of the chaincode's own name when left out. */
  definitions?: ChannelDefinition[] | undefined
  /** A JSON file of private data collections. */
  collectionsFile?: string | undefined
  /** Which of each peer's chaincode ports it listens on, from 0 to 3: chaincodes of one network need different ones. */
  portOffset: number
  environment?: Record<string, string> | undefined
}

const portOf = ({ name, peer }: PeerOrganisation, portOffset: number): number => {
  const port = peer.chaincodePorts[portOffset]
  if (port !== undefined) return port
  throw new Error(`portOffset ${portOffset} of a chaincode at ${name} must be below ${peer.chaincodePorts.length}`)
}

/** Tells a peer's builder where the peer finds its process of a chaincode, and with which credentials. */
export const writeConnection = (topology: Topology, one: PeerOrganisation, chaincode: ChaincodeDefinition): void => {
  const client = identityFiles(topology, one.name, 'chaincode-client')
  const connection = renderConnection({
    host: one.peer.host,
    port: portOf(one, chaincode.portOffset),
    rootCertificate: readFileSync(rootCertificateFile(topology, one.name), 'utf8'),
    clientCertificate: readFileSync(client.tlsCertificateFile, 'utf8'),
    clientKey: readFileSync(client.tlsKeyFile, 'utf8'),
  })
  writeDurably(join(connectionsFolder(topology, one.name), `${chaincode.name}.json`), connection)
}

/** A chaincode, and the id of its package. */
export type PackagedChaincode = { chaincode: ChaincodeDefinition; packageId: string }

/**
 * Starts an organisation's process for chaincodes, named after the first of them, which serves all their packages over
 * mutual TLS. One that serves others is replaced. Answers whether it was started now.
 */
export const startChaincodes = async (
  topology: Topology,
  one: PeerOrganisation,
  packaged: readonly PackagedChaincode[],
  { programs, signal }: { programs: Programs; signal?: AbortSignal | undefined },
): Promise<boolean> => {
  const { tlsCertificateFile, tlsKeyFile } = identityFiles(topology, one.name, 'chaincode')
  const tls = ['--certificate', tlsCertificateFile, '--key', tlsKeyFile]
  tls.push('--client-authority', rootCertificateFile(topology, one.name))
  const ports = packaged.map(({ chaincode }) => portOf(one, chaincode.portOffset))
  const needsConsortium = packaged.some(({ chaincode }) => chaincode.consortium !== undefined)
  const settings = needsConsortium ? ['--consortium', consortiumStateFile(topology.dataFolder)] : []
  const served = packaged.map(
    ({ chaincode, packageId }, index) =>
      `${packageId}@${one.peer.listenHost}:${ports[index]}=${resolve(chaincode.modulePath)}`,
  )
  mkdirSync(topology.dataFolder, { recursive: true, mode: 0o700 })
  return await startProcess(
    topology.dataFolder,
    {
      name: `chaincode-${packaged[0]?.chaincode.name}-${one.name}`,
      command: [process.execPath, join(topology.projectFolder, 'chaincode', 'main.ts'), ...settings, ...tls, ...served],
      environment: {
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning --disable-warning=DeprecationWarning',
        // Below the level "error" the shim spends a fifth of its time on messages nobody sees.
        CORE_CHAINCODE_LOGGING_SHIM: 'error',
        CORE_CHAINCODE_LOGGING_LEVEL: 'error',
        ...(programs.speaksBatchMessages && { ASSAY_BATCH_MESSAGES: '1' }),
        ...Object.assign({}, ...packaged.map(({ chaincode }) => chaincode.environment)),
      },
      folder: topology.projectFolder,
      // It listens for one package after the other.
      port: ports.at(-1) as number,
      otherPorts: ports.slice(0, -1),
    },
    { signal },
  )
}
