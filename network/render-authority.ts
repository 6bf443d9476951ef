import { join } from 'node:path'
import { stringify } from 'yaml'
import { authorityFolder, rootCertificateFile } from './folders.ts'
import type { Organisation, Topology } from './topology.ts'

const loopback = '127.0.0.1'

/** An identity that the organisation's CA knows from its first start. */
export type Registration = {
  name: string
  secret: string
  /** The organisational unit of its certificates, which says what its holder may do on the channel. */
  type: 'admin' | 'peer' | 'orderer' | 'gateway' | 'auditor' | 'client'
  role?: string
}

/**
 * A Fabric CA server's configuration, which already knows the organisation's identities and their secrets,
 * so that none has to be registered by a command. It holds secrets: write it readable by its owner alone.
 */
export const renderAuthority = (topology: Topology, organisation: Organisation, known: Registration[]): string => {
  const { authority, name, title } = organisation
  const administrator = {
    'hf.Registrar.Roles': '*',
    'hf.Registrar.DelegateRoles': '*',
    'hf.Registrar.Attributes': '*',
    'hf.Revoker': true,
    'hf.GenCRL': true,
  }
  return stringify({
    address: authority.listenHost,
    port: authority.port,
    tls: { enabled: true },
    ca: { name, certfile: rootCertificateFile(topology, name) },
    registry: {
      maxenrollments: -1,
      identities: known.map(({ name: identity, secret, type, role }) => ({
        name: identity,
        pass: secret,
        type,
        attrs: role === undefined ? administrator : { 'assay.role': `${role}:ecert` },
      })),
    },
    db: { type: 'sqlite3', datasource: join(authorityFolder(topology, name), 'fabric-ca-server.db') },
    signing: {
      default: { usage: ['digital signature'], expiry: '8760h' },
      // Orderers are known to the channel by their TLS certificates: those outlive many renewals of the others.
      profiles: {
        tls: {
          usage: ['signing', 'key encipherment', 'server auth', 'client auth', 'key agreement'],
          expiry: '87600h',
        },
      },
    },
    csr: {
      cn: `ca-${name}`,
      keyrequest: { algo: 'ecdsa', size: 256 },
      names: [{ O: title, OU: 'Assay' }],
      hosts: [...new Set([authority.host, 'localhost', loopback])],
      ca: { expiry: '131400h', pathlength: 0 },
    },
    bccsp: { default: 'SW', sw: { hash: 'SHA2', security: 256, filekeystore: { keystore: 'msp/keystore' } } },
    operations: { listenAddress: `${loopback}:${authority.operationsPort}` },
    metrics: { provider: 'disabled' },
  })
}

/**
 * The config.yaml of an MSP folder: the kind of an identity stands in its certificate's organisational unit. The channel's
 * clients are an organisation's gateway, or where it has none its auditors; every other unit has no standing at all
 * (decision 0027).
 */
export const renderMembership = (organisation: Pick<Organisation, 'users'>): string => {
  const unit = (kind: string) => ({ Certificate: 'cacerts/ca.pem', OrganizationalUnitIdentifier: kind })
  return stringify({
    NodeOUs: {
      Enable: true,
      ClientOUIdentifier: unit(organisation.users.includes('gateway') ? 'gateway' : 'auditor'),
      PeerOUIdentifier: unit('peer'),
      AdminOUIdentifier: unit('admin'),
      OrdererOUIdentifier: unit('orderer'),
    },
  })
}
