import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { common, msp, orderer } from '@hyperledger/fabric-protos'
import { channelFolder } from './folders.ts'
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

/** Reads the settings out of a channel's first block. */
export const settingsIn = (block: Uint8Array): ChannelSettings => {
  const [first = new Uint8Array()] = common.Block.deserializeBinary(block).getData()?.getDataList_asU8() ?? []
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(first).getPayload_asU8())
  const envelope = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8())
  const channel = envelope.getConfig()?.getChannelGroup()
  const ordering = groupOf(channel, 'Orderer')
  const consensus = orderer.ConsensusType.deserializeBinary(settingOf(ordering, 'ConsensusType'))
  const raft = orderer.etcdraft.ConfigMetadata.deserializeBinary(consensus.getMetadata_asU8())
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
  const file = join(channelFolder(topology), 'first.block')
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
