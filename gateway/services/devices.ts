import { type Account, accounts, deviceOwners, sealKeys } from '../../chaincode/domains/registry/tables.ts'
import type { Projection } from '../projection/projection.ts'
import { lastCharacters } from './device-authorisations.ts'

/**
 * The devices of an account as the ledger knows them: names, roles and status, when each was added, and when the ledger last took
 * something that it signed, both in UTC milliseconds. The second is absent where a device signed nothing yet.
 */
export const devicesOf = ({ view, lists }: Pick<Projection, 'view' | 'lists'>, participant: string) =>
  Object.entries(view.find(accounts, participant)?.devices ?? {}).map(([device, known]) => {
    const { name, status, roles, authorisedBy, highest } = known
    const addedAt = lists.firstWritten(deviceOwners.key(device))
    const lastUsedAt = lists.usedAt(participant, device, highest.toString())
    return {
      ...{ device, name, status, roles, lastCharacters: lastCharacters(device) },
      ...(authorisedBy === undefined ? {} : { authorisedBy }),
      ...(addedAt === undefined ? {} : { addedAt }),
      ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    }
  })

/**
 * The keys to which something is sealed for an account: those of its devices that are active now. So a revoked device gets nothing new,
 * and whoever seals need not see the account.
 */
export const sealKeysOf = (
  { view }: Pick<Projection, 'view'>,
  { participant, devices }: Account,
  counts: (device: Account['devices'][string]) => boolean = () => true,
) =>
  Object.entries(devices).flatMap(([device, known]) => {
    const key = known.status === 'active' && counts(known) ? view.find(sealKeys, participant, device) : undefined
    return key === undefined ? [] : [{ device, publicKey: key.publicKey }]
  })

// An audit has few people; whoever stands behind so many is not looked for.
const auditorsMaximum = 200

/** The keys to which evidence is sealed for auditors: those of every active device with that role, of each member that audits. */
export const auditorsSealKeys = (projection: Pick<Projection, 'view' | 'lists' | 'consortium'>) =>
  projection.consortium.members
    .filter(({ parts }) => parts.includes('auditor'))
    .flatMap(({ mspId: home }) => projection.lists.participants({ home }, { limit: auditorsMaximum }).items)
    .flatMap(({ participant }) => {
      const account = projection.view.find(accounts, participant)
      if (account === undefined || account.status !== 'active') return []
      return sealKeysOf(projection, account, ({ roles }) => roles.includes('auditor'))
    })
