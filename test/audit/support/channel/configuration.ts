import { common, msp } from '@hyperledger/fabric-protos'
import { identityIn, identityOf, rootOf } from '../../../support/identities/identities.ts'
import { signedEnvelope } from './open-transaction.ts'

const nothing = new Uint8Array()

/** The same membership of another authority. */
const withRoot = (bytes: Uint8Array, rootFor: (mspId: string) => string): Uint8Array => {
  const outer = msp.MSPConfig.deserializeBinary(bytes)
  const fabric = msp.FabricMSPConfig.deserializeBinary(outer.getConfig_asU8())
  const root = Buffer.from(rootFor(fabric.getName()))
  fabric.setRootCertsList([root])
  fabric.setTlsRootCertsList([root])
  const units = fabric.getFabricNodeOus()
  const all = [
    ...[units?.getClientOuIdentifier(), units?.getPeerOuIdentifier()],
    ...[units?.getAdminOuIdentifier(), units?.getOrdererOuIdentifier()],
  ]
  for (const unit of all) unit?.setCertificate(root)
  outer.setConfig(fabric.serializeBinary())
  return outer.serializeBinary()
}

/** Changes every membership in a configuration. */
export const changeMemberships = (
  group: common.ConfigGroup | undefined,
  change: (membership: Uint8Array) => Uint8Array,
): void => {
  for (const [name, value] of group?.getValuesMap().entries() ?? []) {
    if (name === 'MSP') value.setValue(change(value.getValue_asU8()))
  }
  for (const [, each] of group?.getGroupsMap().entries() ?? []) changeMemberships(each, change)
}

/** Puts these authorities in the place of those of a configuration. */
export const setRoots = (envelope: common.ConfigEnvelope, rootFor: (mspId: string) => string = rootOf): void =>
  changeMemberships(envelope.getConfig()?.getChannelGroup(), (bytes) => withRoot(bytes, rootFor))

/** An update that a configuration was made by, signed anew by administrators of these members. */
export const signUpdate = (lastUpdate: common.Envelope, administrators: readonly string[]): void => {
  const payload = common.Payload.deserializeBinary(lastUpdate.getPayload_asU8())
  const update = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8())
  const content = update.getConfigUpdate_asU8()
  update.setSignaturesList(
    administrators.map((mspId) => {
      const administrator = identityOf(mspId, 'admin')
      const named = new common.SignatureHeader()
      named.setCreator(administrator.serialized)
      named.setNonce(Buffer.alloc(24, mspId))
      const signature = new common.ConfigSignature()
      signature.setSignatureHeader(named.serializeBinary())
      signature.setSignature(administrator.sign(Buffer.concat([named.serializeBinary(), content])))
      return signature
    }),
  )
  payload.setData(update.serializeBinary())
  lastUpdate.setPayload(payload.serializeBinary())
}

const administratorsOf = (lastUpdate: common.Envelope): string[] => {
  const payload = common.Payload.deserializeBinary(lastUpdate.getPayload_asU8())
  const update = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8())
  return update.getSignaturesList().map((one) => {
    const { mspid } = msp.SerializedIdentity.deserializeBinary(
      common.SignatureHeader.deserializeBinary(one.getSignatureHeader_asU8()).getCreator_asU8(),
    ).toObject()
    return mspid
  })
}

/** Changes the configuration in an envelope, which its creator signs anew where its key is known: the first one nobody does. */
export const withConfiguration = (
  envelopeBytes: Uint8Array,
  change: (configuration: common.ConfigEnvelope) => void,
  creator?: Uint8Array,
): Uint8Array => {
  const before = common.Envelope.deserializeBinary(envelopeBytes)
  const payload = common.Payload.deserializeBinary(before.getPayload_asU8())
  const named = common.SignatureHeader.deserializeBinary(payload.getHeader()?.getSignatureHeader_asU8() ?? nothing)
  if (creator !== undefined) named.setCreator(creator)
  const configuration = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8())
  change(configuration)
  const signer = identityIn(named.getCreator_asU8())
  return signedEnvelope(
    {
      channelHeader: payload.getHeader()?.getChannelHeader_asU8() ?? nothing,
      signatureHeader: named.serializeBinary(),
      data: configuration.serializeBinary(),
    },
    (data) => signer?.sign(data) ?? nothing,
  )
}

/** A recorded configuration as one of this channel: its own members, and their administrators and orderer in place of those who signed. */
export const ownConfiguration = (envelopeBytes: Uint8Array, creator?: Uint8Array): Uint8Array =>
  withConfiguration(
    envelopeBytes,
    (configuration) => {
      setRoots(configuration)
      const last = configuration.getLastUpdate()
      if (last === undefined) return
      signUpdate(last, administratorsOf(last))
      configuration.setLastUpdate(last)
    },
    creator,
  )

/** A membership of this member with a list of revocations; any other as it is. */
export const withRevocations = (bytes: Uint8Array, mspId: string, list: string): Uint8Array => {
  const outer = msp.MSPConfig.deserializeBinary(bytes)
  const fabric = msp.FabricMSPConfig.deserializeBinary(outer.getConfig_asU8())
  if (fabric.getName() !== mspId) return bytes
  fabric.setRevocationListList([Buffer.from(list)])
  outer.setConfig(fabric.serializeBinary())
  return outer.serializeBinary()
}
