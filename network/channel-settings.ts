import { existsSync, readFileSync } from 'node:fs'
import { common, msp, orderer } from '@hyperledger/fabric-protos'
import { firstBlockFile } from './folders.ts'
import type { Topology } from './topology.ts'

/** What of a channel's first configuration a newer release may have changed: settings stay as they were made. */
export type ChannelSettings = {
  batchTimeout: string
  maxMessageCount: number
  snapshotIntervalBytes: number
  /** Whether any client certificate of a member may write, and not only those of gateways and administrators. */
  isOpenToClients: boolean
}

const groupOf = (parent: common.ConfigGroup | undefined, name: string): common.ConfigGroup | undefined =>
  parent?.getGroupsMap().get(name)

const settingOf = (group: common.ConfigGroup | undefined, name: string): Uint8Array =>
  group?.getValuesMap().get(name)?.getValue_asU8() ?? new Uint8Array()

const clientUnitOf = (organisation: common.ConfigGroup | undefined): string => {
  const membership = msp.MSPConfig.deserializeBinary(settingOf(organisation, 'MSP'))
  const units = msp.FabricMSPConfig.deserializeBinary(membership.getConfig_asU8()).getFabricNodeOus()
  return units?.getClientOuIdentifier()?.getOrganizationalUnitIdentifier() ?? ''
}

const channelIn = (block: Uint8Array): common.ConfigGroup | undefined => {
  const [first = new Uint8Array()] = common.Block.deserializeBinary(block).getData()?.getDataList_asU8() ?? []
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(first).getPayload_asU8())
  return common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()?.getChannelGroup()
}

const raftIn = (channel: common.ConfigGroup | undefined): orderer.etcdraft.ConfigMetadata => {
  const consensus = orderer.ConsensusType.deserializeBinary(settingOf(groupOf(channel, 'Orderer'), 'ConsensusType'))
  return orderer.etcdraft.ConfigMetadata.deserializeBinary(consensus.getMetadata_asU8())
}

/** A certificate that a channel's configuration holds, and what it is there. */
export type ChannelCertificate = { name: string; pem: Uint8Array }

/** The certificates in a channel's first block: the roots of every member, and the orderers' own under Raft. */
export const certificatesIn = (block: Uint8Array): ChannelCertificate[] => {
  const channel = channelIn(block)
  const roots = (['Application', 'Orderer'] as const).flatMap((part) =>
    [...(groupOf(channel, part)?.getGroupsMap().entries() ?? [])].flatMap(([name, group]) => {
      const membership = msp.MSPConfig.deserializeBinary(settingOf(group, 'MSP'))
      const fabric = msp.FabricMSPConfig.deserializeBinary(membership.getConfig_asU8())
      return [...fabric.getRootCertsList_asU8(), ...fabric.getTlsRootCertsList_asU8()].map((pem) => ({
        name: `root certificate of ${name} (${part})`,
        pem,
      }))
    }),
  )
  const orderers = raftIn(channel)
    .getConsentersList()
    .flatMap((one) => [
      { name: `certificate of the orderer ${one.getHost()}:${one.getPort()}`, pem: one.getServerTlsCert_asU8() },
    ])
  return [...roots, ...orderers]
}

/** Reads the settings out of a channel's first block. */
export const settingsIn = (block: Uint8Array): ChannelSettings => {
  const channel = channelIn(block)
  const ordering = groupOf(channel, 'Orderer')
  const raft = raftIn(channel)
  const members = groupOf(channel, 'Application')?.getGroupsMap()
  return {
    batchTimeout: orderer.BatchTimeout.deserializeBinary(settingOf(ordering, 'BatchTimeout')).getTimeout(),
    maxMessageCount: orderer.BatchSize.deserializeBinary(settingOf(ordering, 'BatchSize')).getMaxMessageCount(),
    snapshotIntervalBytes: raft.getOptions()?.getSnapshotIntervalSize() ?? 0,
    isOpenToClients: [...(members?.keys() ?? [])].some((name) => clientUnitOf(members?.get(name)) === 'client'),
  }
}

const largestSafeSnapshotBytes = 1024 * 1024

/** What stays wide or slow in a network that an earlier release made, in words; none for a new one, or where none was made yet. */
export const olderSettings = (topology: Topology): string[] => {
  const file = firstBlockFile(topology)
  if (!existsSync(file)) return []
  const { batchTimeout, snapshotIntervalBytes, isOpenToClients } = settingsIn(readFileSync(file))
  const { timeout } = topology.batch
  const isRaft = topology.consensus === 'raft'
  return [
    ...(isOpenToClients
      ? ['any client certificate of a member may write to this channel: registrars, auditors, TLS certificates']
      : []),
    ...(batchTimeout === timeout
      ? []
      : [`a lone instruction waits ${batchTimeout} for its block; a new network waits ${timeout}`]),
    ...(isRaft && (snapshotIntervalBytes === 0 || snapshotIntervalBytes > largestSafeSnapshotBytes)
      ? ['orderers keep more of their log than unpatched programs can apply again after a restart']
      : []),
  ]
}
