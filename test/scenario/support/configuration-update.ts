import { createPrivateKey, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { common, msp } from '@hyperledger/fabric-protos'
import { blocksOfPeer } from '../../../audit/blocks/peer.ts'
import { nativeSigner } from '../../../gateway/fabric/signer.ts'
import { identityFiles } from '../../../network/folders.ts'
import { peerConnection } from './chain.ts'
import { topology } from './network.ts'
import { RawClient } from './raw-client.ts'

const configurationIn = (block: Uint8Array): common.Config => {
  const [first = new Uint8Array()] = common.Block.deserializeBinary(block).getData()?.getDataList_asU8() ?? []
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(first).getPayload_asU8())
  return common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig() ?? new common.Config()
}

/** The channel's configuration as it stands now: that of the newest block that has one. */
export const readChannelConfiguration = async (organisation: string): Promise<common.Config> => {
  let newest = new common.Config()
  for await (const bytes of blocksOfPeer(peerConnection(organisation), { from: 0n })) {
    const [first = new Uint8Array()] = common.Block.deserializeBinary(bytes).getData()?.getDataList_asU8() ?? []
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(first).getPayload_asU8())
    const header = common.ChannelHeader.deserializeBinary(
      payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
    )
    if (header.getType() === common.HeaderType.CONFIG) newest = configurationIn(bytes)
  }
  return newest
}

const signatureHeaderOf = (organisation: string): Uint8Array => {
  const one = topology.organisations.find(({ name }) => name === organisation)
  const identity = new msp.SerializedIdentity()
  identity.setMspid(one?.mspId ?? '')
  identity.setIdBytes(readFileSync(identityFiles(topology, organisation, 'admin').certificateFile))
  const header = new common.SignatureHeader()
  header.setCreator(identity.serializeBinary())
  header.setNonce(randomBytes(24))
  return header.serializeBinary()
}

const signedBy = async (organisation: string, update: Uint8Array): Promise<common.ConfigSignature> => {
  const key = createPrivateKey(readFileSync(identityFiles(topology, organisation, 'admin').keyFile))
  const header = signatureHeaderOf(organisation)
  const signature = new common.ConfigSignature()
  signature.setSignatureHeader(header)
  signature.setSignature(await nativeSigner(key)(Buffer.concat([header, update])))
  return signature
}

/** Where a value stands: the names of the groups that lead to it, and its own. */
export interface ValuePlace {
  groups: readonly string[]
  name: string
}

/** A group of read or write set that leads to one value, which only the write set holds. */
const pathTo = (current: common.ConfigGroup, { groups, name }: ValuePlace, value?: Uint8Array): common.ConfigGroup => {
  const group = new common.ConfigGroup()
  group.setVersion(current.getVersion())
  const [next, ...rest] = groups
  if (next !== undefined) {
    const below = current.getGroupsMap().get(next) ?? new common.ConfigGroup()
    group.getGroupsMap().set(next, pathTo(below, { groups: rest, name }, value))
    return group
  }
  const present = current.getValuesMap().get(name) ?? new common.ConfigValue()
  if (value !== undefined) {
    const changed = new common.ConfigValue()
    changed.setVersion(present.getVersion() + 1)
    changed.setModPolicy(present.getModPolicy())
    changed.setValue(value)
    group.getValuesMap().set(name, changed)
  }
  return group
}

/** Has the administrators of these organisations change one value of the channel's configuration; answers the orderer's status. */
export const changeConfiguration = async (
  place: ValuePlace,
  value: Uint8Array,
  administrators: readonly string[],
): Promise<number> => {
  const [sender = ''] = administrators
  const current = (await readChannelConfiguration(sender)).getChannelGroup() ?? new common.ConfigGroup()
  const update = new common.ConfigUpdate()
  update.setChannelId(topology.channel)
  update.setReadSet(pathTo(current, place))
  update.setWriteSet(pathTo(current, place, value))
  const content = update.serializeBinary()
  const signed = new common.ConfigUpdateEnvelope()
  signed.setConfigUpdate(content)
  signed.setSignaturesList(await Promise.all(administrators.map((one) => signedBy(one, content))))
  const client = new RawClient({ organisation: sender, name: 'admin' })
  try {
    const channel = new common.ChannelHeader()
    channel.setType(common.HeaderType.CONFIG_UPDATE)
    channel.setChannelId(topology.channel)
    const header = new common.Header()
    header.setChannelHeader(channel.serializeBinary())
    header.setSignatureHeader(signatureHeaderOf(sender))
    const [status = 0] = await client.broadcast(sender, await client.sign(header, signed.serializeBinary()))
    return status
  } finally {
    client.close()
  }
}
