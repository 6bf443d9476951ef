import { join } from 'node:path'
import { type IdentityFiles, identityFiles, rootCertificateFile } from './folders.ts'
import { type GatewayOrganisation, gatewayOrganisations, peerOrganisations, type Topology } from './topology.ts'

const renderAccess = (topology: Topology, { name, mspId, peer }: GatewayOrganisation, identity: IdentityFiles) => ({
  organisation: name,
  mspId,
  channel: topology.channel,
  chaincode: topology.chaincode.name,
  peer: {
    endpoint: `${peer.host}:${peer.port}`,
    tlsServerName: peer.host,
    tlsCaFile: rootCertificateFile(topology, name),
  },
  identity: { certificateFile: identity.certificateFile, keyFile: identity.keyFile },
  dataFolder: join(topology.dataFolder, 'gateways', name),
  gateways: Object.fromEntries(
    gatewayOrganisations(topology).map((one) => [one.mspId, `http://${one.gateway.host}:${one.gateway.port}`]),
  ),
  peerOrganisations: peerOrganisations(topology).map((one) => one.mspId),
})

/** The configuration of an organisation's gateway: its peer, its identity, where it listens, and the other gateways. */
export const renderGateway = (topology: Topology, organisation: GatewayOrganisation): string => {
  const identity = identityFiles(topology, organisation.name, 'gateway')
  const { listenHost: host, port } = organisation.gateway
  return `${JSON.stringify({ ...renderAccess(topology, organisation, identity), listen: { host, port } }, null, 2)}\n`
}

/** What a command needs to act as the organisation's administrator: a gateway's configuration that listens nowhere. */
export const renderAdministrator = (topology: Topology, organisation: GatewayOrganisation): string => {
  const identity = identityFiles(topology, organisation.name, 'admin')
  return `${JSON.stringify(renderAccess(topology, organisation, identity), null, 2)}\n`
}
