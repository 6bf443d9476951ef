import { readFileSync } from 'node:fs'
import { msp } from '@hyperledger/fabric-protos'
import { Membership } from '../../../audit/verify/membership.ts'

type Name =
  | 'root'
  | 'otherRoot'
  | 'intermediate'
  | 'peer'
  | 'client'
  | 'administrator'
  | 'twoRoles'
  | 'noRole'
  | 'stranger'
  | 'revoked'
  | 'revocations'
  | 'otherRevocations'
  | 'namelessRevocations'

/**
 * Certificates and revocation lists of one authority, and of another of the same name, as openssl made them: `administrator` is of
 * the intermediate authority, `stranger` of the other root, `otherRevocations` is signed by that, and `namelessRevocations` does not say by
 * which key it is signed. No key is kept.
 */
export const certificates: Readonly<Record<Name, string>> = JSON.parse(
  readFileSync(new URL('./certificates.json', import.meta.url), 'utf8'),
)

const unitOf = (unit: string, issuer?: string): msp.FabricOUIdentifier => {
  const identifier = new msp.FabricOUIdentifier()
  identifier.setOrganizationalUnitIdentifier(unit)
  if (issuer !== undefined) identifier.setCertificate(Buffer.from(issuer))
  return identifier
}

export interface MemberOptions {
  mspId?: string
  intermediates?: Name[]
  revocations?: Name[]
  administrators?: Name[]
  /** Who must have issued what names the role of a peer. */
  peerIssuer?: Name
  hasRoles?: boolean
}

const bytesOf = (names: readonly Name[] = []): Uint8Array[] => names.map((name) => Buffer.from(certificates[name]))

/** The bytes of a member's configuration, of the root `root`. */
export const memberBytes = (options: MemberOptions = {}): Uint8Array => {
  const { mspId = 'OneMSP', intermediates, revocations, administrators, peerIssuer, hasRoles = true } = options
  const fabric = new msp.FabricMSPConfig()
  fabric.setName(mspId)
  fabric.setRootCertsList(bytesOf(['root']))
  fabric.setIntermediateCertsList(bytesOf(intermediates))
  fabric.setRevocationListList(bytesOf(revocations))
  fabric.setAdminsList(bytesOf(administrators))
  const units = new msp.FabricNodeOUs()
  units.setEnable(hasRoles)
  units.setPeerOuIdentifier(unitOf('peer', peerIssuer && certificates[peerIssuer]))
  units.setClientOuIdentifier(unitOf('client'))
  units.setAdminOuIdentifier(unitOf('admin'))
  units.setOrdererOuIdentifier(unitOf('orderer'))
  fabric.setFabricNodeOus(units)
  const configuration = new msp.MSPConfig()
  configuration.setConfig(fabric.serializeBinary())
  return configuration.serializeBinary()
}

export const memberOf = (options: MemberOptions = {}): Membership => new Membership(memberBytes(options))

type Role = keyof msp.MSPRole.MSPRoleTypeMap

/** Those of a member in a role, as a policy names them. */
export const roleOf = (role: Role, mspId = 'OneMSP'): msp.MSPPrincipal => {
  const content = new msp.MSPRole()
  content.setMspIdentifier(mspId)
  content.setRole(msp.MSPRole.MSPRoleType[role])
  const principal = new msp.MSPPrincipal()
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE)
  principal.setPrincipal(content.serializeBinary())
  return principal
}
