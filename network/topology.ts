import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export type OrganisationName = 'bank' | 'institution' | 'supplier' | 'auditor'
export type Role = 'gateway' | 'registrar' | 'auditor' | 'peer' | 'orderer'

/** A place where something listens: connect to `host`, listen on `listenHost`. */
export type Address = { host: string; listenHost: string; port: number }
export type Authority = Address & { operationsPort: number }
export type Peer = Address & { operationsPort: number; chaincodeListenPort: number; chaincodePorts: number[] }
export type Orderer = Address & { adminPort: number; operationsPort: number }

export type Organisation = {
  name: OrganisationName
  mspId: string
  title: string
  users: Role[]
  authority: Authority
  peer?: Peer
  orderer?: Orderer
  gateway?: Address
}
export type PeerOrganisation = Organisation & { peer: Peer }
export type OrdererOrganisation = Organisation & { orderer: Orderer }
export type GatewayOrganisation = PeerOrganisation & { gateway: Address }

export type Topology = {
  projectFolder: string
  dataFolder: string
  portBase: number
  channel: string
  consensus: 'raft' | 'bft'
  batch: { timeout: string; maxMessageCount: number; preferredMaxBytes: string }
  /** The chaincode that everybody asks. */
  chaincode: { name: string; label: string; portOffset: number }
  /** The one that keeps accounts and credits: the channel defines it once for each organisation with a peer. */
  accounts: { name: string; label: string; portOffset: number }
  /** How many of the organisations with a peer must endorse, change the configuration or approve a chaincode. */
  quorum: number
  organisations: Organisation[]
}

export type TopologyOptions = {
  portBase?: number | undefined
  dataFolder?: string | undefined
  /** The host of every node, unless `hosts` names another for an organisation. */
  host?: string | undefined
  hosts?: Partial<Record<OrganisationName, string>> | undefined
  consensus?: 'raft' | 'bft' | undefined
  /** How blocks are cut, where that is not as usual; for trials. */
  batch?: Partial<Topology['batch']> | undefined
}

const defaultPortBase = 17000
/** Ports used above the port base: two networks whose bases lie at least this far apart never meet. */
export const portSpan = 100

// The whole consortium. A block of twenty ports belongs to each organisation; the gateways' ports lie above them.
const table: { name: OrganisationName; title: string; offset: number; gatewayOffset?: number; users: Role[] }[] = [
  { name: 'bank', title: 'Bank', offset: 0, gatewayOffset: 80, users: ['gateway', 'registrar'] },
  { name: 'institution', title: 'Institution', offset: 20, gatewayOffset: 81, users: ['gateway', 'registrar'] },
  { name: 'supplier', title: 'Supplier', offset: 40, gatewayOffset: 82, users: ['gateway', 'registrar'] },
  { name: 'auditor', title: 'Auditor', offset: 60, users: ['auditor'] },
]

const readPortBase = (value: number | undefined): number => {
  const base = value ?? Number(process.env['ASSAY_PORT_BASE'] || defaultPortBase)
  if (Number.isInteger(base) && base >= 1024 && base + portSpan <= 65536) return base
  throw new Error(`the port base must be a whole number from 1024 to ${65536 - portSpan}; see ASSAY_PORT_BASE`)
}

/**
 * Describes the consortium's network: who runs what, where, and by which rules.
 * Every port is `portBase` plus a fixed offset. Unset options come from ASSAY_PORT_BASE and ASSAY_DATA, then from defaults
 * (17000, `.assay` in the project). Refuses a port base outside 1024 to 65436. Under BFT the auditor runs a fourth orderer,
 * because four is the least that survives one traitor.
 */
