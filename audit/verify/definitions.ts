import { peer } from '@hyperledger/fabric-protos'
import { readOrNothing } from '../blocks/envelope.ts'
import type { Configuration } from './configuration.ts'
import { nobody, type Policy, signaturePolicy } from './policies.ts'
import type { State } from './state.ts'

/** The chaincode among whose rows Fabric keeps what the members agreed on. */
export const lifecycle = '_lifecycle'
const lifecyclePolicy = '/Channel/Application/LifecycleEndorsement'
const ownCollection = '_implicit_org_'

/** Who must endorse what is done to a chaincode's rows, as its definition says. */
export interface Definition {
  /** The version that transactions under it name; undefined for Fabric's own. */
  version: string | undefined
  policy: Policy
  /** That of a collection; undefined where the definition knows no such collection. */
  collectionPolicy(collection: string): Policy | undefined
  /** After how many further blocks a collection lets go of a row that nobody writes again; 0 for never. */
  blocksToLive(collection: string): number
}

const policyIn = (bytes: Uint8Array, configuration: Configuration): Policy => {
  const application = peer.ApplicationPolicy.deserializeBinary(bytes)
  const signature = application.getSignaturePolicy()
  if (signature !== undefined) return signaturePolicy(signature)
  return configuration.policy(application.getChannelConfigPolicyReference())
}

/** As peers do, a policy that cannot be read is one that nobody satisfies. */
const policyOf = (bytes: Uint8Array, configuration: Configuration): Policy =>
  readOrNothing(() => policyIn(bytes, configuration)) ?? nobody

/** The policy of the collection that each organisation has in every chaincode. */
const ownPolicy = (collection: string, configuration: Configuration): Policy | undefined => {
  if (!collection.startsWith(ownCollection)) return undefined
  const path = configuration.applicationPathOf(collection.slice(ownCollection.length))
  return path === undefined ? nobody : configuration.policy(`${path}/Endorsement`)
}

const fieldOf = (state: State, name: string, field: string): Uint8Array => {
  const row = state.row({ namespace: lifecycle, collection: '' }, Buffer.from(`namespaces/fields/${name}/${field}`))
  return peer.lifecycle.StateData.deserializeBinary(row?.value ?? new Uint8Array()).getBytes_asU8()
}

const isDefined = (state: State, name: string): boolean => {
  const row = state.row({ namespace: lifecycle, collection: '' }, Buffer.from(`namespaces/metadata/${name}`))
  return (
    row !== undefined &&
    peer.lifecycle.StateMetadata.deserializeBinary(row.value).getDatatype() === 'ChaincodeDefinition'
  )
}

const definitionIn = (state: State, name: string, configuration: Configuration): Definition | undefined => {
  if (!isDefined(state, name)) return undefined
  const validation = peer.lifecycle.ChaincodeValidationInfo.deserializeBinary(fieldOf(state, name, 'ValidationInfo'))
  const parameter = validation.getValidationParameter_asU8()
  if (validation.getValidationPlugin() === '' || parameter.length === 0) return undefined
  const policy = policyOf(parameter, configuration)
  const collections = peer.CollectionConfigPackage.deserializeBinary(fieldOf(state, name, 'Collections'))
    .getConfigList()
    .flatMap((one) => one.getStaticCollectionConfig() ?? [])
  const endorsement = peer.lifecycle.ChaincodeEndorsementInfo.deserializeBinary(fieldOf(state, name, 'EndorsementInfo'))
  return {
    ...{ version: endorsement.getVersion(), policy },
    collectionPolicy: (collection) => {
      if (collection.startsWith(ownCollection)) return ownPolicy(collection, configuration)
      const known = collections.find((one) => one.getName() === collection)
      const own = known?.getEndorsementPolicy()
      if (own !== undefined) return policyOf(own.serializeBinary(), configuration)
      return known && policy
    },
    blocksToLive: (collection) => collections.find((one) => one.getName() === collection)?.getBlockToLive() ?? 0,
  }
}

/**
 * What the members agreed on for a chaincode, by the rows that earlier blocks left; Fabric's own, by which they agree, stands in the
 * channel's configuration. Undefined where nothing is agreed on.
 */
export const definitionOf = (state: State, name: string, configuration: Configuration): Definition | undefined => {
  if (name !== lifecycle) return readOrNothing(() => definitionIn(state, name, configuration))
  return {
    ...{ version: undefined, policy: configuration.policy(lifecyclePolicy) },
    collectionPolicy: (collection) => ownPolicy(collection, configuration),
    blocksToLive: () => 0,
  }
}
