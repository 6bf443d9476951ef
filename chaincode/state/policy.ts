import { common, msp } from '@hyperledger/fabric-protos'
import { peerOrganisations } from '../wire/placement.ts'

const principalOf = (mspId: string): msp.MSPPrincipal => {
  const role = new msp.MSPRole()
  role.setMspIdentifier(mspId)
  role.setRole(msp.MSPRole.MSPRoleType.PEER)
  const principal = new msp.MSPPrincipal()
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE)
  principal.setPrincipal(role.serializeBinary())
  return principal
}

const signedBy = (index: number): common.SignaturePolicy => {
  const policy = new common.SignaturePolicy()
  policy.setSignedBy(index)
  return policy
}

const outOf = (count: number, rules: common.SignaturePolicy[]): common.SignaturePolicy => {
  const several = new common.SignaturePolicy.NOutOf()
  several.setN(count)
  several.setRulesList(rules)
  const policy = new common.SignaturePolicy()
  policy.setNOutOf(several)
  return policy
}

const build = (homes: readonly string[]): Buffer => {
  const others = peerOrganisations.filter((mspId) => !homes.includes(mspId))
  const principals = [...homes, ...others]
  const required = homes.map((_home, index) => signedBy(index))
  const another = outOf(
    1,
    others.map((_other, index) => signedBy(homes.length + index)),
  )
  const rules = homes.length > 1 ? required : [...required, another]
  const envelope = new common.SignaturePolicyEnvelope()
  envelope.setVersion(0)
  envelope.setIdentitiesList(principals.map(principalOf))
  envelope.setRule(outOf(rules.length, rules))
  return Buffer.from(envelope.serializeBinary())
}

const built = new Map<string, Buffer | undefined>()

/**
 * The key-level policy of a row: peers of every organisation named, and of one more when only one is named. Undefined
 * for an organisation without peers (the auditor), whose rows stay under the chaincode's own policy of two of three.
 */
export const rowPolicy = (homes: readonly string[]): Buffer | undefined => {
  const endorsing = peerOrganisations.filter((mspId) => homes.includes(mspId))
  const name = endorsing.join()
  if (!built.has(name)) built.set(name, endorsing.length === 0 ? undefined : build(endorsing))
  return built.get(name)
}
