import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readWritten, writeDurably } from './durable.ts'
import { authorityFolder } from './folders.ts'
import { startProcess } from './process.ts'
import type { Programs } from './programs.ts'
import { type Registration, renderAuthority } from './render-authority.ts'
import type { Organisation, Role, Topology } from './topology.ts'

/** An identity of an organisation's machine or officer, and the certificates it gets. */
export type Identity = Omit<Registration, 'secret'> & { certificates: 'identity' | 'tls' | 'both' }

const secretsFile = (topology: Topology, organisation: Organisation): string =>
  join(topology.dataFolder, 'secrets', `${organisation.name}.json`)

// The authority knows these secrets from its first start on, and takes no others.
const lost = 'without one, the certificates that stand go on, and none can be renewed'

const machines = ({ peer, orderer }: Organisation): Identity[] => [
  ...(peer === undefined
    ? []
    : ([
        { name: 'peer', type: 'peer', role: 'peer', certificates: 'both' },
        // The chaincode process and the peer's hand towards it authenticate a connection and have no say in the channel.
        { name: 'chaincode', type: 'client', role: 'chaincode', certificates: 'tls' },
        { name: 'chaincode-client', type: 'client', role: 'chaincode-client', certificates: 'tls' },
      ] as const)),
  ...(orderer === undefined
    ? []
    : ([{ name: 'orderer', type: 'orderer', role: 'orderer', certificates: 'both' }] as const)),
]

// What a user's certificate says it is: nobody but gateways and auditors has any standing on the channel.
const typeOf = (user: Role): Registration['type'] => (user === 'gateway' || user === 'auditor' ? user : 'client')

/** Everyone whom an organisation's CA knows: its administrators, its users and its machines. */
export const identitiesOf = (organisation: Organisation): Identity[] => [
  { name: 'ca-admin', type: 'client', certificates: 'identity' },
  { name: 'admin', type: 'admin', role: 'admin', certificates: 'both' },
  ...organisation.users.map(
    (name): Identity => ({
      name,
      type: typeOf(name),
      role: name,
      certificates: name === 'gateway' ? 'both' : 'identity',
    }),
  ),
  ...machines(organisation),
]

/**
 * The name under which the CA gives an identity's TLS certificate. It is a client's own, so that a certificate made to
 * authenticate a connection never counts on the channel as the identity itself (decision 0027).
 */
export const tlsNameOf = ({ name, certificates }: Identity): string => (certificates === 'tls' ? name : `${name}-tls`)

const registrationsOf = (organisation: Organisation): Omit<Registration, 'secret'>[] =>
  identitiesOf(organisation).flatMap((identity): Omit<Registration, 'secret'>[] => {
    const { certificates, ...registration } = identity
    const tls = { name: tlsNameOf(identity), type: 'client', role: 'tls' } as const
    return certificates === 'both' ? [registration, tls] : [registration]
  })

/**
 * The secret each identity enrols with, drawn at random at the first start and kept:
 * the CA's database knows them from then on, and renewals need them.
 */
export const readSecrets = (topology: Topology, organisation: Organisation): Map<string, string> => {
  const file = secretsFile(topology, organisation)
  const known = existsSync(file) ? readWritten<Record<string, string>>(file, lost) : {}
  const names = registrationsOf(organisation).map(({ name }) => name)
  const added = names.filter((name) => known[name] === undefined)
  for (const name of added) known[name] = randomBytes(24).toString('base64url')
  if (added.length > 0) writeDurably(file, `${JSON.stringify(known, null, 2)}\n`)
  return new Map(Object.entries(known))
}

/** Starts an organisation's Fabric CA; answers whether it was started now. */
export const startAuthority = async (
  topology: Topology,
  organisation: Organisation,
  { programs, signal }: { programs: Programs; signal?: AbortSignal | undefined },
): Promise<boolean> => {
  const folder = authorityFolder(topology, organisation.name)
  const secrets = readSecrets(topology, organisation)
  const known = registrationsOf(organisation).map(
    (registration): Registration => ({ ...registration, secret: secrets.get(registration.name) ?? '' }),
  )
  writeDurably(join(folder, 'fabric-ca-server-config.yaml'), renderAuthority(topology, organisation, known))
  return await startProcess(
    topology.dataFolder,
    {
      name: `ca-${organisation.name}`,
      command: [programs.authorityServer, 'start', '--home', folder, '--loglevel', 'warning'],
      folder,
      port: organisation.authority.port,
    },
    { signal },
  )
}
