import { common, msp } from '@hyperledger/fabric-protos'
import type { Consortium } from '../wire/consortium.ts'

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

const build = ({ peerOrganisations, quorum }: Consortium, homes: readonly string[]): Buffer => {
  const others = peerOrganisations.filter((mspId) => !homes.includes(mspId))
  const required = homes.map((_home, index) => signedBy(index))
  const missing = quorum - homes.length
  const further = others.map((_other, index) => signedBy(homes.length + index))
  const rules = missing > 0 ? [...required, outOf(missing, further)] : required
  const envelope = new common.SignaturePolicyEnvelope()
  envelope.setVersion(0)
  envelope.setIdentitiesList([...homes, ...others].map(principalOf))
  envelope.setRule(outOf(rules.length, rules))
  return Buffer.from(envelope.serializeBinary())
}

const built = new WeakMap<Consortium, Map<string, Buffer | undefined>>()

/**
 * The key-level policy of a row: peers of every organisation named, and of as many others as make up the quorum (decisions 0009 and
 * 0034). Undefined for an organisation without peers (the auditor), whose rows stay under the chaincode's own policy.
 */
export const rowPolicy = (consortium: Consortium, homes: readonly string[]): Buffer | undefined => {
  const endorsing = consortium.peerOrganisations.filter((mspId) => homes.includes(mspId))
  const name = endorsing.join()
  const known = built.get(consortium) ?? new Map<string, Buffer | undefined>()
  built.set(consortium, known)
  if (!known.has(name)) known.set(name, endorsing.length === 0 ? undefined : build(consortium, endorsing))
  return known.get(name)
}
