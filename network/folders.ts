import { join } from 'node:path'
import type { Topology } from './topology.ts'

/** Where one organisation's identity keeps its files. */
export type IdentityFiles = {
  mspFolder: string
  certificateFile: string
  keyFile: string
  tlsCertificateFile: string
  tlsKeyFile: string
}

/** What the build of the web terminal writes, and gateways serve. */
export const webTerminalFolder = (projectFolder: string): string => join(projectFolder, 'terminal', 'web', 'built')

/** Where an audit of this network leaves its report, which every gateway of it shows to auditors. */
export const auditReportFile = ({ dataFolder }: Topology): string => join(dataFolder, 'audit-report.json')

/** The file with an organisation's root certificate: of its identities and of its TLS certificates. */
export const rootCertificateFile = ({ dataFolder }: Topology, organisation: string): string =>
  join(dataFolder, 'authorities', organisation, 'ca-cert.pem')

/** The home of an organisation's Fabric CA server. */
export const authorityFolder = ({ dataFolder }: Topology, organisation: string): string =>
  join(dataFolder, 'authorities', organisation)

/** An organisation's public membership material, as the channel's configuration takes it. */
export const membershipFolder = ({ dataFolder }: Topology, organisation: string): string =>
  join(dataFolder, 'organisations', organisation, 'msp')

/** The files of one identity of an organisation, such as `admin`, `peer` or `gateway`. */
export const identityFiles = ({ dataFolder }: Topology, organisation: string, name: string): IdentityFiles => {
  const folder = join(dataFolder, 'identities', organisation, name)
  return {
    mspFolder: join(folder, 'msp'),
    certificateFile: join(folder, 'msp', 'signcerts', 'cert.pem'),
    keyFile: join(folder, 'msp', 'keystore', 'key.pem'),
    tlsCertificateFile: join(folder, 'tls', 'server.crt'),
    tlsKeyFile: join(folder, 'tls', 'server.key'),
  }
}

/** A peer's or an orderer's configuration and ledger. */
export const nodeFolder = ({ dataFolder }: Topology, kind: 'peer' | 'orderer', organisation: string): string =>
  join(dataFolder, `${kind}s`, organisation)

/** Where a peer's builder finds the address and the credentials of each chaincode process. */
export const connectionsFolder = (topology: Topology, organisation: string): string =>
  join(nodeFolder(topology, 'peer', organisation), 'connections')

/** The channel's configuration and first block. */
export const channelFolder = ({ dataFolder }: Topology): string => join(dataFolder, 'channel')

/** The channel's first block. */
export const firstBlockFile = (topology: Topology): string => join(channelFolder(topology), 'first.block')

/** Chaincode packages and what was deployed of them. */
export const chaincodeFolder = ({ dataFolder }: Topology, name: string): string => join(dataFolder, 'chaincodes', name)
