import type { X509Certificate } from 'node:crypto'
import { msp } from '@hyperledger/fabric-protos'
import { readOrNothing } from '../blocks/envelope.ts'
import {
  type Authorities,
  isRevoked,
  issuersOf,
  type RevocationList,
  readCertificate,
  readRevocationList,
  unitsOf,
} from './certificates.ts'

type Role = msp.MSPRole.MSPRoleTypeMap[keyof msp.MSPRole.MSPRoleTypeMap]

/** The unit that a certificate names for a role, and the one issuer that may give it, where that is said. */
interface RoleUnit {
  role: Role
  unit: string
  issuer: X509Certificate | undefined
}

/** Why a certificate counts for nothing. */
export type Invalidity = 'authority' | 'not-issued' | 'revoked' | 'role'

/** Who a certificate says that somebody is. */
export interface Identity {
  mspId: string
  certificate: X509Certificate
  /** The same for the same certificate of the same member, and for no other. */
  name: string
  /** Why the certificate does not count; undefined where it does. */
  invalidity: Invalidity | undefined
  /** Whether this is one of those whom a policy means. */
  satisfies(principal: msp.MSPPrincipal): boolean
}

const isEqual = (one: X509Certificate, other: X509Certificate): boolean => one.raw.equals(other.raw)

const certificatesOf = (list: readonly Uint8Array[]): X509Certificate[] => {
  const read = list.map(readCertificate)
  if (read.includes(undefined)) throw new Error('a certificate of a member cannot be read')
  return read as X509Certificate[]
}

const unitsIn = (units: msp.FabricNodeOUs | undefined): RoleUnit[] => {
  if (!units?.getEnable()) return []
  const roles = msp.MSPRole.MSPRoleType
  const all: [Role, msp.FabricOUIdentifier | undefined][] = [
    [roles.CLIENT, units.getClientOuIdentifier()],
    [roles.PEER, units.getPeerOuIdentifier()],
    [roles.ADMIN, units.getAdminOuIdentifier()],
    [roles.ORDERER, units.getOrdererOuIdentifier()],
  ]
  return all.flatMap(([role, one]) =>
    one === undefined
      ? []
      : [{ role, unit: one.getOrganizationalUnitIdentifier(), issuer: readCertificate(one.getCertificate_asU8()) }],
  )
}

/** One member, as a configuration of the channel says: its authorities, and how its certificates name roles. */
export class Membership {
  readonly mspId: string
  readonly roots: readonly X509Certificate[]
  readonly #authorities: Authorities
  /** The authorities that are above others: what they issue themselves counts for nothing, as for peers. */
  readonly #inner: readonly X509Certificate[]
  readonly #administrators: readonly X509Certificate[]
  readonly #revocations: readonly RevocationList[]
  readonly #units: readonly RoleUnit[]
  readonly #isEnforced: boolean
  readonly #identities = new Map<string, Identity | undefined>()

  /** Takes the bytes of an MSP's configuration; throws where a certificate or revocation list in it cannot be read. */
  constructor(configuration: Uint8Array) {
    const content = msp.MSPConfig.deserializeBinary(configuration).getConfig_asU8()
    const fabric = msp.FabricMSPConfig.deserializeBinary(content)
    this.mspId = fabric.getName()
    this.roots = certificatesOf(fabric.getRootCertsList_asU8())
    this.#authorities = { roots: this.roots, intermediates: certificatesOf(fabric.getIntermediateCertsList_asU8()) }
    this.#inner = this.#authorities.intermediates.flatMap((one) => issuersOf(one, this.#authorities) ?? [])
    this.#administrators = certificatesOf(fabric.getAdminsList_asU8())
    this.#revocations = fabric.getRevocationListList_asU8().map(readRevocationList)
    this.#units = unitsIn(fabric.getFabricNodeOus())
    this.#isEnforced = fabric.getFabricNodeOus()?.getEnable() ?? false
  }

