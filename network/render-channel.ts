import { stringify } from 'yaml'
import { identityFiles, membershipFolder } from './folders.ts'
import { endorsementPolicy, type Organisation, ordererOrganisations, quorumOf, type Topology } from './topology.ts'

type Policy = { Type: 'Signature' | 'ImplicitMeta'; Rule: string }

const signature = (Rule: string): Policy => ({ Type: 'Signature', Rule })
const anyOf = (members: string[]): Policy => signature(`OR(${members.map((member) => `'${member}'`).join(', ')})`)

// Only an organisation that runs a gateway has clients that write; an auditor's clients read.
const writersOf = ({ mspId, gateway }: Organisation): string[] =>
  gateway === undefined ? [`${mspId}.admin`] : [`${mspId}.admin`, `${mspId}.client`]

// An orderer signs the new configuration that it makes of an update, and is held against the same policy before it takes it.
const orderingWritersOf = (organisation: Organisation): string[] => [
  ...writersOf(organisation),
  `${organisation.mspId}.orderer`,
]

const renderOrganisation = (topology: Topology, organisation: Organisation, writers = writersOf(organisation)) => ({
  Name: organisation.mspId,
  ID: organisation.mspId,
  MSPDir: membershipFolder(topology, organisation.name),
  Policies: {
    Readers: anyOf([`${organisation.mspId}.member`]),
    Writers: anyOf(writers),
    Admins: anyOf([`${organisation.mspId}.admin`]),
    Endorsement: anyOf([`${organisation.mspId}.peer`]),
  },
  ...(organisation.peer !== undefined && {
    AnchorPeers: [{ Host: organisation.peer.host, Port: organisation.peer.port }],
  }),
  ...(organisation.orderer !== undefined && {
    OrdererEndpoints: [`${organisation.orderer.host}:${organisation.orderer.port}`],
  }),
})

// Spelled out instead of a majority of the organisations: the auditor is a member that decides nothing,
// and would otherwise raise every majority from two to three.
const renderDecisions = (topology: Topology) => {
  return {
    Readers: { Type: 'ImplicitMeta', Rule: 'ANY Readers' } as const,
    // Administrators and gateways, in the orderers' and in the application's group: what writes to the channel is read by all.
    Writers: { Type: 'ImplicitMeta', Rule: 'ANY Writers' } as const,
    Admins: signature(quorumOf(topology, 'admin')),
  }
}

const renderConsenters = (topology: Topology) => {
  const nodes = ordererOrganisations(topology).map(({ name, mspId, orderer }, index) => {
    const files = identityFiles(topology, name, 'orderer')
    const tls = { ClientTLSCert: files.tlsCertificateFile, ServerTLSCert: files.tlsCertificateFile }
    const raft = { Host: orderer.host, Port: orderer.port, ...tls }
    return { raft, bft: { ID: index + 1, MSPID: mspId, Identity: files.certificateFile, ...raft } }
  })
  // Raft's elections take ten ticks: a shorter tick brings a stopped network back in seconds. A snapshot for each megabyte, half of
  // a batch, so that no change of the consenters is applied again in more than one batch (decision 0025).
  const raft = {
    OrdererType: 'etcdraft',
    EtcdRaft: {
      Consenters: nodes.map((node) => node.raft),
      Options: { TickInterval: '200ms', SnapshotIntervalSize: '1 MB' },
    },
  }
  const bft = { OrdererType: 'BFT', ConsenterMapping: nodes.map((node) => node.bft) }
  return topology.consensus === 'bft' ? bft : raft
}

const renderOrderer = (topology: Topology) => ({
  ...renderConsenters(topology),
  BatchTimeout: topology.batch.timeout,
  BatchSize: {
    MaxMessageCount: topology.batch.maxMessageCount,
    AbsoluteMaxBytes: '10 MB',
    PreferredMaxBytes: topology.batch.preferredMaxBytes,
  },
  Organizations: ordererOrganisations(topology).map((one) => renderOrganisation(topology, one, orderingWritersOf(one))),
  Policies: {
    ...renderDecisions(topology),
    BlockValidation: anyOf(ordererOrganisations(topology).map(({ mspId }) => `${mspId}.orderer`)),
  },
  Capabilities: { V2_0: true },
})

const renderApplication = (topology: Topology) => ({
  Organizations: topology.organisations.map((one) => renderOrganisation(topology, one)),
  Policies: {
    ...renderDecisions(topology),
    Endorsement: signature(endorsementPolicy(topology)),
    LifecycleEndorsement: signature(endorsementPolicy(topology)),
  },
  // Who may read may ask a peer, as auditors do; only who may write gets an orderer to take the answer.
  ACLs: { 'peer/Propose': '/Channel/Application/Readers' },
  Capabilities: { V2_5: true },
})

/** The name of the profile in configtx.yaml that makes the channel's first block. */
export const channelProfile = 'Assay'

/** The channel's first configuration, as configtxgen reads it: members, orderers, batches and every policy spelled out. */
export const renderChannel = (topology: Topology): string =>
  stringify(
    {
      Profiles: {
        [channelProfile]: {
          Policies: { ...renderDecisions(topology), Writers: { Type: 'ImplicitMeta', Rule: 'ANY Writers' } },
          Capabilities: topology.consensus === 'bft' ? { V3_0: true } : { V2_0: true },
          Orderer: renderOrderer(topology),
          Application: renderApplication(topology),
        },
      },
    },
    { aliasDuplicateObjects: false },
  )
