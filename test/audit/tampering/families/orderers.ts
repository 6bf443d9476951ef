import { common } from '@hyperledger/fabric-protos'
import type { Block } from '../../../../audit/blocks/block.ts'
import { type Identity, identityOf, rootOf, rootsOfAll } from '../../../support/identities/identities.ts'
import { setRoots, signUpdate, withConfiguration } from '../../support/channel/configuration.ts'
import { lastConfigurationIn, ordererMetadata } from '../../support/channel/sealing.ts'
import type { Base } from '../base.ts'
import { edited, flipped, forgedBlocks, honestly, withEnvelope, withMetadata, withPart } from '../forging.ts'
import type { Kind, Kinds } from '../kind.ts'

const shared = { family: 'orderers and configuration', by: 'nobody' } as const

/** A kind that is forged in the signatures of the orderers, or beside them, of any block but the first. */
const onSignatures = (
  { by, finds }: Pick<Kind, 'by' | 'finds'>,
  change: (bytes: Uint8Array, at: { base: Base; block: Block }) => Uint8Array,
  part = 0,
): Kind => ({
  ...{ ...shared, by, finds },
  forge: ({ market, recorded, random }) => {
    const base = random.chance(50) ? market : recorded
    const number = 1 + random.below(base.blocks.length - 2)
    const block = base.opened[number] as Block
    const blocks = withMetadata(base, { block: number, part }, (bytes) => change(bytes, { base, block }))
    return { base, blocks, at: { block: number } }
  },
})

const none = new Uint8Array()

const withSigned = (bytes: Uint8Array, change: (metadata: common.Metadata) => void): Uint8Array => {
  const metadata = common.Metadata.deserializeBinary(bytes)
  change(metadata)
  return metadata.serializeBinary()
}

const signedBy = (block: Block, signer: Identity): Uint8Array =>
  ordererMetadata(block, { lastConfiguration: lastConfigurationIn(block), signers: [signer] })

const signatureKinds: Kinds = {
  'the signatures of the orderers left out': onSignatures({ by: 'nobody', finds: 'ORDERER_POLICY_UNMET' }, (bytes) =>
    withSigned(bytes, (metadata) => metadata.setSignaturesList([])),
  ),
  'a byte of an orderer’s signature': onSignatures({ by: 'nobody', finds: 'ORDERER_SIGNATURE_WRONG' }, (bytes) =>
    flipped(bytes, bytes.length - 1),
  ),
  'the signatures of another block': onSignatures(
    { by: 'nobody', finds: 'ORDERER_SIGNATURE_WRONG' },
    // The first block has none.
    (_bytes, { base, block }) => base.opened[block.number === 1n ? 2 : Number(block.number) - 1]?.metadata[0] ?? none,
  ),
  'one signature twice': onSignatures({ by: 'nobody', finds: 'ORDERER_SIGNATURE_WRONG' }, (bytes) =>
    withSigned(bytes, (metadata) =>
      metadata.setSignaturesList([...metadata.getSignaturesList(), ...metadata.getSignaturesList()]),
    ),
  ),
  'signatures that cannot be read': onSignatures({ by: 'nobody', finds: 'ORDERER_SIGNATURES_UNREADABLE' }, () =>
    Buffer.from('rubbish'),
  ),
  'a block signed by a peer': onSignatures({ by: 'a peer', finds: 'ORDERER_POLICY_UNMET' }, (_bytes, { block }) =>
    signedBy(block, identityOf('BankMSP', 'peer')),
  ),
  'a block signed by an administrator': onSignatures(
    { by: 'administrators', finds: 'ORDERER_POLICY_UNMET' },
    (_bytes, { block }) => signedBy(block, identityOf('BankMSP', 'admin')),
  ),
  'another block named as the newest configuration': onSignatures(
    { by: 'the orderers', finds: 'LAST_CONFIGURATION_DIFFERS' },
    (_bytes, { block }) =>
      ordererMetadata(block, {
        lastConfiguration: lastConfigurationIn(block) + 1,
        signers: [identityOf('BankMSP', 'orderer')],
      }),
  ),
  'the newest configuration where nobody signs it': onSignatures(
    { by: 'nobody', finds: 'METADATA_ALTERED' },
    () => Uint8Array.of(0x0a, 2, 8, 99),
    1,
  ),
}

/** The block of the recorded channel that brings its second configuration. */
const secondConfiguration = 36

const onConfiguration = (
  by: Kind['by'],
  finds: Kind['finds'],
  change: (envelope: common.ConfigEnvelope) => void,
  also: Kind['also'] = [],
): Kind => ({
  ...{ ...shared, by, finds, also },
  forge: ({ recorded }) => ({
    base: recorded,
    blocks: withEnvelope(recorded, { block: secondConfiguration, transaction: 0 }, (bytes) =>
      withConfiguration(bytes, change),
    ),
    at: { block: secondConfiguration },
  }),
})

const changeUpdate = (
  envelope: common.ConfigEnvelope,
  change: (update: common.ConfigUpdate) => void,
  administrators: readonly string[] = ['BankMSP', 'InstitutionMSP'],
): void => {
  const last = envelope.getLastUpdate() ?? new common.Envelope()
  const payload = common.Payload.deserializeBinary(last.getPayload_asU8())
  const signed = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8())
  const update = common.ConfigUpdate.deserializeBinary(signed.getConfigUpdate_asU8())
  change(update)
  signed.setConfigUpdate(update.serializeBinary())
  payload.setData(signed.serializeBinary())
  last.setPayload(payload.serializeBinary())
  signUpdate(last, administrators)
  envelope.setLastUpdate(last)
}