export const createTopology = (options: TopologyOptions = {}): Topology => {
  const portBase = readPortBase(options.portBase)
  const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)))
  const consensus = options.consensus ?? 'raft'
  const organisations = table.map(({ name, title, offset, gatewayOffset, users }): Organisation => {
    const host = options.hosts?.[name] ?? options.host ?? 'localhost'
    const at = (port: number): Address => ({ host, listenHost: host === 'localhost' ? '127.0.0.1' : '0.0.0.0', port })
    const first = portBase + offset
    const chaincodePorts = [first + 8, first + 9, first + 10, first + 11]
    return {
      name,
      mspId: `${title}MSP`,
      title,
      users,
      authority: { ...at(first), operationsPort: first + 1 },
      ...(gatewayOffset !== undefined && {
        peer: { ...at(first + 2), operationsPort: first + 3, chaincodeListenPort: first + 4, chaincodePorts },
        gateway: at(portBase + gatewayOffset),
      }),
      ...((gatewayOffset !== undefined || consensus === 'bft') && {
        orderer: { ...at(first + 5), adminPort: first + 6, operationsPort: first + 7 },
      }),
    }
  })
  return {
    projectFolder,
    dataFolder: resolve(options.dataFolder ?? (process.env['ASSAY_DATA'] || join(projectFolder, '.assay'))),
    portBase,
    channel: 'assay',
    consensus,
    batch: { timeout: '20ms', maxMessageCount: 500, preferredMaxBytes: '2 MB', ...options.batch },
    chaincode: { name: 'ledger', label: 'ledger', portOffset: 0 },
    accounts: { name: 'accounts', label: 'accounts', portOffset: 1 },
    quorum: 2,
    organisations,
  }
}

/** The organisations that run a peer: those whose word counts in endorsement and administration. */
export const peerOrganisations = (topology: Topology): PeerOrganisation[] =>
  topology.organisations.filter((one): one is PeerOrganisation => one.peer !== undefined)

/** The organisations that run an orderer. */
export const ordererOrganisations = (topology: Topology): OrdererOrganisation[] =>
  topology.organisations.filter((one): one is OrdererOrganisation => one.orderer !== undefined)

/** The organisations that run a gateway; each of them also runs a peer. */
export const gatewayOrganisations = (topology: Topology): GatewayOrganisation[] =>
  peerOrganisations(topology).filter((one): one is GatewayOrganisation => one.gateway !== undefined)

/** Every port of the network with the name of what listens there. */
export const listPorts = (topology: Topology): { name: string; port: number }[] =>
  topology.organisations.flatMap(({ name, authority, peer, orderer, gateway }) => [
    { name: `ca-${name}`, port: authority.port },
    { name: `ca-${name} operations`, port: authority.operationsPort },
    ...(peer === undefined
      ? []
      : [
          { name: `peer-${name}`, port: peer.port },
          { name: `peer-${name} operations`, port: peer.operationsPort },
          { name: `peer-${name} chaincode listener`, port: peer.chaincodeListenPort },
          ...peer.chaincodePorts.map((port, index) => ({ name: `chaincode ${index} of ${name}`, port })),
        ]),
    ...(orderer === undefined
      ? []
      : [
          { name: `orderer-${name}`, port: orderer.port },
          { name: `orderer-${name} admin`, port: orderer.adminPort },
          { name: `orderer-${name} operations`, port: orderer.operationsPort },
        ]),
    ...(gateway === undefined ? [] : [{ name: `gateway-${name}`, port: gateway.port }]),
  ])

/** The endorsement policy of a chaincode: the quorum out of the organisations' peers. */
export const endorsementPolicy = (topology: Topology): string => quorumOf(topology, 'peer')

/** The endorsement policy of what is one organisation's: its own peer and, to make up the quorum, others. */
export const homePolicy = (topology: Topology, { mspId }: PeerOrganisation): string => {
  const others = peerOrganisations(topology).filter((one) => one.mspId !== mspId)
  const another = `OutOf(${topology.quorum - 1}, ${others.map((one) => `'${one.mspId}.peer'`).join(', ')})`
  return `AND('${mspId}.peer', ${another})`
}

/** A signature policy that wants `quorum` organisations' members in the given role, in Fabric's policy language. */
export const quorumOf = (topology: Topology, role: 'peer' | 'admin'): string =>
  `OutOf(${topology.quorum}, ${peerOrganisations(topology)
    .map(({ mspId }) => `'${mspId}.${role}'`)
    .join(', ')})`
