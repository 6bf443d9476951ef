import { join } from 'node:path'
import {
  auditReportFile,
  type IdentityFiles,
  identityFiles,
  rootCertificateFile,
  webTerminalFolder,
} from './folders.ts'
import { type GatewayOrganisation, gatewayOrganisations, type Organisation, type Topology } from './topology.ts'

type Access = { host: GatewayOrganisation; organisation: Organisation; identity: IdentityFiles }

const renderAccess = (topology: Topology, { host: { name, peer }, organisation, identity }: Access) => ({
  organisation: organisation.name,
  mspId: organisation.mspId,
  channel: topology.channel,
  peer: {
    endpoint: `${peer.host}:${peer.port}`,
    tlsServerName: peer.host,
    tlsCaFile: rootCertificateFile(topology, name),
  },
  identity: { certificateFile: identity.certificateFile, keyFile: identity.keyFile },
  dataFolder: join(topology.dataFolder, 'gateways', organisation.name),
  gateways: Object.fromEntries(
    gatewayOrganisations(topology).map((one) => [one.mspId, `http://${one.gateway.host}:${one.gateway.port}`]),
  ),
  consortium: { members: topology.consortium.members, quorum: topology.consortium.quorum },
})

/** The configuration of an organisation's gateway: its peer, its identity, where it listens, and the other gateways. */
export const renderGateway = (topology: Topology, organisation: GatewayOrganisation): string => {
  const identity = identityFiles(topology, organisation.name, 'gateway')
  const { listenHost: host, port } = organisation.gateway
  const access = renderAccess(topology, { host: organisation, organisation, identity })
  // Codes stay on this machine: the gateway shows them on a page of its own.
  const terminalFolder = webTerminalFolder(topology.projectFolder)
  const configuration = {
    ...{ ...access, listen: { host, port }, messages: { type: 'inbox' }, terminalFolder },
    auditReportFile: auditReportFile(topology),
  }
  return `${JSON.stringify(configuration, null, 2)}\n`
}

/**
 * What a command needs to act as the organisation's administrator: a gateway's configuration that listens nowhere. An
 * organisation without a peer asks through the peer of `host`.
 */
export const renderAdministrator = (
  topology: Topology,
  organisation: Organisation,
  host: GatewayOrganisation,
): string => {
  const identity = identityFiles(topology, organisation.name, 'admin')
  return `${JSON.stringify(renderAccess(topology, { host, organisation, identity }), null, 2)}\n`
}
