import { accounts } from '../../chaincode/domains/registry/tables.ts'
import type { Projection } from '../projection/projection.ts'
import { sealKeysOf } from './devices.ts'

// A consortium has few of them; who stands behind so many is not looked for.
const keepersMaximum = 200

/**
 * Who can be named as the keeper of a package's first key now, by name, with its home: an active account that has an active device with the
 * role `keeper`, to which something can be sealed (decision 0047).
 */
export const activeKeepers = (projection: Pick<Projection, 'view' | 'packages'>) =>
  projection.packages.keepers(keepersMaximum).flatMap((participant) => {
    const account = projection.view.find(accounts, participant)
    if (account?.status !== 'active') return []
    const keys = sealKeysOf(projection, account, ({ roles }) => roles.includes('keeper'))
    return keys.length === 0 ? [] : [{ participant, home: account.home }]
  })