const groupOf = (envelope: common.ConfigEnvelope, ...names: string[]): common.ConfigGroup | undefined =>
  names.reduce((group, name) => group?.getGroupsMap().get(name), envelope.getConfig()?.getChannelGroup())

const nothing = (): void => {}

/** Puts the authority that pretends to be the bank's in the place of the bank's own. */
const impose = (envelope: common.ConfigEnvelope): void =>
  setRoots(envelope, (mspId) => rootOf(mspId, mspId === 'BankMSP' ? 'impostorRoot' : 'root'))

const configurationKinds: Kinds = {
  'the sequence of a configuration': onConfiguration('the orderers', 'CONFIGURATION_UNFOUNDED', (envelope) =>
    envelope.getConfig()?.setSequence(7),
  ),
  'a configuration that changes more than its update': onConfiguration(
    'the orderers',
    'CONFIGURATION_UNFOUNDED',
    (envelope) => groupOf(envelope, 'Orderer')?.getValuesMap().get('BatchSize')?.setValue(Uint8Array.of(8, 1)),
  ),
  'a configuration without its update': onConfiguration('the orderers', 'CONFIGURATION_UNFOUNDED', (envelope) =>
    envelope.clearLastUpdate(),
  ),
  'an update made for another channel': onConfiguration('administrators', 'CONFIGURATION_UNFOUNDED', (envelope) =>
    changeUpdate(envelope, (update) => update.setChannelId('elsewhere')),
  ),
  'an update signed by one administrator': onConfiguration('administrators', 'CONFIGURATION_UNAUTHORISED', (envelope) =>
    changeUpdate(envelope, nothing, ['BankMSP']),
  ),
  'an update signed twice by the same administrator': onConfiguration(
    'administrators',
    'CONFIGURATION_UNAUTHORISED',
    (envelope) => changeUpdate(envelope, nothing, ['BankMSP', 'BankMSP']),
  ),
  'an update signed by the auditor': onConfiguration('administrators', 'CONFIGURATION_UNAUTHORISED', (envelope) =>
    changeUpdate(envelope, nothing, ['BankMSP', 'AuditorMSP']),
  ),
  'a configuration that cannot be read': onConfiguration('the orderers', 'CONFIGURATION_UNREADABLE', (envelope) =>
    envelope.clearConfig(),
  ),
  'another authority of a member in a later configuration': onConfiguration(
    'the orderers',
    'CONFIGURATION_UNFOUNDED',
    impose,
    ['ROOT_DIFFERS'],
  ),
  'a channel of a pretended authority from its first block on': {
    ...{ ...shared, finds: 'ROOT_DIFFERS' },
    forge: ({ recorded }) => ({
      base: recorded,
      blocks: withEnvelope(recorded, { block: 0, transaction: 0 }, (bytes) => withConfiguration(bytes, impose)),
      at: { block: 0 },
      key: 'BankMSP',
    }),
  },
  'a member of whom nobody gave a root': {
    ...{ ...shared, finds: 'ROOT_NOT_GIVEN' },
    forge: ({ recorded }) => {
      const { BankMSP: _bank, ...roots } = rootsOfAll()
      return { base: recorded, blocks: recorded.blocks.slice(0, 2), at: { block: 0 }, key: 'BankMSP', asked: { roots } }
    },
  },
  'a configuration that shares its block': {
    ...{ ...shared, by: 'the orderers', finds: 'CONFIGURATION_NOT_ALONE' },
    forge: ({ recorded }) => ({
      base: recorded,
      blocks: forgedBlocks(recorded, secondConfiguration, (blocks) =>
        blocks.map((block, at) => {
          if (at !== secondConfiguration) return block
          const [only = new Uint8Array()] = block.envelopes
          return withPart({ ...block, envelopes: [only, only] }, 2, () => Uint8Array.of(0, 0))
        }),
      ),
      at: { block: secondConfiguration },
    }),
  },
  'a configuration called invalid': {
    ...{ ...shared, by: 'a peer', finds: 'FLAG_DIFFERS' },
    forge: ({ recorded }) => ({
      base: recorded,
      blocks: forgedBlocks(
        recorded,
        secondConfiguration,
        (blocks) =>
          blocks.map((block, at) => (at === secondConfiguration ? withPart(block, 2, () => Uint8Array.of(1)) : block)),
        honestly,
      ),
      at: { block: secondConfiguration, transaction: 0 },
    }),
  },
  'a first block without a configuration': {
    ...{ ...shared, finds: 'CONFIGURATION_UNREADABLE' },
    forge: ({ recorded }) => ({
      base: recorded,
      blocks: forgedBlocks(recorded, 0, (blocks) =>
        blocks.map((block, at) => (at === 0 ? { ...block, envelopes: [] } : block)),
      ),
      at: { block: 0 },
    }),
  },
  'a first block that claims to be signed': {
    ...{ ...shared, finds: 'METADATA_ALTERED' },
    forge: ({ recorded }) => ({
      base: recorded,
      blocks: edited(recorded, 0, (block) => block.getMetadata()?.setMetadataList([new Uint8Array()])),
      at: { block: 0 },
    }),
  },
}

/** What orderers sign, and what the members agreed on. */
export const ordererKinds: Kinds = { ...signatureKinds, ...configurationKinds }
