import { join } from 'node:path'
import { stringify } from 'yaml'
import { identityFiles, nodeFolder, rootCertificateFile } from './folders.ts'
import type { OrdererOrganisation, PeerOrganisation, Topology } from './topology.ts'

/** What a peer's builder scripts are told about chaincode processes: the folder with their connection files. */
export const connectionsVariable = 'ASSAY_CHAINCODE_CONNECTIONS'

const cryptography = { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } }
const loopback = '127.0.0.1'

// Peers meet within seconds instead of the half minute of the default intervals; three peers can afford the talk.
const gossip = {
  useLeaderElection: false,
  orgLeader: true,
  membershipTrackerInterval: '1s',
  requestStateInfoInterval: '1s',
  publishStateInfoInterval: '1s',
  aliveTimeInterval: '1s',
  aliveExpirationTimeout: '10s',
  reconnectInterval: '2s',
  pullInterval: '2s',
  publishCertPeriod: '2s',
  state: { enabled: false },
  // The channel's own collections carry their own dissemination; these figures are Fabric's usual ones.
  pvtData: {
    pullRetryThreshold: '10s',
    transientstoreMaxBlockRetention: 1000,
    pushAckTimeout: '3s',
    btlPullMargin: 10,
    reconcileBatchSize: 10,
    reconcileSleepInterval: '10s',
    reconciliationEnabled: true,
    implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 1 },
  },
}

const renderPeerTls = (topology: Topology, organisation: PeerOrganisation) => {
  const files = identityFiles(topology, organisation.name, 'peer')
  return {
    enabled: true,
    clientAuthRequired: false,
    cert: { file: files.tlsCertificateFile },
    key: { file: files.tlsKeyFile },
    rootcert: { file: rootCertificateFile(topology, organisation.name) },
  }
}

const renderPeerNode = (topology: Topology, organisation: PeerOrganisation, checksTimeWindow: boolean) => {
  const { name, mspId, peer } = organisation
  const endpoint = `${peer.host}:${peer.port}`
  const filters = ['DefaultAuth', 'ExpirationCheck', ...(checksTimeWindow ? ['TimeWindowCheck'] : [])]
  return {
    id: `peer-${name}`,
    networkId: topology.channel,
    listenAddress: `${peer.listenHost}:${peer.port}`,
    address: endpoint,
    chaincodeListenAddress: `${loopback}:${peer.chaincodeListenPort}`,
    localMspId: mspId,
    mspConfigPath: identityFiles(topology, name, 'peer').mspFolder,
    fileSystemPath: join(nodeFolder(topology, 'peer', name), 'ledger'),
    BCCSP: cryptography,
    tls: renderPeerTls(topology, organisation),
    // A client whose clock is further off than this is refused; so is a proposal kept back for longer.
    authentication: { timewindow: '60s' },
    gateway: { enabled: true, endorsementTimeout: '30s', broadcastTimeout: '30s', dialTimeout: '10s' },
    gossip: { bootstrap: endpoint, endpoint, externalEndpoint: endpoint, ...gossip },
    client: { connTimeout: '5s' },
    deliveryclient: {
      blockGossipEnabled: false,
      reconnectTotalTimeThreshold: '3600s',
      reConnectBackoffThreshold: '5s',
    },
    handlers: {
      authFilters: filters.map((filter) => ({ name: filter })),
      decorators: [{ name: 'DefaultDecorator' }],
      endorsers: { escc: { name: 'DefaultEndorsement' } },
      validators: { vscc: { name: 'DefaultValidation' } },
    },
    discovery: { enabled: true, authCacheEnabled: true, authCacheMaxSize: 1000, authCachePurgeRetentionRatio: 0.75 },
    limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 2500 } },
  }
}

/**
 * A peer's core.yaml. `checksTimeWindow` says whether this Fabric has the filter that refuses proposals
 * whose timestamp lies outside the window: naming a filter it lacks would keep the peer from starting.
 */
export const renderPeer = (
  topology: Topology,
  organisation: PeerOrganisation,
  { checksTimeWindow }: { checksTimeWindow: boolean },
): string =>
  stringify({
    peer: renderPeerNode(topology, organisation, checksTimeWindow),
    // No Docker: chaincode runs as processes of its own.
    vm: { endpoint: '' },
    chaincode: {
      externalBuilders: [
        {
          name: 'assay',
          path: join(topology.projectFolder, 'network', 'fabric', 'builder'),
          propagateEnvironment: [connectionsVariable],
        },
      ],
      installTimeout: '60s',
      startuptimeout: '20s',
      executetimeout: '30s',
      mode: 'net',
      system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
    },
    ledger: {
      state: { stateDatabase: 'goleveldb', totalQueryLimit: 100000 },
      history: { enableHistoryDatabase: true },
      pvtdataStore: { purgeInterval: 100, purgedKeyAuditLogging: true },
      snapshots: { rootDir: join(nodeFolder(topology, 'peer', organisation.name), 'snapshots') },
    },
    operations: { listenAddress: `${loopback}:${organisation.peer.operationsPort}` },
    metrics: { provider: 'prometheus' },
  })

/** An orderer's orderer.yaml: no system channel, channels joined over an admin port that wants a client certificate. */
export const renderOrderer = (topology: Topology, { name, mspId, orderer }: OrdererOrganisation): string => {
  const files = identityFiles(topology, name, 'orderer')
  const folder = nodeFolder(topology, 'orderer', name)
  const root = rootCertificateFile(topology, name)
  const tls = { Enabled: true, PrivateKey: files.tlsKeyFile, Certificate: files.tlsCertificateFile, RootCAs: [root] }
  return stringify(
    {
      General: {
        ListenAddress: orderer.listenHost,
        ListenPort: orderer.port,
        TLS: tls,
        Cluster: { ClientCertificate: files.tlsCertificateFile, ClientPrivateKey: files.tlsKeyFile, RootCAs: [root] },
        BootstrapMethod: 'none',
        LocalMSPDir: files.mspFolder,
        LocalMSPID: mspId,
        BCCSP: cryptography,
        Authentication: { TimeWindow: '60s' },
      },
      FileLedger: { Location: join(folder, 'ledger') },
      ChannelParticipation: { Enabled: true, MaxRequestBodySize: '1 MB' },
      Consensus: { WALDir: join(folder, 'wal'), SnapDir: join(folder, 'snapshots') },
      Admin: {
        ListenAddress: `${loopback}:${orderer.adminPort}`,
        TLS: { ...tls, ClientAuthRequired: true, ClientRootCAs: [root] },
      },
      Operations: { ListenAddress: `${loopback}:${orderer.operationsPort}` },
      Metrics: { Provider: 'prometheus' },
    },
    { aliasDuplicateObjects: false },
  )
}
