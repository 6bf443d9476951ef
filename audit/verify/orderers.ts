import { common, msp } from '@hyperledger/fabric-protos'
import { type Block, metadataOf } from '../blocks/block.ts'
import { readOrNothing } from '../blocks/envelope.ts'
import type { Finding } from '../findings.ts'
import { headerBytes } from './chain.ts'
import type { Configuration } from './configuration.ts'
import { type Signed, signersOf } from './policies.ts'

const parts = common.BlockMetadataIndex

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

/** What stands in the first part of the metadata; undefined for bytes that orderers would not have written. */
const signedMetadata = (
  block: Block,
): { metadata: common.Metadata; content: common.OrdererBlockMetadata } | undefined =>
  readOrNothing(() => {
    const bytes = metadataOf(block, parts.SIGNATURES)
    const metadata = common.Metadata.deserializeBinary(bytes)
    const content = common.OrdererBlockMetadata.deserializeBinary(metadata.getValue_asU8())
    return isSame(metadata.serializeBinary(), bytes) ? { metadata, content } : undefined
  })

/** The identities that orderers name by number alone, as they do when they agree in spite of traitors among them. */
const consentersOf = (configuration: Configuration): Map<number, Uint8Array> => {
  const value = configuration.root.getGroupsMap().get('Orderer')?.getValuesMap().get('Orderers')
  const orderers = common.Orderers.deserializeBinary(value?.getValue_asU8() ?? new Uint8Array())
  return new Map(
    orderers.getConsenterMappingList().map((one) => {
      const identity = new msp.SerializedIdentity()
      identity.setMspid(one.getMspId())
      identity.setIdBytes(one.getIdentity_asU8())
      return [one.getId(), identity.serializeBinary()]
    }),
  )
}

const signaturesIn = (block: Block, metadata: common.Metadata, configuration: Configuration): Signed[] => {
  const header = headerBytes(block)
  const consenters = consentersOf(configuration)
  return metadata.getSignaturesList().map((one) => {
    const [byName, byNumber] = [one.getSignatureHeader_asU8(), one.getIdentifierHeader_asU8()]
    const isNamed = byName.length > 0 || byNumber.length === 0
    const identity = isNamed
      ? common.SignatureHeader.deserializeBinary(byName).getCreator_asU8()
      : (consenters.get(common.IdentifierHeader.deserializeBinary(byNumber).getIdentifier()) ?? new Uint8Array())
    const data = Buffer.concat([metadata.getValue_asU8(), isNamed ? byName : byNumber, header])
    return { identity, data, signature: one.getSignature_asU8() }
  })
}

const lastConfigurationBytes = (index: number): Uint8Array => {
  const last = new common.LastConfig()
  last.setIndex(index)
  const metadata = new common.Metadata()
  metadata.setValue(last.serializeBinary())
  return metadata.serializeBinary()
}

/** What speaks against the parts of the metadata that nobody signs: they say what the signed part says, or nothing. */
const checkUnsigned = (block: Block, lastConfiguration: number): Finding[] => {
  const where = { block: String(block.number) }
  const isBare = metadataOf(block, parts.ORDERER).length === 0 && block.metadata.length === parts.COMMIT_HASH + 1
  const isRepeated = isSame(metadataOf(block, parts.LAST_CONFIG), lastConfigurationBytes(lastConfiguration))
  return isBare && isRepeated ? [] : [{ code: 'METADATA_ALTERED', ...where }]
}

/** What nobody signs in the first block of a channel: it says itself to be the configuration, and nothing else. */
const checkFirst = (block: Block): Finding[] => {
  const content = new common.OrdererBlockMetadata()
  content.setLastConfig(new common.LastConfig())
  const metadata = new common.Metadata()
  metadata.setValue(content.serializeBinary())
  const isBare = isSame(metadataOf(block, parts.SIGNATURES), metadata.serializeBinary())
  return isBare ? checkUnsigned(block, 0) : [{ code: 'METADATA_ALTERED', block: String(block.number) }]
}

/** What the orderers' signatures of a block come to. */
interface SignedBlock {
  findings: Finding[]
  /** The block that the orderers name as that of the newest configuration; undefined where their part cannot be read. */
  index: number | undefined
}

/**
 * What speaks against the orderers' signatures of a block that is not the channel's first, under the configuration that held before
 * it, and against what they say of the newest configuration. Every signature must be right, also where fewer would be enough.
 */
export const checkOrdererSignatures = (
  block: Block,
  configuration: Configuration,
  lastConfiguration: bigint,
): SignedBlock => {
  const where = { block: String(block.number) }
  const read = signedMetadata(block)
  const signatures = read && readOrNothing(() => signaturesIn(block, read.metadata, configuration))
  if (read === undefined || signatures === undefined)
    return { findings: [{ code: 'ORDERER_SIGNATURES_UNREADABLE', ...where }], index: undefined }
  const signers = signersOf(signatures, configuration.memberships)
  const index = read.content.getLastConfig()?.getIndex() ?? 0
  const found: Finding[] = []
  if (signers.length < signatures.length) {
    const [expected, present] = [String(signatures.length), String(signers.length)]
    found.push({ code: 'ORDERER_SIGNATURE_WRONG', ...where, expected, found: present })
  }
  if (!configuration.policy('/Channel/Orderer/BlockValidation')(signers)) {
    found.push({ code: 'ORDERER_POLICY_UNMET', ...where })
  }
  if (BigInt(index) !== lastConfiguration) {
    const [expected, present] = [String(lastConfiguration), String(index)]
    found.push({ code: 'LAST_CONFIGURATION_DIFFERS', ...where, expected, found: present })
  }
  return { findings: found, index }
}

/** What speaks against what orderers signed of a block, and against the parts beside it that nobody signs. */
export const checkOrderers = (block: Block, configuration: Configuration, lastConfiguration: bigint): Finding[] => {
  if (block.number === 0n) return checkFirst(block)
  const { findings, index } = checkOrdererSignatures(block, configuration, lastConfiguration)
  return index === undefined ? findings : [...findings, ...checkUnsigned(block, index)]
}