  /** Who a certificate of this member's is; undefined for bytes that are no certificate. */
  identify(pem: Uint8Array): Identity | undefined {
    // No honest one is so large, and what is kept must not grow with what somebody sends.
    if (pem.length > keptBytesAtMost) return this.#read(pem)
    const text = Buffer.from(pem).toString('latin1')
    if (this.#identities.has(text)) return this.#identities.get(text)
    if (this.#identities.size >= identitiesAtMost) this.#identities.clear()
    const identity = this.#read(pem)
    this.#identities.set(text, identity)
    return identity
  }

  #read(pem: Uint8Array): Identity | undefined {
    const certificate = readCertificate(pem)
    return certificate && readOrNothing(() => this.#identityOf(certificate))
  }

  #identityOf(certificate: X509Certificate): Identity {
    const issuers = issuersOf(certificate, this.#authorities)
    const roles = this.#rolesOf(certificate, issuers)
    const invalidity = this.#invalidityOf(certificate, issuers, roles)
    const isAdministrator = this.#administrators.some((one) => isEqual(one, certificate))
    const hasRole = (role: Role): boolean => {
      if (role === msp.MSPRole.MSPRoleType.ADMIN && isAdministrator) return true
      if (invalidity !== undefined) return false
      return role === msp.MSPRole.MSPRoleType.MEMBER || roles.includes(role)
    }
    const { mspId } = this
    const name = `${mspId}/${certificate.fingerprint256}`
    const satisfies = (principal: msp.MSPPrincipal): boolean =>
      readOrNothing(() => this.#satisfies(principal, { certificate, invalidity, hasRole })) ?? false
    return { mspId, certificate, name, invalidity, satisfies }
  }

  #rolesOf(certificate: X509Certificate, issuers: readonly X509Certificate[] | undefined): Role[] {
    const units = unitsOf(certificate)
    const named = this.#units.filter(({ unit }) => units.includes(unit))
    // A unit that another authority than the one named for it gave spoils the certificate, like two roles do.
    return named.every(({ issuer }) => issuer === undefined || (issuers?.[0] && isEqual(issuer, issuers[0])))
      ? named.map(({ role }) => role)
      : []
  }

  #invalidityOf(
    certificate: X509Certificate,
    issuers: readonly X509Certificate[] | undefined,
    roles: readonly Role[],
  ): Invalidity | undefined {
    if (certificate.ca) return 'authority'
    const [issuer] = issuers ?? []
    if (issuer === undefined || this.#inner.some((one) => isEqual(one, issuer))) return 'not-issued'
    if (isRevoked(certificate, issuer, this.#revocations)) return 'revoked'
    return this.#isEnforced && roles.length !== 1 ? 'role' : undefined
  }

  #satisfies(
    principal: msp.MSPPrincipal,
    one: Pick<Identity, 'certificate' | 'invalidity'> & { hasRole: (role: Role) => boolean },
  ): boolean {
    const content = principal.getPrincipal_asU8()
    const kinds = msp.MSPPrincipal.Classification
    switch (principal.getPrincipalClassification()) {
      case kinds.ROLE: {
        const role = msp.MSPRole.deserializeBinary(content)
        return role.getMspIdentifier() === this.mspId && one.hasRole(role.getRole())
      }
      case kinds.IDENTITY: {
        const identity = msp.SerializedIdentity.deserializeBinary(content)
        const certificate = readCertificate(identity.getIdBytes_asU8())
        const isSame = certificate !== undefined && isEqual(certificate, one.certificate)
        return identity.getMspid() === this.mspId && isSame && one.invalidity === undefined
      }
      case kinds.COMBINED: {
        const all = msp.CombinedPrincipal.deserializeBinary(content).getPrincipalsList()
        return all.length > 0 && all.every((each) => this.#satisfies(each, one))
      }
      default:
        return false
    }
  }
}

const identitiesAtMost = 1_000
const keptBytesAtMost = 16 * 1024

/** All members of a channel at a height. */
export class Memberships {
  readonly #members: ReadonlyMap<string, Membership>

  constructor(members: readonly Membership[]) {
    this.#members = new Map(members.map((member) => [member.mspId, member]))
  }

  get all(): Membership[] {
    return [...this.#members.values()]
  }

  /** Who serialized bytes say that somebody is; undefined for a stranger, or where they cannot be read. */
  identify(bytes: Uint8Array): Identity | undefined {
    const identity = readOrNothing(() => msp.SerializedIdentity.deserializeBinary(bytes))
    return identity && this.#members.get(identity.getMspid())?.identify(identity.getIdBytes_asU8())
  }
}
