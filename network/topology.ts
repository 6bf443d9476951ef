import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Consortium, type ConsortiumDefinition, type Member, nameOf, runsPeer } from '../chaincode/wire/consortium.ts'
import { consortiumFile, readConsortium } from './consortium.ts'

export type Role = 'gateway' | 'registrar' | 'auditor' | 'peer' | 'orderer'

/** A place where something listens: connect to `host`, listen on `listenHost`. */
export type Address = { host: string; listenHost: string; port: number }
export type Authority = Address & { operationsPort: number }
export type Peer = Address & { operationsPort: number; chaincodeListenPort: number; chaincodePorts: number[] }
export type Orderer = Address & { adminPort: number; operationsPort: number }

export type Organisation = {
  /** As folders, processes and chaincodes are named. */
  name: string
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
  consortium: Consortium
  organisations: Organisation[]
}

export type TopologyOptions = {
  /** The members; those of `consortiumFile` when left out. */
  consortium?: ConsortiumDefinition | undefined
  portBase?: number | undefined
  dataFolder?: string | undefined
  /** The host of every node, unless `hosts` names another for an organisation. */
  host?: string | undefined
  hosts?: Partial<Record<string, string>> | undefined
  consensus?: 'raft' | 'bft' | undefined
  /** How blocks are cut, where that is not as usual; for trials. */
  batch?: Partial<Topology['batch']> | undefined
}

const defaultPortBase = 17000

// A block of so many ports belongs to each member; the gateways' ports lie above those of all, and there is room for four members.
const portsPerMember = 20
const blocksMinimum = 4

const gatewayPortsFrom = ({ members }: Consortium): number => portsPerMember * Math.max(blocksMinimum, members.length)

/** Ports used above the port base: two networks whose bases lie at least this far apart never meet. */
export const portSpan = (consortium: Consortium): number => gatewayPortsFrom(consortium) + portsPerMember

const readPortBase = (value: number | undefined, span: number): number => {
  const base = value ?? Number(process.env['ASSAY_PORT_BASE'] || defaultPortBase)
  if (Number.isInteger(base) && base >= 1024 && base + span <= 65536) return base
  throw new Error(`the port base must be a whole number from 1024 to ${65536 - span}; see ASSAY_PORT_BASE`)
}

const usersOf = (member: Member): Role[] => [
  ...(runsPeer(member) ? (['gateway', 'registrar'] as const) : []),
  ...(member.parts.includes('auditor') ? (['auditor'] as const) : []),
]

type Place = { host: string; portBase: number; consensus: Topology['consensus'] }

const organisationOf = (consortium: Consortium, member: Member, { host, portBase, consensus }: Place): Organisation => {
  const at = (port: number): Address => ({ host, listenHost: host === 'localhost' ? '127.0.0.1' : '0.0.0.0', port })
  const first = portBase + portsPerMember * consortium.members.indexOf(member)
  const chaincodePorts = [first + 8, first + 9, first + 10, first + 11]
  const gatewayPort = portBase + gatewayPortsFrom(consortium) + consortium.peerOrganisations.indexOf(member.mspId)
  return {
    name: nameOf(member.mspId),
    mspId: member.mspId,
    title: member.title,
    users: usersOf(member),
    authority: { ...at(first), operationsPort: first + 1 },
    ...(runsPeer(member) && {
      peer: { ...at(first + 2), operationsPort: first + 3, chaincodeListenPort: first + 4, chaincodePorts },
      gateway: at(gatewayPort),
    }),
    ...((member.parts.includes('orderer') || consensus === 'bft') && {
      orderer: { ...at(first + 5), adminPort: first + 6, operationsPort: first + 7 },
    }),
  }
}

/**
 * Describes the consortium's network: who runs what, where, and by which rules.
 * Every port is `portBase` plus a fixed offset. Unset options come from ASSAY_PORT_BASE, ASSAY_DATA and ASSAY_CONSORTIUM, then from
 * defaults (17000, `.assay` in the project, the list of the data folder or `network/consortium.yaml`). Refuses a port base that leaves too few ports above it. Under
 * BFT every member runs an orderer, because four is the least that survives one traitor.
 */
export const createTopology = (options: TopologyOptions = {}): Topology => {
  const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)))
  const dataFolder = resolve(options.dataFolder ?? (process.env['ASSAY_DATA'] || join(projectFolder, '.assay')))
  const consortium = new Consortium(options.consortium ?? readConsortium(consortiumFile(dataFolder)))
  const portBase = readPortBase(options.portBase, portSpan(consortium))
  const consensus = options.consensus ?? 'raft'
  const hostOf = ({ mspId }: Member) => options.hosts?.[nameOf(mspId)] ?? options.host ?? 'localhost'
  const organisations = consortium.members.map((member) =>
    organisationOf(consortium, member, { host: hostOf(member), portBase, consensus }),
  )
  if (!organisations.some(({ orderer }) => orderer)) throw new Error('no member of the consortium runs an orderer')
  return {
    projectFolder,
    dataFolder,
    portBase,
    channel: 'assay',
    consensus,
    batch: { timeout: '20ms', maxMessageCount: 500, preferredMaxBytes: '2 MB', ...options.batch },
    chaincode: { name: 'ledger', label: 'ledger', portOffset: 0 },
    accounts: { name: 'accounts', label: 'accounts', portOffset: 1 },
    consortium,
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
  const another = `OutOf(${topology.consortium.quorum - 1}, ${others.map((one) => `'${one.mspId}.peer'`).join(', ')})`
  return `AND('${mspId}.peer', ${another})`
}

/** A signature policy that wants `quorum` organisations' members in the given role, in Fabric's policy language. */
export const quorumOf = (topology: Topology, role: 'peer' | 'admin'): string =>
  `OutOf(${topology.consortium.quorum}, ${peerOrganisations(topology)
    .map(({ mspId }) => `'${mspId}.${role}'`)
    .join(', ')})`
